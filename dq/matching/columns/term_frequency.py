"""Term frequencies: a shared "de Vries" says little, a shared "Harbrinkhoek" much.

Tested in tests/matching/test_reference.py.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Frequencies:
    """How many records of a whole file have each value, for reading a part of it.

    `keys` (64-bit, ascending) and `counts` are of the values that several records have; all others
    count as one. `total` records have a value, `distinct` values there are, and `squares` is the
    sum of their squared counts.
    """

    keys: np.ndarray
    counts: np.ndarray
    total: int
    squares: int
    distinct: int

    @staticmethod
    def of_counts(counts: np.ndarray) -> "Frequencies":
        """The totals of values with these counts, none of them named."""
        exact = counts.astype(np.int64)
        none = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        return Frequencies(*none, int(exact.sum()), int((exact**2).sum()), len(counts))

    @staticmethod
    def several(keys: np.ndarray, counts: np.ndarray) -> "Frequencies":
        """Of values with these keys and counts; those that one record has are not named."""
        some = np.flatnonzero(counts >= 2)
        some = some[np.argsort(keys[some])]
        squares, distinct = int((counts**2).sum()), int((counts > 0).sum())
        return Frequencies(keys[some], counts[some], int(counts.sum()), squares, distinct)

    def of(self, keys: np.ndarray, other: int = 1) -> np.ndarray:
        """The count of each key's value; `other` where it is not among `keys`."""
        if not len(self.keys):
            return np.full(len(keys), other, np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.counts[place], other)


def term_frequencies(counts: np.ndarray, known: Frequencies | None = None) -> np.ndarray:
    """log2 of the usual chance that two records share a value, over the chance for this value.

    The chance that two random records agree is the sum of squared shares (Winkler's adjustment,
    as in Splink); it is bounded so that one value never brings more than 6 points extra.

    :param known: what `counts` are a part of; left out: they are all there is
    """
    # Whole numbers, so that the order in which values are added up makes no difference.
    total = known.total if known else int(counts.sum())
    squares = known.squares if known else int((counts.astype(np.int64) ** 2).sum())
    total = max(total, 1)
    share = np.maximum(counts, 2) / total
    usual = max(squares / total**2, 1e-12)
    return np.clip(np.log2(usual / share), -8.0, 6.0).astype(np.float32)
