"""What happened to the store that people must know of, until somebody has read it.

Tested in tests/store/test_logs.py.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb


@dataclass(frozen=True)
class Notice:
    """A message id with the facts that fill it, days and moments as such; and when it was said."""

    moment: datetime
    message: str
    facts: dict[str, Any]

    def __str__(self) -> str:
        return self.message.format(**self.facts)


def unread(db: duckdb.DuckDBPyConnection) -> list[Notice]:
    """What nobody has read yet, oldest first."""
    rows = db.execute("select moment, message, facts from notice order by moment").fetchall()
    return [Notice(moment, message, _typed(json.loads(facts))) for moment, message, facts in rows]


def _typed(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _moment(value) for name, value in facts.items()}


def _moment(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
