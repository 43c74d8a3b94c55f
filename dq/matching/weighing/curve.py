"""What a number of points means as a chance, by what people decided of pairs with so many.

Tested in tests/matching/weighing/test_lessons.py.
"""

from dataclasses import dataclass

import numpy as np

# A point of the curve has at least so many decided pairs, and the label-free chance counts as many.
FLOOR, POINTS = 25, 8
# No decision is taken for more certain than this: people make mistakes as well.
SUREST = 0.999
# Past the last pairs that were decided, certainty grows by so much of a bit a bit: order remains.
BEYOND = 0.05


@dataclass(frozen=True)
class Curve:
    """What a pair's points (log2 odds, from 0) mean as log2 odds of being right: `meant` at `bits`,
    both ascending, straight in between. At 0 nothing changes, and below."""

    bits: tuple[float, ...]
    meant: tuple[float, ...]

    def __call__(self, bits: np.ndarray) -> np.ndarray:
        """The log2 odds that these points mean."""
        inside = np.interp(bits, (0.0, *self.bits), (0.0, *self.meant))
        inside += BEYOND * np.maximum(bits - self.bits[-1], 0.0)
        return np.where(bits > 0, inside, bits)


def fit(bits: np.ndarray, same: np.ndarray) -> Curve | None:
    """The chance that a number of points means, never falling; None of too few pairs."""
    rows = np.flatnonzero(bits > 0)
    parts = min(POINTS, len(rows) // FLOOR)
    if parts < 2:
        return None
    rows = rows[np.argsort(bits[rows], kind="stable")]
    found: list[tuple[float, float, int]] = []  # points and chance on average, and of how many
    for part in np.array_split(rows, parts):
        expected = float(_probability(bits[part]).mean())
        chance = (float(same[part].sum()) + FLOOR * expected) / (len(part) + FLOOR)
        found.append((float(bits[part].mean()), chance, len(part)))
        while len(found) > 1 and found[-2][1] >= found[-1][1]:  # pool adjacent violators
            one, two = found.pop(-2), found.pop()
            number = one[2] + two[2]
            at, chance = ((one[i] * one[2] + two[i] * two[2]) / number for i in (0, 1))
            found.append((at, chance, number))
    chances = np.clip([chance for _, chance, _ in found], 0.5 + 1e-3, SUREST)
    meant = np.log2(chances / (1 - chances))
    return Curve(tuple(at for at, _, _ in found), tuple(meant.tolist()))


def _probability(bits: np.ndarray) -> np.ndarray:
    """Log2 odds as a probability, as in `weigh`, which reads this."""
    return 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))
