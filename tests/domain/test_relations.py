"""Relations: a pair once, one direct account, an end that stays as history."""

from datetime import date

import office
import pytest

from dq.domain import relations
from dq.store import door

DAY = date(2026, 11, 24)


@pytest.fixture
def ledger(db):
    office.fill(db)
    with door.writing(db, "test", "vera") as ledger:
        yield ledger


def add(ledger, id, contact_id, account_id, **values):
    pair = {"id": id, "contact_id": contact_id, "account_id": account_id}
    ledger.insert("relation", pair | values)


def of_pair(ledger, contact_id, account_id):
    found = relations.of_pair(ledger, contact_id, account_id)
    return found["id"], found["active"], found["direct"]


def test_a_pair_is_found_with_its_state(ledger):
    assert of_pair(ledger, "jan", "a3") == ("r5", True, False)
    assert relations.of_pair(ledger, "jan", "a2") is None


def test_of_a_pair_that_is_there_twice_the_active_one_counts(ledger):
    add(ledger, "r0", "eva", "a3", active=False)
    add(ledger, "r7", "eva", "a3", active=True)
    assert relations.of_pair(ledger, "eva", "a3")["id"] == "r7"


def test_a_relation_without_a_state_is_active_and_not_direct(ledger):
    add(ledger, "r7", "eva", "a1")
    assert of_pair(ledger, "eva", "a1") == ("r7", True, False)


def test_the_own_account_is_the_only_direct_one(ledger):
    add(ledger, "r7", "jan", "a2", active=True, direct=True)
    relations.make_own(ledger, "jan", "a3")
    assert office.relations(ledger.db, "jan") == [
        ("a1", True, False),
        ("a2", True, False),
        ("a3", True, True),
    ]


def test_what_is_own_already_is_left_alone(ledger):
    relations.make_own(ledger, "jan", "a1")
    assert ledger.edits == []


def test_an_end_that_only_the_card_told_of_is_noted(ledger):
    relations.end(ledger, "mia", "a3", DAY)
    assert office.relations(ledger.db, "mia") == [("a3", False, False)]


def test_every_relation_with_the_account_is_taken_out(ledger):
    add(ledger, "r7", "jan", "a3", active=False)
    relations.remove(ledger, "jan", "a3")
    assert office.relations(ledger.db, "jan") == [("a1", True, True)]
