"""Who was removed here: of them only keys are kept, so that nobody comes back unseen.

Tested in tests/commands/test_forget.py.
"""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

# What has the name of a command in the history.
COMMAND = "forget"


@dataclass(frozen=True)
class Removed:
    """When somebody was removed, by whom, and the keys of their records by object."""

    change_id: int
    moment: datetime
    actor: str
    keys: dict[str, list[str]]


def listed(db: duckdb.DuckDBPyConnection) -> list[Removed]:
    """Everybody who was removed, the last first."""
    rows = db.execute(
        "select id, moment, actor, told from change where command = ? order by id desc", [COMMAND]
    ).fetchall()
    return [
        Removed(id, moment, actor, json.loads(told or "{}").get("forgotten", {}))
        for id, moment, actor, told in rows
    ]


def keys(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The keys of all that was removed, by object."""
    rows = db.execute("select told from change where command = ? order by id", [COMMAND]).fetchall()
    found: dict[str, set[str]] = {}
    for (told,) in rows:
        for name, ids in json.loads(told or "{}").get("forgotten", {}).items():
            found.setdefault(name, set()).update(ids)
    return found
