"""Dispose: a finding may stay or wait, across loads, until what was compared changes."""

from datetime import date, timedelta

import pytest
from office import slipped

from dq import errors
from dq.casework import earlier
from dq.casework.earlier import Earlier
from dq.commands import dispose, undo
from dq.commands.dispose import Dispose
from dq.judging import judge
from dq.queries.review import findings
from dq.queries.review.findings import Filter

TITLE = "missing_title~contact~jan~"
TYPO = "email_domain_typo~contact~jan~"


@pytest.fixture
def judged(office):
    slipped(office)
    return office


def state(db, key):
    judge.refresh(db)
    found = findings.one(db, key)
    return found and found.state


def load(db, **values):
    """A next export, in which Jan's card is so."""
    [(last,)] = db.execute("select max(id) from load").fetchall()
    db.execute("insert into load (id, exported) values (?, '2026-11-30')", [last + 1])
    for name, value in values.items():
        for table in ("main.contact", "upstream.contact"):
            db.execute(f"update {table} set {name} = ? where id = 'jan'", [value])


def test_what_is_not_needed_is_open_no_more(judged):
    before = findings.count(judged, Filter(("missing_title",)))
    dispose.run(judged, Dispose((TITLE,), "accepted", "Doet van alles"), "vera")
    assert state(judged, TITLE) == "accepted"
    assert findings.count(judged, Filter(("missing_title",))) == before - 1
    [(open_now,)] = judged.execute(
        "select open from measure where check_id = 'missing_title' and load_id = 1"
    ).fetchall()
    assert open_now == before - 1
    cases = judged.execute("select count(*) from case_record where record_id = 'jan'").fetchall()
    assert cases == [(1,)]  # of the slip in his address


def test_it_holds_over_loads_that_change_nothing_of_what_was_compared(judged):
    dispose.run(judged, Dispose((TITLE, TYPO), "accepted"), "vera")
    load(judged, phone="030 1234567")
    assert state(judged, TITLE) == state(judged, TYPO) == "accepted"


def test_another_value_opens_it_again(judged):
    dispose.run(judged, Dispose((TYPO,), "accepted"), "vera")
    load(judged, email="j@gmial.com")
    assert state(judged, TYPO) == "earlier"


def test_what_went_and_came_back_as_it_was_is_still_not_needed(judged):
    dispose.run(judged, Dispose((TITLE,), "accepted"), "vera")
    load(judged, title="Planner")
    assert state(judged, TITLE) == "solved_now"
    load(judged, title=None)
    assert state(judged, TITLE) == "accepted"


def test_later_is_until_the_next_load(judged):
    dispose.run(judged, Dispose((TITLE,), "later"), "vera")
    assert state(judged, TITLE) == "later"
    load(judged)
    assert state(judged, TITLE) == "earlier"


def test_later_with_a_day_is_until_that_day_whatever_is_loaded(judged):
    until = date.today() + timedelta(days=30)
    dispose.run(judged, Dispose((TITLE,), "later", until=until), "vera")
    load(judged)
    assert state(judged, TITLE) == "later"


def test_a_day_that_is_past_opens_it_again(judged):
    dispose.run(judged, Dispose((TITLE,), "accepted", until=date.today()), "vera")
    judged.execute("update disposition set until = current_date - 1")
    load(judged)
    assert state(judged, TITLE) == "earlier"


def test_none_takes_it_back(judged):
    dispose.run(judged, Dispose((TITLE,), "accepted"), "vera")
    dispose.run(judged, Dispose((TITLE,), None), "vera")
    assert state(judged, TITLE) == "new"


def test_it_can_be_undone(judged):
    dispose.run(judged, Dispose((TITLE, TYPO), "accepted"), "vera")
    [(change,)] = judged.execute("select max(id) from change").fetchall()
    undo.run(judged, undo.Undo(change), "vera")
    assert state(judged, TITLE) == state(judged, TYPO) == "new"


@pytest.mark.parametrize(
    "command",
    [
        Dispose((), "accepted"),
        Dispose((TITLE,), "gone"),
        Dispose((TITLE,), "accepted", "x" * 201),
        Dispose((TITLE,), "later", until=date(2020, 1, 1)),
        Dispose(("missing_title~contact~nobody~",), "accepted"),
        Dispose(("nonsense",), "accepted"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(judged, command):
    with pytest.raises(errors.DqError):
        dispose.run(judged, command, "vera")
    assert judged.execute("select count(*) from disposition").fetchall() == [(0,)]


def test_what_changed_since_is_known_when_it_is_open_again(judged):
    dispose.run(judged, Dispose((TYPO,), "accepted", "Klopt"), "vera")
    judge.refresh(judged)
    assert earlier.of(judged, [TYPO]) == {}
    load(judged, email="j@gmial.com")
    judge.refresh(judged)
    changed = {
        "detail": ("jan@gmail.com", "j@gmail.com"),
        "email": ("jan@gmial.com", "j@gmial.com"),
    }
    assert earlier.of(judged, [TYPO, TITLE]) == {TYPO: Earlier("accepted", "Klopt", None, changed)}


def test_what_was_put_off_until_a_load_changed_nothing(judged):
    dispose.run(judged, Dispose((TITLE,), "later"), "vera")
    load(judged)
    judge.refresh(judged)
    assert earlier.of(judged, [TITLE]) == {TITLE: Earlier("later", None, None, {})}
