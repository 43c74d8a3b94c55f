import logging
import subprocess
import sys

import pytest
from streamlit.runtime.state import session_state

from dq.commands import set as set_
from dq.store import door, logs
from pages.ui.frame import frame
from pages.ui.session import opened

OVERVIEW = "review/overview.py"
PAGES = [
    OVERVIEW,
    "review/findings.py",
    "review/duplicates.py",
    "review/usernames.py",
    "cards/search.py",
    "cards/create.py",
    "cards/general.py",
    "exchange/upload.py",
    "exchange/download.py",
    "settings/history.py",
    "settings/settings.py",
    "settings/help.py",
]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", PAGES)
def test_every_page_opens_without_an_error(filled, visit, script, language):
    page = visit(script, language)
    assert not page.app.exception
    assert [error.value for error in page.app.error] == []


@pytest.mark.parametrize("script", PAGES)
def test_every_page_opens_before_anything_was_loaded(path, visit, script):
    page = visit(script)
    assert not page.app.exception
    assert [error.value for error in page.app.error] == []


def test_dutch_is_the_default_and_english_one_click_away(filled, visit):
    page = visit(OVERVIEW)
    assert page.app.title[0].value == "Overzicht"
    page.app.segmented_control(key="lang").set_value("EN").run()
    assert page.app.title[0].value == "Overview"


def test_english_stays_while_the_session_goes_to_another_page(filled, visit):
    page = visit(OVERVIEW, "en")
    page.app.switch_page("settings/help.py").run()
    assert page.app.segmented_control(key="lang").value == "EN"


def test_the_line_above_says_week_day_and_numbers(filled, visit):
    page = visit(OVERVIEW)
    assert "Week 48 · export van ma 23 nov.<" in page.text
    assert " · 6 contactpersonen bij 3 accounts" in page.text


def test_a_store_in_use_is_one_sentence(path, visit):
    hold = f"import duckdb, time; db = duckdb.connect({str(path)!r}); print('held', flush=True)"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold + "; time.sleep(60)"], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        page = visit(OVERVIEW)
    finally:
        holder.kill()
        holder.communicate()
    assert "Kaartenbak draait al" in page.app.error[0].value
    assert not page.app.exception


def test_a_bug_is_a_reference_number_and_a_line_in_the_log(filled, visit, change, caplog):
    change("drop table measure")
    with caplog.at_level(logging.ERROR, "kaartenbak"):
        page = visit(OVERVIEW)
    reference = [one.args[0] for one in caplog.records if one.name == "kaartenbak"][-1]
    assert reference in page.app.error[0].value
    assert "measure" not in page.app.error[0].value
    assert "Traceback" not in page.text


def test_what_happened_to_the_store_is_told_until_it_is_read(change, visit, stored):
    change(
        "insert into notice values (now(), ?, ?)",
        [logs.CUT, '{"last": "2026-11-20 09:30:00"}'],
    )
    page = visit("review/overview.py", "en")
    assert "The last change that is there is of 20 Nov 2026 09:30." in page.text
    page.app.button(key="notices_read").click().run()
    assert not page.app.warning
    assert stored("select count(*) from notice") == [(0,)]
    assert not visit("review/findings.py", "en").app.warning


@pytest.mark.parametrize(
    ("times", "said"), [(0, "Nothing was changed"), (1, "is saved"), (2, "is saved")]
)
def test_a_bug_says_whether_what_went_before_it_is_saved(filled, visit, monkeypatch, times, said):
    """Also of several changes in one run, and not of those in the run before."""
    page = visit("settings/history.py", "en")
    for now in (times, 0):

        def breaks(db, *_given, now=now):
            for number in range(now):
                command = set_.Set("tile_days", 3 + number)
                set_.run(db, command, "vera")
            raise ZeroDivisionError

        monkeypatch.setattr(
            "pages.ui.session.saving.last", lambda _slot: breaks(opened.open_store())
        )
        page.app.run()
        expected = said if now else "Nothing was changed"
        assert expected in page.app.error[0].value


def test_a_commit_that_fails_saved_nothing(db):
    before = door.commits()
    with pytest.raises(ZeroDivisionError), door.writing(db, "set", "vera") as ledger:
        ledger.write("setting", "tile_days", {"value": "3"})
        raise ZeroDivisionError
    assert door.commits() == before
    set_.run(db, set_.Set("tile_days", 3), "vera")
    set_.run(db, set_.Set("tile_days", 3), "vera")  # no change, so nothing happened
    assert door.commits() == before + 1


@pytest.mark.parametrize(
    ("where", "says", "known"),
    [
        (session_state.__file__, "dictionary changed size during iteration", True),
        (session_state.__file__, "something else", False),
        (__file__, "dictionary changed size during iteration", False),
    ],
)
def test_a_run_that_meets_the_end_of_the_one_before_is_told_from_a_fault(where, says, known):
    code = compile(f"raise RuntimeError({says!r})", where, "exec")
    with pytest.raises(RuntimeError) as caught:
        exec(code, {})
    assert frame.overlapped(caught.value) is known
