"""A record as the last export brought it, whatever its kind.

Tested in tests/queries/review/test_findings.py.
"""

from typing import Any

import duckdb

from dq.objects import OBJECTS
from dq.store import rows


def source(db: duckdb.DuckDBPyConnection, kind: str, record_id: str) -> dict[str, Any]:
    """The record's row in the last export, column by column; empty when it is gone."""
    if kind not in OBJECTS:
        return {}
    return rows.read(db, f"upstream.{kind}", [record_id]).get(record_id, {})
