"""One step of the measured work in a process of its own: python -m bench.steps STEP STORE FILES.

Prints the seconds of the step itself; the caller times the whole process.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb


def floor(store: str, *files: str) -> None:
    """The least there is to do: DuckDB reads the same files into tables of a new database."""
    db = duckdb.connect(store)
    for file in files:
        db.execute(f"create table {Path(file).stem} as select * from read_csv(?)", [file])
    db.close()


def facts(store: str) -> None:
    """Validate the e-mail addresses and phone numbers that are not known yet."""
    from dq import settings
    from dq.judging import facts as known

    db = _open(store)
    settings.apply(db)
    known.refresh(db)
    db.close()


def match(store: str) -> None:
    """Find the likely duplicates."""
    from dq import settings
    from dq.judging import duplicates as command

    db = _open(store)
    settings.apply(db)
    command.run(db)
    db.close()


def checks(store: str) -> None:
    """Run every check and write findings, measures and scores."""
    from dq import settings
    from dq.checks import all_checks
    from dq.judging import findings

    db = _open(store)
    settings.apply(db)
    findings.run(db, all_checks(), "bench")
    db.close()


def each(store: str) -> None:
    """Print the seconds of every check's query by itself."""
    from dq import settings
    from dq.checks import all_checks

    db = _open(store)
    settings.apply(db)
    seconds = {}
    for name, check in all_checks().items():
        start = time.perf_counter()
        db.execute(f"create or replace temp table found as {check.sql}")
        seconds[name] = time.perf_counter() - start
    print(json.dumps(seconds))
    db.close()


def search(store: str, people: str) -> None:
    """Print the milliseconds of searches in process, by what is typed."""
    from bench import searching

    print(json.dumps(searching.measure(Path(store), int(people))))


def _open(store: str) -> duckdb.DuckDBPyConnection:
    from dq.store.opening import connect

    return connect(store)


STEPS: dict[str, Callable[..., None]] = {
    step.__name__: step for step in (floor, facts, match, checks, each, search)
}


def main() -> None:
    """Run the step that is named."""
    name, *arguments = sys.argv[1:]
    start = time.perf_counter()
    STEPS[name](*arguments)
    print(json.dumps({"step": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
