"""What a store or a copy of one holds: every value of it read, to compare it or to trust it.

Tested in tests/store/test_copies.py.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import duckdb

from dq.errors import N_, Damaged, Full, Invalid, StoreBusy
from dq.store import faults, shape

# What every store has had from the first version on.
OURS = {"main.store_version", "main.change", "main.contact", "upstream.contact"}

# What a copy holds, to compare it by: rows and a sum of all values, by table.
Totals = dict[str, tuple[int, int | None]]
NUMBERS = count(1)


def read_through(path: Path) -> Totals:
    """Read every value of a copy; what it holds.

    :raises Damaged: it cannot be read, or is no store
    :raises Invalid: a newer Kaartenbak made it
    :raises StoreBusy: another process has it open
    """
    try:
        with duckdb.connect(path, read_only=True) as copy:
            found = totals(copy)
            version = _version(copy) if found.keys() >= OURS else None
    except duckdb.Error as error:
        known = faults.opening(error, path)
        if isinstance(known, StoreBusy | Full) or known.message == faults.MEMORY:
            raise known from error
        raise Damaged(N_("The copy {path} is damaged."), path=path) from error
    if version is None:
        raise Damaged(N_("{path} is no copy of a Kaartenbak store."), path=path)
    if version > shape.VERSION:
        raise Invalid(faults.NEWER, path=path)
    return found


def _version(db: duckdb.DuckDBPyConnection) -> int | None:
    rows = db.execute("select version from main.store_version").fetchall()
    return rows[0][0] if rows else None


def totals(db: duckdb.DuckDBPyConnection) -> Totals:
    """What an open store holds; every value is read for it."""
    tables = db.execute(
        """
        select schema_name, table_name
        from duckdb_tables()
        where database_name = current_database() and not temporary and not internal
        order by all
        """
    ).fetchall()
    return {
        f"{schema}.{table}": db.execute(
            f'select count(*), bit_xor(hash(it)) from "{schema}"."{table}" as it'
        ).fetchall()[0]
        for schema, table in tables
    }


@contextmanager
def attached(db: duckdb.DuckDBPyConnection, path: Path) -> Generator[str]:
    """The name under which another store is open beside this one, to read."""
    name = f"copy_{os.getpid()}_{next(NUMBERS)}"
    db.execute(f"attach '{quoted(path)}' as {name} (read_only)")
    try:
        yield name
    finally:
        with suppress(duckdb.Error):
            db.execute(f"detach {name}")


def quoted(path: Path) -> str:
    """A path within quotes of SQL."""
    return str(path).replace("'", "''")
