"""Repair: note which changes Kaartenbak made by itself after a load, and of what.

Tested in tests/casework/test_automatic.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dq.store import door


@dataclass(frozen=True)
class Repaired:
    """A change that was made by itself: `key` says of which finding, or of which cards that were
    equal, as it was found; `check_id` and the record are what it is told by."""

    change_id: int
    key: str
    check_id: str
    record_kind: str
    record_id: str
    name: str | None
    message: str
    facts: dict[str, object]


@dataclass(frozen=True)
class Repair:
    """What was done after this load, each a change of its own; `left` could not go along."""

    load_id: int
    done: Sequence[Repaired]
    left: int


def run(db: duckdb.DuckDBPyConnection, command: Repair, actor: str) -> None:
    """Write it in the history, beside the changes themselves."""
    with door.writing(db, "repair", actor) as ledger:
        ledger.told = {
            "load": command.load_id,
            "left": command.left,
            "done": [vars(one) for one in command.done],
        }
