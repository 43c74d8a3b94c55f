"""One table of one file of an upload, and what is to become of it.

Tested in tests/intake/landing/test_load.py.
"""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from dq.errors import DqError
from dq.reading.rejects import Reject, english
from dq.reading.vocabulary import DELETED, MASTER, normalised

if TYPE_CHECKING:
    from dq.intake.cells.dates import Look

NUMBERS = count(1)
# How a column without a name is called: by its place.
NAMELESS = re.compile(r"\(\d+\)")


@dataclass
class Counts:
    """Rows of one sheet against the last load.

    `gone` are known records that the sheets of this object do not hold; it is counted at the
    first of these sheets. `deleted` are rows of Salesforce's recycle bin.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rejected: int = 0
    deleted: int = 0


@dataclass(frozen=True)
class Remark:
    """What is to be known of the cells of one column: a message id and its values."""

    message: str
    values: dict[str, object]

    def __str__(self) -> str:
        return english(self.message, self.values)


@dataclass
class Sheet:
    """One table of one file, and what is to become of it.

    `mapping` gives per header the field of `object`, or None for a column that is kept out.
    `keyed` says that the user wants keys made for a list without, `problem` why nothing can be
    loaded from it as it is mapped now. `complete` means that known records which are missing here
    have disappeared. `rows` of it can be loaded. `invisible` signs that nobody sees were taken out
    of its text. `cut` means that the file breaks off in its last row, so that there was more of it.
    `remarks` say which cells were not understood or were put right. `newest` is the last change in
    it (UTC), `older` that the store knows later ones; `dates` says how each date column is written.
    `names` are headers of columns with names in them, `alike` says that its keys are Salesforce's.
    `spelt`, `pointed`, `bared`, `zeros` and `unclear` are of keys that a spreadsheet took for
    amounts, see `dq.intake.cells.numerals`. `forgotten` has how many rows were left out
    of people who were removed here, by the key that told; `recognised` by the keys of those who are
    known otherwise the change that removed them.
    """

    name: str
    headers: list[str]
    first_line: int
    order: int = field(default_factory=NUMBERS.__next__)
    broken: list[Reject] = field(default_factory=list)
    object: str | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    chosen: bool = False
    keyed: bool = False
    problem: DqError | None = None
    counts: Counts = field(default_factory=Counts)
    rejects: list[Reject] = field(default_factory=list)
    complete: bool = True
    rows: int = 0
    names: frozenset[str] = frozenset()
    alike: bool = False
    invisible: int = 0
    cut: bool = False
    remarks: list[Remark] = field(default_factory=list)
    newest: datetime | None = None
    older: bool = False
    dates: "dict[str, Look]" = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)
    pointed: set[str] = field(default_factory=set)
    bared: dict[str, str] = field(default_factory=dict)
    zeros: dict[str, int] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    forgotten: dict[str, int] = field(default_factory=dict)
    recognised: dict[str, int] = field(default_factory=dict)

    @property
    def listed(self) -> bool:
        """Whether it is a list of people without keys, for which keys are made."""
        return self.keyed and self.object == "contact" and "id" not in self.mapping.values()

    @property
    def table(self) -> str:
        """The temporary table with the cells as they are: columns c0, c1, … of text."""
        return f"intake_{self.order}"

    @property
    def unknown(self) -> list[str]:
        """The headers that are kept out; a column without a name has none to tell."""
        left = [header for header in self.headers if self.mapping.get(header) is None]
        return [
            header
            for header in left
            if not NAMELESS.fullmatch(header) and normalised(header) not in DELETED | MASTER
        ]

    def forget(self) -> None:
        """Let go of what was found of its rows."""
        self.rejects, self.counts, self.remarks = list(self.broken), Counts(), []

    def place(self, words: frozenset[str]) -> str | None:
        """The table's column whose header is one of these words, or None."""
        named = zip(self.cells, self.headers, strict=True)
        return next((cell for cell, header in named if normalised(header) in words), None)

    @property
    def columns(self) -> dict[str, str]:
        """The table's column per field, in the file's order."""
        return {
            name: f"c{index}"
            for index, header in enumerate(self.headers)
            if (name := self.mapping.get(header)) is not None
        }

    def header(self, field: str) -> str:
        """The header of the column that is this field."""
        return next(header for header, name in self.mapping.items() if name == field)

    @property
    def cells(self) -> list[str]:
        """All columns of the table."""
        return [f"c{index}" for index in range(len(self.headers))]

    def line(self, row: int) -> int:
        """Where a row of the table stands in the file, as a spreadsheet counts."""
        line = self.first_line + row
        # A row that was not even read stands before it when it would push it further down.
        before = bisect_right(
            range(len(self.broken)), line, key=lambda place: self.broken[place].line - place
        )
        return line + before

    @property
    def stage(self) -> str:
        """The temporary view of its cleaned rows."""
        return f"{self.table}_stage"

    @property
    def difference(self) -> str:
        """The temporary table of rows that are new or changed: as the stage, and `new`."""
        return f"{self.table}_difference"

    @property
    def marks(self) -> str:
        """The temporary table of rows whose key came before: columns row, flaw."""
        return f"{self.table}_marks"

    @property
    def kept(self) -> str:
        """The temporary table of its rows and those of later sheets with the same fields."""
        return f"{self.table}_kept"

    @property
    def deleted(self) -> str:
        """The temporary table of records in the recycle bin: columns id, master_id."""
        return f"{self.table}_deleted"

    def key(self, field: str) -> str:
        """SQL for the cell of a key as it was before a spreadsheet took it for an amount."""
        return self.spelt.get(field, self.columns[field])

    @property
    def ready(self) -> bool:
        """Whether its rows can be loaded."""
        return self.object is not None and self.problem is None


def rejected_csv(sheet: Sheet, say: Callable[[str, dict[str, object]], str] = english) -> bytes:
    """The rejected rows in the file's own columns plus `reason`: UTF-8 with BOM, semicolons.

    The cells are exact, so that a corrected file can be uploaded again.

    :param say: puts a reason and its values in the user's words
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    width = len(sheet.headers)
    writer.writerow([*sheet.headers, "reason"])
    for reject in sheet.rejects:
        # Surplus cells stay, after the reason, so that nothing is lost.
        cells = [*reject.cells, *[""] * (width - len(reject.cells))]
        writer.writerow([*cells[:width], say(reject.reason, reject.values), *cells[width:]])
    return text.getvalue().encode("utf-8-sig")
