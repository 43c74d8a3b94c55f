"""The corpora of dupehell's crm: made in the rivals' environment, a file for each kind of record.

Contacts, leads and accounts apart, easy ("light") and medium; its ids are left out, and the order
of the records says nothing. What a set is called: dh_medium_contact.
"""

import csv
import random
import subprocess
from pathlib import Path

from pyarrow import parquet

from bench.corpora import OUT, Corpus
from bench.peers import environment

SIZE, SEED = 10_000, 42
# What dupehell calls what the bench calls easy and medium.
DIFFICULTIES = {"easy": "light", "medium": "medium"}
COLUMNS = {
    "contact": "given_name=first_name,surname=last_name,email=email,phone=phone,text=job_title,"
    "company=company_name,website=linkedin_url,place=city",
    "lead": "given_name=first_name,surname=last_name,email=email,phone=phone,text=job_title,"
    "company=company_name,place=city",
    "account": "company=account_name,identifier=duns_number,phone=phone,address=address_line1,"
    "postcode=postal_code,place=city,website=website,text=industry",
}
SCRIPT = """
import sys, dupehell
made = dupehell.generate("crm", int(sys.argv[1]), seed=int(sys.argv[2]), difficulty=sys.argv[3],
    output_dir=sys.argv[4])
print(made.dataset)
"""


def corpora() -> list[Corpus]:
    """The sets, which `make` writes."""
    return [
        Corpus(name, at / "records.csv", at / "truth.csv", f"dupehell_{kind}", columns)
        for difficulty in DIFFICULTIES
        for kind, columns in COLUMNS.items()
        for name in [f"dh_{difficulty}_{kind}"]
        for at in [OUT / "corpora" / name]
    ]


def make() -> None:
    """Write what is not there yet."""
    for difficulty in DIFFICULTIES:
        for kind in COLUMNS:
            made(difficulty, kind)


def made(difficulty: str, kind: str, seed: int = SEED) -> tuple[Path, Path]:
    """The files of one set, records and truth; written, with those of other kinds, if they are not
    there yet."""
    mark = "" if seed == SEED else f"_{seed}"
    folders = {one: OUT / "corpora" / f"dh_{difficulty}_{one}{mark}" for one in COLUMNS}
    if not all((folder / "truth.csv").exists() for folder in folders.values()):
        scratch = OUT / "dupehell" / f"{difficulty}{mark}"
        scratch.mkdir(parents=True, exist_ok=True)
        python, theirs = environment.install("dupehell"), DIFFICULTIES[difficulty]
        command = [str(python), "-c", SCRIPT, str(SIZE), str(seed), theirs, str(scratch)]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        rows = parquet.read_table(told.stdout.split()[-1]).to_pylist()
        for one, folder in folders.items():
            write(folder, [row for row in rows if row["entity_type"] == one], COLUMNS[one])
    return folders[kind] / "records.csv", folders[kind] / "truth.csv"


def write(folder: Path, rows: list[dict], columns: str) -> None:
    """One kind of record, in an order and by ids that say nothing."""
    headers = [part.partition("=")[2] for part in columns.split(",")]
    random.Random(SEED).shuffle(rows)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "records.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["id", *headers])
        lines.writerows(
            [f"r{number}", *(row[name] for name in headers)] for number, row in enumerate(rows)
        )
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "cluster"])
        lines.writerows([f"r{number}", row["master_id"]] for number, row in enumerate(rows))
