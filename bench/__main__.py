"""Measure the speed and write docs/performance.md: python -m bench [--contacts N ...]."""

import argparse
import json

from bench import notes, report, speed
from bench.data import OUT
from bench.runs import ROOT

PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    """Measure each size, remember it, print and write the page of all sizes measured so far."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-pages", dest="pages", action="store_false")
    options = parser.parse_args()
    kept = OUT / "speed.json"
    OUT.mkdir(parents=True, exist_ok=True)
    measured = json.loads(kept.read_text()) if kept.exists() else {}
    for contacts in options.contacts:
        measured[str(contacts)] = speed.measure(contacts, options.rounds, options.pages)
        kept.write_text(json.dumps(measured, indent=1))
    sizes = {int(contacts): figures for contacts, figures in measured.items()}
    print(notes.write(PAGE, report.text(sizes)))


if __name__ == "__main__":
    main()
