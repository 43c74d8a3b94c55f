"""Acknowledge: somebody has read what happened to the store.

Tested in tests/store/test_logs.py.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.store import door


@dataclass(frozen=True)
class Acknowledge:
    """What was said until this moment has been read."""

    until: datetime


def run(db: duckdb.DuckDBPyConnection, command: Acknowledge, actor: str) -> None:
    """Say it no more; the history keeps who read it."""
    with door.writing(db, "acknowledge", actor) as ledger:
        said = db.execute(
            "delete from notice where moment <= ? returning message, facts", [command.until]
        ).fetchall()
        if said:
            ledger.told = {"said": [[message, facts] for message, facts in said]}
