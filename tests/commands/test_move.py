"""Move: the own account changes with its direct relation; the old one stays ended, or goes."""

from datetime import date

import pytest
from office import last, refused, relations, rows, state, written

from dq.commands import undo
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.move import Move, run
from dq.errors import Conflict, Invalid, NotFound

DAY = date(2026, 11, 24)


def move(db, id="jan", to="a2", *, keep=True, version=1, actor="vera", email=None):
    run(db, Move(id, version, to, keep, DAY, email), actor)


def test_the_card_goes_and_its_login_stays(office):
    move(office)
    assert rows(office, "contact", "jan", "account_id", "email", "username") == (
        "a2",
        "jan@bouw.nl",
        "jan@bouw.nl",
    )


def test_the_old_account_stays_as_an_ended_relation(office):
    move(office)
    assert relations(office, "jan") == [
        ("a1", False, False),
        ("a2", True, True),
        ("a3", True, False),
    ]
    assert rows(office, "relation", "r1", "end_date") == (DAY,)


def test_the_old_account_goes_where_it_is_not_to_stay(office):
    move(office, keep=False)
    assert relations(office, "jan") == [("a2", True, True), ("a3", True, False)]


def test_a_related_account_becomes_the_direct_one_and_keeps_its_roles(office):
    move(office, to="a3")
    assert rows(office, "relation", "r5", "direct", "active", "roles") == (True, True, "Evaluator")
    assert len(relations(office, "jan")) == 2


def test_an_account_where_the_relation_had_ended_is_open_again(office):
    move(office, "eva", "a3")
    assert rows(office, "relation", "r6", "direct", "active", "end_date") == (True, True, None)


def test_an_account_that_only_the_card_told_of_is_kept_too(office):
    move(office, "mia", "a1")
    assert relations(office, "mia") == [("a1", True, True), ("a3", False, False)]


def test_a_card_without_an_account_gets_one(office):
    office.execute("update contact set account_id = null where id = 'mia'")
    move(office, "mia", "a1")
    assert relations(office, "mia") == [("a1", True, True)]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"to": "a1"}, Invalid, "own account of Jan Jansen"),
        ({"to": "a9"}, NotFound, "a9 is gone"),
        ({"id": "kees"}, NotFound, "kees is gone"),
        ({"version": 0}, Conflict, "."),
    ],
    ids=["own_account", "no_such_account", "no_such_card", "stale"],
)
def test_a_refusal_writes_nothing(office, given, error, said):
    with refused(office, error, said):
        move(office, **given)


def test_a_conflict_says_who_changed_which_fields(office):
    edit(office, Edit("jan", 1, {"title": "Hoofd"}), "anna")
    with refused(office, Conflict, "anna changed") as caught:
        move(office)
    assert caught.value.values["fields"] == {"title": "Hoofd"}


def test_the_log_names_both_accounts(office):
    move(office)
    (_, *head), edits = last(office)
    assert head == ["vera", "move", None]
    assert written(office)[0] == ("contact", "jan")
    assert edits[0]["about"] == ["a1", "a2", "jan"]
    assert ("relation", "r1") in written(office)


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "gone"])
@pytest.mark.parametrize(("id", "to"), [("jan", "a2"), ("jan", "a3"), ("eva", "a3"), ("mia", "a1")])
def test_undo_puts_every_row_back(office, id, to, keep):
    before = state(office)
    move(office, id, to, keep=keep)
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before


def test_the_address_may_change_in_the_same_go_and_the_login_follows(office):
    before = state(office)
    move(office, email="jan@planning.nl")
    assert rows(office, "contact", "jan", "account_id", "email", "username") == (
        "a2",
        "jan@planning.nl",
        "jan@planning.nl",
    )
    assert rows(office, "portal_user", "u1", "username") == ("jan@planning.nl",)
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before


@pytest.mark.parametrize(
    ("email", "said"),
    [("jan@", "not a valid e-mail"), ("eva@bouw.nl", "username of Eva Bos")],
    ids=["no_address", "taken"],
)
def test_an_address_that_cannot_be_is_refused_and_nobody_moves(office, email, said):
    with refused(office, Invalid, said):
        move(office, email=email)


def test_a_conflict_with_a_move_names_the_company(office):
    move(office, actor="anna")
    with refused(office, Conflict, "anna changed") as caught:
        move(office, to="a3")
    assert caught.value.values["fields"] == {"account": "Bouw Planning"}
