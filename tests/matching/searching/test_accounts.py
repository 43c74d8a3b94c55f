"""Accounts by the words of their name."""

import pyarrow as pa
import pytest

from dq.matching.searching.accounts import Accounts
from dq.matching.searching.query import Query

NAMES = {
    "a": ("Bakker Bouw", None),
    "b": ("Bakker Bouw Planning", "a"),
    "c": ("Van der Bakker & Zn.", None),
    "d": ("Aannemer Bakker", None),
    "e": (None, "b"),
}


@pytest.fixture(scope="module")
def places():
    names, parents = zip(*NAMES.values(), strict=True)
    return Accounts.of(pa.table({"id": list(NAMES), "name": names, "parent_id": parents}))


def found(places, text, most=9):
    query = Query(text)
    return "".join(places.ids[row].as_py() for row in places.find(text, query.words, most))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("bakker", "abcd"),
        ("Bákker B", "ab"),
        ("bouw pl", "b"),
        ("van der bakker", "abcd"),
        ("ak", ""),
        ("d", "d"),
        ("&", ""),
    ],
)
def test_a_name_is_found_by_the_start_of_any_word_those_that_begin_so_first(places, text, ids):
    assert found(places, text) == ids


def test_the_best_few_are_given(places):
    assert found(places, "bakker", most=2) == "ab"


def test_what_is_below_an_account_is_within_it(places):
    assert places.within([0]).tolist() == [True, True, False, False, True]


def test_no_accounts_are_no_trouble():
    none = pa.table({name: pa.array([], pa.string()) for name in ("id", "name", "parent_id")})
    assert found(Accounts.of(none), "bakker") == ""
