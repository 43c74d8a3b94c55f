"""Kaartenbak and Splink on the same data, in turn: python -m bench.matching.

Every tool is run from process start to process end, one after the other, as many rounds as told;
the fastest run and the smallest memory count. Prints the tables and writes
docs/matching-figures.md. A corpus that was measured before and is not asked for keeps its rows.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import corpora
from bench.corpora import OUT, ROOT, Corpus
from bench.matching import assess, cleaned, report, tools
from bench.matching.tools import Run, Tool
from bench.report import machine

RESULTS = OUT / "matching"
DOCUMENT = ROOT / "docs" / "matching-figures.md"


def main() -> None:
    """Measure what is asked for, then write the report."""
    options = arguments()
    python = tools.install()
    if not (OUT / "corpora" / "febrl4" / "truth.csv").exists():
        script = str(tools.SCRIPTS / "febrl.py")
        subprocess.run([str(python), script, str(OUT / "corpora")], check=True)
    for corpus in wanted(options):
        measure(corpus, options)
    results = report.ordered([json.loads(file.read_text()) for file in RESULTS.glob("*.json")])
    text = report.markdown(results, machine())
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text)
    print(text)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), help="corpora by name")
    parser.add_argument("--contacts", type=numbers, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seeds", type=numbers, default=[1, 3])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--tools", type=lambda text: text.split(","), help="tools by name")
    return parser.parse_args()


def numbers(text: str) -> list[int]:
    """Numbers between commas."""
    return [int(part) for part in text.split(",") if part]


def wanted(options: argparse.Namespace) -> Iterator[Corpus]:
    """The corpora asked for; says so when one is not here."""
    for corpus in corpora.public():
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


def measure(corpus: Corpus, options: argparse.Namespace) -> None:
    """Run the tools in turn, assess the last answer of each, keep the figures."""
    truth = assess.Truth(corpus)
    known = RESULTS / f"{corpus.name}.json"
    figures: dict[str, Any] = {"corpus": corpus.name, "tools": {}}
    if known.exists():
        figures = json.loads(known.read_text())
    figures |= {"records": len(truth.ids), "true_pairs": truth.pairs}
    chosen = [
        tool for tool in contestants(corpus) if not options.tools or tool.name in options.tools
    ]
    runs: dict[str, list[Run]] = {tool.name: [] for tool in chosen}
    for _ in range(options.rounds):
        for tool in chosen:
            runs[tool.name].append(tools.run(tool, corpus, folder(corpus, tool)))
            print(corpus.name, tool.name, f"{runs[tool.name][-1].seconds:.1f} s", flush=True)
    for tool in chosen:
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


def contestants(corpus: Corpus) -> list[Tool]:
    """The tools that are run on this corpus."""
    found = [tools.KAARTENBAK, tools.SPLINK]
    if corpus.generated:
        found += [tools.SPLINK_QUICK, cleaned.SPLINK_CLEANED]
    return found


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
