"""Why a record differs from Salesforce: the change that wrote it last.

Tested in tests/pages/exchange/test_package.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True)
class Reason:
    """The change that wrote a record last: what kind it was, who made it, and when."""

    command: str
    actor: str
    moment: datetime


def of(db: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[tuple[str, str], Reason]:
    """Per table and id the last change that stands; what no change wrote has none."""
    rows = db.execute(
        """
        select edit ->> 'table', edit ->> 'id', max_by((command, actor, moment), id)
        from (
            select id, command, actor, moment, unnest(edits::json[]) as edit
            from change
            where undone_by is null and undoes is null and command <> 'load'
        )
        where list_contains($ids::varchar[], edit ->> 'id')
        group by all
        """,
        {"ids": list(ids)},
    ).fetchall()
    return {(table, id): Reason(*found) for table, id, found in rows}
