"""Which loads can be taken back: those before which a copy was made that is still there.

Tested in tests/cli/test_restore.py.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dq.store import copies


@dataclass(frozen=True)
class WayBack:
    """The copy of before a change, and how many later changes that still stand would go as well."""

    copy: Path
    later: int


def held(copy: Path) -> tuple[date | None, int] | None:
    """The day of the newest export in a copy, and its number of contacts; None: it is damaged."""
    try:
        with duckdb.connect(copy, read_only=True) as db:
            [(day, contacts)] = db.execute(
                "select (select max(exported) from main.load), (select count(*) from main.contact)"
            ).fetchall()
    except duckdb.Error:
        return None
    return day, contacts


def ways_back(db: duckdb.DuckDBPyConnection) -> dict[int, WayBack]:
    """For loads and restores that stand, by change: the way back to before them."""
    found = {}
    for copy in copies.of(db):
        rows = db.execute(
            """
            select id, command, undone_by, (
                select count(*)
                from change as later
                where later.id > change.id and later.undone_by is null
            )
            from change
            where id > ?
            order by id
            limit 1
            """,
            [copy.change_id if copy.change_id is not None else -1],
        ).fetchall()
        for id, command, undone_by, later in rows:
            if copy.change_id is not None and command == copy.before and undone_by is None:
                found[id] = WayBack(copy.path, later)
    return found
