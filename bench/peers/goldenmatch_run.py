"""One run of goldenmatch without any configuration, in its own environment.

python goldenmatch_run.py --input FILE --output DIR writes `pairs.csv` (left_id, right_id, score)
and `groups.csv` (id, group).
"""

import argparse
import csv
from pathlib import Path

import goldenmatch  # ty: ignore[import-not-found]


def main() -> None:
    """Read, let it configure itself, write what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    with options.input.open(newline="", encoding="utf-8-sig") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    found = goldenmatch.dedupe(str(options.input))
    options.output.mkdir(parents=True, exist_ok=True)
    with (options.output / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["left_id", "right_id", "score"])
        lines.writerows([ids[one], ids[two], score] for one, two, score in found.scored_pairs or [])
    with (options.output / "groups.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "group"])
        for number, cluster in found.clusters.items():
            lines.writerows([ids[row], number] for row in cluster["members"])


if __name__ == "__main__":
    main()
