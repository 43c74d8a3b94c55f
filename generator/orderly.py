"""The cards that are in order, to plant a defect on, and what a defect is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.lifecycle import World, heads


@dataclass(frozen=True)
class Defect:
    """What is found, and what to do to the tables for it to be found.

    `findings` are (check, record id, other id or None); `cells` (table, row, column, value), where
    the row of a portal user is its card's; `rows` (table, values by column).
    """

    findings: list[tuple[str, str, str | None]]
    cells: list[tuple[str, int, str, str | None]]
    rows: list[tuple[str, dict[str, str | None]]]


class Orderly:
    """The cards that are in order, handed out once each."""

    def __init__(self, rng: np.random.Generator, world: World) -> None:
        self.rng, self.world, self.table = rng, world, world.contacts
        count = len(self.table["Id"])
        spoken_for = np.zeros(count, dtype=bool)
        spoken_for[world.people :] = True
        spoken_for[heads(world)] = True
        for left, right, _ in [*world.negatives, *world.cards.duplicates]:
            spoken_for[[left, right]] = True
        company, size = np.unique(world.cards.company, return_counts=True)
        small = size[np.searchsorted(company, world.cards.company)] < 6
        agency = world.companies.agency[world.cards.company]
        users = self.table["Username"] != None  # noqa: E711
        active = ~spoken_for & (self.table["Status"] == "Actief")
        # numpy's own isin compares objects each with each.
        cards = pd.Series(self.table["Id"])
        approvers = cards.isin(world.tables["approvals"]["ContactId"]).to_numpy()
        approving = cards.isin(_approving(world)).to_numpy()
        in_bc = cards.isin(world.tables["bc_contacts"]["SalesforceId"]).to_numpy()
        left = ~spoken_for & (self.table["Status"] == "Uit dienst")
        pools = {
            "plain": active & ~approvers & ~small & ~agency,
            "user": active & ~approvers & users & ~small & ~agency,
            "approver": active & approving & ~small,
            "left": left & ~users,
            "left_user": left & users,
            "left_in_bc": left & in_bc,
            "in_bc": active & in_bc,
        }
        order = rng.permutation(count)
        self._pools = {name: iter(order[mask[order]]) for name, mask in pools.items()}
        self._used: set[int] = set()
        self._projects = iter(np.flatnonzero(world.tables["projects"]["Status"] == "Actief"))
        self._rows: dict[tuple[str, str], dict[str, int]] = {}

    def take(self, pool: str) -> int:
        """A card of this pool that nobody has had; raises StopIteration when there is none."""
        card = int(next(card for card in self._pools[pool] if card not in self._used))
        self._used.add(card)
        return card

    def take_project(self) -> tuple[str, list[int]]:
        """A running project and the rows of its approvals; nobody on it has had a defect."""
        approvals, cards = self.world.tables["approvals"], self.rows("contacts", "Id")
        for number in self._projects:
            project = str(self.world.tables["projects"]["Id"][number])
            rows = self.approvals_of(project)
            people = {cards[approvals["ContactId"][row]] for row in rows}
            if not people & self._used:
                self._used |= people
                return project, rows
        raise StopIteration

    def approvals_of(self, project: str) -> list[int]:
        """The rows of a project's approvals, which are under each other."""
        column = self.world.tables["approvals"]["ProjectId"]
        start = stop = self.row("approvals", "ProjectId", project)
        while stop < len(column) and column[stop] == project:
            stop += 1
        return list(range(start, stop))

    def row(self, table: str, column: str, value: str) -> int:
        """The first row of a table that has this value."""
        return self.rows(table, column)[value]

    def rows(self, table: str, column: str) -> dict[str, int]:
        """The first row of a table for each value of a column."""
        if (table, column) not in self._rows:
            values = self.world.tables[table][column]
            backwards = zip(values[::-1], range(len(values) - 1, -1, -1), strict=True)
            self._rows[table, column] = dict(backwards)
        return self._rows[table, column]

    def domain(self, card: int) -> str:
        """The domain of the card's company."""
        return str(self.world.companies.domain[self.world.cards.company[card]])

    def elsewhere(self, card: int) -> str:
        """The domain of another company."""
        count = len(self.world.companies.domain)
        return str(self.world.companies.domain[(self.world.cards.company[card] + 7) % count])


def _approving(world: World) -> np.ndarray:
    """Who approves something now, on a project that is not closed."""
    approvals, projects = world.tables["approvals"], world.tables["projects"]
    running = projects["Id"][projects["Status"] == "Actief"]
    now = pd.Series(approvals["ProjectId"]).isin(running).to_numpy()
    return approvals["ContactId"][now & (approvals["IsActive"] == "true")]
