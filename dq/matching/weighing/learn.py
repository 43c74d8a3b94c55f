"""Learning the weights without labels, from the records themselves.

m is the share of pairs of one person at a level, u that of pairs of two persons. u comes from
random pairs, m by expectation maximisation over the candidates with u held, both starting from
what the recipe assumes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dq.matching.pairs import sampling
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.compare import Compared, compare
from dq.matching.recipe import Field, Recipe
from dq.matching.records.records import Records
from dq.matching.weighing import alike
from dq.matching.weighing.weigh import Model, score, strata

# Assumed pairs count as much as this many seen ones.
STRENGTH_M, STRENGTH_U = 30.0, 100.0
# As many candidate pairs teach m.
TAUGHT = 300_000
ROUNDS = 8
# In the first rounds it stays as assumed how many doubles there are. With names alone, "few
# doubles" and "many names that two share" explain a file equally well, and the rounds would end
# at whichever of the two they happened to start nearer to.
HELD = 4
# A level that random pairs show less often than this is too rare to learn from them.
SEEN = 5
# No share is taken for smaller: what was not seen is not impossible.
_TINY = 1e-7


def assumed(recipe: Recipe, total: int) -> Model:
    """The model before any data has spoken."""
    m, u = _assumptions(recipe)
    return Model(
        fields=tuple(one.name for one in recipe.compared),
        points=_points(recipe, np.stack([m, m]), np.stack([u, u])),
        partners=0.1,
        strangers=0.05,
        total=total,
    )


def _assumptions(recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    m = np.zeros((len(recipe.compared), _width(recipe.compared)))
    u = np.zeros_like(m)
    for row, one in enumerate(recipe.compared):
        for number, level in enumerate(one.kind.levels, 1):
            m[row, number], u[row, number] = level.m, level.u
    return m, u


def _width(fields: Iterable[Field]) -> int:
    """As many numbers as a level can have."""
    return 1 + max(len(one.kind.levels) for one in fields)


def _points(recipe: Recipe, m: np.ndarray, u: np.ndarray) -> np.ndarray:
    """log2(m/u) inside each level's bounds; 0 for "missing"."""
    points = np.log2(np.maximum(m, _TINY) / np.maximum(u, _TINY))
    points[:, :, 0] = 0.0
    for row, one in enumerate(recipe.compared):
        for number, level in enumerate(one.kind.levels, 1):
            points[:, row, number] = np.clip(points[:, row, number], level.least, level.most)
        points[:, row, len(one.kind.levels) + 1 :] = 0.0
    return points


def weights(records: Records, pairs: Pairs, compared: Compared, start: "Start") -> Model:
    """Estimate a model from the records and their compared candidate pairs.

    Deterministic: the same records give the same model.
    """
    some = sampling.subset(pairs, len(pairs[0]), TAUGHT)
    share = max(float(some.mean()), 1e-9) if len(some) else 1.0
    extent = Extent.of(records.stratum, share)
    return estimate(records, *_only(pairs, compared, some), start, extent)


@dataclass(frozen=True)
class Extent:
    """What a sample is of: how many records in all, how many of them have a colleague, how many
    pairs of colleagues there are, and which share (0..1) of the candidate pairs the sample holds.
    """

    total: int
    colleagues: int
    inside: int
    share: float

    @staticmethod
    def of(companies: np.ndarray, share: float) -> "Extent":
        """The extent of records with these companies' codes (-1 = unknown)."""
        sizes = np.bincount(companies[companies >= 0]).astype(np.int64)
        inside = int((sizes * (sizes - 1)).sum()) // 2
        return Extent(len(companies), int(sizes[sizes > 1].sum()), inside, share)


@dataclass(frozen=True)
class Start:
    """What is known before any candidate: the assumed model, random pairs of either stratum, and
    which share (0..1) of all pairs can be one."""

    model: Model
    looks: list["Sample"]
    share: float

    @staticmethod
    def of(records: Records, total: int, samples: list[Pairs] | None = None) -> "Start":
        """The start for `total` records, of which `records` are all or those in `samples`."""
        if samples is None:
            samples = [sampling.random_pairs(records.stratum, stratum) for stratum in (0, 1)]
        # What can never be one (a department and a customer, a mailbox and a person) is no chance
        # missed: it teaches no u, and makes the prior no smaller.
        kept = [_comparable(records, sample) for sample in samples]
        share = float(kept[0].mean()) if len(kept[0]) else 1.0
        samples = [(one[mask], two[mask]) for (one, two), mask in zip(samples, kept, strict=True)]
        model = assumed(records.recipe, max(round(total * share), 2))
        return Start(model, [Sample(records, sample, model) for sample in samples], share)


def estimate(
    records: Records, pairs: Pairs, compared: Compared, start: Start, extent: Extent
) -> Model:
    """Estimate a model from some candidate pairs and from random pairs of either stratum.

    Source: Winkler's EM with u fixed, with Dirichlet priors on m and u; docs/matching.md.

    :param records: those that the pairs point at, at least
    """
    model = start.model
    possible = extent.total * (extent.total - 1) / 2 * start.share * extent.share
    pairs, compared = _plausible(records, pairs, compared, model)
    for number in range(ROUNDS):
        model = _round(
            records, pairs, compared, start.looks, model, extent, possible, number < HELD
        )
    return model


def _round(
    records: Records,
    pairs: Pairs,
    compared: Compared,
    looks: list["Sample"],
    model: Model,
    extent: Extent,
    possible: float,
    held: bool,
) -> Model:
    """The model that the beliefs of `model` lead to.

    :param possible: of how many pairs these are all the candidates
    :param held: whether the number of doubles stays as it is
    """
    m0, u0 = _assumptions(records.recipe)
    inside = strata(records, pairs) == 1
    belief = score(records, compared, pairs, model).score
    m = [_shares(_counts(compared, belief * side), m0, STRENGTH_M) for side in (~inside, inside)]
    u = [_shares(look.counts(records, model), u0, STRENGTH_U) for look in looks]
    u[0] = looks[0].corrected(u[0], _counts(compared, (1.0 - belief) * ~inside), possible)
    beside = alike.correct(u[1], compared, inside, looks[1].told, extent.inside, extent.share)
    colleagues = float((belief * inside).sum()) / extent.share
    strangers = float((belief * ~inside).sum()) / extent.share
    return replace(
        model,
        points=_points(records.recipe, np.stack(m), np.stack(u)),
        partners=min(_expected(colleagues, extent.colleagues), 1.0),
        strangers=model.strangers if held else _expected(strangers, extent.total),
        beside=beside,
    )


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
        self.told = alike.Told.of(records, pairs)

    def corrected(self, u: np.ndarray, unlike: np.ndarray, possible: float) -> np.ndarray:
        """`u` with what the candidates tell of levels that random pairs hardly show.

        Each candidate that is not believed is a pair of two records too, so u is no less than
        their share of all pairs; and just that where blocking finds every such pair.

        :param unlike: per field and level the candidates that are not believed
        :param possible: of how many pairs these are all the candidates
        """
        share = np.maximum(unlike / np.maximum(self.filled * possible, 1.0), _TINY)
        few = np.zeros(u.shape, bool)
        for row, one in enumerate(self.compared.fields):
            few[row, 1 : len(one.kind.levels) + 1] = [level.found for level in one.kind.levels]
        return np.where(few & (self.all < SEEN), share, np.maximum(u, share))

    def counts(self, records: Records, model: Model) -> np.ndarray:
        """Per field and level the pairs, each as far as it is not believed to be a match."""
        belief = score(records, self.compared, self.pairs, model).score
        return np.maximum(self.all - _counts(self.compared, belief), 0.0)


def _only(pairs: Pairs, compared: Compared, mask: np.ndarray) -> tuple[Pairs, Compared]:
    levels, term_frequency = compared.levels[:, mask], compared.term_frequency[:, mask]
    return (pairs[0][mask], pairs[1][mask]), replace(
        compared, levels=levels, term_frequency=term_frequency
    )


def _plausible(
    records: Records, pairs: Pairs, compared: Compared, model: Model, bits: float = -20.0
) -> tuple[Pairs, Compared]:
    """The pairs that no round will be indifferent to; the rest has no belief to speak of."""
    return _only(pairs, compared, score(records, compared, pairs, model).bits > bits)


def _expected(pairs: float, records: int) -> float:
    """Other cards per card, from the pairs believed in; kept inside what is plausible."""
    return float(np.clip((2 * pairs + 1.0) / (records + 20.0), 0.005, 50.0))


def _counts(compared: Compared, weight: np.ndarray) -> np.ndarray:
    """Per field and level the weight of the pairs there; none for "missing"."""
    width = _width(compared.fields)
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
