"""How the caps of a file grow with what it can afford."""

import numpy as np
import pytest

from dq.matching.kind import Key
from dq.matching.pairs import budget
from dq.matching.pairs.budget import EVERYTHING, MANY, Sizes, afforded
from dq.matching.pairs.keys import Atoms
from dq.matching.recipe import CONTACTS, typed
from dq.matching.records.records import prepare


def sizes(*blocks):
    return Sizes(*np.unique(np.array(blocks, np.int64), return_counts=True))


def test_pairs_are_those_of_the_blocks_within_the_cap():
    assert sizes(2, 2, 3, 10).pairs(3) == 1 + 1 + 3
    assert sizes().pairs(3) == 0


@pytest.mark.parametrize(("affordable", "cap"), [(0, 30), (45, 60), (4995, 240), (10**6, 1920)])
def test_caps_are_doubled_as_often_as_the_pairs_allow(monkeypatch, affordable, cap):
    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", affordable)
    [key] = afforded([Key(("sound",), 30, ("initial",), 40)], [sizes(10, 100, 300)], 1_000)
    assert (key.cap, key.last_cap) == (cap, cap * 4 // 3)


def test_a_small_file_is_compared_whole(register, table):
    small = prepare(table(register[:300]), CONTACTS)
    names = [key.atoms for key in budget.plan(CONTACTS, Atoms(small), len(small))]
    assert names[-1] == EVERYTHING.atoms
    assert EVERYTHING.atoms not in [key.atoms for key in budget.wanted(CONTACTS, MANY + 1)]


def test_what_a_file_cannot_afford_is_no_key():
    kept = afforded([EVERYTHING], [sizes(90_000)], 90_000)
    assert kept == []


def test_without_companies_too():
    recipe = typed([("given_name", "first"), ("surname", "last"), ("postcode", "code")])
    assert ("code", "initial") in [key.atoms for key in budget.wanted(recipe, 10)]
