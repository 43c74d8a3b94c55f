"""Fitting the weights further on what people decided, and checking that it helps.

The label-free weights are the prior: each level's points may move by some bits (`DELTA`), so that
few decisions move little. That is a logistic regression on the levels, with the label-free log odds
as its offset and a Gaussian prior around it. Which pairs people came to decide on depends on what
was shown of them, and that is what it conditions on. No constant and no factor is fitted along: the
pairs that are decided are those proposed, and say nothing of where the line between proposing and
not belongs. What a number of points above that line means as a chance is a curve of its own
(isotonic regression on pairs that the weights had not seen, with the label-free chance as a prior).

Tested in tests/matching/weighing/test_lessons.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc
from dq.matching.columns.population import Population
from dq.matching.columns.tables import plain
from dq.matching.pairs.compare import compare
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records, prepare
from dq.matching.weighing import curve, weigh
from dq.matching.weighing.adjustment import EACH, LEAST, Adjustment, Band, Check, Measure

# How far (log2 bits) the points of a level are expected to be off, before anything was decided.
DELTA = 3.0
FOLDS = 10
# Less log loss (bits a pair) than this is no gain.
GAIN = 0.01
# Points beyond this make no pair more certain, and no answer could outweigh them.
FARTHEST = 20.0
ROUNDS = 30
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Lessons:
    """Decided pairs: their records as they were then (columns as matching reads them), the ids of
    each pair's sides, and whether people found the two to be one."""

    table: pa.Table
    left: tuple[str, ...]
    right: tuple[str, ...]
    same: tuple[bool, ...]

    @staticmethod
    def of(table: pa.Table, same: Iterable[Pair], different: Iterable[Pair]) -> "Lessons":
        """Pairs of ids of records that are in `table`; others are left out."""
        same, different = set(same), set(different)
        said = {(min(pair), max(pair)): True for pair in same}
        said |= {(min(pair), max(pair)): False for pair in different}
        wanted = pa.array(sorted({id for pair in said for id in pair}), pa.string())
        here = table.filter(pc.is_in(table["id"].cast(pa.string()), value_set=wanted))
        here = plain(here).combine_chunks().sort_by("id")
        known = set(here["id"].to_pylist())
        pairs = sorted(pair for pair in said if known.issuperset(pair))
        return Lessons(
            here,
            tuple(left for left, _ in pairs),
            tuple(right for _, right in pairs),
            tuple(said[pair] for pair in pairs),
        )

    def __add__(self, others: "Lessons") -> "Lessons":
        table = pa.concat_tables([self.table, others.table.select(self.table.column_names)])
        return Lessons(
            table, self.left + others.left, self.right + others.right, self.same + others.same
        )

    def without(self, ids: Iterable[str]) -> "Lessons":
        """The pairs that none of these records is in."""
        odd = set(ids)
        sides = zip(self.left, self.right, self.same, strict=True)
        kept = [one for one in sides if not odd.intersection(one[:2])]
        there = pc.invert(pc.is_in(self.table["id"], value_set=pa.array(odd, pa.string())))
        left, right, same = zip(*kept, strict=True) if kept else ((), (), ())
        return Lessons(self.table.filter(there), left, right, same)

    @property
    def enough_against(self) -> bool:
        """Whether there are so many pairs that are two that something can be learned."""
        return len(self.same) - sum(self.same) >= EACH

    @property
    def enough(self) -> bool:
        """Whether there are so many, of either kind, that something can be learned."""
        return len(self.same) >= LEAST and sum(self.same) >= EACH and self.enough_against


def refined(
    model: weigh.Model, lessons: Lessons | None, recipe: Recipe, population: Population
) -> weigh.Model:
    """The model, with what the lessons add to it where that was found to be better; `check` says
    what was found.

    :param population: what is known of the file that the pairs are of
    """
    if lessons is None or not lessons.enough:
        return model
    seen = _seen(model, lessons, prepare(lessons.table, recipe, population))
    if min(int(seen.same.sum()), int((~seen.same).sum())) < EACH or len(seen.same) < LEAST:
        return model
    found, check = _learned(seen)
    return replace(model, adjustment=found if check.used else None, check=check)


@dataclass(frozen=True)
class _Seen:
    """Decided pairs as the fit sees them: the label-free log odds (log2 bits), the features (pairs
    x features, a level each), whose fields and levels those are, the answer, and in which part of
    the cross-validation each pair is."""

    bits: np.ndarray
    features: np.ndarray
    places: np.ndarray
    shape: tuple[int, int]
    same: np.ndarray
    fold: np.ndarray

    def points(self, found: np.ndarray) -> np.ndarray:
        """What was fitted as points per field and level."""
        points = np.zeros(self.shape)
        points[self.places[:, 0], self.places[:, 1]] = found
        return points


def _seen(model: weigh.Model, lessons: Lessons, records: Records) -> _Seen:
    row = {id: place for place, id in enumerate(records.ids.to_pylist())}
    left = np.array([row[id] for id in lessons.left], np.int32)
    right = np.array([row[id] for id in lessons.right], np.int32)
    compared = compare(records, left, right)
    scored = weigh.score(records, compared, (left, right), model)
    # What can never be one is decided by that alone.
    kept = np.ones(len(left), bool)
    if records.apart is not None:
        kept = records.apart[left] == records.apart[right]
    bits = np.clip(scored.bits.astype(float), -FARTHEST, FARTHEST)
    levels = compared.levels[:, kept]
    rows, numbers = np.nonzero(_present(levels, model.points.shape[2]))
    each = [levels[field] == number for field, number in zip(rows, numbers, strict=True)]
    features = np.column_stack([*each]).astype(float)
    fold = np.array(_folds(lessons), int)[kept]
    return _Seen(
        bits[kept],
        features,
        np.column_stack([rows, numbers]),
        (model.points.shape[1], model.points.shape[2]),
        np.array(lessons.same, bool)[kept],
        fold,
    )


def _present(levels: np.ndarray, width: int) -> np.ndarray:
    """Per field and level whether any pair is at it; "missing" says nothing."""
    found = np.zeros((len(levels), width), bool)
    for row, column in enumerate(levels):
        found[row, np.unique(column)] = True
    found[:, 0] = False
    return found


def _folds(lessons: Lessons) -> list[int]:
    """Per pair its part of the cross-validation: pairs that hang together are in one."""
    above: dict[str, str] = {}

    def top(id: str) -> str:
        while above.setdefault(id, id) != id:
            id = above[id]
        return id

    for left, right in zip(lessons.left, lessons.right, strict=True):
        one, two = sorted((top(left), top(right)))
        above[two] = one
    return [crc32(top(left).encode()) % FOLDS for left in lessons.left]


def _fit(seen: _Seen, part: np.ndarray) -> np.ndarray:
    """The points that fit the answers of these pairs best, given the prior; by Newton's method."""
    x, bits, same = seen.features[part], seen.bits[part], seen.same[part].astype(float)
    found, nats = np.zeros(x.shape[1]), np.log(2.0)
    for _ in range(ROUNDS):
        chance = weigh.probability(bits + x @ found)
        slope = nats * (x.T @ (same - chance)) - found / DELTA**2
        bend = nats**2 * (x.T * (chance * (1 - chance))) @ x + np.eye(len(found)) / DELTA**2
        step = np.linalg.solve(bend, slope)
        # A long step from where all is certain would overshoot.
        found = found + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    return found


def _learned(seen: _Seen) -> tuple[Adjustment, Check]:
    """What was learned, and what came of it on pairs that it was not learned from.

    Points and curve are each used where they do better by more than chance would explain.
    """
    unseen = seen.bits.copy()
    for part, rest in _parts(seen.fold):
        unseen[part] = seen.bits[part] + seen.features[part] @ _fit(seen, rest)
    points = np.zeros(seen.shape)
    better = _better(seen.bits, unseen, seen.same)
    if better:
        points = seen.points(_fit(seen, np.ones(len(seen.same), bool)))
    bits = unseen if better else seen.bits
    meant = bits.copy()
    for part, rest in _parts(seen.fold):
        if (found := curve.fit(bits[rest], seen.same[rest])) is not None:
            meant[part] = found(bits[part])
    meaning = curve.fit(bits, seen.same) if _better(bits, meant, seen.same) else None
    after = meant if meaning is not None else bits
    used = better or meaning is not None
    check = Check(
        decided=len(seen.same),
        same=int(seen.same.sum()),
        before=_measure(seen.bits, seen.same),
        after=_measure(after if used else unseen, seen.same),
        used=used,
        bands=_bands(weigh.probability(after), seen.same),
    )
    return Adjustment(points, meaning), check


def _parts(fold: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each part of the pairs, and the others."""
    for number in range(FOLDS):
        inside = fold == number
        if inside.any() and not inside.all():
            yield inside, ~inside


def _better(before: np.ndarray, after: np.ndarray, same: np.ndarray) -> bool:
    """Whether the log loss is less, by more than a standard error of the difference, and enough
    for anybody to notice."""
    gain = _loss(before, same) - _loss(after, same)
    return bool(gain.mean() > max(float(gain.std(ddof=1)) / np.sqrt(len(gain)), GAIN))


def _loss(bits: np.ndarray, same: np.ndarray) -> np.ndarray:
    sure = np.clip(weigh.probability(bits), 1 - curve.SUREST, curve.SUREST)
    return -np.log2(np.where(same, sure, 1 - sure))


def _measure(bits: np.ndarray, same: np.ndarray) -> Measure:
    scores = weigh.probability(bits)
    return Measure(
        float(_loss(bits, same).mean()),
        float(np.abs(scores - same).mean()),
        int(((scores >= 0.5) != same).sum()),
    )


def _bands(scores: np.ndarray, same: np.ndarray) -> tuple[Band, ...]:
    band = np.searchsorted(EDGES, scores, "right") - 1
    return tuple(
        Band(low, int(inside.sum()), int(same[inside].sum()), float(scores[inside].mean()))
        for number, low in enumerate(EDGES)
        if (inside := band == number).any()
    )
