"""The packages for Salesforce: which there are and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.queries.sending import PERSON


@dataclass(frozen=True)
class Package:
    """A package and how many of its rows are in which state; `work` is how many of those on the
    way are done by hand."""

    number: int
    made: datetime
    made_by: str
    work: int
    states: Mapping[str, int]


def listing(db: duckdb.DuckDBPyConnection, most: int) -> list[Package]:
    """The newest packages."""
    rows = db.execute(
        """
        select id, made, made_by, (
            select count(*)
            from package_row
            where package_id = package.id
                and state = 'sent'
                and operation not in ('insert', 'update', 'delete')
        )
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
