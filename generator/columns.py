"""Columns of Python strings, in which None is an empty cell."""

from collections.abc import Mapping, Sequence

import numpy as np


def text(values: np.ndarray) -> np.ndarray:
    """Numbers or dates as strings."""
    return values.astype(str).astype(object)


def words(values: Sequence[str | None]) -> np.ndarray:
    """A list to draw from or to index."""
    return np.array(values, dtype=object)


def only(mask: np.ndarray, column: np.ndarray) -> np.ndarray:
    """The column's values where the mask says so, empty elsewhere."""
    kept = np.full(len(column), None, dtype=object)
    kept[mask] = column[mask]
    return kept


def pick(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> np.ndarray:
    """Keys of `shares` at their rates; '' for what the shares leave over."""
    rest = max(1 - sum(shares.values()), 0)
    chances = np.array([*shares.values(), rest])
    return rng.choice(words([*shares, ""]), size, p=chances / chances.sum())
