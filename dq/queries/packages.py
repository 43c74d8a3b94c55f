"""The packages for Salesforce: which there are, how far they are, and what was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.queries.sending import NAMES, PERSON


@dataclass(frozen=True)
class Package:
    """A package and how many of its rows are in which state; `work` is what is done by hand."""

    number: int
    made: datetime
    made_by: str
    work: int
    states: Mapping[str, int]


@dataclass(frozen=True)
class Failure:
    """A row that Salesforce refused: of which file and record, the kind of problem, its words."""

    key: str
    number: int
    file: str
    record_table: str
    record_id: str
    contact_id: str | None
    name: str
    problem: str
    message: str


def listing(db: duckdb.DuckDBPyConnection, most: int) -> list[Package]:
    """The newest packages."""
    rows = db.execute(
        """
        select id, made, made_by, json_array_length(work)
        from package
        order by id desc
        limit ?
        """,
        [most],
    ).fetchall()
    counts = db.execute(
        "select package_id, state, count(*) from package_row group by all order by all"
    ).fetchall()
    return [
        Package(*row, {state: number for id, state, number in counts if id == row[0]})
        for row in rows
    ]


def names(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Id and name of these cards, by name."""
    return db.execute(
        f"""
        select card.id, {PERSON}
        from card
        where card.id in (select unnest($ids::varchar[]))
        order by 2, 1
        """,
        {"ids": list(ids)},
    ).fetchall()


def next_number(db: duckdb.DuckDBPyConnection) -> int:
    """What the next package is called."""
    [(number,)] = db.execute("select coalesce(max(id), 0) + 1 from package").fetchall()
    return number


def failures(db: duckdb.DuckDBPyConnection, most: int) -> list[Failure]:
    """The refused rows, of the newest package first."""
    rows = db.execute(
        f"""
        select row.key, row.package_id, row.file, row.record_table, row.record_id,
            named.contact_id, coalesce(named.name, row.record_id), row.problem, row.message
        from package_row as row
        left join ({NAMES}) as named
            on named.record_table = row.record_table and named.id = row.record_id
        where row.state = 'failed'
        order by row.package_id desc, row.key
        limit ?
        """,
        [most],
    ).fetchall()
    return [Failure(*row) for row in rows]


def failed(db: duckdb.DuckDBPyConnection) -> int:
    """How many rows were refused and not done since."""
    [(number,)] = db.execute("select count(*) from package_row where state = 'failed'").fetchall()
    return number
