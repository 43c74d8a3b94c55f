"""The loads: which export the store holds, and the one before it.

Tested in tests/queries/review/test_overview.py.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

import duckdb


@dataclass(frozen=True)
class Current:
    """The newest load: the day its files speak of, and how much it holds now."""

    load_id: int
    exported: date
    contacts: int
    accounts: int


@dataclass(frozen=True)
class Merged:
    """Two records that are one in Salesforce by now, by their names: decided `there`, or here and
    `arrived`, or decided here the other way round (`turned`) or with an `other` one."""

    name: str
    winner: str
    how: Literal["there", "arrived", "turned", "other"]


def merges(db: duckdb.DuckDBPyConnection) -> list[Merged]:
    """What the newest load found merged."""
    rows = db.execute(
        "select told -> 'merges' from change where command = 'load' order by id desc limit 1"
    ).fetchall()
    listed = json.loads(rows[0][0] or "[]") if rows else []
    return [Merged(one["name"], one["winner"], one["how"]) for one in listed]


def has_business_central(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether contacts of Business Central were ever exported."""
    return bool(db.execute("select 1 from bc_contact limit 1").fetchall())


def current(db: duckdb.DuckDBPyConnection) -> Current | None:
    """The newest load, or None as long as nothing was ever loaded."""
    rows = db.execute(
        """
        select
            load.id,
            load.exported,
            (select count(*) from contact),
            (select count(*) from account)
        from load
        order by load.id desc
        limit 1
        """
    ).fetchall()
    return Current(*rows[0]) if rows else None


def unknown(db: duckdb.DuckDBPyConnection, object: str) -> set[str]:
    """The fields of an object that its last whole export did not show; none without any export."""
    rows = db.execute(
        """
        select column_name
        from duckdb_columns()
        where schema_name = 'upstream' and table_name = $object
            and exists (from shown_field where object = $object)
            and column_name not in (select field from shown_field where object = $object)
        """,
        {"object": object},
    ).fetchall()
    return {field for (field,) in rows}
