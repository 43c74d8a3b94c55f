"""How big the blocks of a file may be: a small file can afford nearly all of its pairs.

Tested in tests/matching/pairs/test_budget.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dq.matching.columns.columns import combine
from dq.matching.kind import Key
from dq.matching.pairs.keys import Atoms, keys
from dq.matching.recipe import Recipe

# Comparing may take so many seconds where the usual caps leave it less, at so many pairs a second:
# a number of pairs, as a run that another one must repeat cannot go by the clock.
SECONDS, PAIRS_PER_SECOND = 1.0, 1_000_000
# With more records than this the usual caps are all that this affords.
MANY = 5_000
# As often the caps are doubled at most.
DOUBLINGS = 6
# All records together, which the caps of the smallest files let by.
EVERYTHING = Key(("everything",), 100)


@dataclass(frozen=True)
class Sizes:
    """The blocks of a key: their sizes, each once, and how many there are of each."""

    sizes: np.ndarray
    number: np.ndarray

    def pairs(self, cap: int) -> int:
        """The pairs of the blocks that are no bigger than `cap`."""
        size = np.where(self.sizes <= cap, self.sizes.astype(np.int64), 0)
        return int((size * (size - 1) // 2 * self.number).sum())


def wanted(recipe: Recipe, size: int) -> list[Key]:
    """The keys to plan for a file of this many records."""
    return keys(recipe) + ([EVERYTHING] if grows(recipe, size) else [])


def grows(recipe: Recipe, size: int) -> bool:
    """Whether the caps may grow: organisations are found by every word of their names anyway."""
    return recipe.person and size <= MANY


def plan(recipe: Recipe, atoms: Atoms, size: int) -> list[Key]:
    """The keys of a file with the caps that it affords."""
    every = wanted(recipe, size)
    if not grows(recipe, size):
        return every
    return afforded(every, (_sizes(key, atoms) for key in every), size)


def afforded(every: Sequence[Key], blocks: Iterable[Sizes], size: int) -> list[Key]:
    """The keys with caps that are as often doubled as the pairs of all blocks within them allow.

    :param blocks: those of each key
    """
    known = list(blocks)
    growth = 1
    for doubled in range(1, DOUBLINGS + 1):
        pairs = sum(one.pairs(key.cap << doubled) for key, one in zip(every, known, strict=True))
        if pairs > SECONDS * PAIRS_PER_SECOND:
            break
        growth = 1 << doubled
    grown = [replace(key, cap=key.cap * growth, finer_cap=key.finer_cap * growth) for key in every]
    # What is no key is not told of as one that was too big.
    return [key for key in grown if key.atoms != EVERYTHING.atoms or size <= key.cap]


def _sizes(key: Key, atoms: Atoms) -> Sizes:
    value = combine(*(atoms[name] for name in key.atoms))
    counts = np.unique(value[value != 0], return_counts=True)[1]
    return Sizes(*np.unique(counts, return_counts=True))
