"""Decide: kept, changed, taken back, refused, logged."""

import pytest

from dq.commands.decide import Decide, run
from dq.errors import Conflict, Invalid, NotFound
from dq.queries.review.decisions import Ruling, of_pair


@pytest.fixture
def cards(db):
    db.execute("insert into contact (id) values ('1'), ('2'), ('3')")
    db.execute("insert into pair values ('contact', '2', '1', 0.9, '[]')")
    return db


def decisions(db):
    return db.execute(
        "select record_kind, left_id, right_id, same, score from decision order by all"
    ).fetchall()


def test_a_decision_is_kept_in_one_order_with_the_score_of_then(cards):
    run(cards, Decide("contact", "2", "1", same=False), "anna")
    assert decisions(cards) == [("contact", "1", "2", False, 0.9)]


def test_a_pair_that_matching_did_not_propose_has_no_score(cards):
    run(cards, Decide("contact", "1", "3", same=True), "anna")
    assert decisions(cards) == [("contact", "1", "3", True, None)]


def test_the_newest_decision_counts(cards):
    run(cards, Decide("contact", "1", "2", same=False), "anna")
    run(cards, Decide("contact", "2", "1", same=True), "bart")
    assert decisions(cards) == [("contact", "1", "2", True, 0.9)]


def test_a_decision_can_be_taken_back(cards):
    run(cards, Decide("contact", "1", "2", same=False), "anna")
    run(cards, Decide("contact", "1", "2", same=None), "anna")
    assert decisions(cards) == []


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (Decide("contact", "1", "1", same=True), Invalid),
        (Decide("contact", "1", "9", same=True), NotFound),
        (Decide("account", "1", "2", same=True), NotFound),
        (Decide("load", "1", "2", same=True), Invalid),
        (Decide("contact", "1", "2", same=False, reason="x" * 201), Invalid),
    ],
    ids=["itself", "gone", "other_kind", "no_such_kind", "long_reason"],
)
def test_a_refusal_writes_nothing(cards, command, error):
    with pytest.raises(error):
        run(cards, command, "anna")
    assert decisions(cards) == []
    assert cards.execute("select count(*) from change").fetchall() == [(0,)]


def test_two_who_change_one_decision_at_once_conflict(cards):
    run(cards, Decide("contact", "1", "2", same=False), "anna")
    other = cards.cursor()
    other.execute("begin")
    other.execute("delete from decision")
    with pytest.raises(Conflict):
        run(cards, Decide("contact", "1", "2", same=None), "anna")
    other.execute("rollback")
    assert len(decisions(cards)) == 1


def test_the_log_says_who_decided_what_and_why(cards):
    run(cards, Decide("contact", "1", "2", same=False, reason="vader en zoon"), "anna")
    run(cards, Decide("contact", "1", "2", same=True), "bart")
    rows = cards.execute(
        """
        select actor, command, reason, edits ->> '$[*].before.same', edits ->> '$[*].after.same'
        from change
        order by id
        """
    ).fetchall()
    assert rows == [
        ("anna", "decide", "vader en zoon", [], ["false"]),
        ("bart", "decide", None, ["false"], ["true"]),
    ]


def test_not_the_same_is_open_again_once_what_was_compared_changes(office):
    run(office, Decide("contact", "jan", "eva", same=False), "vera")
    assert of_pair(office, "contact", "jan", "eva") == Ruling(False, False)
    office.execute("update contact set department = 'Noord' where id = 'eva'")
    assert of_pair(office, "contact", "jan", "eva") == Ruling(False, False)
    office.execute("update contact set phone = '030 7654321' where id = 'eva'")
    assert of_pair(office, "contact", "jan", "eva") is None
    run(office, Decide("contact", "jan", "eva", same=False), "vera")
    assert of_pair(office, "contact", "jan", "eva") == Ruling(False, False)


def test_the_same_stays_the_same(office):
    run(office, Decide("contact", "jan", "eva", same=True), "vera")
    office.execute("update contact set phone = '030 7654321' where id = 'eva'")
    assert of_pair(office, "contact", "jan", "eva") == Ruling(True, False)
