"""What somebody decided of a finding that may stay or waits: why, and until when.

Tested in tests/commands/test_dispose.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb


@dataclass(frozen=True)
class Disposed:
    """Why it may stay, where that was said, and the last day on which it does, if there is one."""

    reason: str | None
    until: date | None


def of(db: duckdb.DuckDBPyConnection, key: str) -> Disposed | None:
    """What was decided of the finding with this key; None where nothing was."""
    rows = db.execute("select reason, until from disposition where id = ?", [key]).fetchall()
    return Disposed(*rows[0]) if rows else None
