"""What is carried out once a page is drawn: all of it or nothing, and at once where one leaves."""

import threading
import time

import pytest

from dq.errors import Conflict
from dq.store import door
from pages.ui.session import late
from pages.ui.session.late import Late


def put(db, command, actor):
    with door.writing(db, "put", actor) as ledger:
        ledger.insert("setting", {"name": command, "value": f'"{actor}"'})


def refuse(db, command, actor):
    raise Conflict("{what} is otherwise by now.", what=command)


def broken(db, command, actor):
    raise ZeroDivisionError


def names(db):
    return [name for (name,) in db.execute("select name from setting order by name").fetchall()]


def test_it_waits_for_the_drawing(db, monkeypatch):
    monkeypatch.setattr(late, "DRAWING", 60)
    one = Late(db.cursor(), [(put, "a")], "anna")
    time.sleep(0.05)
    assert names(db) == []
    one.wait()
    assert names(db) == ["a"]


def test_who_leaves_loses_nothing(db, monkeypatch):
    monkeypatch.setattr(late, "DRAWING", 0.01)
    done = threading.Event()
    Late(db.cursor(), [(put, "a")], "anna", done.set)
    assert done.wait(10)
    assert names(db) == ["a"]


def test_its_changes_can_be_undone(db):
    one = Late(db.cursor(), [(put, "a"), (put, "b")], "anna")
    one.wait()
    found = db.execute("select id from change order by id").fetchall()
    assert [(id,) for id in one.changes] == found
    assert len(one.changes) == 2


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_refused_changes_nothing_and_says_why(db, place):
    steps = [(put, "a"), (put, "b")]
    steps.insert(place, (refuse, "c"))
    then = threading.Event()
    one = Late(db.cursor(), steps, "anna", then.set)
    one.wait()
    assert str(one.refused) == "c is otherwise by now."
    assert (names(db), one.changes, then.is_set()) == ([], (), False)


def test_a_fault_of_ours_is_for_who_waits(db):
    one = Late(db.cursor(), [(broken, "a")], "anna")
    with pytest.raises(ZeroDivisionError):
        one.wait()
    assert one.refused is None
