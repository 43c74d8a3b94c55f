"""Blocks of a file that is kept up to date: who shares a key, before an edit and after it.

Tested in tests/matching/test_changed.py.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from dq.matching.pairs.keys import Key

NOBODY = np.zeros(0, np.int64)


class Places:
    """Rows by a 64-bit value (0 = none): those of a whole file in order of their values, and the
    few that came since. So nobody looks through all of them."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.order = np.argsort(values).astype(np.int32)
        self.there = np.ones(len(values), bool)
        self.since = np.zeros(0, np.uint64)

    def __getitem__(self, row: int) -> int:
        """The value of a row; 0 of one that is gone."""
        size = len(self.values)
        if row >= size:
            return int(self.since[row - size])
        return int(self.values[row]) if self.there[row] else 0

    def rows(self, value: int) -> np.ndarray:
        """The rows with a value, ascending."""
        if not value:
            return NOBODY
        start = bisect_left(self.order, value, key=self._value)
        end = bisect_right(self.order, value, lo=start, key=self._value)
        found = np.sort(self.order[start:end]).astype(np.int64)
        more = np.flatnonzero(self.since == np.uint64(value)) + len(self.values)
        return np.concatenate([found[self.there[found]], more])

    def _value(self, row: np.integer) -> int:
        return int(self.values[row])

    def replace(self, old: np.ndarray, values: np.ndarray) -> None:
        """Drop the rows `old`, append new ones."""
        early = old < len(self.values)
        self.there[old[early]] = False
        self.since[old[~early] - len(self.values)] = 0
        self.since = np.append(self.since, values)


@dataclass
class Keyed:
    """One blocking key of every row, and its finer key, where it has one."""

    key: Key
    whole: Places
    finer: Places | None

    def mates(self, row: int) -> np.ndarray:
        """The rows that blocking brings together with `row` by this key, itself among them."""
        rows, cap = self.whole.rows(self.whole[row]), self.key.cap
        if len(rows) > cap and self.finer is not None:
            # Equal in the finer key they are in the whole one.
            rows, cap = self.finer.rows(self.finer[row]), self.key.last_cap
        return rows if len(rows) <= cap else NOBODY

    def replace(self, old: np.ndarray, values: np.ndarray, finer: np.ndarray) -> np.ndarray:
        """Drop the rows `old`, append new ones; return the rows whose block passed its cap."""
        passed = _passed(self.whole, self.key.cap, old, values)
        if self.finer is None:
            return passed
        return np.union1d(passed, _passed(self.finer, self.key.last_cap, old, finer))


def _passed(places: Places, cap: int, old: np.ndarray, values: np.ndarray) -> np.ndarray:
    touched = {places[row] for row in old.tolist()} | set(values.tolist())
    before = {value: len(places.rows(value)) for value in touched if value}
    places.replace(old, values)
    found = [NOBODY]
    for value, size in before.items():
        rows = places.rows(value)
        if (size <= cap) != (len(rows) <= cap):
            found.append(rows)
    return np.concatenate(found)
