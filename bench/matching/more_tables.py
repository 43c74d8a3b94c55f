"""The tables of our own sets and of the rivals, as Markdown.

Tested in tests/bench/test_targets.py.
"""

from statistics import mean
from typing import Any

from bench.matching import own as sets
from bench.matching import targets

Figures = dict[str, Any]
Rows = list[list[str]]
OURS = targets.OURS


def small_rows(own: Figures) -> Rows:
    """Per size the mean and the least F1 of the seeds, and mean precision and recall."""
    return [
        [
            f"{int(size):,}",
            str(len(seeds)),
            *(f"{mean(one[name] for one in seeds):.4f}" for name in ("precision", "recall")),
            f"**{mean(one['f1'] for one in seeds):.4f}**",
            f"{min(one['f1'] for one in seeds):.4f}",
        ]
        for size, seeds in own.get("small", {}).items()
    ]


def set_rows(own: Figures, kind: str) -> Rows:
    """Per set of this kind the mean of its seeds; of one without doubles what is wrongly merged."""
    found = []
    for name, seeds in own.get(kind, {}).items():
        wrong = mean(one["found_pairs"] * (1 - one["precision"]) for one in seeds)
        shown = f"accounts, {name}" if kind == "accounts" else name
        row = [shown, f"{seeds[0]['records']:,}", f"{wrong:.1f}"]
        if any(one["true_pairs"] for one in seeds):
            row += [f"{mean(one[part] for one in seeds):.4f}" for part in ("precision", "recall")]
            row.append(f"**{mean(one['f1'] for one in seeds):.4f}**")
        else:
            row += ["", "", ""]
        found.append(row)
    return found


def kind_rows(own: Figures, name: str) -> Rows:
    """Per planted kind the share in one group, of all small files together."""
    every = [one for seeds in own.get("small", {}).values() for one in seeds]
    return [
        [kind.replace("_", " "), f"{100 * share:.1f} %", str(int(pairs))]
        for kind, (share, pairs) in sorted(sets.together(every, name).items())
    ]


def rival_rows(results: list[Figures]) -> Rows:
    """Per corpus our F1 at the default beside that of the others: at their own, and at their best
    threshold with the truth in hand; and who beats us."""
    found = []
    for result in results:
        tools = result["tools"]
        if OURS not in tools:
            continue
        ours = tools[OURS]["default"]["f1"]
        row = [result["corpus"], f"**{ours:.4f}**"]
        for name in ("Splink", "goldenmatch", "custmatch"):
            row.append(_both(result, name))
        row.append(", ".join(beaten_by(result)))
        found.append(row)
    return found


def _both(result: Figures, name: str) -> str:
    tool = result["tools"].get(name)
    if tool is None:
        return "failed" if name in result.get("failed", {}) else ""
    return f"{tool['default']['f1']:.4f} / {tool['best']['f1']:.4f}"


def beaten_by(result: Figures) -> list[str]:
    """The tools that are better than ours at its default, each with its best figure."""
    ours = result["tools"][OURS]["default"]["f1"]
    best = {
        name: max(tool["default"]["f1"], tool["best"]["f1"])
        for name, tool in result["tools"].items()
        if name != OURS
    }
    return [f"{name} {value:.4f}" for name, value in best.items() if round(value - ours, 4) > 0]


def failed_lines(results: list[Figures]) -> list[str]:
    """What did not come to an answer, and why."""
    return [
        f"- {name} on {result['corpus']}: {said.strip().splitlines()[-1][:200]}"
        for result in results
        for name, said in result.get("failed", {}).items()
    ]
