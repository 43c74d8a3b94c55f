"""The ways out of somebody who left and still has tasks, a login, or nobody in their place.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways.way import Do, Open, Way
from dq.commands import leave
from dq.commands.leave import Leave
from dq.errors import N_
from dq.queries.backoffice import duties, tiles
from dq.queries.review.findings import Finding

HANDS_OVER = N_("{heir} takes over from {name} as of {day}, and the back office gets a tile.")
TELLS = N_("The back office gets a tile with what {name} still has.")
WHO = N_("Choose who takes over.")
WAITS = N_("The tile of {name} says what is to be done.")


def left(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The known successor takes over; where there is a tile already that says what to do, and
    where nobody is known they are chosen."""
    listed = tiles.of_contact(db, found.record_id)
    for tile in listed:
        if tile.state != "done":
            return Open((WAITS, {"name": found.name}), "tile", {"id": tile.id})
    [one] = duties.leavers(db, 1, found.record_id) or [None]
    if one is None or (one.heir_id is None and duties.duties(db, [one.id])):
        known = duties.departure(db, found.record_id)
        heir = known.heir[0] if known.heir else None
        return Open((WHO, {}), "leave", {"id": found.record_id, "by": heir})
    command = Leave(
        {one.id: one.version},
        one.since,
        one.since,
        (one.heir_id,) if one.heir_id else (),
        guessed=one.guessed,
    )
    message = HANDS_OVER if one.heir_id else TELLS
    values = {"name": one.name, "heir": one.heir, "day": one.since}
    return Do((message, values), leave.run, command)


def overdue(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The tile."""
    listed = [one for one in tiles.of_contact(db, found.record_id) if one.state != "done"]
    says = (WAITS, {"name": found.name})
    return Open(says, "tile", {"id": listed[0].id if listed else None})
