"""Postpone: a group of likely duplicates waits until the next load."""

from dataclasses import dataclass

import duckdb

from dq.objects import Mergeable
from dq.store import door


@dataclass(frozen=True)
class Postpone:
    """The group, under its first record's id."""

    record_kind: Mergeable
    group_id: str


def run(db: duckdb.DuckDBPyConnection, command: Postpone, actor: str) -> None:
    """Put the group behind the others, as long as no newer export was loaded."""
    with door.writing(db, "postpone", actor) as ledger:
        [(load_id,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
        waits = {"record_kind": command.record_kind, "load_id": load_id}
        ledger.write("later", command.group_id, waits)
