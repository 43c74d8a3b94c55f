"""Of which findings people decided that they may stay or wait, as long as that holds.

Tested in tests/commands/test_dispose.py.
"""

import json

import duckdb

from dq.domain import dispositions


def mark(db: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Set `disposed` of every finding that is not solved."""
    [(day,)] = db.execute("select current_date").fetchall()
    rows = db.execute("select id, state, until, load_id, seen from disposition").fetchall()
    now = dispositions.seen(db, [id for id, *_ in rows])
    kept = {
        id: state
        for id, state, until, since, before in rows
        if id in now
        and dispositions.holds(state, until, since, json.loads(before), now[id], (day, load_id))
    }
    # Two updates of a few rows: a look at what is marked, and at what is to be.
    db.execute(
        f"""
        update finding
        set disposed = null
        where disposed is not null and {dispositions.KEY} not in (select unnest($keys::varchar[]))
        """,
        {"keys": list(kept)},
    )
    if not kept:
        return
    db.execute(
        f"""
        update finding
        set disposed = said.state
        from (
            select unnest($keys::varchar[]) as key, unnest($states::varchar[]) as state
        ) as said
        where said.key = {dispositions.KEY} and finding.disposed is distinct from said.state
        """,
        {"keys": list(kept), "states": list(kept.values())},
    )
