"""The bench's measures agree with their definitions, taken literally."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench import quality
from bench.quality import Quality

GROUPINGS = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        *[st.lists(st.integers(0, 5), min_size=count, max_size=count) for _ in range(2)]
    )
)


def literal(found: list[int], truth: list[int]) -> Quality:
    """Precision and recall by looking at every pair, and at every record's group."""
    rows = range(len(found))
    linked = {pair for pair in combinations(rows, 2) if found[pair[0]] == found[pair[1]]}
    same = {pair for pair in combinations(rows, 2) if truth[pair[0]] == truth[pair[1]]}
    precision, recall = [], []
    for row in rows:
        group = {other for other in rows if found[other] == found[row]}
        entity = {other for other in rows if truth[other] == truth[row]}
        precision.append(len(group & entity) / len(group))
        recall.append(len(group & entity) / len(entity))
    return Quality(
        len(linked & same) / len(linked) if linked else 1.0,
        len(linked & same) / len(same) if same else 1.0,
        sum(precision) / len(precision),
        sum(recall) / len(recall),
    )


def joined(count: int, links: list[tuple[int, int]]) -> list[int]:
    """The group of each record when every link puts two groups together."""
    group = list(range(count))
    for one, two in links:
        old, new = group[two], group[one]
        group = [new if at == old else at for at in group]
    return group


def close(one: Quality, two: Quality) -> bool:
    """Equal but for rounding."""
    return all(
        abs(getattr(one, name) - getattr(two, name)) < 1e-9
        for name in ("precision", "recall", "b3_precision", "b3_recall", "f1", "b3")
    )


@given(GROUPINGS)
def test_groups_are_measured_as_the_definitions_say(groupings: tuple[list[int], list[int]]) -> None:
    found, truth = groupings
    assert close(quality.of_groups(np.array(found), np.array(truth)), literal(found, truth))


@given(st.data())
def test_each_threshold_is_measured_as_its_groups_are(data: st.DataObject) -> None:
    truth = data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=9))
    record = st.integers(0, len(truth) - 1)
    links = data.draw(st.lists(st.tuples(record, record, st.integers(-2, 2)), max_size=15))
    left, right, weight = (np.array([link[i] for link in links], int) for i in range(3))
    cuts = quality.sweep(left, right, weight, np.array(truth))
    assert [cut.threshold for cut in cuts[1:]] == sorted(set(weight.tolist()), reverse=True)
    for cut in cuts:
        above = [(one, two) for one, two, at in links if at >= cut.threshold]
        groups = joined(len(truth), above)
        assert close(cut.quality, literal(groups, truth))
        found = quality.chained(len(truth), left, right, weight, cut.threshold)
        assert close(quality.of_groups(found, np.array(groups)), Quality(1.0, 1.0, 1.0, 1.0))


def test_the_best_threshold_leaves_a_wrong_link_out() -> None:
    truth = np.array([0, 0, 1, 1])
    left, right, weight = np.array([0, 2, 1]), np.array([1, 3, 2]), np.array([5.0, 4.0, 1.0])
    best = quality.best_cut(left, right, weight, truth)
    assert (best.threshold, best.quality.f1) == (4.0, 1.0)


def test_a_wrong_link_between_pairs_costs_four_pairs() -> None:
    found = quality.of_groups(np.zeros(4, int), np.array([0, 0, 1, 1]))
    assert (found.precision, found.recall) == (2 / 6, 1.0)
