"""The generated exports that are measured, made once and kept in bench/out."""

import hashlib
from functools import cache
from pathlib import Path

import duckdb

import generator
from bench.runs import ROOT
from generator import cards, generate, output
from generator.practice import PRACTICE

OUT = ROOT / "bench" / "out"
OBJECTS = tuple(output.COLUMNS)


@cache
def version() -> str:
    """A mark of the generator's code and words: another one makes other files."""
    sources = sorted(Path(generator.__file__).parent.glob("*.[pt]*"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]


def first_week(contacts: int, seed: int = 1, extra: float | None = None) -> list[Path]:
    """The exports of a CRM of this size, with all that goes wrong in practice.

    :param extra: of the cards, 0..1, the second ones; left out: as many as usual
    """
    share = cards.EXTRA if extra is None else extra
    more = "" if extra is None else f"-extra{extra:g}"
    folder = OUT / f"crm-{contacts}-{seed}-{version()}{more}"
    if not (folder / "truth_defects.csv").exists():
        output.write(generate(contacts, seed, share, habits=PRACTICE), folder)
    return [folder / f"{name}.csv" for name in OBJECTS]


def next_week(contacts: int, seed: int = 1) -> list[Path]:
    """The same CRM a week later: of every hundred cards one has another title, one is gone."""
    folder = OUT / f"crm-{contacts}-{seed}-{version()}-next"
    folder.mkdir(parents=True, exist_ok=True)
    for path in first_week(contacts, seed):
        target = folder / path.name
        if target.exists():
            continue
        db = duckdb.connect()
        changed = gone = ""
        if path.stem == "contacts":
            changed = "replace (if(hash(Id) % 100 = 0, 'Manager', Title) as Title)"
            gone = "where hash(Id) % 100 <> 1"
        db.execute(
            f"copy (select * {changed} from read_csv($source, all_varchar = true) {gone})"
            " to $target (header, force_quote *)",
            {"source": str(path), "target": str(target)},
        )
        db.close()
    return [folder / f"{name}.csv" for name in OBJECTS]
