"""What may stay different in Salesforce, because somebody said so.

Tested in tests/commands/test_accept.py.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import duckdb

from dq.outgoing.difference import Change, Place, own
from dq.store.ledger import plain

Sides = tuple[Any, Any]


def places(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> set[Place]:
    """The fields and records of these changes that were accepted as they are on both sides."""
    rows = db.execute(
        "select record_table, record_id, field, theirs, ours from accepted"
    ).fetchall()
    if not rows:
        return set()
    agreed = {(table, id, field): _parsed(sides) for table, id, field, *sides in rows}
    every = list(changes)
    found = {
        place
        for change in every
        for place in _places(change)
        if place in agreed and agreed[place] == _parsed(sides(change, place[2]))
    }
    here = {id for _table, id, field in found if field is None and own(id)}
    return found | {place for change in every for place in _naming(change, here)}


def _parsed(sides: Iterable[str | None]) -> list[Any]:
    return [json.loads(side) if side else None for side in sides]


def _naming(change: Change, ids: Collection[str]) -> Iterator[Place]:
    """The places that name a new card that stays here, and so stay with it."""
    named = [field for field in change.now if field.endswith("_id") and change.now[field] in ids]
    if named and change.before is None:
        yield change.table, change.id, None
    elif named:
        yield from ((change.table, change.id, field) for field in named)


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
