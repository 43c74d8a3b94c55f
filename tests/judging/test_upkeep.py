"""The checks keep up: what was changed is judged once nothing more is, where that is a part."""

import threading

import duckdb
import pytest

from dq.commands import decide, edit
from dq.judging import judge, upkeep
from dq.judging.resident import Resident
from pages.ui.session import opened


@pytest.fixture
def kept(office):
    judge.run(office)
    mind = Resident()
    mind.warm(office)
    return office, lambda: mind


def retitle(db, title, who="anna"):
    version = db.execute("select version from contact where id = 'jan'").fetchall()[0][0]
    edit.run(db, edit.Edit("jan", version, {"title": title}), who)


def test_what_was_changed_is_judged_at_the_second_look(kept):
    db, mind = kept
    seen = upkeep.look(db.cursor, mind, None)
    retitle(db, None)
    seen = upkeep.look(db.cursor, mind, seen)
    assert judge.stale(db)
    assert upkeep.look(db.cursor, mind, seen) == seen
    assert not judge.stale(db)
    open = "select 1 from open_finding where check_id = 'missing_title' and record_id = 'jan'"
    assert db.execute(open).fetchall()


def test_while_somebody_goes_on_it_waits(kept):
    db, mind = kept
    seen = None
    for title in ("Planner", "Inkoper", "Directeur"):
        retitle(db, title)
        seen = upkeep.look(db.cursor, mind, seen)
        assert judge.stale(db)


def test_where_several_people_go_on_it_does_not_for_long(kept, monkeypatch):
    db, mind = kept
    for who in ("anna", "vera"):
        retitle(db, f"Planner {who}", who)
    monkeypatch.setattr(judge, "begun", lambda: upkeep.OFTEN - 1)
    upkeep.look(db.cursor, mind, None)
    assert judge.stale(db)
    monkeypatch.setattr(judge, "begun", lambda: upkeep.OFTEN + 1)
    upkeep.look(db.cursor, mind, None)
    assert not judge.stale(db)


def test_pages_need_not_judge_while_the_checks_keep_up():
    looks = -(-upkeep.OFTEN // upkeep.SECONDS) * upkeep.SECONDS
    assert looks + upkeep.SECONDS < opened.RECENT


def test_all_cards_are_matched_again_once_several_people_pause(kept):
    db, mind = kept
    for who, other in (("anna", "piet"), ("vera", "eva")):
        decide.run(db, decide.Decide("contact", "jan", other, False), who)
    seen = upkeep.look(db.cursor, mind, None)
    assert judge.stale(db) and not mind().partly(db)
    upkeep.look(db.cursor, mind, seen)
    assert not judge.stale(db)


@pytest.mark.parametrize(
    "otherwise",
    [
        "insert into load (id, exported) values (99, '2026-11-24')",
        "insert into setting values ('mailbox_words', '[\"keuken\"]')",
        "update judged set code = 'other'",
        "update judged set day = day - 1",
        "delete from judged",
    ],
)
def test_what_takes_all_to_be_judged_is_for_a_page_that_shows_how_far_it_is(kept, otherwise):
    db, mind = kept
    db.execute(otherwise)
    seen = upkeep.look(db.cursor, mind, None)
    upkeep.look(db.cursor, mind, seen)
    assert judge.stale(db)


def test_a_store_that_is_closed_or_a_fault_does_not_end_it(kept, monkeypatch):
    db, mind = kept
    monkeypatch.setattr(upkeep, "LONGER", 1)
    stop = threading.Event()
    asked = []

    def open_store():
        asked.append(1)
        if len(asked) == 1:
            closed = db.cursor()
            closed.close()
            return closed
        if len(asked) == 2:
            raise RuntimeError("fault")
        if len(asked) == 4:
            stop.set()
        return db.cursor()

    upkeep.keep(open_store, mind, stop, seconds=0.01)
    assert len(asked) == 4


def test_who_changed_nothing_goes_by_a_judgement_of_a_moment_ago(kept):
    db, _ = kept
    judge.refresh(db)
    retitle(db, "Inkoper")
    judge.refresh(db)
    retitle(db, "Planner")
    assert judge.spares(db, "vera", recent=60) and not judge.spares(db, "anna", recent=60)
    assert not judge.spares(db, "vera")


def test_a_judgement_that_failed_is_not_gone_by(kept, monkeypatch):
    db, _ = kept
    judge.refresh(db)
    monkeypatch.setattr(judge, "_begun", [-1e9])
    retitle(db, "Planner")
    monkeypatch.setattr(judge, "run", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        judge.refresh(db)
    assert not judge.spares(db, "vera", recent=60)


def test_a_load_that_nobody_judges_is_not_put_off(kept):
    db, _ = kept
    retitle(db, "Planner")
    judge.refresh(db)
    retitle(db, "Inkoper")
    assert judge.spares(db, "vera", recent=60)
    db.execute("insert into load (id, exported) values (99, '2026-11-24')")
    assert not judge.spares(db, "vera", recent=60)
    with judge._one_at_a_time:
        assert judge.spares(db, "vera", recent=60)


def test_what_goes_wrong_each_time_is_logged_once(kept, monkeypatch, caplog):
    monkeypatch.setattr(upkeep, "LONGER", 1)
    stop, asked = threading.Event(), []

    def open_store():
        asked.append(1)
        if len(asked) == 4:
            stop.set()
        raise duckdb.IOException("No space left on device: anna@office.example")

    upkeep.keep(open_store, kept[1], stop, seconds=0.01)
    assert [one.message for one in caplog.records] == ["The checks could not keep up: IOException"]
