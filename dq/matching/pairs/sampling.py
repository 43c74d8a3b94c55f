"""Pairs to learn from: drawn at random, or a part of the candidates; the same for the same file.

Tested in tests/matching/weighing/test_learn.py.
"""

import numpy as np

from dq.matching.columns.columns import mix
from dq.matching.pairs.block import Pairs, once

# So many random pairs of either stratum teach u; of a small file so many per record, as a smaller
# sample leaves much to chance (of a thousand records it moved F1 by .003).
SAMPLE = 200_000
PER_RECORD = 60


def random_pairs(companies: np.ndarray, stratum: int, size: int = SAMPLE) -> Pairs:
    """Pairs drawn at random, each once, inside companies or from all; the same every time.

    A pair is one observation however often it is drawn: of a few cards that are all one person, the
    few pairs that there are would else be taken for what two persons have in common.

    :param companies: per record its company's code, -1 = unknown
    """
    draw = np.random.default_rng(20240229)
    total = len(companies)
    if total < 2:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    size = min(size, PER_RECORD * total)
    left = draw.integers(0, total, size)
    if stratum == 0:
        right = draw.integers(0, total, size)
        apart = (left != right) & ((companies[left] != companies[right]) | (companies[left] < 0))
        return _once(left[apart], right[apart], total)
    order = np.argsort(companies, kind="stable")
    sorted_codes = companies[order]
    left = left[companies[left] >= 0]
    code = companies[left]
    first = np.searchsorted(sorted_codes, code, "left")
    last = np.searchsorted(sorted_codes, code, "right")
    right = order[first + (draw.random(len(left)) * (last - first)).astype(np.int64)]
    return _once(left[left != right], right[left != right], total)


def _once(left: np.ndarray, right: np.ndarray, size: int) -> Pairs:
    """Each pair of rows below `size` once, the smaller row first."""
    return np.divmod(once(np.minimum(left, right) * size + np.maximum(left, right)), size)


def subset(pairs: Pairs, size: int, most: int) -> np.ndarray:
    """A mask of about `most` of `size` pairs; each pair is in it or not by its rows alone."""
    if size <= most:
        return np.ones(len(pairs[0]), bool)
    packed = (pairs[0].astype(np.uint64) << np.uint64(32)) | pairs[1].astype(np.uint64)
    return mix(packed) < np.uint64(int(most / size * 2**64))
