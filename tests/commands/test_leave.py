"""Leave: tasks go to who takes over, the rest ends, and the back office gets its steps in order."""

import company
import pytest
from leaving import FIRST, LAST, approves, board, leaves, returns, steps, ticks
from office import last, refused, relations, rows, state, unchanged, written

from dq.commands import undo
from dq.commands.create import Create
from dq.commands.create import run as create
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.general import General
from dq.commands.general import run as general
from dq.commands.leave import Leave, run, run_all, what_if
from dq.errors import Conflict, Invalid, NotFound
from dq.store import door


def leave(db, leavers=("jan",), to=("eva",), *, version=1, **given):
    people = dict.fromkeys(leavers, version)
    return run(db, Leave(people, LAST, FIRST, tuple(to), **given), "vera")


def heirs(db):
    return db.execute("select contact_id, heir_id, links from heir order by all").fetchall()


def test_the_card_has_left_and_says_who_took_over(staff):
    leave(staff, to=("eva", "piet"))
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("left", "eva")
    assert rows(staff, "departure", "jan", "last_day", "effective_date") == (LAST, FIRST)
    assert staff.execute(
        "select contact_id, successor_id from succession order by all"
    ).fetchall() == [("jan", "eva"), ("jan", "piet")]


def test_the_back_office_is_asked_in_the_order_that_is_safe(staff):
    tile = leave(staff)["jan"]
    assert steps(staff, tile) == [
        ("relation", True, "eva", "a1"),
        ("relation", True, "eva", "a3"),
        ("approval", True, "eva", "p1 invoice"),
        ("approval", True, "eva", "p2 hours"),
        ("approval", False, "jan", "p1 invoice"),
        ("approval", False, "jan", "p2 hours"),
        ("status", False, "jan", ""),
        ("relation", False, "jan", "a1"),
        ("relation", False, "jan", "a3"),
        ("login", False, "jan", "u1"),
        ("bc", False, "jan", "CT1"),
    ]
    assert board(staff) == [("jan", "leave", "open", 11, 0)]
    assert rows(staff, "tile", tile, "made_by", "assignee") == ("vera", None)


def test_who_takes_over_may_not_be_known_yet(staff):
    approved = approves(staff, "jan")
    tile = leave(staff, to=(), undecided=True)["jan"]
    assert steps(staff, tile) == [
        ("status", False, "jan", ""),
        ("relation", False, "jan", "a1"),
        ("relation", False, "jan", "a3"),
        ("login", False, "jan", "u1"),
        ("bc", False, "jan", "CT1"),
    ]
    assert approves(staff, "jan") == approved
    later = leave(staff, version=2)["jan"]  # by now it is known
    assert [step[:3] for step in steps(staff, later) if step[0] == "approval"] == [
        ("approval", True, "eva"),
        ("approval", True, "eva"),
        ("approval", False, "jan"),
        ("approval", False, "jan"),
    ]


def test_who_takes_over_cannot_be_both_known_and_not(staff):
    with unchanged(staff), pytest.raises(Invalid):
        leave(staff, undecided=True)


def test_everything_is_so_at_once(staff):
    leave(staff)
    assert approves(staff, "jan") == [("p3", "hours")]
    assert approves(staff, "eva") == [("p1", "invoice"), ("p2", "hours")]
    assert relations(staff, "jan") == [("a1", False, True), ("a3", False, False)]
    assert rows(staff, "relation", "r1", "end_date") == (LAST,)
    assert rows(staff, "portal_user", "u1", "active") == (False,)
    assert rows(staff, "bc_contact", "CT1", "blocked") == (True,)


def test_what_was_switched_off_is_switched_on_and_not_made_twice(staff):
    leave(staff)
    assert rows(staff, "approval", "v6", "active") == (True,)
    assert rows(staff, "relation", "r6", "active", "end_date") == (True, None)
    assert staff.execute("select count(*) from approval where contact_id = 'eva'").fetchall() == [
        (2,)
    ]
    assert relations(staff, "eva") == [
        ("a1", True, False),
        ("a2", True, True),
        ("a3", True, False),
    ]


def test_a_relation_begins_on_the_day_of_taking_over(staff):
    leave(staff)
    assert staff.execute(
        "select start_date from relation where contact_id = 'eva' and account_id = 'a1'"
    ).fetchall() == [(FIRST,)]


def test_a_relation_of_the_future_ends_on_its_first_day(staff):
    staff.execute("update relation set start_date = '2027-01-01' where id = 'r5'")
    leave(staff)
    assert rows(staff, "relation", "r5", "end_date") == rows(staff, "relation", "r5", "start_date")


def test_a_relation_that_is_there_twice_ends_twice(staff):
    twice = {"id": "r7", "contact_id": "jan", "account_id": "a3", "active": True}
    company.insert(staff, "relation", [twice])
    leave(staff)
    assert relations(staff, "jan") == [
        ("a1", False, True),
        ("a3", False, False),
        ("a3", False, None),
    ]


def test_who_approves_there_already_is_not_asked_again(staff):
    tile = leave(staff, to=("piet",))["jan"]
    assert steps(staff, tile)[:4] == [
        ("relation", True, "piet", "a1"),
        ("approval", True, "piet", "p1 invoice"),
        ("approval", False, "jan", "p1 invoice"),
        ("approval", False, "jan", "p2 hours"),
    ]
    assert approves(staff, "piet") == [("p1", "invoice"), ("p2", "hours")]


def test_each_approval_goes_to_whom_it_is_given_or_stops(staff):
    tile = leave(staff, to=("eva", "piet"), takes={"v3": "piet", "v4": None})["jan"]
    assert approves(staff, "eva") == []
    assert approves(staff, "piet") == [("p1", "invoice"), ("p2", "hours")]
    assert [step for step in steps(staff, tile) if step[1]] == [
        ("relation", True, "piet", "a1"),
        ("approval", True, "piet", "p1 invoice"),
    ]


def test_without_successors_the_tasks_stop(staff):
    tile = leave(staff, to=())["jan"]
    assert not any(wanted for _, wanted, *_ in steps(staff, tile))
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("left", None)
    assert approves(staff, "jan") == [("p3", "hours")]


def test_several_leave_at_once_each_with_a_tile(staff):
    made = leave(staff, ("jan", "piet"))
    assert [line[:2] for line in board(staff)] == [("jan", "leave"), ("piet", "leave")]
    # Eva has the hours of p2 from Jan already.
    assert ("approval", True, "eva", "p2 hours") not in steps(staff, made["piet"])
    assert approves(staff, "piet") == []


def test_of_several_leavings_one_can_be_undone(staff):
    commands = [Leave({id: 1}, LAST, FIRST, ("eva",)) for id in ("jan", "piet")]
    with door.listening() as changes:
        made = run_all(staff, commands, "vera")
    assert list(made) == ["jan", "piet"]
    undo.run(staff, undo.Undo(changes[0]), "bart")
    assert [line[:2] for line in board(staff)] == [("piet", "leave")]
    assert rows(staff, "contact", "jan", "status") == (None,)


def test_several_leave_or_nobody_does(staff):
    commands = [Leave({id: 1}, LAST, FIRST, ("eva",)) for id in ("jan", "nobody")]
    with refused(staff, NotFound, "nobody is gone"):
        run_all(staff, commands, "vera")


def test_what_if_says_the_same_and_writes_nothing(staff):
    command = Leave({"jan": 1}, LAST, FIRST, ("eva",))
    with unchanged(staff):
        asked = what_if(staff, command)
    tile = run(staff, command, "vera")["jan"]
    assert [(step.subject, step.wanted, step.person_id) for step in asked["jan"]] == [
        step[:3] for step in steps(staff, tile)
    ]


def test_who_left_with_an_export_gets_the_rest_of_the_steps(staff):
    staff.execute("update contact set status = 'left' where id = 'jan'")
    tile = leave(staff)["jan"]
    asked = steps(staff, tile)
    assert ("status", False, "jan", "") not in asked
    assert ("approval", False, "jan", "p1 invoice") in asked
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("left", "eva")


@pytest.mark.parametrize(("to", "known"), [((), "piet"), (("eva",), "eva")])
def test_the_successor_of_an_export_stays_until_one_is_chosen_here(staff, to, known):
    staff.execute("update contact set status = 'left', successor_id = 'piet' where id = 'jan'")
    leave(staff, to=to)
    assert rows(staff, "contact", "jan", "successor_id") == (known,)


def test_nobody_needs_a_tile_where_nothing_is_left_to_do(staff):
    staff.execute("update contact set status = 'left' where id = 'eva'")
    staff.execute("update relation set active = false where contact_id = 'eva'")
    assert leave(staff, ("eva",), to=("piet",)) == {"eva": None}
    assert board(staff) == []
    assert rows(staff, "departure", "eva", "last_day") == (LAST,)


def test_somebody_with_a_card_alone_gives_one_step(staff):
    staff.execute("delete from approval where contact_id = 'mia'")
    assert steps(staff, leave(staff, ("mia",), to=())["mia"]) == [("status", False, "mia", "")]


def test_a_contact_in_business_central_is_found_by_its_address(staff):
    staff.execute("update bc_contact set salesforce_id = null, email = ' JAN@bouw.nl '")
    assert ("bc", False, "jan", "CT1") in steps(staff, leave(staff)["jan"])


def test_an_address_of_two_cards_says_nothing_of_business_central(staff):
    staff.execute("update bc_contact set salesforce_id = null, email = 'planning@zorg.nl'")
    assert ("bc", False, "piet", "CT1") not in steps(staff, leave(staff, ("piet",))["piet"])


@pytest.mark.parametrize("id", ["jan", "eva", "piet", "mia"])
@pytest.mark.parametrize(
    ("salesforce_id", "email"),
    [
        ("jan", "jan@bouw.nl"),
        ("jan", "eva@bouw.nl"),
        ("gone", "EVA@bouw.nl"),
        (None, "planning@zorg.nl"),
        (None, None),
    ],
)
def test_one_card_s_contacts_in_business_central_are_those_of_the_view(
    staff, id, salesforce_id, email
):
    staff.execute("update bc_contact set salesforce_id = ?, email = ?", [salesforce_id, email])
    assert (
        staff.execute("select id from bc_of(?)", [id]).fetchall()
        == staff.execute("select id from in_bc where contact_id = ?", [id]).fetchall()
    )


def test_the_mailbox_of_the_account_can_take_over(staff):
    card = general(staff, General("a1", "info@bouw.nl"), "vera")
    leave(staff, to=(card,))
    assert approves(staff, card) == [("p1", "invoice"), ("p2", "hours")]


def test_a_card_that_was_made_on_the_way_can_take_over(staff):
    card = create(staff, Create("a1", "Smit", "Planner", "ans@bouw.nl"), "vera")
    tile = leave(staff, to=(card,))["jan"]
    assert card.startswith("kb-")
    assert ("approval", True, card, "p1 invoice") in steps(staff, tile)
    # The account is the new card's own.
    assert ("relation", True, card, "a1") not in steps(staff, tile)


def test_a_chain_of_successors_ends_with_who_is_there(staff):
    leaves(staff, "jan", to=("eva",))
    leaves(staff, "eva", to=("piet",))
    assert heirs(staff) == [("eva", "piet", 1), ("jan", "piet", 2)]
    assert approves(staff, "piet") == [("p1", "invoice"), ("p2", "hours")]


def test_a_chain_that_bites_its_tail_ends_with_nobody(staff):
    leaves(staff, "jan", to=("eva",))
    leaves(staff, "eva", to=("piet",))
    staff.execute("update contact set status = 'left', successor_id = 'jan' where id = 'piet'")
    assert heirs(staff) == []


def test_somebody_can_leave_again(staff):
    ticks(staff, leaves(staff, "jan", to=("eva",)))
    returns(staff, "jan")
    tile = leaves(staff, "jan", to=("piet",))
    assert rows(staff, "contact", "jan", "status", "successor_id") == ("left", "piet")
    assert approves(staff, "piet") == [("p1", "invoice"), ("p2", "hours")]
    assert ("status", False, "jan", "") in steps(staff, tile)
    assert staff.execute("select successor_id from succession").fetchall() == [("piet",)]


def test_another_successor_afterwards_takes_the_place_of_the_first(staff):
    leaves(staff, "jan", to=("eva",))
    assert leaves(staff, "jan", to=("piet",)) is None
    assert staff.execute("select successor_id from succession").fetchall() == [("piet",)]
    assert rows(staff, "contact", "jan", "successor_id") == ("piet",)


def test_without_a_successor_afterwards_nobody_has_the_tasks(staff):
    leaves(staff, "jan", to=("eva",))
    leaves(staff, "jan", to=())
    assert staff.execute("from succession").fetchall() == []
    assert rows(staff, "contact", "jan", "successor_id") == (None,)


CASES = {
    "nobody": ({"leavers": ()}, Invalid, "at least one person"),
    "who_leaves_too": ({"leavers": ("jan", "eva")}, Invalid, "Eva Bos leaves too"),
    "no_login": ({"to": ("mia",)}, Invalid, "Mia Kok cannot log in"),
    "not_a_successor": ({"takes": {"v3": "piet"}}, Invalid, "not among the successors"),
    "no_such_leaver": ({"leavers": ("kees",)}, NotFound, "kees is gone"),
    "no_such_successor": ({"to": ("kees",)}, NotFound, "kees is gone"),
    "the_second_is_gone": ({"leavers": ("jan", "kees")}, NotFound, "kees is gone"),
    "stale": ({"version": 0}, Conflict, "."),
}


@pytest.mark.parametrize(("given", "error", "said"), CASES.values(), ids=CASES)
def test_a_refusal_writes_nothing(staff, given, error, said):
    with refused(staff, error, said):
        leave(staff, **given)
    with unchanged(staff), pytest.raises(error, match=said):
        people = dict.fromkeys(given.get("leavers", ("jan",)), given.get("version", 1))
        to, takes = given.get("to", ("eva",)), given.get("takes", {})
        what_if(staff, Leave(people, LAST, FIRST, to, takes))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("update contact set status = 'left' where id = 'eva'", "not in service"),
        ("update contact set status = 'inactive' where id = 'eva'", "not in service"),
        ("update contact set username = ' ' where id = 'eva'", "cannot log in"),
        ("insert into portal_user (id, contact_id, active) values ('u2', 'eva', false)", "log in"),
    ],
    ids=["left", "inactive", "no_username", "portal_user_off"],
)
def test_a_successor_who_cannot_is_refused(staff, sql, said):
    staff.execute(sql)
    with refused(staff, Invalid, f"Eva Bos .*{said}"):
        leave(staff)


def test_a_conflict_says_who_changed_which_fields(staff):
    edit(staff, Edit("jan", 1, {"title": "Hoofd"}), "anna")
    with refused(staff, Conflict, "anna changed") as caught:
        leave(staff)
    assert list(caught.value.values["fields"]) == ["title"]


def test_the_log_says_who_and_why_and_names_everybody(staff):
    leave(staff, reason="pensioen")
    (_, *head), edits = last(staff)
    assert head == ["vera", "leave", "pensioen"]
    assert {table for table, _id in written(staff)} == {
        *("contact", "relation", "approval", "portal_user", "bc_contact"),
        *("departure", "succession", "tile", "step"),
    }
    assert {"jan", "eva", "a1", "a3", "p1", "p2", "u1", "CT1"} <= {
        id for edit in edits for id in edit["about"]
    }


@pytest.mark.parametrize("to", [(), ("eva",), ("piet", "eva")])
def test_undo_puts_every_row_back(staff, to):
    before = state(staff)
    leave(staff, ("jan",), to)
    after = state(staff)
    undo.run(staff, undo.Undo(2), "bart")
    assert state(staff) == before
    undo.run(staff, undo.Undo(3), "bart")
    assert state(staff) == after


def test_a_leaving_whose_steps_are_ticked_is_not_undone(staff):
    ticks(staff, leave(staff)["jan"], "login")
    with refused(staff, Conflict, "bo wrote the same"):
        undo.run(staff, undo.Undo(2), "bart")


def test_a_card_that_took_over_stays(staff):
    card = create(staff, Create("a1", "Smit", "Planner", "ans@bouw.nl"), "vera")
    leave(staff, to=(card,))
    with refused(staff, Conflict, "vera wrote the same"):
        undo.run(staff, undo.Undo(2), "bart")
