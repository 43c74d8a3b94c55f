"""A record as the last export brought it, whatever its kind."""

from typing import Any

import duckdb

KINDS = ("contact", "account", "relation", "portal_user", "project", "approval", "bc_contact")


def source(db: duckdb.DuckDBPyConnection, kind: str, record_id: str) -> dict[str, Any]:
    """The record's row in the last export, column by column; empty when it is gone."""
    if kind not in KINDS:
        return {}
    result = db.execute(f"select columns(*) from upstream.{kind} where id = ?", [record_id])
    names = [column[0] for column in result.description or []]
    rows = result.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else {}
