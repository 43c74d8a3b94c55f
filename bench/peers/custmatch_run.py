"""One run of custmatch, which learns from labelled pairs, in its own environment.

python custmatch_run.py --input FILE --truth FILE --columns JSON --labels 300 --output DIR has the
pairs that it draws answered by the truth, and writes `pairs.csv` (left_id, right_id, score) and
`groups.csv` (id, group).
"""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

SOURCE = "file"


def main() -> None:
    """Sample, label, run, write what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--columns", type=json.loads, required=True)
    parser.add_argument("--labels", type=int, default=300)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    config, drawn = options.output / "config.json", options.output / "drawn.csv"
    config.write_text(json.dumps(configured(options)))
    draw(config, drawn, options)
    custmatch("run", config, "--labels", drawn, "--out", options.output / "run")
    write(options.output)


def draw(config: Path, drawn: Path, options: argparse.Namespace) -> None:
    """Answer half of the pairs drawn at random, and half that it asks for itself, as it advises."""
    first, more = options.labels // 2, options.labels - options.labels // 2
    custmatch("sample", config, "--n", first, "--out", drawn)
    label(drawn, options.truth)
    asked = drawn.with_name("asked.csv")
    custmatch("sample", config, "--n", more, "--out", asked, "--active", drawn)
    label(asked, options.truth)
    with asked.open(encoding="utf-8") as file, drawn.open("a", encoding="utf-8") as whole:
        whole.writelines(file.readlines()[1:])


def configured(options: argparse.Namespace) -> dict:
    """Its configuration: columns by its own names; others are compared as they are."""
    given = dict(options.columns)
    return {
        "sources": [
            {"name": SOURCE, "path": str(options.input.resolve()), "columns": given["columns"]}
        ],
        **{name: value for name, value in given.items() if name != "columns"},
    }


def custmatch(*arguments: object) -> None:
    """Run its command line.

    :raises SystemExit: with what it said, when it failed
    """
    command = [sys.executable, "-m", "custmatch", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"custmatch {arguments[0]}: {(done.stderr or done.stdout)[-1500:]}")


def label(drawn: Path, truth: Path) -> None:
    """Answer the pairs that it drew."""
    with truth.open(newline="", encoding="utf-8-sig") as file:
        entity = {row[0]: row[1] for row in csv.reader(file)}
    with drawn.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        one, two = (row[side].partition(":")[2] for side in "ab")
        row["label"] = "1" if entity[one] == entity[two] else "0"
    with drawn.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, rows[0])
        lines.writeheader()
        lines.writerows(rows)


def write(output: Path) -> None:
    """Its links and clusters as every tool's pairs and groups."""
    with (output / "run" / "links.csv").open(newline="", encoding="utf-8") as file:
        links = list(csv.DictReader(file))
    with (output / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["left_id", "right_id", "score"])
        for row in links:
            sides = (row[side].partition(":")[2] for side in "ab")
            lines.writerow([*sides, row["score"]])
    with (output / "run" / "clusters.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (output / "groups.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "group"])
        lines.writerows([row["record_id"], row["customer_id"]] for row in rows)


if __name__ == "__main__":
    main()
