"""Weighing: points per level (log2 m/u, Fellegi and Sunter), learned without labels.

m is the share of pairs of one person at a level, u that of pairs of two persons. u comes from
random pairs, m by expectation maximisation over the candidates with u held, both starting from
what the recipe assumes. Pairs inside one company (stratum 1) and the rest (stratum 0) have their
own weights: colleagues share a domain, a switchboard and a postcode, strangers do not.
"""

from dataclasses import dataclass, replace

import numpy as np

from dq.matching.block import Pairs
from dq.matching.compare import Compared, compare, compared_fields
from dq.matching.recipe import LEVELS, Recipe
from dq.matching.records import Records

# Assumed pairs count as much as this many seen ones.
STRENGTH_M, STRENGTH_U = 30.0, 100.0
SAMPLE = 200_000
ROUNDS = 8
# What no sum of points should ever exceed: fields are not as independent as the sum pretends.
_TINY = 1e-7


@dataclass(frozen=True)
class Model:
    """What scoring needs: per stratum and field the points of each level, and the two priors.

    `points` has shape (2, fields, levels + 1), in log2 bits. `partners` is the expected number of
    other cards that a card has in its own company, `strangers` that elsewhere. `total` is the
    number of records the model was learned from.
    """

    fields: tuple[str, ...]
    points: np.ndarray
    partners: float
    strangers: float
    total: int


@dataclass(frozen=True)
class Scored:
    """Points per pair: `bits` in all, per field in `parts` (fields x pairs), and the prior's."""

    bits: np.ndarray
    parts: np.ndarray
    prior: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """The probability (0..1) that both records are one and the same."""
        return probability(self.bits)


def probability(bits: np.ndarray) -> np.ndarray:
    """Log2 odds as a probability."""
    return 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))


def assumed(recipe: Recipe, total: int) -> Model:
    """The model before any data has spoken."""
    m, u = _assumptions(recipe)
    return Model(
        fields=tuple(name for name, _ in compared_fields(recipe)),
        points=_points(recipe, np.stack([m, m]), np.stack([u, u])),
        partners=0.1,
        strangers=0.05,
        total=total,
    )


def _assumptions(recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    kinds = [kind for _, kind in compared_fields(recipe)]
    m = np.zeros((len(kinds), _width(recipe)))
    u = np.zeros_like(m)
    for row, kind in enumerate(kinds):
        for place, level in enumerate(LEVELS[kind], 1):
            m[row, place], u[row, place] = level.m, level.u
    return m, u


def _width(recipe: Recipe) -> int:
    return 1 + max(len(LEVELS[kind]) for _, kind in compared_fields(recipe))


def _points(recipe: Recipe, m: np.ndarray, u: np.ndarray) -> np.ndarray:
    """log2(m/u) inside each level's bounds; 0 for "missing"."""
    points = np.log2(np.maximum(m, _TINY) / np.maximum(u, _TINY))
    points[:, :, 0] = 0.0
    for row, (_, kind) in enumerate(compared_fields(recipe)):
        for place, level in enumerate(LEVELS[kind], 1):
            points[:, row, place] = np.clip(points[:, row, place], level.least, level.most)
        points[:, row, len(LEVELS[kind]) + 1 :] = 0.0
    return points


# How rare these are in the whole file says nothing about one company's people.
_LOCAL = ("postcode", "place", "text")


def score(records: Records, compared: Compared, pairs: Pairs, model: Model) -> Scored:
    """Points and probability of each compared pair."""
    stratum = strata(records, pairs)
    parts = np.empty(compared.levels.shape, np.float32)
    for row in range(len(compared.levels)):
        parts[row] = model.points[stratum, row, compared.levels[row]]
        rare = compared.rarity[row] != 0
        if compared.kinds[row] in _LOCAL:
            rare &= stratum == 0
        # Rarity may take an agreement's points away, never turn them against the pair.
        parts[row, rare] = np.maximum(parts[row, rare] + compared.rarity[row, rare], 0.0)
    _temper(records, compared, parts)
    prior = priors(records, pairs, model)
    return Scored(parts.sum(axis=0) + prior, parts, prior)


# What a household or a department shares; of no use to tell its members apart.
_COMMON = ("phone", "postcode", "place", "text")
# The most that a shared last name brings to people with different first names.
_FAMILY = 5.0
_CONFLICT = ("same_initial", "different")
_NUMBERED = [level.name for level in LEVELS["email"]].index("numbered")


def _temper(records: Records, compared: Compared, parts: np.ndarray) -> None:
    """Take away points that fields bring twice: what relatives and colleagues share anyway.

    Fellegi and Sunter add points as if fields were independent. They are not where the first
    name speaks against the pair: then the last name, the switchboard and the postcode agree
    because two people are family or colleagues.
    """
    rows = {kind: row for row, kind in enumerate(compared.kinds)}
    if not records.recipe.stratum or "given_name" not in rows or "surname" not in rows:
        return
    given = compared.levels[rows["given_name"]]
    surname = compared.levels[rows["surname"]]
    names = [level.name for level in LEVELS["given_name"]]
    others = np.isin(given, [1 + names.index(name) for name in _CONFLICT])
    strangers = others | (surname == len(LEVELS["surname"]))
    strangers |= given == 1 + names.index("formal_initial")
    if "email" in rows:
        # A number is handed out because the name was taken: it explains the equal names.
        numbered = compared.levels[rows["email"]] == 1 + _NUMBERED
        for kind in ("given_name", "surname"):
            parts[rows[kind], numbered] = np.minimum(parts[rows[kind], numbered], 2.0)
        strangers |= numbered
    for row, kind in enumerate(compared.kinds):
        if kind in _COMMON:
            parts[row, strangers] = np.minimum(parts[row, strangers], 0.0)
    row = rows["surname"]
    parts[row, others] = np.minimum(parts[row, others], _FAMILY)


def strata(records: Records, pairs: Pairs) -> np.ndarray:
    """1 where both records belong to one company, else 0."""
    left, right = records.stratum[pairs[0]], records.stratum[pairs[1]]
    return ((left == right) & (left >= 0)).astype(np.int8)


def priors(records: Records, pairs: Pairs, model: Model) -> np.ndarray:
    """Log2 odds of a match before looking: by the company's size, or by that of the whole file."""
    together = strata(records, pairs) == 1
    sizes = _sizes(records)[pairs[0]]
    chance = np.full(len(together), model.strangers / max(model.total - 1, 1))
    chance[together] = model.partners / np.maximum(sizes[together] - 1, 1)
    chance = np.clip(chance, 1e-12, 0.5)
    return np.log2(chance / (1 - chance)).astype(np.float32)


def _sizes(records: Records) -> np.ndarray:
    known = records.stratum >= 0
    counts = np.bincount(records.stratum[known], minlength=1)
    return np.where(known, counts[np.maximum(records.stratum, 0)], len(records))


def random_pairs(records: Records, stratum: int, size: int = SAMPLE) -> Pairs:
    """Pairs drawn at random, the same for the same records: inside companies or from all."""
    draw = np.random.default_rng(20240229)
    total = len(records)
    if total < 2:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    size = min(size, 20 * total)
    left = draw.integers(0, total, size)
    if stratum == 0:
        right = draw.integers(0, total, size)
        apart = (left != right) & (strata(records, (left, right)) == 0)
        return left[apart], right[apart]
    order = np.argsort(records.stratum, kind="stable")
    sorted_codes = records.stratum[order]
    left = left[records.stratum[left] >= 0]
    code = records.stratum[left]
    first = np.searchsorted(sorted_codes, code, "left")
    last = np.searchsorted(sorted_codes, code, "right")
    right = order[first + (draw.random(len(left)) * (last - first)).astype(np.int64)]
    return left[left != right], right[left != right]


def learn(records: Records, pairs: Pairs, compared: Compared) -> Model:
    """Estimate a model from the records and their compared candidate pairs.

    Deterministic: the same records give the same model. Source: Winkler's EM with u fixed, with
    Dirichlet priors on m and u; docs/matching.md.
    """
    recipe = records.recipe
    model = assumed(recipe, len(records))
    some = _subset(len(pairs[0]))
    pairs = pairs[0][some], pairs[1][some]
    share = max(float(some.mean()), 1e-9) if len(some) else 1.0
    compared = replace(compared, levels=compared.levels[:, some], rarity=compared.rarity[:, some])
    samples = [random_pairs(records, stratum) for stratum in (0, 1)]
    looks = [compare(records, *sample) for sample in samples]
    inside = strata(records, pairs) == 1
    companies = np.bincount(records.stratum[records.stratum >= 0])
    colleagues = int((companies[companies > 1]).sum())
    m0, u0 = _assumptions(recipe)
    for _ in range(ROUNDS):
        belief = score(records, compared, pairs, model).score
        m = np.stack(
            [
                _shares(compared, belief * ~inside, m0, STRENGTH_M),
                _shares(compared, belief * inside, m0, STRENGTH_M),
            ]
        )
        u = np.stack(
            [
                _shares(look, 1 - score(records, look, sample, model).score, u0, STRENGTH_U)
                for look, sample in zip(looks, samples, strict=True)
            ]
        )
        model = replace(
            model,
            points=_points(recipe, m, u),
            partners=min(_expected(float((belief * inside).sum()) / share, colleagues), 1.0),
            strangers=_expected(float((belief * ~inside).sum()) / share, len(records)),
        )
    return model


def _expected(pairs: float, records: int) -> float:
    """Other cards per card, from the pairs believed in; kept inside what is plausible."""
    return float(np.clip((2 * pairs + 1.0) / (records + 20.0), 0.005, 5.0))


def _subset(size: int, most: int = 300_000) -> np.ndarray:
    """A mask of at most about `most` of `size` pairs, spread evenly."""
    if size <= most:
        return np.ones(size, bool)
    step = size / most
    mask = np.zeros(size, bool)
    mask[(np.arange(most) * step).astype(np.int64)] = True
    return mask


def _shares(
    compared: Compared, weight: np.ndarray, before: np.ndarray, strength: float
) -> np.ndarray:
    """Shares of the levels among the pairs where both sides are filled, smoothed with `before`."""
    result = np.zeros_like(before)
    for row in range(len(compared.levels)):
        counts = np.bincount(compared.levels[row], weights=weight, minlength=before.shape[1])
        counts[0] = 0.0
        start = before[row] * strength / max(float(before[row].sum()), 1e-9)
        result[row] = (counts + start) / max(float(counts.sum() + start.sum()), 1e-9)
    return result
