"""What does not go yet: what stays as it is until a day, a successor or an id, and whose it is.

Tested in tests/outgoing/test_days.py.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from dq.outgoing.days import Later, later
from dq.outgoing.difference import Change, Place
from dq.outgoing.sending import named
from dq.outgoing.sorting import UNDER_WAY


@dataclass(frozen=True)
class Held:
    """A record of which something stays as it is for now: until `day`, until the contact `taker` is
    known to have taken it over in Salesforce, or else until the id of a card that is new there is
    known."""

    table: str
    id: str
    day: date | None
    taker: str | None


def but(changes: Iterable[Change], places: Mapping[Place, Any]) -> list[Change]:
    """The changes but what stays as it is for now; what is new there is made as it is until then.

    :param places: what stays; of what has a day, what it is until then
    """
    fields: dict[tuple[str, str], dict[str | None, Any]] = {}
    for (table, id, name), why in places.items():
        fields.setdefault((table, id), {})[name] = why
    found = []
    for change in changes:
        held = fields.get((change.table, change.id), {})
        if None in held and (change.before is None or change.after is None):
            continue
        names = {name: why for name, why in held.items() if name}
        new = {name: why.until for name, why in names.items() if isinstance(why, Later)}
        found.append(change.without(names if change.before else new, new))
    return found


def tied(changes: Iterable[Change], places: Collection[Place], follows: bool) -> set[Place]:
    """What stays with what stays: the username that follows from an address, and the other way."""
    if not follows:
        return set()
    held, found = set(places), set()
    for change in changes:
        pair = {(change.table, change.id, name) for name in ("email", "username")}
        if change.table == "contact" and pair & held:
            found |= pair
    return found


def packed_until(db: duckdb.DuckDBPyConnection) -> date:
    """The last day until which a package went, and today at least."""
    [(day,)] = db.execute("select max(day) from package").fetchall()
    return max(day or date.min, date.today())


Ahead = dict[str, list[tuple[datetime, date]]]


def ahead(db: duckdb.DuckDBPyConnection, day: date, states: tuple[str, ...] = UNDER_WAY) -> Ahead:
    """The keys of what is in such a state in packages that were made as of a later day: when each
    was made, and until which day."""
    rows = db.execute(
        "select record_id, list((made, day)) from package_row"
        " join package on package.id = package_id"
        " where package.day > $day and state in $states group by record_id",
        {"day": day, "states": states},
    ).fetchall()
    return dict(rows)


def went(packages: Sequence[tuple[datetime, date]], later: Later) -> bool:
    """Whether what is for later went with one of these packages already."""
    return any(later.said <= made and later.day <= day for made, day in packages)


def records(
    changes: Iterable[Change],
    early: Mapping[Place, Later],
    takers: Mapping[Place, str],
    ahead: Ahead,
) -> tuple[Held, ...]:
    """The records of which something waits, by what they wait for; not those that went ahead."""
    found = {}
    for change in changes:
        packages = ahead.get(change.there or change.id, [])
        fields = change.fields if change.before else change.now
        for place in ((change.table, change.id, name) for name in (None, *fields)):
            if packages and (place not in early or went(packages, early[place])):
                continue
            if place in early or place in takers:
                day = early[place].day if place in early else None
                found[change.table, change.id] = (day, takers.get(place))
    return tuple(Held(*record, *what) for record, what in found.items())


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
