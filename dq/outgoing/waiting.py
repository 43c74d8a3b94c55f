"""What does not go yet, by whom it is about: until which day, or until who takes over.

Tested in tests/outgoing/test_days.py.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dq.outgoing.days import later
from dq.outgoing.held import Held, ahead, went
from dq.outgoing.sending import named
from dq.outgoing.sorting import UNDER_WAY


@dataclass(frozen=True)
class Wait:
    """So many records of a person wait until `day`, until `taker` is known to take over in
    Salesforce, or else until the id of a new card is known there. `contact_id` is None where it is
    about nobody."""

    contact_id: str | None
    name: str
    day: date | None
    taker: str | None
    records: int


def read(db: duckdb.DuckDBPyConnection, waiting: Iterable[Held]) -> list[Wait]:
    """Whom it is about, the first day first; who waits for somebody comes after those."""
    listed = list(waiting)
    takers = {one.taker for one in listed if one.taker}
    known = named(db, {one.id for one in listed})
    people = {id for id, _name in known.values() if id}
    called = {id: name for (_table, id), (_id, name) in named(db, people | takers).items()}
    counts: dict[tuple[str | None, str, date | None, str | None], int] = {}
    for one in listed:
        contact_id, name = known.get((one.table, one.id), (None, one.id))
        taker = called.get(one.taker, one.taker) if one.taker else None
        key = contact_id, called.get(contact_id or "", name), one.day, taker
        counts[key] = counts.get(key, 0) + 1
    found = [Wait(*key, number) for key, number in counts.items()]
    return sorted(found, key=lambda one: (one.day or date.max, one.name, one.taker or ""))


def kept(text: str) -> list[Wait]:
    """The same, as a package has kept it in JSON."""
    return [_wait(**one) for one in json.loads(text)]


def _wait(day: str | None, **values: Any) -> Wait:
    return Wait(day=date.fromisoformat(day) if day else None, **values)


def days(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[date]:
    """The days to come on which something of a person goes along to Salesforce, the first first."""
    places = later(db, date.today())
    if not places:
        return []
    rows = db.execute(
        """
        select 'contact', id from contact where id = $id
        union all select 'relation', id from relation where contact_id = $id
        union all select 'approval', id from approval where contact_id = $id
        union all select 'portal_user', id from portal_user where contact_id = $id
        """,
        {"id": contact_id},
    ).fetchall()
    gone = ahead(db, date.today(), (*UNDER_WAY, "arrived"))
    mine = set(rows)
    return sorted(
        {
            one.day
            for (table, id, _), one in places.items()
            if (table, id) in mine and not went(gone.get(id, []), one)
        }
    )
