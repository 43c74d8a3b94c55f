"""The ways out of somebody who left and still has tasks, a login, or nobody in their place.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways.way import Do, Open, Way
from dq.commands import leave
from dq.commands.leave import Leave
from dq.errors import N_
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.duties import Leaver
from dq.queries.review.findings import Finding

HANDS_OVER = N_("{heir} takes over from {name} as of {day}, and the back office gets a tile.")
TAKES = N_("{heir} takes over from {name} as of {day}.")
TELLS = N_("The back office gets a tile with what {name} still has.")
WHO = N_("Choose who takes over.")
WAITS = N_("The tile of {name} says what is to be done.")


def left(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The tile that says what is to be done, if there is one; else who
    takes over does so. Where nobody does and nothing is left to take over, the back office hears
    of the rest."""
    for tile in tiles.of_contact(db, found.record_id):
        if tile.state != "done":
            return Open((WAITS, {"name": found.name}), "tile", {"id": tile.id})
    one = duties.leaver(db, found.record_id)
    if one and one.heir_id is None and not duties.duties(db, [one.id]):
        return _leave(one, TELLS)
    return _handed_over(one, HANDS_OVER)


def succession(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The known successor takes over; where nobody is known they are chosen."""
    return _handed_over(duties.leaver(db, found.record_id), TAKES)


def _handed_over(one: Leaver | None, message: str) -> Way | None:
    """None where the person is in service by now."""
    if one is None:
        return None
    if one.heir_id is None:
        return Open((WHO, {}), "leave", {"id": one.id})
    return _leave(one, message)


def _leave(one: Leaver, message: str) -> Do:
    heirs = (one.heir_id,) if one.heir_id else ()
    command = Leave({one.id: one.version}, one.since, one.since, heirs, guessed=one.guessed)
    values = {"name": one.name, "heir": one.heir, "day": one.since}
    return Do((message, values), leave.run, command)


def overdue(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The tile."""
    listed = [one for one in tiles.of_contact(db, found.record_id) if one.state != "done"]
    says = (WAITS, {"name": found.name})
    return Open(says, "tile", {"id": listed[0].id if listed else None})
