"""Drop relation: of those of one person with one account one stays and says what all said."""

import company
import pytest
from office import last, refused, rows, state, written

from dq.commands import undo
from dq.commands.drop_relation import DropRelation, run
from dq.errors import Invalid, NotFound


@pytest.fixture
def double(office):
    """Jan has three relations with the Zorg Groep, and one more with his own account."""
    more = {"contact_id": "jan", "account_id": "a3", "direct": False}
    company.insert(
        office,
        "relation",
        [
            {"id": "r7", **more, "active": False, "roles": "Other"},
            {"id": "r8", **more, "active": True},
            {"id": "r9", "contact_id": "jan", "account_id": "a1", "active": True, "direct": False},
        ],
    )
    return office


def left(db, account_id):
    return db.execute(
        "select id from relation where contact_id = 'jan' and account_id = ? order by id",
        [account_id],
    ).fetchall()


@pytest.mark.parametrize("ids", [("r5", "r7", "r8"), ("r7", "r8", "r5"), ("r8", "r7", "r5")])
def test_one_of_three_stays_active_and_keeps_what_was_said(double, ids):
    run(double, DropRelation(ids), "anna")
    [(kept,)] = left(double, "a3")
    active, roles, start = rows(double, "relation", kept, "active", "roles", "start_date")
    assert active
    assert roles in ("Evaluator", "Other")
    assert start.isoformat() == "2025-03-01"
    assert last(double)[0][2] == "drop_relation"


@pytest.mark.parametrize("ids", [("r1", "r9"), ("r9", "r1")])
def test_the_one_with_the_own_account_stays(double, ids):
    run(double, DropRelation(ids), "anna")
    assert left(double, "a1") == [("r1",)]
    assert rows(double, "relation", "r1", "active", "direct") == (True, True)


@pytest.mark.parametrize(
    ("ids", "error", "said"),
    [
        (("r5",), Invalid, "not the same"),
        (("r5", "r5"), Invalid, "not the same"),
        (("r5", "r1"), Invalid, "not the same"),
        (("r5", "r6"), Invalid, "not the same"),
        ((), Invalid, "not the same"),
        (("r5", "r99"), NotFound, "r99 is gone"),
    ],
    ids=["one", "itself", "another account", "another person", "none", "gone"],
)
def test_what_is_not_there_twice_is_refused(double, ids, error, said):
    with refused(double, error, said):
        run(double, DropRelation(ids), "anna")


def test_it_can_be_undone(double):
    before = state(double)
    run(double, DropRelation(("r5", "r7", "r8")), "anna")
    assert {table for table, _id in written(double)} == {"relation"}
    undo.run(double, undo.Undo(last(double)[0][0]), "anna")
    assert state(double) == before
