"""Clustering: pairs become groups, without one wrong link gluing two people together.

Average linkage inside each connected component: two groups are joined while the average of all
pairs between them stays above the cut.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from dq.matching.pairs.block import Pairs

LINK = 0.0  # bits: more likely than not
CUT = -2.0  # bits on average between two groups that are joined
LARGEST = 200
STRICTEST = 40.0
NEVER, ALWAYS = -1000.0, 1000.0
# At most for a pair that nothing but the name speaks for: no link, and against one on average.
NAME_ONLY = CUT - 6.0


@dataclass
class Groups:
    """The group of each record (the smallest row in it, -1 = alone), and the components that were
    too big to be believed: lists of rows, of which only the stronger links were kept."""

    of: np.ndarray
    oversize: list[list[int]] = field(default_factory=list)


def components(size: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The smallest row that each row is connected to."""
    root = np.arange(size)
    while True:
        low = np.minimum(root[left], root[right])
        before = root.copy()
        np.minimum.at(root, root[left], low)
        np.minimum.at(root, root[right], low)
        root = root[root]
        root = np.minimum(root, root[root])
        if np.array_equal(before, root):
            return root


def groups(
    size: int,
    pairs: Pairs,
    bits: np.ndarray,
    missing: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    link: float = LINK,
    cut: float = CUT,
) -> Groups:
    """Group `size` records by the bits of their pairs.

    :param missing: gives the bits of pairs of one component that are not among `pairs`
    """
    left, right = pairs
    root, oversize = believable(size, left, right, bits, link)
    inside = root[left] == root[right]
    left, right, bits = left[inside], right[inside], bits[inside]
    counts = np.bincount(root, minlength=size)
    of = np.where(counts[root] > 1, root, -1)
    result = Groups(of, oversize)
    # A pair on its own needs no thought; it is the most common component by far.
    bigger = np.flatnonzero(counts[root] > 2)
    members: dict[int, list[int]] = {}
    for row in bigger.tolist():
        members.setdefault(int(root[row]), []).append(row)
    known = _known(root, left, right, bits, members)
    _fill(members, known, missing)
    for key, rows in members.items():
        if min(known[key].values()) > cut:
            continue  # then so is every average
        for group in average_linkage(rows, known[key], cut):
            of[group] = min(group) if len(group) > 1 else -1
    return result


def believable(
    size: int, left: np.ndarray, right: np.ndarray, bits: np.ndarray, link: float
) -> tuple[np.ndarray, list[list[int]]]:
    """Components of at most `LARGEST` rows: a bigger one keeps only ever stronger links."""
    keep = bits > link
    root = components(size, left[keep], right[keep])
    oversize: list[list[int]] = []
    while (big := np.bincount(root, minlength=size)[root] > LARGEST).any():
        if not oversize:
            oversize = [np.flatnonzero(root == key).tolist() for key in np.unique(root[big])]
        link += 2.0
        keep &= ~big[left] | ((bits > link) & (link < STRICTEST))
        root = components(size, left[keep], right[keep])
    return root, oversize


def _known(
    root: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    bits: np.ndarray,
    members: dict[int, list[int]],
) -> dict[int, dict[tuple[int, int], float]]:
    known: dict[int, dict[tuple[int, int], float]] = {key: {} for key in members}
    wanted = np.flatnonzero(np.isin(root[left], np.array(list(members), np.int64)))
    for l, r, b in zip(  # noqa: E741
        left[wanted].tolist(), right[wanted].tolist(), bits[wanted].tolist(), strict=True
    ):
        known[int(root[l])][(l, r)] = b
    return known


def _fill(
    members: dict[int, list[int]],
    known: dict[int, dict[tuple[int, int], float]],
    missing: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> None:
    """Compare what blocking never brought together but a component does."""
    absent = [
        (key, one, two)
        for key, rows in members.items()
        for i, one in enumerate(rows)
        for two in rows[i + 1 :]
        if (one, two) not in known[key]
    ]
    if not absent:
        return
    found = missing(
        np.array([one for _, one, _ in absent], np.int32),
        np.array([two for _, _, two in absent], np.int32),
    )
    for (key, one, two), bit in zip(absent, found.tolist(), strict=True):
        known[key][(one, two)] = bit


def average_linkage(
    rows: Iterable[int], bits: dict[tuple[int, int], float], cut: float = CUT
) -> list[list[int]]:
    """Join the two groups with the highest average until that is not above `cut`.

    A pair at NEVER keeps its groups apart, one at ALWAYS joins them before all else. Ties go to
    the group with the smallest row. O(n^3) with a small constant; components are small.
    """
    parts = [[row] for row in sorted(rows)]
    size = len(parts)
    total = np.full((size, size), -np.inf)
    barred = np.zeros((size, size), bool)
    order = {part[0]: place for place, part in enumerate(parts)}
    for (one, two), bit in bits.items():
        i, j = order[one], order[two]
        total[i, j] = total[j, i] = bit
        barred[i, j] = barred[j, i] = bit <= NEVER
    count = np.ones(size)
    alive = np.ones(size, bool)
    while alive.sum() > 1:
        # Rounded, so that equal averages are a tie whatever the order of their sums.
        mean = np.round(total / np.outer(count, count), 6)
        mean[barred] = -np.inf
        mean[~alive] = -np.inf
        mean[:, ~alive] = -np.inf
        i, j = divmod(int(np.argmax(mean)), size)
        if not mean[i, j] > cut:
            break
        i, j = min(i, j), max(i, j)
        total[i] += total[j]
        total[:, i] = total[i]
        total[i, i] = -np.inf
        barred[i] |= barred[j]
        barred[:, i] = barred[i]
        count[i] += count[j]
        alive[j] = False
        parts[i] += parts[j]
    return [sorted(part) for part, lives in zip(parts, alive, strict=True) if lives]
