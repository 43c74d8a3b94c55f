"""Who was removed here: of them only keys are kept, so that nobody comes back unseen.

Tested in tests/commands/test_forget.py.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

# What has the name of a command in the history.
COMMAND = "forget"


# A field of a record: the object, the key and the field.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Removed:
    """When somebody was removed, by whom, the keys of their records by object, and the fields of
    others' records that had something of them."""

    change_id: int
    moment: datetime
    actor: str
    keys: dict[str, list[str]]
    elsewhere: tuple[Place, ...]


def listed(db: duckdb.DuckDBPyConnection) -> list[Removed]:
    """Everybody who was removed, the last first."""
    rows = db.execute(
        "select id, moment, actor, told from change where command = ? order by id desc", [COMMAND]
    ).fetchall()
    return [
        Removed(id, moment, actor, said.get("forgotten", {}), _places(said))
        for id, moment, actor, told in rows
        for said in [json.loads(told or "{}")]
    ]


def _places(told: dict[str, Any]) -> tuple[Place, ...]:
    return tuple((table, id, field) for table, id, field in told.get("elsewhere", ()))


def also(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The places of what was hidden though it was not sure of whom it was."""
    rows = db.execute("select told from change where command = ? order by id", [COMMAND]).fetchall()
    return {place for (told,) in rows for place in json.loads(told or "{}").get("also", ())}


def keys(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The keys of all that was removed, by object."""
    rows = db.execute("select told from change where command = ? order by id", [COMMAND]).fetchall()
    found: dict[str, set[str]] = {}
    for (told,) in rows:
        for name, ids in json.loads(told or "{}").get("forgotten", {}).items():
            found.setdefault(name, set()).update(ids)
    return found
