"""Looking a card up in a file: the same features, weights and scores as matching."""

import numpy as np
import pytest

from dq.matching import pipeline
from dq.matching.pairs.compare import compare
from dq.matching.recipe import CONTACTS
from dq.matching.records.records import prepare
from dq.matching.searching import lookup
from dq.matching.weighing import weigh


@pytest.fixture(scope="module")
def cards(register, table):
    again = [register[n] | {"id": f"again{n}", "phone": None} for n in range(0, 200, 10)]
    return table(register + again)


@pytest.fixture(scope="module")
def result(cards):
    return pipeline.match(cards, CONTACTS)


@pytest.fixture(scope="module")
def index(cards, result):
    return lookup.Index.of(cards, result)


def test_a_few_records_score_as_they_do_among_all(index, cards, result):
    some = slice(0, None, max(len(result.pairs) // 300, 1))
    left, right = (side[some] for side in result.pairs.rows)
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    records = prepare(cards.take(rows), CONTACTS, index.population)
    pairs = tuple(np.split(places.astype(np.int32), 2))
    found = weigh.score(records, compare(records, *pairs), pairs, result.model)
    assert np.allclose(found.bits, result.pairs.bits[some], atol=1e-4)


def test_a_card_is_found_by_its_address(index, register):
    [best, *_] = index.find({"email": register[33]["email"].upper()})
    assert best.id == register[33]["id"]
    assert best.evidence[0]["field"] == "email"


def test_a_card_is_found_by_name_and_company(index, register):
    card = register[120]
    wanted = {name: card[name] for name in ("first_name", "last_name", "company_id")}
    assert card["id"] in [found.id for found in index.find(wanted)]


def test_the_best_is_first_and_the_record_itself_is_left_out(index, register):
    found = index.find(register[10])
    assert found[0].id == "again10"
    assert found[0].score > 0.9
    bits = [one.bits for one in found]
    assert bits == sorted(bits, reverse=True)
    assert register[10]["id"] not in [one.id for one in found]


def test_lookup_agrees_with_matching_on_a_pair(index, register, result):
    ids = result.records.ids.to_pylist()
    left, right = result.pairs.rows
    pair = next(
        place
        for place in range(len(left))
        if {ids[left[place]], ids[right[place]]} == {register[20]["id"], "again20"}
    )
    found = {one.id: one for one in index.find(register[20])}
    assert found["again20"].bits == pytest.approx(result.pairs.bits[pair], abs=1e-3)


def test_an_unknown_card_finds_nobody_likely(index):
    card = {"first_name": "Xerxes", "last_name": "Quaedvlieg", "email": "x.q@elders.example"}
    assert all(one.score < 0.5 for one in index.find(card))


def test_an_empty_card_finds_nobody(index):
    assert index.find({}) == []
