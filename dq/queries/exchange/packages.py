"""The packages for Salesforce: which there are and how far they are.

Tested in tests/handover/package/test_archive.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.outgoing.difference import Place
from dq.outgoing.sending import named
from dq.store import rows as records

PAGE = 20


@dataclass(frozen=True)
class Package:
    """A package and how many of its rows are in which state; `work` is how many of those on the
    way are done by hand."""

    number: int
    made: datetime
    made_by: str
    work: int
    states: Mapping[str, int]


@dataclass(frozen=True)
class Missed:
    """A row of a package that the export after it does not show: of which record, what was to be
    done, and per field what was sent and what the last export has."""

    contact_id: str | None
    name: str
    operation: str
    fields: Mapping[str, tuple[object, object]]


def total(db: duckdb.DuckDBPyConnection) -> int:
    """How many packages were made."""
    [(number,)] = db.execute("select count(*) from package").fetchall()
    return number


def listing(db: duckdb.DuckDBPyConnection, number: int | None = None) -> list[Package]:
    """The packages, the newest first: one page of them, or all."""
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
        limit $size
        offset $skip
        """,
        {"size": number and PAGE, "skip": (number - 1) * PAGE if number else 0},
    ).fetchall()
    counts = db.execute(
        "select package_id, state, count(*) from package_row group by all order by all"
    ).fetchall()
    return [
        Package(*row, {state: number for id, state, number in counts if id == row[0]})
        for row in rows
    ]


def missed(
    db: duckdb.DuckDBPyConnection, numbers: Sequence[int], most: int
) -> dict[int, list[Missed]]:
    """Per package its rows that did not arrive, in their order, at most `most` of each."""
    rows = db.execute(
        """
        select package_id, record_table, record_id, coalesce(new_id, record_id), operation, fields
        from package_row
        where state = 'missed' and package_id in (select unnest($numbers::integer[]))
        qualify row_number() over (partition by package_id order by key) <= $most
        order by package_id, key
        """,
        {"numbers": list(numbers), "most": most},
    ).fetchall()
    names = named(db, [row[2] for row in rows])
    there = {
        table: records.read(db, f"upstream.{table}", [row[3] for row in rows if row[1] == table])
        for table in {row[1] for row in rows}
    }
    found: dict[int, list[Missed]] = {number: [] for number in numbers}
    for number, table, id, new_id, operation, fields in rows:
        known = there[table].get(new_id, {})
        sent = json.loads(fields).items() if operation == "update" else ()
        told = {field: (value, known.get(field)) for field, value in sent}
        found[number].append(Missed(*names.get((table, id), (None, id)), operation, told))
    return found


def rows_of(
    db: duckdb.DuckDBPyConnection, keys: Sequence[str]
) -> dict[str, tuple[int, str, str | None, str]]:
    """Of these rows of packages, by key: the package, the file, the card and its name."""
    rows = db.execute(
        """
        select key, package_id, file, record_table, record_id
        from package_row
        where key in (select unnest($keys::varchar[]))
        order by key
        """,
        {"keys": list(keys)},
    ).fetchall()
    called = named(db, [row[4] for row in rows])
    return {
        key: (number, file, *called.get((table, id), (None, id)))
        for key, number, file, table, id in rows
    }


def names(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Id and name of these cards, by name."""
    return db.execute(
        """
        select card.id, card.called
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


@dataclass(frozen=True)
class Accepted:
    """A difference that may stay: of a field, or (None) of a whole record, with both sides."""

    id: str
    table: str
    record_id: str
    field: str | None
    theirs: object
    ours: object

    @property
    def place(self) -> Place:
        """Which field of which record."""
        return self.table, self.record_id, self.field


def accepted(db: duckdb.DuckDBPyConnection) -> list[Accepted]:
    """What may stay different, by record."""
    rows = db.execute(
        "select id, record_table, record_id, field, theirs, ours from accepted order by id"
    ).fetchall()
    return [
        Accepted(*row, *(json.loads(side) if side else None for side in (theirs, ours)))
        for *row, theirs, ours in rows
    ]
