"""Decisions: found again in either order, and counted by the certainty of then."""

from dq.queries.review import decisions


def decide(db, left, right, same, score, kind="contact"):
    db.execute(
        "insert into decision (id, record_kind, left_id, right_id, same, score) values"
        " (?, ?, ?, ?, ?, ?)",
        [f"{kind}:{left}:{right}", kind, left, right, same, score],
    )


def test_a_decision_is_found_in_either_order(db):
    decide(db, "1", "2", False, 0.9)
    assert decisions.of_pair(db, "contact", "2", "1") is False
    assert decisions.of_pair(db, "contact", "1", "2") is False
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
