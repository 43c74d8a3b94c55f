"""Which record had best stay, what goes along, and what stands in the way in Salesforce."""

import company
import office
import pytest

from dq.queries.review import merging, staying
from dq.queries.review.staying import Candidate

RULES = ["portal", "active", "approvals", "complete", "recent"]


@pytest.fixture
def small(db):
    office.fill(db)
    return db


def candidate(id, *, portal=False, active=True, approvals=0, filled=0, recent="", created="2026"):
    return Candidate(id, portal, active, approvals, filled, recent, created)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"portal": True}, {"approvals": 9, "filled": 9}),
        ({"filled": 1}, {"active": False, "approvals": 9}),
        ({"approvals": 2}, {"approvals": 1, "filled": 9}),
        ({"filled": 8}, {"filled": 7, "recent": "2026-02-01"}),
        ({"recent": "2026-02-01"}, {"recent": "2025-12-31"}),
        ({"created": "2019"}, {"created": "2020"}),
    ],
    ids=RULES + ["oldest"],
)
def test_the_first_rule_that_tells_them_apart_decides(one, other):
    assert staying.best([candidate("b", **one), candidate("a", **other)], RULES) == "b"


def test_the_rules_are_a_setting():
    found = [candidate("a", portal=True), candidate("b", filled=3)]
    assert staying.best(found, ["complete"]) == "b"


def test_what_is_known_of_each(small):
    jan, piet = staying.candidates(small, "contact", ["jan", "piet"])
    assert (jan.portal, jan.approvals, piet.portal, piet.approvals) == (True, 1, False, 1)


@pytest.mark.parametrize(
    ("active", "told"), [("", False), ("a", False), ("b", True), ("ab", False), ("bc", True)]
)
def test_who_left_and_takes_in_somebody_in_service_is_told(active, told):
    found = [candidate(id, active=id in active) for id in "abc"]
    assert staying.left_behind(found, "a") is told


def obstacles(db, survivor, losers, taken=()):
    found = merging.obstacles(db, "contact", survivor, losers, taken)
    return [(one.what, one.record_id) for one in found]


def test_who_logs_in_must_stay(small):
    assert ("portal", "jan") in obstacles(small, "eva", ["jan"])
    assert obstacles(small, "jan", ["eva"]) == [("accounts", "eva"), ("relation", "r6")]


def test_two_portal_users_are_named(small):
    company.insert(
        small, "portal_user", [{"id": "u2", "username": "eva@bouw.nl", "contact_id": "eva"}]
    )
    assert ("users", "u2") in obstacles(small, "jan", ["eva"])


def test_a_relation_that_both_have_is_named_by_its_id(small):
    assert obstacles(small, "piet", ["mia"]) == []
    company.insert(small, "relation", [{"id": "r9", "contact_id": "mia", "account_id": "a3"}])
    assert obstacles(small, "piet", ["mia"]) == []  # both are those of the own account
    assert obstacles(small, "piet", ["eva"]) == [("relation", "r6")]


def test_a_username_that_is_taken_over_must_be_free(small):
    small.execute("update contact set username = 'mia@zorg.nl' where id = 'mia'")
    assert obstacles(small, "piet", ["mia"], ["mia@zorg.nl"]) == [("username", "mia")]


@pytest.mark.parametrize(("losers", "turns"), [(2, None), (3, "2"), (5, "3")])
def test_more_than_three_are_merged_in_turns(small, losers, turns):
    ids = [f"x{number}" for number in range(losers)]
    found = [one.name for one in merging.obstacles(small, "contact", "eva", ids)]
    assert found == ([turns] if turns else [])


def test_what_goes_along_is_counted(small):
    small.execute("update contact set successor_id = 'jan' where id = 'eva'")
    moves = merging.moves(small, "contact", ["jan"])
    assert (moves.relations, moves.approvals, moves.successions) == (2, 1, 1)
    moves = merging.moves(small, "account", ["a1"])
    assert (moves.contacts, moves.projects, moves.departments) == (1, 1, 1)


def of_accounts(db, survivor, losers):
    found = merging.obstacles(db, "account", survivor, losers)
    return [(one.what, one.record_id, one.name) for one in found]


def test_of_two_accounts_the_relation_that_somebody_has_with_both_goes_first(small):
    company.insert(small, "relation", [{"id": "r9", "contact_id": "piet", "account_id": "a1"}])
    # Zorg is Piet's own account, and a relation with that cannot be taken out; nor Jan's with Bouw.
    found = [("relation", "r5", "Jan Jansen"), ("relation", "r9", "Piet Vos")]
    assert of_accounts(small, "a1", ["a3"]) == of_accounts(small, "a3", ["a1"]) == found


def test_a_relation_that_salesforce_does_not_know_is_in_nobodys_way(small):
    company.insert(small, "relation", [{"id": "kb-1", "contact_id": "piet", "account_id": "a1"}])
    assert of_accounts(small, "a1", ["a3"]) == [("relation", "r5", "Jan Jansen")]


def test_the_one_with_the_own_account_of_who_goes_stays_until_the_merge(small):
    small.execute("delete from relation where contact_id in ('mia', 'piet')")
    small.execute("update contact set account_id = 'a1' where id = 'mia'")
    company.insert(small, "relation", [{"id": "r9", "contact_id": "piet", "account_id": "a1"}])
    assert obstacles(small, "piet", ["mia"]) == [("relation", "r9")]
    small.execute("delete from relation where id = 'r9'")
    assert obstacles(small, "piet", ["mia"]) == []


def test_a_login_bars_exactly_where_it_is_an_obstacle(small):
    """Every two cards, with each way of logging in: not, here alone, there alone, and both."""
    there, here = ({"id": "u7", "contact_id": "eva"}, {"id": "u8", "contact_id": "piet"})
    company.insert(small, "portal_user", [there], ["upstream"])
    company.insert(small, "portal_user", [here], ["main"])
    ids = [id for (id,) in small.execute("select id from contact order by id").fetchall()]
    logins = merging.logging_in(small, ids)
    assert (logins["eva"], logins["piet"]) == ({False}, {True})
    for survivor in ids:
        for loser in set(ids) - {survivor}:
            told = {what for what, _id in obstacles(small, survivor, [loser])}
            assert merging.barred(logins, survivor, [loser]) == bool(told & {"portal", "users"})
