"""What goes to Salesforce now: the rows of each file, what waits, and what is done by hand.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

import duckdb

from dq import settings
from dq.objects import NAMED_BY
from dq.outgoing import accepted, asking, days, difference, sorting
from dq.outgoing.asking import Ask, Sort
from dq.outgoing.difference import Change, Place, own
from dq.outgoing.plan import FILES, Situation
from dq.outgoing.replacing import awaited
from dq.outgoing.sorting import UNDER_WAY, Packed, Part, Sorting
from dq.outgoing.usernames import freed, taken
from dq.outgoing.work import Work, by_hand
from dq.settings import names
from dq.store import rows
from dq.store.ledger import plain


@dataclass(frozen=True)
class Held:
    """A record of which something stays as it is for now: until `day`, until the contact `taker` is
    known to have taken it over in Salesforce, or else until the id of a card that is new there is
    known."""

    table: str
    id: str
    day: date | None
    taker: str | None


@dataclass(frozen=True)
class Outgoing:
    """The files with rows, what is done by hand, and how much is elsewhere: `under_way` in an
    earlier package, `waiting` for a record that Salesforce does not have, `later` until its day,
    until somebody takes over or until a new card has its id, `clashing` until somebody chooses,
    `too_long` for Salesforce, `left_out` because somebody said so, `lost` because its card is gone
    there. `taken` are the cards whose address or username is another's there, `asks` what goes only
    with a yes.
    """

    parts: list[Part] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    under_way: int = 0
    waiting: int = 0
    clashing: int = 0
    too_long: int = 0
    lost: int = 0
    left_out: frozenset[Place] = frozenset()
    taken: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    later: tuple[Held, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return sum(len(part.lines) for part in self.parts)


def read(
    db: duckdb.DuckDBPyConnection,
    day: date | None = None,
    *,
    sure: Collection[Sort] = (),
    but: Collection[Place] = (),
    whole: bool = False,
) -> Outgoing:
    """The difference of this moment, sorted into files.

    :param day: until when it is carried out (today); what is for later waits
    :param sure: what goes though no export shows what it holds there, or its day is a guess
    :param but: what is left out this time
    :param whole: nothing waits for somebody to take over or for a yes
    """
    words = names.read(db)
    clashes = _clashes(db)
    read = difference.read(db, words)
    settled = [change for change in read if (change.table, change.id, None) not in clashes]
    follows = bool(settings.get(db, "salesforce_username_follows"))
    agreed = accepted.places(db, settled)
    out = {*clashes, *agreed, *but}
    every = _but(settled, dict.fromkeys(out | _tied(settled, out, follows)))
    until = day or date.today()
    early = days.later(db, until)
    timely = _but(every, early)
    takers = {} if whole else awaited(db, timely)
    ready = _but(timely, takers)
    asked = [] if whole else asking.asked(db, ready, follows)
    packed = sorting.read(db, words)
    asks = _not_sent(asked, packed)
    unsure = {ask.place for ask in asks if ask.sort not in sure}
    changes = _but(ready, dict.fromkeys(unsure | _tied(ready, unsure, follows)))
    at = _situation(db, changes, clashes, follows, packed)
    keeping = {id for table, id, name in early if (table, name) == ("contact", "username")}
    refused = taken(db, changes, at.follows, keeping)
    free = [_without_address(change, refused) for change in changes if not _held(change, at.held)]
    gone = {id for table, id, name in clashes if name is None and table in NAMED_BY}
    blind = {ask.place for ask in asked if ask.why == "unknown"}
    sorts = Sorting(words, packed, gone, blind, _orphans(db, changes))
    parts = [
        _remembered(db, sorts.part(number, file, free, at)) for number, file in enumerate(FILES, 1)
    ]
    every_work = [one for one in by_hand(db, changes) if not gone & {one.id, one.other_id}]
    work = [one for one in every_work if not _unmade(one)]
    unmade = [(one.record_kind, str(one.other_id)) for one in every_work if _unmade(one)]
    left = [one for one in work if packed.fields.get((one.kind, one.subject)) != asdict(one)]
    sorts.counts["under_way"] += len(work) - len(left)
    return Outgoing(
        [part for part in parts if part.lines],
        left,
        clashing=len(clashes),
        left_out=frozenset(agreed),
        taken=tuple(sorted(refused)),
        asks=tuple(asks),
        later=(
            *_waiting(every, early, takers, ahead(db, until)),
            *(Held(*record, None, None) for record in [*sorts.naming, *unmade]),
        ),
        **sorts.counts,
    )


def _unmade(work: Work) -> bool:
    """Whether it merges into a card that is not there yet."""
    return work.kind == "merge" and own(work.id)


def _tied(changes: Iterable[Change], places: Collection[Place], follows: bool) -> set[Place]:
    """What stays with what stays: the username that follows from an address, and the other way."""
    if not follows:
        return set()
    held, found = set(places), set()
    for change in changes:
        pair = {(change.table, change.id, name) for name in ("email", "username")}
        if change.table == "contact" and pair & held:
            found |= pair
    return found


def _not_sent(asks: Iterable[Ask], packed: Packed) -> list[Ask]:
    """Those to which nobody said yes before, or that are not on their way as they are wanted."""
    by_record: dict[str, list[Mapping[str, Any]]] = {}
    for (_file, id), fields in packed.fields.items():
        by_record.setdefault(id, []).append(fields)
    return [
        ask
        for ask in asks
        if all(
            fields.get(ask.field, ...) != plain(ask.value) for fields in by_record.get(ask.id, ())
        )
    ]


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


def went(packages: Sequence[tuple[datetime, date]], later: days.Later) -> bool:
    """Whether what is for later went with one of these packages already."""
    return any(later.said <= made and later.day <= day for made, day in packages)


def _remembered(db: duckdb.DuckDBPyConnection, part: Part) -> Part:
    """With what is deleted just as Salesforce has it now, before any merge: so it is put back."""
    if part.file.operation != "delete":
        return part
    ids = [line.id for line in part.lines if line.id]
    there = rows.read(db, f"upstream.{part.file.table}", ids)
    lines = [
        replace(line, old=plain({name: there[str(line.id)][name] for name in line.old}))
        for line in part.lines
    ]
    return replace(part, lines=lines)


def _clashes(db: duckdb.DuckDBPyConnection) -> set[Place]:
    rows = db.execute(
        "select record_table, coalesce(survivor.survivor_id, record_id), field"
        " from clash left join survivor on survivor.id = clash.record_id"
    ).fetchall()
    return {(table, id, field) for table, id, field in rows}


def _but(changes: Iterable[Change], places: Mapping[Place, Any]) -> list[Change]:
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
        new = {name: why.until for name, why in names.items() if isinstance(why, days.Later)}
        found.append(change.without(names if change.before else new, new))
    return found


def _orphans(db: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> set[str]:
    """The portal users of cards that Salesforce does not have any more."""
    users = {
        change.id: change.was.get("contact_id")
        for change in changes
        if change.table == "portal_user"
    }
    rows = db.execute(
        "select id from upstream.contact where id in (select unnest($ids::varchar[]))",
        {"ids": sorted({id for id in users.values() if id})},
    ).fetchall()
    there = {id for (id,) in rows}
    return {user for user, contact in users.items() if contact and contact not in there}


def _waiting(
    changes: Iterable[Change],
    early: Mapping[Place, days.Later],
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


def _without_address(change: Change, refused: frozenset[str]) -> Change:
    """Without the username that Salesforce would refuse, and the address that it follows from; a
    card that is new there waits whole."""
    if change.table != "contact" or change.id not in refused:
        return change
    if change.before is None:
        return replace(change, after=None)
    return replace(
        change, fields=tuple(name for name in change.fields if name not in ("email", "username"))
    )


def _held(change: Change, held: frozenset[str]) -> bool:
    """Whether it is a relation of somebody whose own account is not decided."""
    return change.table == "relation" and change.value("contact_id") in held


def _situation(
    db: duckdb.DuckDBPyConnection,
    changes: list[Change],
    clashes: set[Place],
    follows: bool,
    packed: Packed,
) -> Situation:
    people = {change.value("contact_id") for change in changes if change.table == "relation"}
    rows = db.execute(
        "select id, account_id from main.contact where id in (select unnest($people::varchar[]))",
        {"people": sorted(id for id in people if id)},
    ).fetchall()
    made = {
        change.id: {
            change.now.get("account_id"),
            packed.fields.get((sorting.NEW_CARDS, change.id), {}).get("account_id"),
        }
        for change in changes
        if change.table == "contact" and change.before is None
    }
    moved = {
        change.id: change.before["account_id"]
        for change in changes
        if change.table == "contact" and change.before and "account_id" in change.fields
    }
    return Situation(
        {id: {account} | made.get(id, set()) for id, account in rows if account},
        moved,
        freed(db, changes, follows),
        follows,
        bool(settings.get(db, "salesforce_keeps_old_account")),
        frozenset(id for table, id, name in clashes if (table, name) == ("contact", "account_id")),
    )
