"""What goes to Salesforce now: the rows of each file, what waits, and what is done by hand.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import duckdb

from dq import settings
from dq.objects import NAMED_BY
from dq.outgoing import accepted, asking, days, difference, sorting, waiting
from dq.outgoing.asking import Ask, Sort
from dq.outgoing.difference import Change, Place, own
from dq.outgoing.plan import FILES, Situation
from dq.outgoing.replacing import awaited
from dq.outgoing.sorting import Packed, Part, Sorting
from dq.outgoing.usernames import freed, taken
from dq.outgoing.waiting import Held
from dq.outgoing.work import Work, by_hand
from dq.settings import names
from dq.store import rows
from dq.store.ledger import plain


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
    words, clashes = names.read(db), _clashes(db)
    follows = bool(settings.get(db, "salesforce_username_follows"))
    every, agreed = _wanted(db, words, clashes, but, follows)
    until = day or date.today()
    early = days.later(db, until)
    timely = waiting.but(every, early)
    takers = {} if whole else awaited(db, timely)
    ready = waiting.but(timely, takers)
    asked = [] if whole else asking.asked(db, ready, follows)
    packed = sorting.read(db, words)
    asks = _not_sent(asked, packed)
    unsure = {ask.place for ask in asks if ask.sort not in sure}
    changes = waiting.but(ready, dict.fromkeys(unsure | waiting.tied(ready, unsure, follows)))
    at = _situation(db, changes, clashes, follows, packed)
    keeping = {id for table, id, name in early if (table, name) == ("contact", "username")}
    refused = taken(db, changes, at.follows, keeping)
    gone = {id for table, id, name in clashes if name is None and table in NAMED_BY}
    blind = {ask.place for ask in asked if ask.why == "unknown"}
    sorts = Sorting(words, packed, gone, blind, _orphans(db, changes))
    parts = _parts(db, sorts, changes, refused, at)
    work, unmade = _by_hand(db, sorts, changes)
    late = waiting.records(every, early, takers, waiting.ahead(db, until))
    return Outgoing(
        parts,
        work,
        clashing=len(clashes),
        left_out=frozenset(agreed),
        taken=tuple(sorted(refused)),
        asks=tuple(asks),
        later=(*late, *(Held(*record, None, None) for record in [*sorts.naming, *unmade])),
        **sorts.counts,
    )


def _wanted(
    db: duckdb.DuckDBPyConnection,
    words: names.Names,
    clashes: set[Place],
    but: Collection[Place],
    follows: bool,
) -> tuple[list[Change], set[Place]]:
    """The differences without what clashes, what was said to stay and what is left out this time;
    and the places that were said to."""
    settled = [
        change
        for change in difference.read(db, words)
        if (change.table, change.id, None) not in clashes
    ]
    agreed = accepted.places(db, settled)
    out = {*clashes, *agreed, *but}
    return waiting.but(settled, dict.fromkeys(out | waiting.tied(settled, out, follows))), agreed


def _parts(
    db: duckdb.DuckDBPyConnection,
    sorts: Sorting,
    changes: Iterable[Change],
    refused: frozenset[str],
    at: Situation,
) -> list[Part]:
    """The files that have rows, in their order."""
    free = [_without_address(change, refused) for change in changes if not _held(change, at.held)]
    parts = [
        _remembered(db, sorts.part(number, file, free, at)) for number, file in enumerate(FILES, 1)
    ]
    return [part for part in parts if part.lines]


def _by_hand(
    db: duckdb.DuckDBPyConnection, sorts: Sorting, changes: list[Change]
) -> tuple[list[Work], list[tuple[str, str]]]:
    """What is left to do by hand, and the records that merge into a card that is not there yet;
    what is on its way is counted."""
    every = [one for one in by_hand(db, changes) if not sorts.gone & {one.id, one.other_id}]
    work = [one for one in every if not _unmade(one)]
    unmade = [(one.record_kind, str(one.other_id)) for one in every if _unmade(one)]
    packed = sorts.packed.fields
    left = [one for one in work if packed.get((one.kind, one.subject)) != asdict(one)]
    sorts.counts["under_way"] += len(work) - len(left)
    return left, unmade


def _unmade(work: Work) -> bool:
    """Whether it merges into a card that is not there yet."""
    return work.kind == "merge" and own(work.id)


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
