"""Weights fitted further on decisions: where that helps; few move little, and order is kept."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.matching import pipeline
from dq.matching.files import match
from dq.matching.recipe import CONTACTS
from dq.matching.weighing import curve, lessons, weigh
from dq.matching.weighing.adjustment import LEAST, Adjustment
from dq.matching.weighing.curve import Curve
from dq.matching.weighing.lessons import Lessons
from generator import generate, output
from generator.practice import PRACTICE


@pytest.fixture(scope="module")
def crm(tmp_path_factory):
    """A CRM in which colleagues have alike names; and who is who."""
    folder = tmp_path_factory.mktemp("crm")
    world = generate(5_000, 15, habits=PRACTICE)
    output.write(world, folder)
    person = dict(zip(world.contacts["Id"].tolist(), world.cards.person.tolist(), strict=True))
    return match.records(folder, "contact"), person


@pytest.fixture(scope="module")
def alone(crm):
    """What is found of it without decisions."""
    return pipeline.match(crm[0], CONTACTS)


def decided(crm, found, number, low=0.5, answer=None):
    """Some of the pairs that are likelier than `low`, the doubtful ones first, and the answers."""
    table, person = crm
    ids = found.records.ids.to_pylist()
    rows = np.flatnonzero((found.pairs.score >= low) & ~found.pairs.name_only)
    order = rows[np.argsort(found.pairs.bits[rows], kind="stable")].tolist()
    first, rest = order[: number // 2], order[number // 2 :]
    answers = {True: set(), False: set()}
    for row in [*first, *random.Random(number).sample(rest, number - len(first))]:
        pair = tuple(ids[side[row]] for side in found.pairs.rows)
        said = person[pair[0]] == person[pair[1]] if answer is None else answer(row)
        answers[said].add(pair)
    return Lessons.of(table, answers[True], answers[False])


def right(crm, found):
    """Precision, recall and F1 of the groups."""
    _, person = crm
    ids, groups = found.records.ids.to_pylist(), {}
    for row, group in enumerate(found.groups.of.tolist()):
        if group >= 0:
            groups.setdefault(group, []).append(person[ids[row]])
    pairs = [(one, two) for some in groups.values() for n, one in enumerate(some)
             for two in some[n + 1 :]]  # fmt: skip
    sizes = np.unique([*person.values()], return_counts=True)[1]
    true, hits = int((sizes * (sizes - 1) // 2).sum()), sum(one == two for one, two in pairs)
    precision, recall = hits / len(pairs), hits / true
    return 2 * precision * recall / (precision + recall)


def test_decisions_make_it_better_and_say_so(crm, alone):
    taught = pipeline.match(crm[0], CONTACTS, taught=decided(crm, alone, 300, low=0.05))
    check = taught.model.check
    assert check.used and check.decided == 300 and check.after.loss < check.before.loss
    assert right(crm, taught) >= right(crm, alone) - 0.002
    assert sum(band.decided for band in check.bands) == 300
    assert sum(band.same for band in check.bands) == check.same


def test_too_few_teach_nothing(crm, alone):
    taught = pipeline.match(crm[0], CONTACTS, taught=decided(crm, alone, LEAST - 1))
    assert taught.model.check is None and taught.model.adjustment is None
    assert (taught.pairs.bits == alone.pairs.bits).all()


def test_answers_that_were_known_already_change_nothing(crm, alone):
    """Whatever was likely is one, whatever was not is not: there is nothing to learn."""
    scores = alone.pairs.score
    taught = decided(crm, alone, 400, low=0.0001, answer=lambda row: bool(scores[row] >= 0.5))
    assert taught.enough
    found = pipeline.match(crm[0], CONTACTS, taught=taught)
    assert found.model.check is not None and not found.model.check.used
    assert (found.pairs.bits == alone.pairs.bits).all()


def test_lessons_do_not_depend_on_the_order_in_which_they_come(crm, alone):
    one = decided(crm, alone, 150)
    pairs = list(zip(one.left, one.right, one.same, strict=True))[::-1]
    turned = crm[0].take(pa.array(np.arange(len(crm[0]))[::-1]))
    again = Lessons.of(
        turned,
        [(right, left) for left, right, same in pairs if same],
        [(left, right) for left, right, same in pairs if not same],
    )
    assert (again.left, again.right, again.same) == (one.left, one.right, one.same)
    assert again.table.equals(one.table)


def test_pairs_that_hang_together_are_in_one_part_of_the_check():
    empty = pa.table({"id": pa.array([], pa.string())})
    some = Lessons(empty, ("a", "c", "x", "b"), ("b", "d", "y", "c"), (True,) * 4)
    one, two, _, four = lessons._folds(some)
    assert one == two == four


def test_the_fit_is_the_best_there_is(crm, alone):
    """Any other points explain the answers, and the prior, worse."""
    some = decided(crm, alone, 200)
    seen = lessons._seen(alone.model, some, lessons.prepare(some.table, CONTACTS))
    every = np.ones(len(seen.same), bool)
    best = lessons._fit(seen, every)

    def worth(points):
        chance = weigh.probability(seen.bits + seen.features @ points)
        likely = np.log(np.where(seen.same, chance, 1 - chance)).sum()
        return likely - (points**2).sum() / (2 * lessons.DELTA**2)

    rng = np.random.default_rng(1)
    for size in (0.01, 0.1, 1.0):
        for _ in range(20):
            assert worth(best + rng.normal(0, size, len(best))) < worth(best) + 1e-6


def test_missing_says_nothing_also_after_decisions():
    points = np.array([[0.0, 2.0, -1.0]])
    parts = np.array([[0.0, 3.0, -4.0]], np.float32)
    Adjustment(points).apply(np.array([[0, 1, 2]], np.int8), parts)
    assert parts.tolist() == [[0.0, 5.0, -5.0]]


answers = st.lists(st.tuples(st.floats(-20, 40), st.booleans()), min_size=60, max_size=200)


@settings(deadline=None, max_examples=60)
@given(answers)
def test_a_curve_keeps_the_order_and_what_is_on_either_side_of_one_half(answers):
    bits, same = (np.array(side) for side in zip(*answers, strict=True))
    found = curve.fit(bits.astype(float), same)
    if found is None:
        assert (bits > 0).sum() < 2 * curve.FLOOR
        return
    at = np.linspace(-30, 60, 500)
    meant = found(at)
    assert (np.diff(meant) >= -1e-9).all()
    assert ((meant > 0) == (at > 0)).all()
    assert (meant[at <= 0] == at[at <= 0]).all()


def test_a_curve_says_what_was_found():
    """Of a hundred pairs with ten points a fifth were two people: ten points mean less than .9."""
    bits = np.concatenate([np.full(100, 10.0), np.full(100, 25.0)])
    same = np.array([number % 5 > 0 for number in range(100)] + [True] * 100)
    found = curve.fit(bits, same)
    assert isinstance(found, Curve)
    low, high = weigh.probability(found(np.array([10.0, 25.0])))
    assert 0.8 < low < 0.9 < 0.99 < high < 1
