"""What an upload holds: sheets, what is left aside, and the files that were refused.

Tested in tests/intake/landing/test_compare.py.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dq.errors import DqError
from dq.intake.sheet import Sheet

if TYPE_CHECKING:
    from dq.intake.tables.table import Table


@dataclass(frozen=True)
class Aside:
    """A table that is not ours; `maybe` is the object that it may hold if the user says so.

    `chosen` says that a user said that it is not ours.
    """

    table: "Table"
    maybe: str | None = None
    chosen: bool = False

    @property
    def name(self) -> str:
        """The table's name in the upload."""
        return self.table.name


@dataclass
class Batch:
    """Everything in one upload; `basis` says with what it was compared (`landing.compare`).

    `unread` are the files in a container that are of a kind that is not read.
    """

    sheets: list[Sheet] = field(default_factory=list)
    refused: list[tuple[str, DqError]] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    basis: int = 0

    @property
    def skipped(self) -> list[str]:
        """The names of the tables that are left aside."""
        return [one.name for one in self.aside]

    def of(self, name: str) -> list[Sheet]:
        """The sheets that hold this object and can be loaded, in the upload's order."""
        return [sheet for sheet in self.sheets if sheet.ready and sheet.object == name]

    @property
    def empty(self) -> bool:
        """Whether there is not a single row to load."""
        return not any(sheet.rows or sheet.counts.deleted for sheet in self.sheets if sheet.ready)

    @property
    def strange(self) -> bool:
        """Whether there are records to load, and none of them is known.

        The demo company makes way for such a batch: its own next week shares most of its records
        with the store, a real company none. Headers alone, and what Salesforce deleted, are nobody.
        """
        known = sum(sheet.counts.changed + sheet.counts.unchanged for sheet in self.sheets)
        return not known and any(sheet.rows for sheet in self.sheets if sheet.ready)

    @property
    def objects(self) -> list[str]:
        """The objects that can be loaded, each once."""
        return list(
            dict.fromkeys(sheet.object for sheet in self.sheets if sheet.ready and sheet.object)
        )
