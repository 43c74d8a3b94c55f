"""What somebody was given to put right, and is still open.

Tested in tests/commands/test_put_right.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.queries.review.named import COLUMNS, Finding, named


@dataclass(frozen=True)
class Handed:
    """An open finding of a record that somebody was given, and by when."""

    found: Finding
    due: date | None


def to(db: duckdb.DuckDBPyConnection, assignee: str) -> list[Handed]:
    """What somebody has, the first due first."""
    given = db.execute(
        "select record_kind, record_id, due from given where folded(assignee) = folded(?)",
        [assignee],
    ).fetchall()
    due = {(kind, id): day for kind, id, day in given}
    rows = db.execute(
        f"""
        select {COLUMNS}
        from open_finding
        where (check_id, record_kind, record_id, coalesce(other_id, '')) in (
            select (check_id, record_kind, record_id, coalesce(other_id, ''))
            from given_finding
            where folded(assignee) = folded(?)
        )
        order by check_id, record_kind, record_id, other_id
        """,
        [assignee],
    ).fetchall()
    listed = [Handed(one, due[one.record_kind, one.record_id]) for one in named(db, rows)]
    return sorted(listed, key=lambda one: one.due or date.max)


def of(db: duckdb.DuckDBPyConnection, kind: str, record_id: str) -> tuple[str, date | None] | None:
    """Who has a record, and by when; None where nobody does."""
    rows = db.execute(
        "select assignee, due from given where id = ? and assignee is not null",
        [f"{kind}~{record_id}"],
    ).fetchall()
    return rows[0] if rows else None
