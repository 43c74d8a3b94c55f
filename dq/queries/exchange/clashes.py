"""What was changed here and in Salesforce, and waits for somebody to choose.

Tested in tests/commands/test_settle.py.
"""

from dataclasses import dataclass

import duckdb

from dq.outgoing.sending import NAMES


@dataclass(frozen=True)
class Clash:
    """One field (None: the record is gone there) with the old value, theirs and ours.

    `merged`: theirs is of a record that is merged into the one that is named.
    """

    id: str
    record_table: str
    record_id: str
    contact_id: str | None
    name: str
    field: str | None
    old: str | None
    theirs: str | None
    ours: str | None
    merged: bool


def listing(db: duckdb.DuckDBPyConnection, most: int) -> list[Clash]:
    """The clashes by record."""
    rows = db.execute(
        f"""
        select clash.id, clash.record_table, clash.record_id, named.contact_id,
            coalesce(named.name, clash.record_id), clash.field, clash.old, clash.theirs, clash.ours,
            clash.record_id in (select id from survivor)
        from clash
        left join ({NAMES}) as named
            on named.record_table = clash.record_table and named.id = clash.record_id
        order by 5, clash.record_id, clash.field nulls first
        limit ?
        """,
        [most],
    ).fetchall()
    return [Clash(*row) for row in rows]


def count(db: duckdb.DuckDBPyConnection) -> int:
    """How many there are."""
    [(number,)] = db.execute("select count(*) from clash").fetchall()
    return number
