"""Kaartenbak and other tools on the same data, in turn: python -m bench.matching.

Every tool is run from process start to process end, one after the other, as many rounds as told;
the fastest run and the smallest memory count. Prints the tables and writes
docs/matching-figures.md. A corpus that was measured before and is not asked for keeps its rows;
`--only none` measures nothing. The sets of `own` are measured as well, unless `--no-own`.
"""

import argparse
import json
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import corpora, dupehell, notes
from bench.corpora import OUT, ROOT, Corpus
from bench.matching import assess, cleaned, own, report, rivals, tools
from bench.matching.tools import Failed, Run, Tool
from bench.peers import environment
from bench.report import machine

RESULTS = OUT / "matching"
DOCUMENT = ROOT / "docs" / "matching-figures.md"


def main() -> None:
    """Measure what is asked for, then write the report."""
    options = arguments()
    python = environment.install("peers")
    lacking = prepared()
    if not (OUT / "corpora" / "febrl4" / "truth.csv").exists():
        script = str(tools.SCRIPTS / "febrl.py")
        subprocess.run([str(python), script, str(OUT / "corpora")], check=True)
    for corpus in wanted(options):
        measure(corpus, options, lacking)
    if options.own:
        own.keep()
    results = report.ordered([json.loads(file.read_text()) for file in RESULTS.glob("*.json")])
    text = report.markdown(results, own.kept(), machine())
    print(notes.write(DOCUMENT, text))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), help="corpora by name")
    parser.add_argument("--contacts", type=numbers, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seeds", type=numbers, default=[1, 3])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-own", dest="own", action="store_false")
    parser.add_argument("--tools", type=lambda text: text.split(","), help="tools by name")
    return parser.parse_args()


def numbers(text: str) -> list[int]:
    """Numbers between commas."""
    return [int(part) for part in text.split(",") if part]


def wanted(options: argparse.Namespace) -> Iterator[Corpus]:
    """The corpora asked for; says so when one is not here."""
    for corpus in [*corpora.public(), *dupehell.corpora()]:
        if options.only and corpus.name not in options.only:
            continue
        if corpus.path.exists():
            yield corpus
        else:
            print(f"{corpus.name} is left out: there is no {corpus.path.parent}")
    for contacts in options.contacts:
        for seed in options.seeds:
            name = corpora.dutch_name(contacts, seed)
            if not options.only or name in options.only:
                yield corpora.dutch(contacts, seed)


def prepared() -> dict[str, str]:
    """Install the rivals and make dupehell's sets; which cannot be had, and why."""
    lacking = {}
    for name in rivals.EVERY:
        try:
            environment.install(name)
        except (subprocess.CalledProcessError, OSError) as error:
            lacking[name] = str(error)
    try:
        dupehell.make()
    except (subprocess.CalledProcessError, OSError) as error:
        lacking["dupehell"] = str(error)
    for name, why in lacking.items():
        print(f"{name} is left out: {why}")
    return lacking


def measure(corpus: Corpus, options: argparse.Namespace, lacking: Collection[str] = ()) -> None:
    """Run the tools in turn, assess the last answer of each, keep the figures."""
    truth = assess.Truth(corpus)
    known = RESULTS / f"{corpus.name}.json"
    figures: dict[str, Any] = {"corpus": corpus.name, "tools": {}}
    if known.exists():
        figures = json.loads(known.read_text())
    figures |= {"records": len(truth.ids), "true_pairs": truth.pairs}
    chosen = [
        tool
        for tool in contestants(corpus, figures["records"])
        if (not options.tools or tool.name in options.tools) and tool.name not in lacking
    ]
    runs, failed = in_turn(corpus, chosen, options.rounds)
    before = {name: why for name, why in figures.get("failed", {}).items() if name not in runs}
    figures["failed"] = before | failed
    for tool in chosen:
        if tool.name in failed:
            figures["tools"].pop(tool.name, None)
            continue
        answer = tool.answer(folder(corpus, tool), truth.ids)
        figures["tools"][tool.name] = assess.assess(answer, truth) | fastest(runs[tool.name])
        if corpus.generated and tool is tools.KAARTENBAK:
            accounts = folder(corpus, tools.ACCOUNTS)
            tools.run(tools.ACCOUNTS, corpus, accounts)
            figures["accounts"] = assess.accounts(corpus, accounts)
            steps = tools.run(tools.STEPS, corpus, folder(corpus, tools.STEPS)).laps
            figures["tools"][tool.name]["laps"] = steps
    RESULTS.mkdir(parents=True, exist_ok=True)
    known.write_text(json.dumps(figures, indent=1))


def in_turn(
    corpus: Corpus, chosen: list[Tool], rounds: int
) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """The runs of each tool, in turn; and what failed, with why. The rivals run once."""
    runs: dict[str, list[Run]] = {tool.name: [] for tool in chosen}
    failed: dict[str, str] = {}
    for number in range(rounds):
        for tool in chosen:
            if tool.name in failed or (number and tool in rivals.EVERY.values()):
                continue
            try:
                runs[tool.name].append(tools.run(tool, corpus, folder(corpus, tool)))
            except Failed as error:
                failed[tool.name] = str(error)
                print(error, flush=True)
            else:
                print(corpus.name, tool.name, f"{runs[tool.name][-1].seconds:.1f} s", flush=True)
    return runs, failed


def contestants(corpus: Corpus, records: int) -> list[Tool]:
    """The tools that are run on this corpus; the rivals on what is not too big for them."""
    found = [tools.KAARTENBAK, tools.SPLINK]
    if corpus.generated:
        found += [tools.SPLINK_QUICK, cleaned.SPLINK_CLEANED]
    return found + (list(rivals.EVERY.values()) if records <= rivals.MOST else [])


def folder(corpus: Corpus, tool: Tool) -> Path:
    """Where a tool leaves its answer."""
    return OUT / "answers" / corpus.name / tool.name.replace(" ", "_").replace(",", "")


def fastest(runs: list[Run]) -> dict[str, Any]:
    """The fastest run, with the smallest memory of all."""
    best = min(runs, key=lambda run: run.seconds)
    return asdict(best) | {
        "processor": min(run.processor for run in runs),
        "megabytes": min(run.megabytes for run in runs),
    }


if __name__ == "__main__":
    main()
