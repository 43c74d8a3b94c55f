"""Tick: a step is done, by whom and when, or was not after all; the tile follows."""

from datetime import datetime, timedelta

import pytest
from leaving import board, leaves, ticks, version
from office import last, refused, rows, state, written

from dq.commands import undo
from dq.commands.tick import Tick, run
from dq.errors import Conflict, Invalid, NotFound


@pytest.fixture
def tile(staff):
    """What the back office has to do now that Mia left: two steps."""
    staff.execute("delete from relation where contact_id = 'mia'")
    return leaves(staff, "mia", to=())


@pytest.fixture
def step(staff, tile):
    [(id,)] = staff.execute(
        "select id from step where tile_id = ? order by place limit 1", [tile]
    ).fetchall()
    return id


def test_it_is_done_by_somebody_now(staff, step):
    run(staff, Tick(step, 2), "bo")
    done, by = rows(staff, "step", step, "done", "done_by")
    assert datetime.now() - done < timedelta(minutes=1)
    assert by == "bo"


def test_the_tile_is_busy_and_then_done(staff, tile, step):
    assert board(staff) == [("mia", "leave", "open", 2, 0)]
    run(staff, Tick(step, 2), "bo")
    assert board(staff) == [("mia", "leave", "busy", 2, 1)]
    ticks(staff, tile)
    assert board(staff) == [("mia", "leave", "done", 2, 2)]
    assert staff.execute("select closed = (select max(done) from step) from board").fetchall() == [
        (True,)
    ]


def test_it_was_not_done_after_all(staff, step):
    run(staff, Tick(step, 2), "bo")
    staff.execute("update step set seen_load = 4 where id = ?", [step])
    run(staff, Tick(step, 3, done=False), "bo")
    assert rows(staff, "step", step, "done", "done_by", "seen_load") == (None, None, None)
    assert board(staff) == [("mia", "leave", "open", 2, 0)]


def test_a_step_that_an_export_opened_again_can_be_done(staff, step):
    staff.execute("update step set reopened_load = 4 where id = ?", [step])
    run(staff, Tick(step, 2), "bo")
    assert rows(staff, "step", step, "done_by", "reopened_load") == ("bo", None)


def test_nobody_in_particular_did_it(staff, step):
    run(staff, Tick(step, 2), "")
    assert rows(staff, "step", step, "done_by") == (None,)


def test_a_refusal_writes_nothing(staff, step):
    with refused(staff, Invalid, "Not done yet"):
        run(staff, Tick(step, 2, done=False), "bo")
    with refused(staff, NotFound, "kb-9 is gone"):
        run(staff, Tick("kb-9", 2), "bo")
    run(staff, Tick(step, 2), "bo")
    with refused(staff, Invalid, "done already"):
        run(staff, Tick(step, version(staff, step, "step")), "bo")


@pytest.mark.parametrize("done", [True, False])
def test_a_conflict_says_who_ticked_it(staff, step, done):
    run(staff, Tick(step, 2), "bo")
    with refused(staff, Conflict, "bo changed") as caught:
        run(staff, Tick(step, 2, done), "anna")
    assert caught.value.values.keys() == {"actor", "moment"}


def test_the_log_says_who_did_which(staff, tile, step):
    run(staff, Tick(step, 2), "bo")
    (number, *head), [edit] = last(staff)
    assert head == ["bo", "tick", None]
    assert written(staff) == [("step", step)]
    assert edit["about"] == sorted([step, tile, "mia"])
    assert set(edit["after"]) == {"done", "done_by", "version"}
    assert edit["after"]["version"] == number


@pytest.mark.parametrize("done", [True, False])
def test_undo_puts_it_back(staff, step, done):
    if not done:
        run(staff, Tick(step, 2), "bo")
    before = state(staff)
    run(staff, Tick(step, 2 + (not done), done), "bo")
    undo.run(staff, undo.Undo(last(staff)[0][0]), "anna")
    assert state(staff) == before
