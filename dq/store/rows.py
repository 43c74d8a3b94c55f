"""Whole rows of a table by their ids.

Tested in tests/queries/review/test_findings.py.
"""

from collections.abc import Sequence

import duckdb

from dq.store.ledger import Row


def read(db: duckdb.DuckDBPyConnection, table: str, ids: Sequence[str]) -> dict[str, Row]:
    """The rows with these ids that are there, by id; `table` with its schema: upstream.contact."""
    # Found first and read then: DuckDB would read all fields of every record on its way.
    result = db.execute(
        f"from {table} where rowid in"
        f" (select rowid from {table} where id in (select unnest($ids::varchar[])))",
        {"ids": list(ids)},
    )
    names = [column[0] for column in result.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return {row["id"]: row for row in found}
