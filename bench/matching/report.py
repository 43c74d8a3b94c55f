"""The figures as Markdown tables."""

from typing import Any

from bench.matching import more_tables, targets

SPLINK = "Splink"
Results = list[dict[str, Any]]

HEAD = """# Duplicates: the figures

`make bench` wrote this page ({machine}). Every tool ran from process start to
groups on disk, in turn on the same machine; the fastest run counts. F1 is that of the pairs inside
groups. "default" is the product's own threshold, one for all data; "best" is the threshold that is
best with the truth in hand, when the pairs above it are chained to groups. B³ is B-cubed F1 at the
default (for Splink, at its best). Splink is set up as its documentation advises: comparison library
with term frequencies, prior by deterministic rules, u by random sampling of 1e7 pairs, m by EM.
The Dutch companies are generated (`generator` tells the rates, `generator/practice.py` those of
what goes wrong in practice), so their figures count as a margin on the same data; seed 3 was not
looked at while the method was made. dupehell's sets are made by a generator of others, from PyPI.

How the method works is in [matching.md](matching.md).
"""
NOTE = """The best thresholds are found with the truth in hand, which nobody has at work. Splink's
probabilities of .9 and .95 give these on the same data:
"""


TARGETS = """Floors and goals are at the one default threshold. Community sets that are not in the
project (historical_50k, rldata10000, ncvr, zingg) are held out and not measured here.
"""
SMALL = """Generated companies in which all goes wrong that goes wrong in practice; the least F1 is
that of the worst seed. Below: 5,000 cards (two seeds) that lack something, customers by their
columns (three registers of 8,700), and members of a club, as usual and sent in again twelve times;
"wrong" is how many pairs of two were put together.
"""
RIVALS = """F1 at the tool's own threshold / at the best one with the truth in hand. goldenmatch
configures itself; custmatch learns from 300 pairs that were answered for it, so it is an anchor and
no equal; Splink's own threshold is .95. "beaten by" names every tool that is better than Kaartenbak
at its default, at either.
"""


COST = """Seconds from process start to end, seconds that the cores worked, and peak memory; "ratio"
is Kaartenbak's seconds by Splink's. "Splink 1e6" takes u from 1e6 random pairs: its default,
less than its documentation advises.
"""


def ordered(results: Results) -> Results:
    """Public sets first, then generated ones by size and seed."""

    def key(result: dict[str, Any]) -> tuple[int, str]:
        generated = result["corpus"].startswith("dutch")
        return (result["records"] if generated else 0, result["corpus"])

    return sorted(results, key=key)


def markdown(results: Results, own: dict[str, Any], machine: str) -> str:
    """The whole page."""
    dutch = [result for result in results if result["corpus"].startswith("dutch")]
    head = HEAD.format(machine=machine)
    parts = [head, "## Targets\n", TARGETS, targets_table(results, own), *own_parts(own)]
    parts += ["## Other tools\n", RIVALS, rivals_table(results)]
    parts += ["\n".join([*more_tables.failed_lines(results), ""])]
    parts += ["## Quality\n", quality_table(results), NOTE]
    parts += [fixed_table(results), "## Seconds and memory\n", COST, cost_table(results)]
    parts += ["## Is the probability right?\n", bands_table(results)]
    if dutch:
        parts += ["## Planted duplicates found\n", kinds_table(dutch, "duplicates")]
        parts += ["## Look-alikes wrongly merged\n", kinds_table(dutch, "negatives")]
        parts += ["## Accounts\n", accounts_table(dutch)]
    parts += ["## Where the time goes\n", laps_table(results)]
    return "\n".join(parts)


def targets_table(results: Results, own: dict[str, Any]) -> str:
    """What is aimed for, what was measured, and how far that is."""
    header = ["", "floor", "goal", "moonshot", "measured", "reached"]
    return table(header, targets.rows(results, own))


def own_parts(own: dict[str, Any]) -> list[str]:
    """Small files, those that lack something, customers by their columns and members."""
    if not own:
        return []
    sets = [
        row for kind in ("special", "accounts", "typed") for row in more_tables.set_rows(own, kind)
    ]
    small = table(
        ["cards", "seeds", "precision", "recall", "**F1**", "least F1"], more_tables.small_rows(own)
    )
    found, merged = (more_tables.kind_rows(own, name) for name in ("duplicates", "negatives"))
    return [
        *("## Small files and odd ones\n", SMALL, small),
        table(["set", "records", "wrong", "precision", "recall", "**F1**"], sets),
        "Planted duplicates found, of all small files together:\n",
        table(["kind", "found", "of"], found),
        "Look-alikes wrongly merged, of all small files together:\n",
        table(["kind", "merged", "of"], merged),
    ]


def rivals_table(results: Results) -> str:
    """Ours beside the other tools, per corpus."""
    header = ["corpus", "Kaartenbak", "Splink", "goldenmatch", "custmatch", "beaten by"]
    return table(header, more_tables.rival_rows(results))


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    lines = [header, ["---"] + ["--:"] * (len(header) - 1), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def quality_table(results: Results) -> str:
    """Precision, recall and F1 at the default, and the best F1 of either tool."""
    header = ["corpus", "cards", "precision", "recall", "**F1**", "B³", "best F1"]
    header += ["Splink best F1", "B³", "our columns"]
    rows = []
    for result in results:
        ours, theirs = result["tools"].get("Kaartenbak"), result["tools"].get(SPLINK)
        cleaned = result["tools"].get("Splink cleaned")
        row = [result["corpus"], f"{result['records']:,}"]
        row += _four(ours["default"]) + [_at(ours, "best", "f1")] if ours else [""] * 5
        row += [_at(theirs, "best", "f1"), _at(theirs, "best", "b3"), _at(cleaned, "best", "f1")]
        rows.append(row)
    return table(header, rows)


def _four(figures: dict[str, float]) -> list[str]:
    return [
        f"{figures['precision']:.4f}",
        f"{figures['recall']:.4f}",
        f"**{figures['f1']:.4f}**",
        f"{figures['b3']:.4f}",
    ]


def _at(tool: dict[str, Any] | None, cut: str, name: str) -> str:
    return f"{tool[cut][name]:.4f}" if tool else ""


def fixed_table(results: Results) -> str:
    """F1 of the groups of pairs above fixed probabilities."""
    header = ["corpus", "Splink .5", ".9", ".95", "best", "at bits"]
    rows = []
    for result in results:
        if found := result["tools"].get(SPLINK):
            fixed = [f"{found['fixed'][p]['f1']:.4f}" for p in ("0.5", "0.9", "0.95")]
            best = found["best"]
            rows.append([result["corpus"], *fixed, f"{best['f1']:.4f}", f"{best['threshold']:.1f}"])
    return table(header, rows)


def cost_table(results: Results) -> str:
    """Seconds, megabytes and the ratio to Splink's time."""
    header = ["corpus", "Kaartenbak s", "core s", "MB", "Splink s", "core s", "MB", "ratio"]
    header += ["Splink 1e6 s", "core s", "MB", "ratio"]
    rows = []
    for result in results:
        ours = result["tools"].get("Kaartenbak")
        row = [result["corpus"], *_cost(ours)]
        for name in (SPLINK, "Splink 1e6"):
            theirs = result["tools"].get(name)
            ratio = f"{ours['seconds'] / theirs['seconds']:.2f}" if ours and theirs else ""
            row += [*_cost(theirs), ratio]
        rows.append(row)
    return table(header, rows)


def _cost(tool: dict[str, Any] | None) -> list[str]:
    if not tool:
        return [""] * 3
    return [f"{tool['seconds']:.1f}", f"{tool['processor']:.1f}", f"{tool['megabytes']:.0f}"]


def bands_table(results: Results) -> str:
    """The share of right pairs per band of the probability."""
    some = next((t["bands"] for r in results for t in r["tools"].values()), [])
    header = ["corpus", "tool"] + [f"{low:g} to {high:g}" for low, high, *_ in some]
    rows = []
    for result in results:
        for name in ("Kaartenbak", SPLINK):
            if found := result["tools"].get(name):
                shares = [f"{right:.2f} of {pairs:,}" for _, _, pairs, right in found["bands"]]
                rows.append([result["corpus"], name, *shares])
    return table(header, rows)


def kinds_table(results: Results, name: str) -> str:
    """The share of pairs of each kind in one group: ours at the default, Splink at its best."""
    kinds = sorted({k for r in results for t in r["tools"].values() for k in t["kinds"][name]})
    header = ["kind"]
    for result in results:
        header += [result["corpus"], SPLINK]
    rows = []
    for kind in kinds:
        row = [kind.replace("_", " ")]
        for result in results:
            row += [
                _kind(result["tools"].get("Kaartenbak"), "kinds", name, kind),
                _kind(result["tools"].get(SPLINK), "kinds_best", name, kind),
            ]
        rows.append(row)
    return table(header, rows)


def _kind(tool: dict[str, Any] | None, cut: str, name: str, kind: str) -> str:
    if not tool or kind not in tool[cut][name]:
        return ""
    return f"{100 * tool[cut][name][kind][0]:.1f} %"


def accounts_table(results: Results) -> str:
    """Quality of the groups of accounts."""
    rows = []
    for result in results:
        if (found := result.get("accounts")) is not None:
            kinds = found.get("kinds", {})
            shares = [f"{100 * kinds[k][0]:.1f} % of {int(kinds[k][1])}" if k in kinds else ""
                      for k in ("copy", "same_building")]  # fmt: skip
            rows.append([result["corpus"], *_four(found), *shares])
    header = ["corpus", "precision", "recall", "**F1**", "B³", "copies found"]
    return table([*header, "neighbours merged"], rows)


def laps_table(results: Results) -> str:
    """Seconds by step, as each tool tells them."""
    rows = []
    for result in results:
        for name, tool in result["tools"].items():
            if tool["laps"]:
                steps = ", ".join(f"{step} {secs:.1f}" for step, secs in tool["laps"].items())
                rows.append([result["corpus"], name, steps])
    return table(["corpus", "tool", "seconds"], rows)
