"""Come back: who left has again what was taken over, and the back office turns back what it did."""

from datetime import date

import company
import pytest
from leaving import LATER, approves, board, leaves, returns, steps, ticks, version
from office import last, refused, relations, rows, state

from dq.commands import undo
from dq.commands.come_back import ComeBack, run
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.move import Move
from dq.commands.move import run as move
from dq.errors import Conflict, Invalid, NotFound


def records(db):
    """What Salesforce and Business Central have to know, without days and what is only noted."""
    return {
        table: db.execute(f"select {names} from {table} order by all").fetchall()
        for table, names in {
            "contact": "id, status, successor_id",
            "relation": "id, active, direct, end_date",
            "approval": "id, contact_id, active",
            "portal_user": "id, active",
            "bc_contact": "id, blocked",
        }.items()
    }


def nothing_waits(db):
    return db.execute("select * from departure union all by name from succession").fetchall() == []


def test_before_the_back_office_did_anything_it_is_as_if_nobody_had_left(staff):
    staff.execute("update contact set status = 'active'")
    staff.execute("update portal_user set active = true")
    staff.execute("delete from relation where id = 'r6'")
    before = records(staff)
    leaves(staff, "jan", to=("piet",))
    assert returns(staff, "jan") is None
    after = records(staff)
    # That Piet was related to Jan's account stays as history.
    after["relation"] = [row for row in after["relation"] if not row[0].startswith("kb-")]
    assert after == before
    assert board(staff) == []
    assert nothing_waits(staff)


def test_what_the_back_office_did_is_turned_back_who_returns_first(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    tile = returns(staff, "jan")
    assert steps(staff, tile) == [
        ("bc", True, "jan", "CT1"),
        ("login", True, "jan", "u1"),
        ("relation", True, "jan", "a3"),
        ("relation", True, "jan", "a1"),
        ("status", True, "jan", ""),
        ("approval", True, "jan", "p2 hours"),
        ("approval", True, "jan", "p1 invoice"),
        ("approval", False, "eva", "p2 hours"),
        ("approval", False, "eva", "p1 invoice"),
        ("relation", False, "eva", "a3"),
        ("relation", False, "eva", "a1"),
    ]
    assert board(staff) == [("jan", "leave", "done", 11, 11), ("jan", "return", "open", 11, 0)]


def test_everything_is_so_at_once(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    returns(staff, "jan")
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("active", None)
    assert approves(staff, "jan") == [("p1", "invoice"), ("p2", "hours"), ("p3", "hours")]
    assert approves(staff, "eva") == []
    assert relations(staff, "jan") == [("a1", True, True), ("a3", True, False)]
    assert rows(staff, "relation", "r6", "active", "end_date") == (False, LATER)
    assert rows(staff, "portal_user", "u1", "active") == (True,)
    assert rows(staff, "bc_contact", "CT1", "blocked") == (False,)
    assert nothing_waits(staff)


def test_only_what_was_done_is_turned_back(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)), "login", "status")
    tile = returns(staff, "jan")
    assert steps(staff, tile) == [("login", True, "jan", "u1"), ("status", True, "jan", "")]
    assert board(staff) == [("jan", "leave", "done", 2, 2), ("jan", "return", "open", 2, 0)]


def test_who_left_with_an_export_has_to_be_set_in_service_again(staff):
    staff.execute("update contact set status = 'left' where id = 'jan'")
    leaves(staff, "jan", to=("eva",))
    tile = returns(staff, "jan")
    assert steps(staff, tile) == [("status", True, "jan", "")]
    assert approves(staff, "jan") == [("p1", "invoice"), ("p2", "hours"), ("p3", "hours")]


def test_who_left_with_an_export_and_nobody_noticed_can_come_back(staff):
    staff.execute("update contact set status = 'inactive', successor_id = 'eva' where id = 'jan'")
    assert steps(staff, returns(staff, "jan")) == [("status", True, "jan", "")]
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("active", None)


def test_a_portal_user_that_is_gone_stays_gone(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    staff.execute("delete from portal_user")
    staff.execute("delete from bc_contact")
    returns(staff, "jan")
    assert rows(staff, "contact", "jan", "status") == ("active",)


def test_a_relation_that_is_gone_begins_again_as_the_own_one(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    staff.execute("delete from relation where contact_id = 'jan'")
    returns(staff, "jan")
    assert relations(staff, "jan") == [("a1", True, True), ("a3", True, False)]
    assert staff.execute(
        "select distinct start_date from relation where contact_id = 'jan'"
    ).fetchall() == [(LATER,)]


def test_rows_that_an_export_took_over_are_found_again(staff):
    """Piet's approval was made here; Salesforce gave it an id of its own since."""
    ticks(staff, leaves(staff, "jan", to=("piet",)))
    staff.execute("delete from approval where starts_with(id, 'kb-')")
    theirs = {"id": "v9", "project_id": "p1", "contact_id": "piet", "kind": "invoice"}
    company.insert(staff, "approval", [theirs])
    returns(staff, "jan")
    assert rows(staff, "approval", "v9", "active") == (False,)
    assert approves(staff, "piet") == [("p2", "hours")]


def test_who_leaves_and_returns_twice_turns_only_the_second_back(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    ticks(staff, returns(staff, "jan"))
    ticks(staff, leaves(staff, "jan", to=("piet",)))
    tile = returns(staff, "jan")
    assert {person for _, _, person, _ in steps(staff, tile)} == {"jan", "piet"}
    assert approves(staff, "eva") == []
    assert [line[:3] for line in board(staff)] == [
        ("jan", "leave", "done"),
        ("jan", "return", "done"),
        ("jan", "leave", "done"),
        ("jan", "return", "open"),
    ]


def test_a_colleague_who_left_too_is_not_left_without_a_successor(staff):
    """Both approved the hours of p2, and Eva took over once for both."""
    leaves(staff, "jan", "piet", to=("eva",))
    returns(staff, "jan")
    assert approves(staff, "eva") == [("p2", "hours")]
    assert ("eva", "approval") in staff.execute("select person_id, subject from step").fetchall()
    returns(staff, "piet")
    assert approves(staff, "piet") == [("p2", "hours")]


def test_a_successor_who_works_there_by_now_keeps_the_own_account(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    move(staff, Move("eva", version(staff, "eva"), "a1", True, date(2027, 1, 1)), "bart")
    tile = returns(staff, "jan")
    assert ("a1", True, True) in relations(staff, "eva")
    assert ("relation", False, "eva", "a1") not in steps(staff, tile)


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        (ComeBack("eva", 1, LATER), Invalid, "Eva Bos is in service already"),
        (ComeBack("kees", 1, LATER), NotFound, "kees is gone"),
        (ComeBack("jan", 1, LATER), Conflict, "vera changed"),
    ],
    ids=["in_service", "gone", "stale"],
)
def test_a_refusal_writes_nothing(staff, command, error, said):
    leaves(staff, "jan", to=("piet",))
    with refused(staff, error, said):
        run(staff, command, "bart")


def test_a_conflict_says_who_changed_which_fields(staff):
    leaves(staff, "jan", to=("piet",))
    opened = version(staff, "jan")
    edit(staff, Edit("jan", opened, {"title": "Hoofd"}), "anna")
    with refused(staff, Conflict, "anna changed") as caught:
        run(staff, ComeBack("jan", opened, LATER), "bart")
    assert list(caught.value.values["fields"]) == ["title"]


def test_the_log_says_who(staff):
    leaves(staff, "jan", to=("piet",))
    returns(staff, "jan", actor="anna")
    (_, *head), edits = last(staff)
    assert head == ["anna", "come_back", None]
    assert {"jan", "piet"} <= {id for edit in edits for id in edit["about"]}


@pytest.mark.parametrize("done", [(), ("login", "relation"), None], ids=["none", "some", "all"])
def test_undo_puts_every_row_back(staff, done):
    tile = leaves(staff, "jan", to=("eva",))
    if done is None or done:
        ticks(staff, tile, *done or ())
    before = state(staff)
    returns(staff, "jan")
    after, number = state(staff), last(staff)[0][0]
    undo.run(staff, undo.Undo(number), "bart")
    assert state(staff) == before
    undo.run(staff, undo.Undo(number + 1), "bart")
    assert state(staff) == after


def test_who_left_with_an_export_and_an_ended_relation_has_that_again(staff):
    for schema in ("main", "upstream"):
        staff.execute(f"update {schema}.contact set status = 'left' where id = 'piet'")
        staff.execute(f"update {schema}.relation set active = false where id = 'r3'")
    tile = returns(staff, "piet")
    assert relations(staff, "piet") == [("a3", True, True)]
    assert steps(staff, tile) == [
        ("status", True, "piet", ""),
        ("relation", True, "piet", "a3"),
    ]
