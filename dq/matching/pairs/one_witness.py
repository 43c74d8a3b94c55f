"""What fields say twice of one pair: one building, one town.

Tested in tests/matching/pairs/test_one_witness.py.
"""

import numpy as np

from dq.matching.columns.columns import Coded
from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.place import PLACE
from dq.matching.kinds.postcode import POSTCODE
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records

EXACT, CLOSE = 1, 2


def settle(records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Change levels (fields x pairs, by the recipe's `compared`) in place."""
    _town(records.recipe, levels)
    _named_after(records, levels, left, right)


def _town(recipe: Recipe, levels: np.ndarray) -> None:
    """A postcode is in one town, however that is spelt."""
    rows = recipe.rows
    if POSTCODE in rows and PLACE in rows:
        place, postcode = levels[rows[PLACE]], levels[rows[POSTCODE]]
        place[(postcode == EXACT) & (place == CLOSE)] = 0
        place[((postcode == EXACT) | (postcode == CLOSE)) & (place == EXACT)] = 0


def _named_after(records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Organisations that are called after their town have it in common already."""
    rows = records.recipe.rows
    if records.recipe.person or COMPANY not in rows or PLACE not in rows:
        return
    level = levels[rows[PLACE]]
    pairs = np.flatnonzero((level == EXACT) | (level == CLOSE))
    name, town = (
        records.column(records.recipe.compared[rows[kind]].name, Coded) for kind in (COMPANY, PLACE)
    )
    pairs = pairs[(name.codes[left[pairs]] >= 0) & (name.codes[right[pairs]] >= 0)]
    one, other = (
        _holds(name, town, name.codes[side[pairs]], town.codes[side[pairs]])
        for side in (left, right)
    )
    level[pairs[one & other]] = 0


def _holds(name: Coded, town: Coded, names: np.ndarray, towns: np.ndarray) -> np.ndarray:
    """Whether each of these names has all words of the town beside it."""
    size = len(town.values) + 1
    packed, back = np.unique((names + 1).astype(np.int64) * size + towns + 1, return_inverse=True)
    texts = zip(name.texts[packed // size - 1], town.texts[packed % size - 1], strict=True)
    return np.array([f" {place} " in f" {text} " for text, place in texts], bool)[back]
