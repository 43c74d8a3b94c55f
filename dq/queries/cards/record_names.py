"""What records are called, by their keys: cards, accounts and projects, here or as exported.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Iterable

import duckdb


def of(db: duckdb.DuckDBPyConnection, ids: Iterable[object]) -> dict[str, str]:
    """The name of each of these records that is known."""
    listed = sorted({id for id in ids if isinstance(id, str)})
    if not listed:
        return {}
    rows = db.execute(
        """
        select id, called from card where id in $ids
        union all
        select id, name from account where id in $ids and name is not null
        union all
        select id, name from project where id in $ids and name is not null
        """,
        {"ids": listed},
    ).fetchall()
    return dict(rows)
