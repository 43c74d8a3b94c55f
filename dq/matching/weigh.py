"""Weighing: points per level (log2 m/u, Fellegi and Sunter), learned without labels.

m is the share of pairs of one person at a level, u that of pairs of two persons. u comes from
random pairs, m by expectation maximisation over the candidates with u held, both starting from
what the recipe assumes. Pairs inside one company (stratum 1) and the rest (stratum 0) have their
own weights: colleagues share a domain, a switchboard and a postcode, strangers do not.
"""

from dataclasses import dataclass, replace

import numpy as np

from dq.matching.block import Pairs
from dq.matching.columns import mix
from dq.matching.compare import Compared, compare, compared_fields
from dq.matching.recipe import LEVELS, Recipe
from dq.matching.records import Records
from dq.matching.threads import workers

# Assumed pairs count as much as this many seen ones.
STRENGTH_M, STRENGTH_U = 30.0, 100.0
SAMPLE = 200_000
# As many candidate pairs teach m.
TAUGHT = 300_000
ROUNDS = 8
# In the first rounds it stays as assumed how many doubles there are. With names alone, "few
# doubles" and "many names that two share" explain a file equally well, and the rounds would end
# at whichever of the two they happened to start nearer to.
HELD = 4
# A level that random pairs show less often than this is too rare to learn from them.
SEEN = 5
# Kinds, and levels of theirs, of which blocking finds every pair: the value itself is a key.
_FOUND = {
    "company": ("exact", "spelling", "slip"),
    **dict.fromkeys(("email", "phone", "mobile", "identifier", "website"), ("exact",)),
}
# Pairs are scored in parts that fit in the processor's cache.
CHUNK = 50_000
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
_LOCAL = ("postcode", "place", "text", "department")


def score(
    records: Records,
    compared: Compared,
    pairs: Pairs,
    model: Model,
    *,
    into: np.ndarray | None = None,
) -> Scored:
    """Points and probability of each compared pair.

    :param into: where to put the points; may be `compared.rarity`, which is then used up: it is
        a large part of all memory
    """
    size = len(pairs[0])
    parts = np.empty((len(compared.kinds), size), np.float32) if into is None else into
    bits, prior = np.empty(size, np.float32), np.empty(size, np.float32)

    def work(at: int) -> None:
        part = slice(at, at + CHUNK)
        some = pairs[0][part], pairs[1][part]
        stratum = strata(records, some)
        _points_of(compared, part, stratum, model, parts[:, part])
        _temper(records, compared.levels[:, part], compared.kinds, parts[:, part])
        prior[part] = _priors(records, some, stratum, model)
        np.add(parts[:, part].sum(axis=0), prior[part], out=bits[part])

    if size <= CHUNK:
        work(0)
    else:
        records.sizes  # noqa: B018  # remembered, before threads ask for it at once
        with workers(size) as pool:
            list(pool.map(work, range(0, size, CHUNK)))
    return Scored(bits, parts, prior)


def _points_of(
    compared: Compared, part: slice, stratum: np.ndarray, model: Model, into: np.ndarray
) -> None:
    """The points of a part of the pairs, fields x pairs."""
    shift = stratum * np.int8(model.points.shape[2])
    for row, kind in enumerate(compared.kinds):
        table = model.points[:, row].astype(np.float32).ravel()
        points = table[shift + compared.levels[row, part]]
        rarity = compared.rarity[row, part]
        if rarity.any():
            rare = (rarity != 0) & (points > 0)
            if kind in _LOCAL:
                rare &= stratum == 0
            # Rarity may take an agreement's points away, never turn them against the pair.
            points = np.where(rare, np.maximum(points + rarity, 0.0), points)
        into[row] = points


# What a household or a department shares; of no use to tell its members apart.
_COMMON = ("phone", "postcode", "place", "text")
# The most that a shared last name brings to people with different first names.
_FAMILY = 5.0
_CONFLICT = ("same_initial", "different")
_NUMBERED = [level.name for level in LEVELS["email"]].index("numbered")


def _temper(
    records: Records, levels: np.ndarray, kinds: tuple[str, ...], parts: np.ndarray
) -> None:
    """Take away points that fields bring twice: what relatives and colleagues share anyway.

    Fellegi and Sunter add points as if fields were independent. They are not where the first
    name speaks against the pair: then the last name, the switchboard and the postcode agree
    because two people are family or colleagues.
    """
    rows = {kind: row for row, kind in enumerate(kinds)}
    if not records.recipe.stratum or "given_name" not in rows or "surname" not in rows:
        return
    given = levels[rows["given_name"]]
    surname = levels[rows["surname"]]
    names = [level.name for level in LEVELS["given_name"]]
    others = np.isin(given, [1 + names.index(name) for name in _CONFLICT])
    strangers = others | (surname == len(LEVELS["surname"]))
    strangers |= given == 1 + names.index("formal_initial")
    if "email" in rows:
        # A number is handed out because the name was taken: it explains the equal names.
        numbered = levels[rows["email"]] == 1 + _NUMBERED
        for kind in ("given_name", "surname"):
            parts[rows[kind], numbered] = np.minimum(parts[rows[kind], numbered], 2.0)
        strangers |= numbered
    for row, kind in enumerate(kinds):
        if kind in _COMMON:
            parts[row, strangers] = np.minimum(parts[row, strangers], 0.0)
    row = rows["surname"]
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


def random_pairs(companies: np.ndarray, stratum: int, size: int = SAMPLE) -> Pairs:
    """Pairs drawn at random, the same for the same records: inside companies or from all.

    :param companies: per record its company's code, -1 = unknown
    """
    draw = np.random.default_rng(20240229)
    total = len(companies)
    if total < 2:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    size = min(size, 20 * total)
    left = draw.integers(0, total, size)
    if stratum == 0:
        right = draw.integers(0, total, size)
        apart = (left != right) & ((companies[left] != companies[right]) | (companies[left] < 0))
        return left[apart], right[apart]
    order = np.argsort(companies, kind="stable")
    sorted_codes = companies[order]
    left = left[companies[left] >= 0]
    code = companies[left]
    first = np.searchsorted(sorted_codes, code, "left")
    last = np.searchsorted(sorted_codes, code, "right")
    right = order[first + (draw.random(len(left)) * (last - first)).astype(np.int64)]
    return left[left != right], right[left != right]


def learn(records: Records, pairs: Pairs, compared: Compared) -> Model:
    """Estimate a model from the records and their compared candidate pairs.

    Deterministic: the same records give the same model.
    """
    some = subset(pairs, len(pairs[0]), TAUGHT)
    share = max(float(some.mean()), 1e-9) if len(some) else 1.0
    return estimate(
        records,
        *_only(pairs, compared, some),
        [random_pairs(records.stratum, stratum) for stratum in (0, 1)],
        Extent.of(records.stratum, share),
    )


@dataclass(frozen=True)
class Extent:
    """What a sample is of: how many records in all, how many of them have a colleague, and which
    share (0..1) of the candidate pairs the sample holds."""

    total: int
    colleagues: int
    share: float

    @staticmethod
    def of(companies: np.ndarray, share: float) -> "Extent":
        """The extent of records with these companies' codes (-1 = unknown)."""
        sizes = np.bincount(companies[companies >= 0])
        return Extent(len(companies), int(sizes[sizes > 1].sum()), share)


def estimate(
    records: Records, pairs: Pairs, compared: Compared, samples: list[Pairs], extent: Extent
) -> Model:
    """Estimate a model from some candidate pairs and from random pairs of either stratum.

    Source: Winkler's EM with u fixed, with Dirichlet priors on m and u; docs/matching.md.

    :param records: those that the pairs point at, at least
    """
    recipe = records.recipe
    m0, u0 = _assumptions(recipe)
    # What can never be one (a department and a customer, a mailbox and a person) is no chance
    # missed: it teaches no u, and makes the prior no smaller.
    kept = [_comparable(records, sample) for sample in samples]
    share = float(kept[0].mean()) if len(kept[0]) else 1.0
    samples = [(one[mask], two[mask]) for (one, two), mask in zip(samples, kept, strict=True)]
    model = assumed(recipe, max(round(extent.total * share), 2))
    possible = extent.total * (extent.total - 1) / 2 * share * extent.share
    pairs, compared = _plausible(records, pairs, compared, model)
    inside = strata(records, pairs) == 1
    with workers(extent.total) as pool:
        looks = list(pool.map(lambda sample: Sample(records, sample, model), samples))
    for number in range(ROUNDS):
        belief = score(records, compared, pairs, model).score
        m = [
            _shares(_counts(compared, belief * side), m0, STRENGTH_M) for side in (~inside, inside)
        ]
        u = [_shares(look.counts(records, model), u0, STRENGTH_U) for look in looks]
        unlike = _counts(compared, (1.0 - belief) * ~inside)
        u[0] = looks[0].corrected(u[0], unlike, possible)
        model = replace(
            model,
            points=_points(recipe, np.stack(m), np.stack(u)),
            partners=min(
                _expected(float((belief * inside).sum()) / extent.share, extent.colleagues), 1.0
            ),
        )
        if number >= HELD:
            strangers = float((belief * ~inside).sum()) / extent.share
            model = replace(model, strangers=_expected(strangers, extent.total))
    return model


def _comparable(records: Records, pairs: Pairs) -> np.ndarray:
    """Which pairs are of records that can be one."""
    if records.apart is None:
        return np.ones(len(pairs[0]), bool)
    return records.apart[pairs[0]] == records.apart[pairs[1]]


class Sample:
    """Random pairs of one stratum, to learn u from: what is left when likely matches are out."""

    def __init__(self, records: Records, pairs: Pairs, model: Model) -> None:
        compared = compare(records, *pairs)
        self.all = _counts(compared, np.ones(len(pairs[0])))
        self.filled = self.all.sum(axis=1, keepdims=True) / max(len(pairs[0]), 1)
        self.pairs, self.compared = _plausible(records, pairs, compared, model)

    def corrected(self, u: np.ndarray, unlike: np.ndarray, possible: float) -> np.ndarray:
        """`u` with what the candidates tell of levels that random pairs hardly show.

        Each candidate that is not believed is a pair of two records too, so u is no less than
        their share of all pairs; and just that where blocking finds every such pair.

        :param unlike: per field and level the candidates that are not believed
        :param possible: of how many pairs these are all the candidates
        """
        share = np.maximum(unlike / np.maximum(self.filled * possible, 1.0), _TINY)
        few = np.zeros(u.shape, bool)
        for row, kind in enumerate(self.compared.kinds):
            for place, level in enumerate(LEVELS[kind], 1):
                few[row, place] = level.name in _FOUND.get(kind, ())
        return np.where(few & (self.all < SEEN), share, np.maximum(u, share))

    def counts(self, records: Records, model: Model) -> np.ndarray:
        """Per field and level the pairs, each as far as it is not believed to be a match."""
        belief = score(records, self.compared, self.pairs, model).score
        return np.maximum(self.all - _counts(self.compared, belief), 0.0)


def _only(pairs: Pairs, compared: Compared, mask: np.ndarray) -> tuple[Pairs, Compared]:
    levels, rarity = compared.levels[:, mask], compared.rarity[:, mask]
    return (pairs[0][mask], pairs[1][mask]), replace(compared, levels=levels, rarity=rarity)


def _plausible(
    records: Records, pairs: Pairs, compared: Compared, model: Model, bits: float = -20.0
) -> tuple[Pairs, Compared]:
    """The pairs that no round will be indifferent to; the rest has no belief to speak of."""
    return _only(pairs, compared, score(records, compared, pairs, model).bits > bits)


def _expected(pairs: float, records: int) -> float:
    """Other cards per card, from the pairs believed in; kept inside what is plausible."""
    return float(np.clip((2 * pairs + 1.0) / (records + 20.0), 0.005, 5.0))


def subset(pairs: Pairs, size: int, most: int) -> np.ndarray:
    """A mask of about `most` of `size` pairs; each pair is in it or not by its rows alone."""
    if size <= most:
        return np.ones(len(pairs[0]), bool)
    packed = (pairs[0].astype(np.uint64) << np.uint64(32)) | pairs[1].astype(np.uint64)
    return mix(packed) < np.uint64(int(most / size * 2**64))


def _counts(compared: Compared, weight: np.ndarray) -> np.ndarray:
    """Per field and level the weight of the pairs there; none for "missing"."""
    width = 1 + max(len(LEVELS[kind]) for kind in compared.kinds)
    counts = np.stack(
        [np.bincount(row, weights=weight, minlength=width) for row in compared.levels]
    )
    counts[:, 0] = 0.0
    return counts


def _shares(counts: np.ndarray, before: np.ndarray, strength: float) -> np.ndarray:
    """Shares of the levels, smoothed with `strength` pairs distributed as `before`."""
    start = before * strength / np.maximum(before.sum(axis=1, keepdims=True), 1e-9)
    total = counts + start
    return total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9)
