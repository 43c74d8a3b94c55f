"""What may stay different in Salesforce, because somebody said so."""

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from dq.handover.difference import Change, Place
from dq.ledger import plain

Sides = tuple[Any, Any]


def places(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> set[Place]:
    """The fields and records of these changes that were accepted as they are on both sides."""
    rows = db.execute(
        "select record_table, record_id, field, theirs, ours from accepted"
    ).fetchall()
    if not rows:
        return set()
    agreed = {(table, id, field): (theirs, ours) for table, id, field, theirs, ours in rows}
    return {
        place
        for change in changes
        for place in _places(change)
        if place in agreed and agreed[place] == sides(change, place[2])
    }


def _places(change: Change) -> list[Place]:
    fields = change.fields if change.before and change.after else (None,)
    return [(change.table, change.id, field) for field in fields]


def sides(change: Change, field: str | None) -> Sides:
    """What stands there and here, as text; of a whole record all that can be carried of it."""
    if field is None:
        return _text(change.before), _text(change.after)
    return _text(change.was.get(field)), _text(change.now.get(field))


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(plain(value), sort_keys=True)
