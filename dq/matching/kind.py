"""What a kind of column is: how it is read, blocked, compared, counted and told of.

Tested in tests/matching/kinds/test_kinds.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded
from dq.matching.columns.population import Population

Column = TypeVar("Column")
Levels = np.ndarray
TermFrequency = np.ndarray

# What agrees in so much that it may all be one card, entered again and again, is compared up to as
# many as one group can have (`cluster.LARGEST`).
EQUAL = 200


@dataclass(frozen=True)
class Level:
    """One way in which two values can agree or differ.

    `m` and `u` are what is assumed before the data has spoken: the share of pairs of one person,
    and of two persons, that are at this level. `most` bounds the learned points from above and
    `least` from below (log2 bits); equal bounds fix them. `found`: blocking finds every pair at
    it, since the value itself is a key. `contradicts`: two persons are its likely reason.
    """

    name: str
    m: float
    u: float
    most: float = 40.0
    least: float = -12.0
    found: bool = False
    contradicts: bool = False


@dataclass(frozen=True)
class Key:
    """A blocking key: atoms that must all be equal, the biggest block compared as a whole, the
    atom that splits a bigger one, and the biggest block after that (left out: the same)."""

    atoms: tuple[str, ...]
    cap: int
    finer: tuple[str, ...] = ()
    finer_cap: int = 0

    @property
    def last_cap(self) -> int:
        """The biggest block that is left over when a bigger one is split."""
        return self.finer_cap or self.cap


# The keys that a field of this name gives; whether companies (of organisations: parents) are known.
KeysOf = Callable[[str, bool], list[Key]]


def no_keys(name: str, companies: bool) -> list[Key]:
    """None: too many records share it, or too few."""
    return []


def equal(name: str, companies: bool) -> list[Key]:
    """The value itself."""
    return [Key((name,), 40)]


def beside_name(name: str, companies: bool) -> list[Key]:
    """The value and a name, where nothing better is known."""
    return [] if companies else [Key((name, "callname"), 30), Key((name, "sound"), 30)]


class Counted(NamedTuple):
    """How many records have each value: a key and a count per value, and the values if texts."""

    name: str
    keys: np.ndarray
    counts: np.ndarray
    texts: pa.Array | None = None


class Cells:
    """The cells of a table, by column; what is made of one is made once, for all its fields."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._made: dict[tuple[Callable, str], np.ndarray] = {}

    def there(self, columns: tuple[str, ...]) -> list[str]:
        """Those of these columns that the table has."""
        return [name for name in columns if name in self.table.column_names]

    def once(self, make: Callable[[pa.ChunkedArray], np.ndarray], column: str) -> np.ndarray:
        """What `make` makes of a column, remembered."""
        key = make, column
        if key not in self._made:
            self._made[key] = make(self.table[column])
        return self._made[key]


# Kinds are equal by name, also those that have travelled to a worker.
@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of column: its levels in the order of their numbers (from 1; 0 is "missing": one side
    is empty, no points either way), and `phrases` with the words for each, as message ids.

    `local`: how rare a value is in the population says nothing about one company's people.
    `household`: relatives and colleagues share it, so it does not tell them apart. `beyond_name`:
    it can make one person of two cards of one name at two companies.
    """

    name: str
    levels: tuple[Level, ...]
    phrases: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    local: bool = field(default=False, kw_only=True)
    household: bool = field(default=False, kw_only=True)
    beyond_name: bool = field(default=True, kw_only=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kind) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def level(self, name: str) -> int:
        """The number of the level of this name."""
        return 1 + [level.name for level in self.levels].index(name)

    @property
    def contradicting(self) -> list[int]:
        """The numbers of the levels that two persons are the likely reason of."""
        return [number for number, level in enumerate(self.levels, 1) if level.contradicts]


@dataclass(frozen=True, eq=False, kw_only=True)
class ColumnKind(Kind, ABC, Generic[Column]):
    """A kind whose fields are read by themselves, each as one `Column`; names are read together.

    `person` and `organisation` give a field's blocking keys in a recipe of either. `tells` ranks
    what tells most of who somebody is beside the name (0: nothing). `tokens` gives the words of an
    organisation's value that are keys as well. `by_words`: values are compared by their words.
    `cut`: long values may be shortened.
    """

    person: KeysOf = no_keys
    organisation: KeysOf = no_keys
    tells: int = 0
    tokens: Callable[[str], set[str]] | None = None
    by_words: bool = False
    cut: bool = True

    @abstractmethod
    def read(self, cells: Cells, columns: tuple[str, ...]) -> Column:
        """The field's values in normal form; it is read from these columns."""

    @abstractmethod
    def among(
        self, column: Column, name: str, users: np.ndarray | None, population: Population | None
    ) -> Column:
        """The values of field `name` with what the population says of them.

        :param users: per row a key of whom an address or number serves; None where unknown
        :param population: left out: these records are all there are
        """

    @abstractmethod
    def compare(
        self, column: Column, left: np.ndarray, right: np.ndarray
    ) -> tuple[Levels, TermFrequency]:
        """Per pair of rows the level (int8), and the term frequency of what is equal (float32)."""

    @abstractmethod
    def atom(self, column: Column, part: str, lasting: bool) -> np.ndarray:
        """Per row a 64-bit key of the value, or of a part of it; 0 = empty.

        :param lasting: see `Atoms`
        """

    def counted(self, column: Column, name: str) -> list[Counted]:
        """What a population must know of how common the values of field `name` are."""
        return []

    def shared(self, column: Column) -> tuple[np.ndarray, np.ndarray] | None:
        """Per row the key of an address or number, and whether several people use it; None where
        that makes no difference."""
        return None


def keyed(column: Coded, lasting: bool) -> np.ndarray:
    """Per row a key of a coded column: of the value, or one that tells only these rows apart."""
    return column.hashes if lasting else (column.codes + 1).astype(np.uint64)
