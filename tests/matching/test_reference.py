"""The fast scoring and clustering against slow, obvious versions of both."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.matching import pipeline
from dq.matching.pairs.block import candidates
from dq.matching.pairs.compare import compare
from dq.matching.pairs.keys import keys
from dq.matching.recipe import CONTACTS
from dq.matching.records.records import prepare
from dq.matching.weighing import cluster, learn, weigh

SIZE = 7
BITS = st.floats(-20, 30).map(lambda value: round(value, 3))


def slow_groups(size, bits, link, cut):
    """Components over links, inside each average linkage, all by definition."""
    left = set(range(size))
    found = []
    while left:
        part, frontier = set(), [min(left)]
        while frontier:
            row = frontier.pop()
            if row not in part:
                part.add(row)
                frontier += [r for r in left if r != row and bits[min(r, row), max(r, row)] > link]
        left -= part
        found += slow_linkage(sorted(part), bits, cut)
    return sorted(sorted(group) for group in found if len(group) > 1)


def slow_linkage(rows, bits, cut):
    groups = [[row] for row in rows]
    while len(groups) > 1:
        best = None
        for i, one in enumerate(groups):
            for j in range(i + 1, len(groups)):
                between = [bits[min(a, b), max(a, b)] for a in one for b in groups[j]]
                if min(between) <= cluster.NEVER:
                    continue
                mean = round(sum(between) / len(between), 6)
                if mean > cut and (best is None or mean > best[0]):
                    best = (mean, i, j)
        if best is None:
            return groups
        _, i, j = best
        groups[i] += groups.pop(j)
    return groups


def fast_groups(size, bits):
    pairs = sorted(bits)
    left = np.array([one for one, _ in pairs])
    right = np.array([two for _, two in pairs])
    # Half of the pairs are known beforehand, the rest is asked for.
    known = np.arange(len(pairs)) % 2 == 0
    known |= np.array([bits[pair] > cluster.LINK for pair in pairs])
    values = np.array([bits[pair] for pair in pairs])

    def missing(one, two):
        return np.array([bits[pair] for pair in zip(one.tolist(), two.tolist(), strict=True)])

    found = cluster.groups(size, (left[known], right[known]), values[known], missing)
    members = {}
    for row, group in enumerate(found.of.tolist()):
        if group >= 0:
            members.setdefault(group, []).append(row)
    return sorted(members.values())


@given(st.lists(BITS, min_size=21, max_size=21, unique=True))
@settings(max_examples=150, deadline=None)
def test_groups_are_those_of_the_definition(values):
    pairs = [(i, j) for i in range(SIZE) for j in range(i + 1, SIZE)]
    bits = dict(zip(pairs, values, strict=True))
    assert fast_groups(SIZE, bits) == slow_groups(SIZE, bits, cluster.LINK, cluster.CUT)


@given(
    st.lists(BITS, min_size=21, max_size=21, unique=True),
    st.sets(st.integers(0, 20), min_size=1, max_size=8),
)
@settings(max_examples=120, deadline=None)
def test_what_is_certainly_two_is_never_in_one_group(values, places):
    """Decided to be two, or contradicted: whatever a third card has in common with both."""
    pairs = [(i, j) for i in range(SIZE) for j in range(i + 1, SIZE)]
    bits = dict(zip(pairs, values, strict=True))
    bits |= {pairs[place]: cluster.NEVER for place in places}
    found = fast_groups(SIZE, bits)
    assert found == slow_groups(SIZE, bits, cluster.LINK, cluster.CUT)
    assert not any(set(pairs[place]) <= set(group) for place in places for group in found)


@given(st.integers(3, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39))))
def test_components_are_what_can_be_reached(size, links):
    links = [(a % size, b % size) for a, b in links]
    left, right = (np.array([link[side] for link in links], np.int64) for side in (0, 1))
    root = cluster.components(size, left, right)
    reached = list(range(size))
    for _ in range(size):
        for a, b in links:
            reached[a] = reached[b] = min(reached[a], reached[b])
    assert root.tolist() == reached


@pytest.fixture(scope="module")
def scored(register, table):
    records = prepare(table(register[:300]), CONTACTS)
    pairs, _ = candidates(records, keys(CONTACTS))
    compared = compare(records, *pairs)
    model = learn.weights(records, pairs, compared, learn.Start.of(records, len(records)))
    return records, pairs, compared, model, weigh.score(records, compared, pairs, model)


def slow_score(records, compared, model, place, pair):
    """One pair's log2 odds, level by level, and the rules about conflicts by hand."""
    company = records.stratum[pair[0]] if records.stratum[pair[0]] >= 0 else None
    inside = company is not None and company == records.stratum[pair[1]]
    if inside:
        size = sum(1 for code in records.stratum if code == company)
        chance = model.partners / max(size - 1, 1)
    else:
        chance = model.strangers / max(model.total - 1, 1)
    chance = min(max(chance, 1e-12), 0.5)
    levels = {}
    points = {}
    for row, one in enumerate(compared.fields):
        field, kind = one.name, one.kind.name
        level = int(compared.levels[row, place])
        levels[kind] = one.kind.levels[level - 1].name if level else "missing"
        worth = model.points[int(inside), row, level]
        rare = float(compared.term_frequency[row, place])
        if rare and worth > 0 and not (inside and kind in ("postcode", "place", "text")):
            worth = max(worth + rare, 0.0)
        points[field] = worth
    conflict = levels["given_name"] in ("same_initial", "different")
    numbered = levels["email"] == "numbered"
    if numbered:
        points["given_name"] = min(points["given_name"], 2.0)
        points["surname"] = min(points["surname"], 2.0)
    if (
        conflict
        or numbered
        or levels["given_name"] == "formal_initial"
        or (levels["surname"] == "different")
    ):
        for one in compared.fields:
            if one.kind.name in ("phone", "postcode", "place", "text"):
                points[one.name] = min(points[one.name], 0.0)
    if conflict:
        points["surname"] = min(points["surname"], 5.0)
    return math.log2(chance / (1 - chance)) + sum(points.values())


def test_scores_are_those_of_the_definition(scored):
    records, pairs, compared, model, found = scored
    for place in range(0, len(pairs[0]), 7):
        pair = int(pairs[0][place]), int(pairs[1][place])
        expected = slow_score(records, compared, model, place, pair)
        assert found.bits[place] == pytest.approx(expected, abs=1e-3)


def test_a_score_is_its_parts(scored):
    *_, found = scored
    assert np.allclose(found.bits, found.prior + found.parts.sum(axis=0), atol=1e-3)
    assert ((found.score >= 0) & (found.score <= 1)).all()


def test_a_decision_is_respected(register, table):
    twice = [register[0] | {"id": "x1"}, register[0] | {"id": "x2"}]
    plain = pipeline.match(table(register[1:200] + twice), CONTACTS)
    ids = plain.records.ids.to_pylist()
    x1, x2 = ids.index("x1"), ids.index("x2")
    assert plain.groups.of[x1] == plain.groups.of[x2] >= 0
    apart = pipeline.Decisions(different=frozenset({("x2", "x1")}))
    result = pipeline.match(table(register[1:200] + twice), CONTACTS, decisions=apart)
    assert result.groups.of[x1] == result.groups.of[x2] == -1
    one, two = register[1]["id"], register[50]["id"]
    same = pipeline.Decisions(same=frozenset({(one, two)}))
    result = pipeline.match(table(register[1:200] + twice), CONTACTS, decisions=same)
    group = dict(zip(result.records.ids.to_pylist(), result.groups.of.tolist(), strict=True))
    assert group[one] == group[two] >= 0


def test_the_same_input_gives_the_same_answer(register, table):
    one, two = (pipeline.match(table(register), CONTACTS) for _ in range(2))
    assert (one.pairs.bits == two.pairs.bits).all()
    assert (one.groups.of == two.groups.of).all()
