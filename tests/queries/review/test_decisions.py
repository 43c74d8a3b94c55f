"""Decisions: found again in either order, and counted by the certainty of then."""

import pytest
from office import last

from dq.commands import decide as decide_
from dq.commands import undo
from dq.commands.merge import Merge, run
from dq.queries.review import decisions


def decide(db, left, right, same, score, kind="contact"):
    db.execute(
        "insert into decision (id, record_kind, left_id, right_id, same, score) values"
        " (?, ?, ?, ?, ?, ?)",
        [f"{kind}:{left}:{right}", kind, left, right, same, score],
    )


def test_a_decision_is_found_in_either_order(db):
    decide(db, "1", "2", False, 0.9)
    assert decisions.of_pair(db, "contact", "2", "1") == decisions.Ruling(False, False)
    assert decisions.of_pair(db, "contact", "1", "2") == decisions.Ruling(False, False)
    assert decisions.of_pair(db, "account", "1", "2") is None


def test_bands_count_what_people_found_to_be_one(db):
    decide(db, "1", "2", True, 0.97)
    decide(db, "1", "3", False, 0.95)
    decide(db, "1", "4", True, 1.0)
    decide(db, "1", "5", True, 0.55)
    found = [(b.low, b.high, b.decided, b.same, b.precision) for b in decisions.bands(db)]
    assert found == [
        (0.99, 1.0, 1, 1, 1.0),
        (0.95, 0.99, 2, 1, 0.5),
        (0.5, 0.6, 1, 1, 1.0),
    ]


def test_a_pair_that_was_never_scored_is_in_no_band(db):
    decide(db, "1", "2", True, None)
    decide(db, "1", "3", True, 0.9, kind="account")
    assert decisions.bands(db) == []


@pytest.fixture
def scored(office):
    """Piet and Mia are a pair of which matching was fairly certain."""
    office.execute("insert into pair values ('contact', 'mia', 'piet', 0.97, '[]')")
    return office


def counted(db):
    return [(band.low, band.decided, band.same) for band in decisions.bands(db)]


def merge(db, survivor="piet", loser="mia"):
    run(db, Merge("contact", survivor, 1, {loser: 1}), "vera")


@pytest.mark.parametrize("said", [None, True, False], ids=["nothing", "same", "not the same"])
def test_a_merge_counts_once_whatever_was_said_before(scored, said):
    if said is not None:
        decide_.run(scored, decide_.Decide("contact", "piet", "mia", said), "vera")
    merge(scored)
    assert counted(scored) == [(0.95, 1, 1)]


def test_a_merge_that_is_undone_counts_no_more_and_counts_when_it_is_done_again(scored):
    merge(scored)
    undo.run(scored, undo.Undo(last(scored)[0][0]), "vera")
    assert counted(scored) == []
    undo.run(scored, undo.Undo(last(scored)[0][0]), "vera")
    assert counted(scored) == [(0.95, 1, 1)]


def test_a_merge_of_what_was_never_a_pair_is_in_no_band(office):
    merge(office)
    assert counted(office) == []


def test_what_was_decided_of_a_third_is_counted_once(scored):
    scored.execute("insert into pair values ('contact', 'eva', 'mia', 0.6, '[]')")
    decide_.run(scored, decide_.Decide("contact", "eva", "mia", False), "vera")
    merge(scored)
    assert counted(scored) == [(0.95, 1, 1)]  # of Eva and Piet matching thought nothing


def test_a_merge_of_a_group_counts_each_pair_with_the_one_that_stays(scored):
    scored.execute("insert into pair values ('contact', 'eva', 'piet', 0.6, '[]')")
    run(scored, Merge("contact", "piet", 1, {"eva": 1, "mia": 1}), "vera")
    assert counted(scored) == [(0.95, 1, 1), (0.6, 1, 1)]
