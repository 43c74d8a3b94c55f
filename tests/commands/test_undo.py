"""Undo: a change goes whole or not at all; who wrote the same later is named."""

from datetime import date

import pytest
from office import last, refused, relations, rows, state

from dq.commands.create import Create
from dq.commands.create import run as create
from dq.commands.decide import Decide
from dq.commands.decide import run as decide
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.end_relation import EndRelation
from dq.commands.end_relation import run as end
from dq.commands.general import General
from dq.commands.general import run as general
from dq.commands.give_username import GiveUsername
from dq.commands.give_username import run as give_username
from dq.commands.link import Link
from dq.commands.link import run as link
from dq.commands.merge import Merge
from dq.commands.merge import run as merge
from dq.commands.move import Move
from dq.commands.move import run as move
from dq.commands.undo import Undo, run, run_all
from dq.errors import Conflict, Invalid, NotFound

DAY = date(2026, 11, 24)
FIRST = 2  # the id of the first change that a test makes; the load was 1


def rename(db, title, version=1, actor="anna"):
    edit(db, Edit("jan", version, {"title": title}), actor)


def newcomer(db, email="ans@bouw.nl", actor="anna"):
    return create(db, Create("a1", "Smit", "Planner", email), actor)


def undone(db):
    return db.execute(
        "select id, undoes, undone_by from change where id > 1 order by id"
    ).fetchall()


def test_an_undo_is_a_change_of_its_own_and_marks_the_other(office):
    rename(office, "Hoofd")
    run(office, Undo(FIRST), "bart")
    assert undone(office) == [(2, None, 3), (3, 2, None)]
    head, [back] = last(office)
    assert head == (3, "bart", "undo", None)
    assert (back["before"]["title"], back["after"]["title"]) == ("Hoofd", "Uitvoerder")


def test_undoing_an_undo_does_it_again(office):
    rename(office, "Hoofd")
    after = state(office)
    run(office, Undo(2), "bart")
    run(office, Undo(3), "bart")
    assert state(office) == after
    assert undone(office) == [(2, None, None), (3, 2, 4), (4, 3, None)]


def test_what_was_done_again_can_be_undone_again(office):
    before = state(office)
    rename(office, "Hoofd")
    run(office, Undo(2), "bart")
    run(office, Undo(3), "bart")
    run(office, Undo(2), "bart")
    assert state(office) == before
    assert undone(office)[0] == (2, None, 5)


def test_what_did_it_again_is_not_undone_itself(office):
    """Else the first change would stand in the history while nothing of it is there."""
    rename(office, "Hoofd")
    run(office, Undo(2), "bart")
    run(office, Undo(3), "bart")
    with refused(office, Invalid, "Undo the change itself"):
        run(office, Undo(4), "bart")


def test_every_kind_of_change_comes_again_as_it_was(office):
    move(office, Move("jan", 1, "a2", False, DAY), "anna")
    newcomer(office)
    after = state(office)
    for change_id in (3, 2, 5, 4):
        run(office, Undo(change_id), "bart")
    assert state(office) == after


@pytest.mark.parametrize(
    ("change_id", "error", "said"),
    [(9, NotFound, "not in the history"), (1, Invalid, "cannot be undone")],
    ids=["no_such_change", "a_load"],
)
def test_a_refusal_writes_nothing(office, change_id, error, said):
    with refused(office, error, said):
        run(office, Undo(change_id), "bart")


def test_a_change_is_undone_once(office):
    rename(office, "Hoofd")
    run(office, Undo(FIRST), "bart")
    with refused(office, Invalid, "undone already"):
        run(office, Undo(FIRST), "bart")


def test_a_later_change_of_other_fields_is_not_in_the_way(office):
    rename(office, "Hoofd")
    edit(office, Edit("jan", 2, {"phone": "030 7654321"}), "bart")
    run(office, Undo(FIRST), "anna")
    assert rows(office, "contact", "jan", "title", "phone") == ("Uitvoerder", "030 7654321")


def test_a_later_change_of_the_same_field_blocks_and_is_named(office):
    rename(office, "Hoofd")
    rename(office, "Chef", 2, actor="bart")
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["actor"] == "bart"
    assert caught.value.values["command"] == "edit"
    assert caught.value.values["moment"]


def test_later_changes_that_came_back_to_the_same_value_block_too(office):
    """Else those could never be undone: their own value would be gone beneath them."""
    rename(office, "Hoofd")
    rename(office, "Chef", 2)
    rename(office, "Hoofd", 3, actor="bart")
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["actor"] == "bart"


def test_the_same_decision_taken_twice_can_be_undone_in_any_order(office):
    before = state(office)
    decide(office, Decide("contact", "jan", "eva", same=True), "anna")
    decide(office, Decide("contact", "jan", "eva", same=True), "bart")
    for (change_id,) in office.execute("select id from change where id > 1 order by id").fetchall():
        run(office, Undo(change_id), "anna")
    assert state(office) == before


def test_without_the_later_change_it_goes(office):
    before = state(office)
    rename(office, "Hoofd")
    rename(office, "Chef", 2, actor="bart")
    run(office, Undo(3), "bart")
    run(office, Undo(2), "anna")
    assert state(office) == before


def test_an_export_that_wrote_the_same_blocks_too(office):
    rename(office, "Hoofd")
    office.execute("update contact set title = 'Baas', version = 3 where id = 'jan'")
    with refused(office, Conflict, "A later export"):
        run(office, Undo(FIRST), "anna")


def test_a_record_that_an_export_took_away_blocks(office):
    rename(office, "Hoofd")
    office.execute("delete from contact where id = 'jan'")
    with refused(office, Conflict, "A later export"):
        run(office, Undo(FIRST), "anna")


def linked(db, id):
    link(db, Link((id,), ("a3",)), "bart")


def decided(db, id):
    decide(db, Decide("contact", id, "jan", same=True), "bart")


def edited(db, id):
    edit(db, Edit(id, FIRST, {"title": "Chef"}), "bart")


def moved(db, id):
    move(db, Move(id, FIRST, "a2", True, DAY), "bart")


@pytest.mark.parametrize(
    ("later", "command"),
    [(linked, "link"), (decided, "decide"), (edited, "edit"), (moved, "move")],
    ids=["linked", "decided", "edited", "moved"],
)
def test_a_new_card_that_something_was_done_with_stays(office, later, command):
    later(office, newcomer(office))
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["actor"] == "bart"
    assert caught.value.values["command"] == command


def test_a_new_card_goes_once_what_was_done_with_it_is_undone(office):
    before = state(office)
    linked(office, newcomer(office))
    run(office, Undo(3), "bart")
    run(office, Undo(2), "anna")
    assert state(office) == before


def test_nothing_is_done_again_with_a_card_that_is_gone(office):
    """The link was undone, then the card; the link cannot come back alone."""
    id = newcomer(office)
    linked(office, id)
    run(office, Undo(3), "bart")
    run(office, Undo(2), "anna")
    with refused(office, Conflict, "."):
        run(office, Undo(4), "bart")


def test_a_username_that_somebody_took_since_does_not_come_back(office):
    """A username exists once, also after an undo."""
    edit(office, Edit("jan", 1, {"email": "j.jansen@bouw.nl"}), "anna")
    newcomer(office, "jan@bouw.nl", "bart")
    with refused(office, Conflict, "."):
        run(office, Undo(FIRST), "anna")


@pytest.fixture
def double(office):
    """Mia's card came with the username of Jan, and got her own."""
    office.execute("update contact set username = 'JAN@bouw.nl' where id = 'mia'")
    give_username(office, GiveUsername({"mia": "mia@zorg.nl"}, {"mia": 1}), "anna")
    return office


def test_a_username_that_was_double_before_comes_back(double):
    run(double, Undo(FIRST), "anna")
    assert rows(double, "contact", "mia", "username") == ("JAN@bouw.nl",)


def test_so_it_does_where_the_other_card_changed_otherwise_since(double):
    edit(double, Edit("jan", 1, {"title": "Chef"}), "bart")
    run(double, Undo(FIRST), "anna")
    assert rows(double, "contact", "mia", "username") == ("JAN@bouw.nl",)


def test_both_of_a_double_go_back_together(double):
    edit(double, Edit("jan", 1, {"email": "j.jansen@bouw.nl"}), "bart")
    run_all(double, [Undo(FIRST), Undo(FIRST + 1)], "anna")
    found = [rows(double, "contact", id, "username")[0].lower() for id in ("jan", "mia")]
    assert found == ["jan@bouw.nl"] * 2


def test_a_double_does_not_come_back_where_an_export_wrote_the_other_since(double):
    double.execute("insert into change (id, actor, command) values (3, 'bart', 'load')")
    double.execute("update contact set version = 3 where id = 'jan'")
    with refused(double, Conflict, "by now"):
        run(double, Undo(FIRST), "anna")


def test_a_relation_that_was_taken_out_and_made_again_blocks(office):
    move(office, Move("jan", 1, "a2", False, DAY), "anna")
    link(office, Link(("jan",), ("a1",)), "bart")
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["command"] == "link"


def test_a_move_after_a_move_blocks(office):
    move(office, Move("jan", 1, "a2", True, DAY), "anna")
    move(office, Move("jan", 2, "a3", True, DAY), "bart")
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["command"] == "move"


def test_a_relation_opened_again_and_made_the_own_one_stays_open(office):
    """The link made r6 active, the move made it the direct one: it cannot be ended beneath it."""
    link(office, Link(("eva",), ("a3",)), "anna")
    move(office, Move("eva", 1, "a3", True, DAY), "bart")
    with refused(office, Conflict, "."):
        run(office, Undo(FIRST), "anna")
    assert ("a3", True, True) in relations(office, "eva")


def test_a_decision_taken_again_blocks(office):
    decide(office, Decide("contact", "jan", "eva", same=True), "anna")
    decide(office, Decide("contact", "jan", "eva", same=False), "bart")
    with refused(office, Conflict, "undo that first") as caught:
        run(office, Undo(FIRST), "anna")
    assert caught.value.values["actor"] == "bart"


def test_an_approval_that_moved_on_blocks_the_whole(office):
    """All or nothing: the people keep their new address when one approval cannot go back."""
    people = {"piet": "piet@zorg.nl", "mia": None}
    general(office, General("a3", "planning@zorg.nl", people=people, approvals=("v1",)), "anna")
    office.execute("update approval set contact_id = 'jan' where id = 'v1'")
    with refused(office, Conflict, "."):
        run(office, Undo(FIRST), "bart")


def test_an_ended_relation_that_was_opened_again_blocks(office):
    end(office, EndRelation("r5", 1, DAY), "anna")
    link(office, Link(("jan",), ("a3",)), "bart")
    with refused(office, Conflict, "undo that first"):
        run(office, Undo(FIRST), "anna")


def test_a_relation_that_never_fitted_its_card_comes_back(office):
    """The export itself may have an own account that the card does not have."""
    office.execute("update relation set account_id = 'a3' where contact_id = 'eva' and direct")
    before = state(office)
    merge(office, Merge("contact", "jan", 1, {"eva": 1}), "anna")
    run(office, Undo(FIRST), "anna")
    assert state(office) == before
