"""Defects that a definition decides, planted in a world."""

from collections.abc import Callable, Iterator

import numpy as np

from generator.kinds import KINDS
from generator.lifecycle import World, portal_users
from generator.orderly import Defect, Orderly

RATE = 0.001  # per check, of the cards


def plant(rng: np.random.Generator, world: World, rate: float = RATE) -> None:
    """Plant every kind of defect and note in the world what is to be found."""
    each = max(int(len(world.contacts["Id"]) * rate), 2) if rate else 0
    made = [
        defect for defects in drawn(rng, world, dict.fromkeys(KINDS, each)).values()
        for defect in defects
    ]  # fmt: skip
    apply(world, made)
    world.defects = [finding for defect in made for finding in defect.findings]


def drawn(
    rng: np.random.Generator,
    world: World,
    counts: dict[str, int],
    kinds: dict[str, Callable[[Orderly, int], Defect]] = KINDS,
) -> dict[str, list[Defect]]:
    """So many defects of each kind, on different cards; fewer where no card is left."""
    orderly = Orderly(rng, world)
    return {kind: list(_some(kinds[kind], orderly, count)) for kind, count in counts.items()}


def _some(make: Callable[[Orderly, int], Defect], orderly: Orderly, count: int) -> Iterator[Defect]:
    for number in range(count):
        try:
            yield make(orderly, number)
        except StopIteration:
            return


def apply(world: World, made: list[Defect]) -> None:
    """Edit the world's tables so that these defects are in them.

    A new e-mail address is the new one in Business Central too, unless that is the defect.
    """
    bc = world.tables["bc_contacts"]
    bc_row = {contact: row for row, contact in enumerate(bc["SalesforceId"])}
    switched: list[tuple[str, str, str | None]] = []
    appended: dict[str, list[dict[str, str | None]]] = {}
    for defect in made:
        for table, row, column, value in defect.cells:
            if table == "portal_users":
                switched.append((world.contacts["Id"][row], column, value))
                continue
            world.tables[table][column][row] = value
            if (table, column) == ("contacts", "Email"):
                known = bc_row.get(world.contacts["Id"][row])
                if known is not None:
                    bc["Email"][known] = value
        for table, values in defect.rows:
            appended.setdefault(table, []).append(values)
    for table, rows in appended.items():
        columns = world.tables[table]
        for name, column in columns.items():
            extra = np.array([row.get(name) for row in rows], dtype=object)
            columns[name] = np.concatenate([column, extra])
    users = world.tables["portal_users"] = portal_users(world)
    user_row = {contact: row for row, contact in enumerate(users["ContactId"])}
    for contact, column, value in switched:
        users[column][user_row[contact]] = value
