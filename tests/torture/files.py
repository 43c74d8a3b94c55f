"""Hostile files by the thousand: each is loaded or refused in a sentence, and nothing else happens.

python -m torture.files --files 10000
"""

import argparse
import resource
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from torture.hostile import hostile

from dq import intake
from dq.errors import DqError
from dq.intake.answers import results
from dq.intake.landing import load
from dq.reading import apart
from dq.store import opening

# What holds while they are read: seconds and MB per file, and MB of the process that asks.
SECONDS, MEMORY, ASKING = 30, 500, 2000
# So many files go in one upload.
TOGETHER = 5
LOADED, REFUSED, NOTHING = "loaded", "refused", "read, with nothing to load"
FATES = (LOADED, REFUSED, NOTHING)


def main(files: int, first: int = 0, *, tell: bool = False) -> Counter[str]:
    """Read and load so many hostile files; count what became of them.

    :raises AssertionError: something else happened than what may
    """
    told: Counter[str] = Counter()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10  # of what it did till now
    db = opening.connect(":memory:")
    try:
        for name, value in {"seconds": SECONDS, "memory": MEMORY}.items():
            db.execute("insert into setting values (?, ?)", [f"read_{name}", str(value)])
        with TemporaryDirectory(prefix="kaartenbak-") as folder:
            for start in range(first, first + files, TOGETHER):
                seeds = range(start, min(start + TOGETHER, first + files))
                told += upload(db, Path(folder), [hostile(seed) for seed in seeds])
                if tell and start % 500 < TOGETHER:
                    print(f"{start - first} files", file=sys.stderr)
    finally:
        db.close()
    apart._end_waiting()  # only of one that has ended is it known what it took
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    assert own - before <= ASKING, f"the process that asks took {own - before} MB"
    # What a child begins with counts as its own.
    assert peak <= max(MEMORY, own), f"a process that reads took {peak} MB"
    told["MB of the process that asks"], told["MB of one that reads, at most"] = own, peak
    return told


def upload(db, folder: Path, files: list[tuple[str, bytes]]) -> Counter[str]:
    """Read several files as one upload and load what can be loaded."""
    named = []
    for index, (name, content) in enumerate(files):
        (folder / str(index)).write_bytes(content)
        named.append((name, folder / str(index)))
    before, begun = snapshot(db), time.monotonic()
    batch = intake.read(db, named)
    taken = time.monotonic() - begun
    names = [name for name, _ in files]
    assert taken <= SECONDS * len(files), f"{names} took {taken:.0f} seconds"
    assert snapshot(db) == before, f"reading {names} changed the store"
    told = Counter(became(name, batch) for name in names)
    try:
        load.run(db, load.Load(batch, date(2026, 11, 23)), "torture")
        told["uploads loaded"] += 1
    except DqError as error:
        assert str(error)
        assert snapshot(db) == before, f"refusing {names} changed the store"
        told["uploads refused"] += 1
    for name, content in files:
        if "success" in name:
            told[result(name, content)] += 1
    return told


def became(name: str, batch: intake.Batch) -> str:
    """What became of one file; it must be one thing or the other."""
    mine = lambda part: part == name or part.startswith(f"{name}: ")  # noqa: E731
    refused = [error for part, error in batch.refused if mine(part)]
    for error in refused:
        assert error.message != apart.ENDED, f"{name}: the process that reads broke off"
        assert "{" not in str(error), f"{name}: {error}"
    if any(mine(sheet.name) and sheet.ready for sheet in batch.sheets):
        return LOADED
    if refused:
        return REFUSED
    told = any(mine(sheet.name) and str(sheet.problem) for sheet in batch.sheets)
    assert told or any(mine(one.name) for one in batch.aside), f"{name} is lost"
    return NOTHING


def result(name: str, content: bytes) -> str:
    """What a result file of Data Loader became."""
    try:
        results.read(name, content)
    except DqError as error:
        assert error.message != apart.ENDED and str(error)
        return "results refused"
    return "results read"


def snapshot(db) -> list[tuple]:
    """A mark of all that is in the store."""
    tables = db.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where not temporary and schema_name in ('main', 'upstream') order by all"
    ).fetchall()
    marks = " union all ".join(
        f"select '{schema}.{table}', count(*), bit_xor(hash(kept))::varchar"
        f" from {schema}.{table} as kept"
        for schema, table in tables
    )
    return db.execute(marks).fetchall()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first file")
    given = parser.parse_args()
    begun = time.monotonic()
    for what, number in main(given.files, given.first, tell=True).items():
        print(f"{number:>8}  {what}")
    print(f"{time.monotonic() - begun:>8.0f}  seconds")
