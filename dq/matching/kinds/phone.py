"""A phone number; and how mobile numbers work too.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dataclasses import dataclass

import numpy as np

from dq.errors import N_
from dq.matching.columns.population import Population
from dq.matching.kind import Cells, ColumnKind, Counted, Key, Level, equal
from dq.matching.values import phones
from dq.matching.values.phones import Phone

# What parts a number in two halves.
HALF = np.uint64(100_000)


@dataclass(frozen=True, eq=False, kw_only=True)
class Phones(ColumnKind[Phone]):
    """A kind of phone numbers: mobile ones, or the others."""

    mobile: bool

    def read(self, cells: Cells, columns: tuple[str, ...]) -> Phone:
        found = [cells.once(phones.believed_numbers, name) for name in cells.there(columns)]
        return phones.read(found, self.mobile)

    def among(
        self, column: Phone, name: str, users: np.ndarray | None, population: Population | None
    ) -> Phone:
        return phones.among(column, name, users, population)

    def compare(
        self, column: Phone, left: np.ndarray, right: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return phones.compare(column, left, right)

    def atom(self, column: Phone, part: str, lasting: bool) -> np.ndarray:
        number = column.number.astype(np.uint64)
        if part:  # of numbers of nine digits, so that each half tells something
            half = number // HALF if part == "head" else number % HALF
            return np.where(
                number >= HALF * HALF // np.uint64(100), half + np.uint64(1), np.uint64(0)
            )
        return number

    def counted(self, column: Phone, name: str) -> list[Counted]:
        number, counts = np.unique(column.number[column.number != 0], return_counts=True)
        return [Counted(name, number.astype(np.uint64), counts)]

    def shared(self, column: Phone) -> tuple[np.ndarray, np.ndarray]:
        return column.number.astype(np.uint64), column.shared


def _of_person(name: str, companies: bool) -> list[Key]:
    # More than these share a switchboard: half of all pairs, and hardly a double.
    whole = Key((name,), 10, ("sound",))
    # Of a slip in one half of a number the other half is right.
    parts = [Key((f"{name}.{part}",), 30) for part in ("head", "tail")]
    return [whole] if companies else [whole, *parts]


PHONE = Phones(
    name="phone",
    levels=(
        Level("exact", 0.60, 0.001, least=0.0, found=True),
        Level("shared", 0.05, 0.01, most=2.0),
        Level("close", 0.05, 0.002, most=7.0, least=-3.0),
        Level("different", 0.30, 0.985, most=0.0, least=-3.0),
    ),
    phrases={
        "exact": N_("same phone number"),
        "shared": N_("phone number that several people use"),
        "close": N_("phone number one digit apart"),
        "different": N_("different phone number"),
    },
    household=True,
    mobile=False,
    person=_of_person,
    organisation=equal,
    tells=3,
)
