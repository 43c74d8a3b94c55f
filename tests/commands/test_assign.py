"""Assign: a tile is somebody's, or anybody's again; who took it first is told."""

import pytest
from leaving import board, leaves
from office import last, refused, rows, state, written

from dq.commands import undo
from dq.commands.assign import Assign, run
from dq.errors import Conflict, Invalid, NotFound


@pytest.fixture
def tile(staff):
    return leaves(staff, "jan", to=("eva",))


def test_somebody_has_it_and_it_is_busy(staff, tile):
    run(staff, Assign(tile, 2, "  Bo  de Wit "), "anna")
    assert rows(staff, "tile", tile, "assignee") == ("Bo de Wit",)
    assert board(staff) == [("jan", "leave", "busy", 11, 0)]


@pytest.mark.parametrize("nobody", [None, " "])
def test_it_is_anybody_s_again(staff, tile, nobody):
    run(staff, Assign(tile, 2, "bo"), "anna")
    run(staff, Assign(tile, 3, nobody), "bo")
    assert rows(staff, "tile", tile, "assignee") == (None,)
    assert board(staff) == [("jan", "leave", "open", 11, 0)]


def test_the_same_name_again_is_no_change(staff, tile):
    run(staff, Assign(tile, 2, "bo"), "anna")
    run(staff, Assign(tile, 3, "bo"), "anna")
    assert last(staff)[0][0] == 3


@pytest.mark.parametrize(
    ("id", "version", "name", "error", "said"),
    [
        (None, 2, "x" * 61, Invalid, "at most 60"),
        ("kb-9", 2, "bo", NotFound, "kb-9 is gone"),
        (None, 1, "bo", Conflict, "."),
    ],
    ids=["too_long", "gone", "stale"],
)
def test_a_refusal_writes_nothing(staff, tile, id, version, name, error, said):
    with refused(staff, error, said):
        run(staff, Assign(id or tile, version, name), "anna")


def test_a_conflict_says_who_took_it(staff, tile):
    run(staff, Assign(tile, 2, "bo"), "anna")
    with refused(staff, Conflict, "anna changed") as caught:
        run(staff, Assign(tile, 2, "cas"), "cas")
    assert list(caught.value.values["fields"]) == ["assignee"]


def test_the_log_says_who_gave_it_to_whom(staff, tile):
    run(staff, Assign(tile, 2, "bo"), "anna")
    (number, *head), [edit] = last(staff)
    assert head == ["anna", "assign", None]
    assert written(staff) == [("tile", tile)]
    assert edit["about"] == sorted([tile, "jan"])
    assert edit["after"] == {"assignee": "bo", "version": number}


def test_undo_puts_it_back(staff, tile):
    run(staff, Assign(tile, 2, "bo"), "anna")
    before = state(staff)
    run(staff, Assign(tile, 3, None), "anna")
    undo.run(staff, undo.Undo(4), "bart")
    assert state(staff) == before
