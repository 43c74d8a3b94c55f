"""What people's decisions change of the weights, and how well that was found to work.

Tested in tests/matching/weighing/test_lessons.py.
"""

from dataclasses import dataclass

import numpy as np

from dq.matching.weighing.curve import Curve

# Fewer decided pairs, or fewer of either answer, teach nothing.
LEAST, EACH = 100, 10


@dataclass(frozen=True)
class Adjustment:
    """On top of a model: `points` (fields x levels + 1, log2 bits) per level, and the `curve` that
    makes a certainty of all points together; None where they are one already."""

    points: np.ndarray
    curve: Curve | None = None

    def apply(self, levels: np.ndarray, parts: np.ndarray) -> None:
        """Change the points (fields x pairs) of pairs in place; "missing" keeps saying nothing."""
        for row, table in enumerate(self.points.astype(np.float32)):
            if table.any():
                parts[row] += table[levels[row]]


@dataclass(frozen=True)
class Measure:
    """How well certainties fit what people decided: `loss` is the mean log loss (bits a pair, less
    is better), `off` how far certainty was from the answer on average (0..1), `wrong` the number of
    pairs that were on the wrong side of one half."""

    loss: float
    off: float
    wrong: int


@dataclass(frozen=True)
class Band:
    """Decided pairs whose certainty is from `low` up to the next band: how many, how many of them
    are one, and the mean certainty."""

    low: float
    decided: int
    same: int
    expected: float


@dataclass(frozen=True)
class Check:
    """What cross-validation found of weights that were fitted further: of so many decided pairs,
    of which so many are one, the label-free weights `before`, the fitted ones `after`, each on
    pairs that it had not seen. `used`: they were better. `bands` are by the certainty that is
    shown by now."""

    decided: int
    same: int
    before: Measure
    after: Measure
    used: bool
    bands: tuple[Band, ...] = ()
