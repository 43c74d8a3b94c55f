"""The watch of a server: it looks until it is stopped, and makes a copy of each day."""

import threading
from datetime import datetime, timedelta

import pytest
from arriving import PEOPLE, contacts

from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.errors import StoreBusy
from dq.intake import inbox
from dq.intake.inbox import watching
from dq.store import contents, copies, door, opening


def test_it_makes_the_folder_and_loads_what_comes(db, arriving):
    arriving.box.root.rmdir()
    watching.look(db.cursor, arriving.box)
    arriving.put("contacts.csv", contacts())
    watching.look(db.cursor, arriving.box)
    assert db.execute("select count(*) from contact").fetchall() == [(PEOPLE,)]


@pytest.mark.parametrize("error", [StoreBusy("Somebody else has it."), KeyError("a fault")])
def test_it_goes_on_after_what_went_wrong_and_stops_when_told(db, arriving, error):
    stop, asked = threading.Event(), []

    def busy():
        asked.append(1)
        if len(asked) > 3:
            stop.set()
        raise error

    arriving.put("contacts.csv", contacts())
    inbox.watch(busy, arriving.store, stop, 0.001)
    assert len(asked) > 3
    assert [path.name for path in arriving.box.came()] == ["contacts.csv"]


def test_it_goes_on_after_a_fault_of_ours(db, arriving, monkeypatch, caplog):
    stop, asked = threading.Event(), []

    def wrong(*_):
        asked.append(1)
        if len(asked) > 2:
            stop.set()
        raise ValueError("of us")

    monkeypatch.setattr(watching, "look", wrong)
    inbox.watch(db.cursor, arriving.store, stop, 0.001)
    assert len(asked) > 2
    [said] = caplog.records
    assert said.exc_info[0] is ValueError


def change(db, name="x"):
    with door.writing(db, "rename", "anna") as ledger:
        ledger.write("setting", name, {"value": f'"{datetime.now()}"'})


def test_a_day_has_one_copy_if_something_changed(db):
    assert inbox.daily(db) is not None
    change(db)
    assert inbox.daily(db) is None
    assert [copy.before for copy in copies.of(db)] == ["day"]


@pytest.fixture
def days(db, monkeypatch):
    """Go on a day."""
    now = [datetime(2026, 11, 1, 9)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return now[0]

    class Today:
        @staticmethod
        def today():
            return now[0].date()

    monkeypatch.setattr(copies, "datetime", Clock)
    monkeypatch.setattr(copies, "date", Today)

    def on():
        now[0] += timedelta(days=1)

    return on


def test_without_a_change_there_is_no_copy_of_the_next_day(db, days):
    assert inbox.daily(db) is not None
    days()
    assert inbox.daily(db) is None
    change(db)
    assert inbox.daily(db) is not None


def test_copies_of_days_and_of_loads_do_not_drive_each_other_out(db, days):
    set_value(db, Set("copies", 2), "anna")
    for _ in range(4):
        days()
        change(db)
        copies.make(db, "load")
        change(db)
        inbox.daily(db)
    assert sorted(copy.before for copy in copies.of(db)) == ["day", "day", "load", "load"]
    assert all(contents.read_through(copy.path) for copy in copies.of(db))


def test_a_store_in_memory_has_no_copy_of_a_day():
    with opening.connect(":memory:") as memory:
        change(memory)
        assert inbox.daily(memory) is None
