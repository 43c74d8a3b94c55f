"""Weighing: points per level (log2 m/u, Fellegi and Sunter) and the chance before looking, added.

Pairs inside one company (stratum 1) and the rest (stratum 0) have their own weights: colleagues
share a domain, a switchboard and a postcode, strangers do not. `learn` makes the weights.

Tested in tests/matching/test_reference.py.
"""

from dataclasses import dataclass

import numpy as np

from dq.matching.columns.threads import workers
from dq.matching.kinds.address import ADDRESS
from dq.matching.kinds.email import EMAIL
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.place import PLACE
from dq.matching.kinds.postcode import POSTCODE
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.compare import Compared
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records
from dq.matching.weighing.adjustment import Adjustment, Check
from dq.matching.weighing.curve import Curve

# Pairs are scored in parts that fit in the processor's cache.
CHUNK = 50_000


@dataclass(frozen=True)
class Model:
    """What scoring needs: per stratum and field the points of each level, and the two priors.

    `points` has shape (2, fields, levels + 1), in log2 bits. `partners` is the expected number of
    other cards that a card has in its own company, `strangers` that elsewhere. `total` is the
    number of records the model was learned from. `beside` is what a level of last names (columns)
    brings besides, beside a level of first names (rows), of colleagues. `adjustment` is what
    people's decisions add to it, `check` what was found of that.
    """

    fields: tuple[str, ...]
    points: np.ndarray
    partners: float
    strangers: float
    total: int
    adjustment: Adjustment | None = None
    check: Check | None = None
    beside: np.ndarray | None = None


@dataclass(frozen=True)
class Scored:
    """Points per pair: `bits` in all, per field in `parts` (fields x pairs), and the prior's; and
    what all points mean as a chance, where that was learned."""

    bits: np.ndarray
    parts: np.ndarray
    prior: np.ndarray
    curve: Curve | None = None

    @property
    def score(self) -> np.ndarray:
        """The probability (0..1) that both records are one and the same."""
        return probability(self.bits)


def probability(bits: np.ndarray) -> np.ndarray:
    """Log2 odds as a probability."""
    return 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))


def score(records: Records, compared: Compared, pairs: Pairs, model: Model) -> Scored:
    """Points and probability of each compared pair."""
    # Not in the layout of the term frequencies, by which the order of adding would differ.
    parts = np.empty(compared.levels.shape, np.float32)
    return _score(records, compared, pairs, model, parts)


def spend(records: Records, compared: Compared, pairs: Pairs, model: Model) -> Scored:
    """As `score`, with the points in the place of the term frequencies of `compared`, which nobody
    may use any more: they are a large part of all memory."""
    return _score(records, compared, pairs, model, compared.term_frequency)


def _score(
    records: Records, compared: Compared, pairs: Pairs, model: Model, parts: np.ndarray
) -> Scored:
    """The points, put in `parts`, which may be the term frequencies."""
    size = len(pairs[0])
    bits, prior = np.empty(size, np.float32), np.empty(size, np.float32)

    def work(start: int) -> None:
        part = slice(start, start + CHUNK)
        some = pairs[0][part].astype(np.intp), pairs[1][part].astype(np.intp)
        stratum = strata(records, some)
        _points_of(compared, part, stratum, model, parts[:, part])
        _alike(records.recipe, model, compared.levels[:, part], stratum, parts[:, part])
        _one_building(records.recipe, model, parts[:, part])
        _temper(records, compared.levels[:, part], parts[:, part])
        prior[part] = _priors(records, some, stratum, model)
        if model.adjustment is not None:
            model.adjustment.apply(compared.levels[:, part], parts[:, part])
        np.add(parts[:, part].sum(axis=0), prior[part], out=bits[part])

    if size <= CHUNK:
        work(0)
    else:
        records.sizes  # noqa: B018  # remembered, before threads ask for it at once
        with workers(size) as pool:
            list(pool.map(work, range(0, size, CHUNK)))
    curve = model.adjustment.curve if model.adjustment is not None else None
    return Scored(bits, parts, prior, curve)


def _points_of(
    compared: Compared, part: slice, stratum: np.ndarray, model: Model, into: np.ndarray
) -> None:
    """The points of a part of the pairs, fields x pairs."""
    shift = stratum * np.int8(model.points.shape[2])
    for row, one in enumerate(compared.fields):
        table = model.points[:, row].astype(np.float32).ravel()
        points = table[shift + compared.levels[row, part]]
        term_frequency = compared.term_frequency[row, part]
        if term_frequency.any():
            rare = (term_frequency != 0) & (points > 0)
            if one.kind.local:
                rare &= stratum == 0
            # Term frequency may take an agreement's points away, never turn them against the pair.
            points = np.where(rare, np.maximum(points + term_frequency, 0.0), points)
        into[row] = points


def _alike(
    recipe: Recipe, model: Model, levels: np.ndarray, stratum: np.ndarray, parts: np.ndarray
) -> None:
    """Last names that are alike tell of two colleagues more beside some first names than others:
    then it is not chance that they share one, and how rare it is says nothing."""
    if model.beside is None or not model.beside.any():
        return
    given, surname = recipe.rows[GIVEN_NAME], recipe.rows[SURNAME]
    less = model.beside[levels[given], levels[surname]] * (stratum == 1)
    pairs = np.flatnonzero(less)
    parts[surname, pairs] += less[pairs]
    pairs = pairs[less[pairs] < 0]
    usual = model.points[1, given][levels[given, pairs]].astype(np.float32)
    parts[given, pairs] = np.minimum(parts[given, pairs], usual)


# A street with its number is at one postcode, which is in one town: of these one is a witness, and
# another tells half as much as it would by itself.
_SITE = (ADDRESS, POSTCODE, PLACE)
_SECOND = 0.5
# As many other organisations of a file are in one's building, on average, whatever was seen.
_NEIGHBOURS = 0.03


def _one_building(recipe: Recipe, model: Model, parts: np.ndarray) -> None:
    """Of what two organisations share because they are in one building one counts in full, and all
    of it no more than a building can tell."""
    rows = [recipe.rows[kind] for kind in _SITE if kind in recipe.rows]
    if recipe.person or ADDRESS not in recipe.rows:
        return
    agrees = parts[recipe.rows[ADDRESS]] > 0
    best = parts[rows].argmax(axis=0)
    for place, row in enumerate(rows):
        second = agrees & (best != place) & (parts[row] > 0)
        parts[row, second] *= _SECOND
    brought = np.maximum(parts[rows], 0.0).sum(axis=0)
    over = brought - np.float32(np.log2(max(model.total, 2) / _NEIGHBOURS))
    for place, row in enumerate(rows):
        too_much = agrees & (best == place) & (over > 0)
        parts[row, too_much] -= over[too_much]


# The most that a shared last name brings to people with different first names.
_FAMILY = 5.0


def _temper(records: Records, levels: np.ndarray, parts: np.ndarray) -> None:
    """Take away points that fields bring twice: what relatives and colleagues share anyway.

    Fellegi and Sunter add points as if fields were independent. They are not where the first
    name speaks against the pair: then the last name, the switchboard and the postcode agree
    because two people are family or colleagues.
    """
    rows = records.recipe.rows
    if not records.recipe.stratum or GIVEN_NAME not in rows or SURNAME not in rows:
        return
    given, surname = levels[rows[GIVEN_NAME]], levels[rows[SURNAME]]
    others = np.isin(given, GIVEN_NAME.contradicting)
    strangers = others | (surname >= SURNAME.level("different"))
    strangers |= given == GIVEN_NAME.level("formal_initial")
    if EMAIL in rows:
        # A number is handed out because the name was taken: it explains the equal names.
        numbered = levels[rows[EMAIL]] == EMAIL.level("numbered")
        for row in (rows[GIVEN_NAME], rows[SURNAME]):
            parts[row, numbered] = np.minimum(parts[row, numbered], 2.0)
        strangers |= numbered
    for row, one in enumerate(records.recipe.compared):
        if one.kind.household:
            parts[row, strangers] = np.minimum(parts[row, strangers], 0.0)
    row = rows[SURNAME]
    parts[row, others] = np.minimum(parts[row, others], _FAMILY)


def strata(records: Records, pairs: Pairs) -> np.ndarray:
    """1 where both records belong to one company, else 0."""
    left, right = records.stratum[pairs[0]], records.stratum[pairs[1]]
    return ((left == right) & (left >= 0)).astype(np.int8)


def _priors(records: Records, pairs: Pairs, stratum: np.ndarray, model: Model) -> np.ndarray:
    """Log2 odds of a match before looking: by the company's size, or by that of the whole file."""
    chance = np.full(len(stratum), model.strangers / max(model.total - 1, 1))
    together = np.flatnonzero(stratum)
    sizes = records.sizes[pairs[0][together]]
    chance[together] = model.partners / np.maximum(sizes - 1, 1)
    chance = np.clip(chance, 1e-12, 0.5)
    return np.log2(chance / (1 - chance)).astype(np.float32)
