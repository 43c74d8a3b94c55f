"""The ways out of somebody who left and still has tasks, a login, or nobody in their place.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Sequence
from itertools import islice

import duckdb

from dq import sources
from dq.casework.ways.way import Do, Open, Way
from dq.commands import leave
from dq.commands.leave import Leave
from dq.errors import N_
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.duties import Leaver
from dq.queries.review.findings import Finding

HANDS_OVER = N_(
    "{heir}, by the card the successor, takes over from {name} as of {day}; the back office gets a"
    " tile."
)
ABOUT = N_(
    "{heir}, by the card the successor, takes over from {name} as of {day} or so, when the card"
    " changed last; the back office gets a tile."
)
HAND_OVER = N_(
    "{heir}, by the cards the successor, takes over from {names}; the back office gets a tile of"
    " each."
)
TELL = N_("The back office gets a tile each with what {names} still have.")
TELLS = N_("The back office gets a tile with what {name} still has.")
# What is found of people who left, that a leaving settles; of `SUCCESSION` it is to be said who
# takes over, be there something to take over or not.
SUCCESSION = ("leaver_without_successor", "successor_left")
CHECKS = (
    *SUCCESSION,
    "leaver_still_approves",
    "leaver_can_log_in",
    *(f"leaver_active_in_{people.short}" for people in sources.elsewhere()),
)
# So many leave at once.
MOST = 20
WHO = N_("Choose who takes over.")
WAITS = N_("The tile of {name} says what is to be done.")


def group(db: duckdb.DuckDBPyConnection, first: Finding, findings: Sequence[Finding]) -> Way | None:
    """Of several people with one heir: the heir takes over from all of them, or is chosen for all;
    None where fewer than two of them have no tile yet, or `first` is of something else."""
    if first.check_id not in CHECKS:
        return None
    found = [one for one in findings if one.check_id in CHECKS]
    ids = dict.fromkeys(one.record_id for one in found)
    known = (duties.leaver(db, id) for id in ids if not _waiting(db, id))
    people = [*islice((one for one in known if one), MOST)]
    heirs = {one.heir_id for one in people}
    if len(people) < 2 or len(heirs) > 1:
        return None
    leavers = [one.id for one in people]
    unknown = any(one.check_id in SUCCESSION for one in found) or duties.duties(db, leavers)
    if people[0].heir_id is None and unknown:
        return Open((WHO, {}), "leave", {"id": ",".join(leavers)})
    says = {"heir": people[0].heir, "names": [one.name for one in people]}
    message = HAND_OVER if people[0].heir_id else TELL
    return Do((message, says), leave.run_all, [command(one) for one in people])


def left(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The tile that says what is to be done, if there is one; else who
    takes over does so. Where nobody does and nothing is left to take over, the back office hears
    of the rest."""
    if tile := _waiting(db, found.record_id):
        return Open((WAITS, {"name": found.name}), "tile", {"id": tile})
    one = duties.leaver(db, found.record_id)
    if one and not duties.duties(db, [one.id]):
        return _leave(one, TELLS)
    return _handed_over(one)


def _waiting(db: duckdb.DuckDBPyConnection, contact_id: str) -> str | None:
    """The tile that says what is to be done of somebody, if there is one."""
    open_ones = (tile.id for tile in tiles.of_contact(db, contact_id) if tile.state != "done")
    return next(open_ones, None)


def succession(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The known successor takes over; where nobody is known they are chosen."""
    return _handed_over(duties.leaver(db, found.record_id))


def _handed_over(one: Leaver | None) -> Way | None:
    """None where the person is in service by now."""
    if one is None:
        return None
    if one.heir_id is None:
        return Open((WHO, {}), "leave", {"id": one.id})
    return _leave(one, ABOUT if one.guessed else HANDS_OVER)


def _leave(one: Leaver, message: str) -> Do:
    values = {"name": one.name, "heir": one.heir, "day": one.since}
    return Do((message, values), leave.run, command(one))


def command(one: Leaver) -> Leave:
    """They leave as of when they did, and who takes over by the card does."""
    heirs = (one.heir_id,) if one.heir_id else ()
    return Leave({one.id: one.version}, one.since, one.since, heirs, guessed=one.guessed)


def overdue(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The tile."""
    says = (WAITS, {"name": found.name})
    return Open(says, "tile", {"id": _waiting(db, found.record_id)})
