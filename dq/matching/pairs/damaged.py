"""Names of which little is left: another's beginning, or another with letters lost and changed.

Only in files of people without companies: colleagues Jan and Janneke de Wit are two, and a CRM has
many like them.

Tested in tests/matching/pairs/test_damaged.py.
"""

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching.comparing.names import (
    DIFFERENT,
    SAME_INITIAL,
    SURNAME_DIFFERENT,
    distinct,
)
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.records.records import Records
from dq.matching.values.names import Names

# Letters that are a beginning; one is an initial.
BEGINNING = 2
# As many of a name's letters may be lost or changed, of four letters or more.
LOST, LEAST = 0.4, 4


def settle(records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Change levels (fields x pairs, by the recipe's `compared`) in place."""
    names, rows = records.names, records.recipe.rows
    if names is None or records.recipe.stratum:
        return
    for kind, codes, plain in (
        (GIVEN_NAME, names.given, (SAME_INITIAL, DIFFERENT)),
        (SURNAME, names.surname, (SURNAME_DIFFERENT,)),
    ):
        if kind in rows:
            level = levels[rows[kind]]
            pairs = np.flatnonzero(np.isin(level, plain))
            one, two = codes[left[pairs]], codes[right[pairs]]
            begins, damaged = _resembling(names, one, two)
            level[pairs[begins]] = kind.level("beginning")
            level[pairs[damaged]] = kind.level("damaged")


def _resembling(names: Names, one: np.ndarray, two: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which unequal names begin with one another, and which may be one that was damaged."""
    (a, b), back = distinct(one, two)
    less, more = names.squeezed[a], names.squeezed[b]
    swap = names.lengths[a] > names.lengths[b]
    less, more = np.where(swap, more, less), np.where(swap, less, more)
    shorter, longer = (
        side(names.lengths[a], names.lengths[b]) for side in (np.minimum, np.maximum)
    )
    both = zip(more.tolist(), less.tolist(), strict=True)
    begins = np.array([whole.startswith(part) for whole, part in both], bool)
    begins &= (shorter >= BEGINNING) & (shorter < longer)
    # Jan-Willem and Jan-Kees are two, whatever they have in common.
    double = (names.tokens[a, 1] >= 0) & (names.tokens[b, 1] >= 0)
    most = np.where(shorter >= LEAST, longer * LOST, -1.0)
    maybe = np.flatnonzero(~begins & ~double & (longer - shorter <= most))
    damaged = np.zeros(len(a), bool)
    lost = process.cpdist(less[maybe].tolist(), more[maybe].tolist(), scorer=OSA.distance)
    damaged[maybe] = np.asarray(lost) <= most[maybe]
    return begins[back], damaged[back]
