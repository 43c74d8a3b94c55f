"""How good groups are, against the truth: by pairs, by B-cubed, and at every threshold at once.

Records are numbers from 0. `found` and `truth` give each record's group, as any integer.
Pairs are counted through the table of groups against truth, never one by one.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Quality:
    """Pairwise precision and recall of groups, and B-cubed precision and recall."""

    precision: float
    recall: float
    b3_precision: float
    b3_recall: float

    @property
    def f1(self) -> float:
        """Pairwise F1."""
        return _mean(self.precision, self.recall)

    @property
    def b3(self) -> float:
        """B-cubed F1."""
        return _mean(self.b3_precision, self.b3_recall)


@dataclass(frozen=True)
class Cut:
    """The quality of linking every pair of `threshold` and more."""

    threshold: float
    quality: Quality


def of_groups(found: np.ndarray, truth: np.ndarray) -> Quality:
    """The quality of a grouping; nothing found is precise, nothing to find is complete."""
    _, found = np.unique(found, return_inverse=True)
    _, truth = np.unique(truth, return_inverse=True)
    cells, both = np.unique(found * (truth.max(initial=0) + 1) + truth, return_counts=True)
    group, entity = np.divmod(cells, truth.max(initial=0) + 1)
    group_size, entity_size = np.bincount(found), np.bincount(truth)
    right = pairs(both)
    return Quality(
        _share(right, pairs(group_size)),
        _share(right, pairs(entity_size)),
        _share(float((both**2 / group_size[group]).sum()), len(found)),
        _share(float((both**2 / entity_size[entity]).sum()), len(found)),
    )


def best_cut(left: np.ndarray, right: np.ndarray, weight: np.ndarray, truth: np.ndarray) -> Cut:
    """The threshold with the best pairwise F1, when the pairs above it are chained to groups."""
    every = sweep(left, right, weight, truth)
    return max(every, key=lambda cut: (cut.quality.f1, cut.threshold))


def sweep(left: np.ndarray, right: np.ndarray, weight: np.ndarray, truth: np.ndarray) -> list[Cut]:
    """The quality at every distinct weight, the highest first, after no links at all."""
    merging = Merging(truth)
    found = [Cut(float("inf"), merging.quality())]
    order = np.argsort(-weight, kind="stable")
    weights = weight[order]
    last = np.append(weights[1:] != weights[:-1], True)[: len(weights)]
    links = zip(left[order].tolist(), right[order].tolist(), strict=True)
    for (one, two), at, complete in zip(links, weights.tolist(), last.tolist(), strict=True):
        merging.link(one, two)
        if complete:
            found.append(Cut(at, merging.quality()))
    return found


def chained(
    count: int, left: np.ndarray, right: np.ndarray, weight: np.ndarray, threshold: float
) -> np.ndarray:
    """Each record's group when every pair of `threshold` and more is linked."""
    above = weight >= threshold
    merging = Merging(np.zeros(count, int))
    for one, two in zip(left[above].tolist(), right[above].tolist(), strict=True):
        merging.link(one, two)
    return np.array([merging.root(row) for row in range(count)])


class Merging:
    """Groups that grow link by link, with their quality kept up to date at each step."""

    def __init__(self, truth: np.ndarray) -> None:
        _, entity = np.unique(truth, return_inverse=True)
        sizes = np.bincount(entity)
        self.entity, self.sizes = entity.tolist(), sizes.tolist()
        self.true_pairs = pairs(sizes)
        self.groups: dict[int, Group] = {}
        self.parent: dict[int, int] = {}
        self.found_pairs = self.right_pairs = 0
        self.b3_precision = float(len(entity))
        self.b3_recall = float((1 / sizes[entity]).sum())

    def link(self, one: int, two: int) -> None:
        """Put the groups of two records together."""
        one, two = self.root(one), self.root(two)
        if one == two:
            return
        if len(self.groups[one].entities) < len(self.groups[two].entities):
            one, two = two, one
        kept, gone = self.groups[one], self.groups.pop(two)
        self.parent[two] = one
        self.b3_precision -= kept.precision + gone.precision
        self.found_pairs += kept.size * gone.size
        for entity, count in gone.entities.items():
            right = kept.entities.get(entity, 0) * count
            self.right_pairs += right
            self.b3_recall += 2 * right / self.sizes[entity]
            kept.squares += 2 * right
            kept.entities[entity] = kept.entities.get(entity, 0) + count
        kept.size += gone.size
        kept.squares += gone.squares
        self.b3_precision += kept.precision

    def quality(self) -> Quality:
        """The quality as it is now."""
        return Quality(
            _share(self.right_pairs, self.found_pairs),
            _share(self.right_pairs, self.true_pairs),
            _share(self.b3_precision, len(self.entity)),
            _share(self.b3_recall, len(self.entity)),
        )

    def root(self, record: int) -> int:
        """The record that stands for this one's group."""
        if record not in self.parent:
            self.parent[record] = record
            self.groups[record] = Group({self.entity[record]: 1})
        while self.parent[record] != record:
            self.parent[record] = record = self.parent[self.parent[record]]
        return record


@dataclass
class Group:
    """Records per entity in one group, and the sum of their squares."""

    entities: dict[int, int]
    size: int = 1
    squares: int = 1

    @property
    def precision(self) -> float:
        """B-cubed precision summed over the records."""
        return self.squares / self.size


def pairs(sizes: np.ndarray) -> int:
    """How many pairs groups of these sizes have."""
    sizes = sizes.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _mean(one: float, two: float) -> float:
    """The harmonic mean."""
    return 2 * one * two / (one + two) if one + two else 0.0
