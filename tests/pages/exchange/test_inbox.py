"""The inbox on the page Upload, and on the overview: what waits, what failed, what is coming."""

import pytest
from arriving import Arriving, contacts

from dq.intake import inbox
from dq.intake.inbox import places
from dq.store import opening
from pages.ui.session import opened

UPLOAD, OVERVIEW = "exchange/upload.py", "review/overview.py"


@pytest.fixture
def arriving(path, monkeypatch):
    monkeypatch.setattr(places, "_age", lambda file, now: now - file.stat().st_mtime)
    return Arriving(path.parent)


@pytest.fixture
def contacts_there(path):
    """How many contacts the store has that the pages have open."""

    def count():
        return opened.open_store().execute("select count(*) from contact").fetchall()[0][0]

    return count


@pytest.fixture
def waiting(arriving):
    """A week that was loaded, and one that waits."""
    with opening.connect(arriving.store) as db:
        arriving.put("contacts.csv", contacts())
        assert inbox.take(db, arriving.box).state == "done"
        arriving.put("contacts.csv", contacts(36))
        assert inbox.take(db, arriving.box).state == "waiting"
        opening.close(db)
    return arriving


def press(page, start):
    [button] = [one for one in page.app.button if one.key.startswith(start)]
    button.click().run()


def test_where_to_put_files_is_said(arriving, visit):
    assert f"Bestanden in {arriving.box.root} worden vanzelf ingelezen" in visit(UPLOAD).text


def test_what_waits_is_told_with_why_and_loaded_with_a_click(waiting, visit, contacts_there):
    page = visit(UPLOAD)
    assert "Wacht in de inbox" in page.text
    assert "4 van de 40 staan niet meer in contacts.csv" in page.text
    press(page, "in_yes_")
    assert "Ingelezen: contacts.csv" in page.text
    assert "Wacht in de inbox" not in page.text
    assert contacts_there() == 36


def test_what_waits_can_be_set_aside(waiting, visit, contacts_there):
    page = visit(UPLOAD)
    press(page, "in_no_")
    assert "Wacht in de inbox" not in page.text
    assert "Vera heeft het opzij gelegd" in page.text
    assert contacts_there() == 40


def test_what_somebody_else_saw_to_meanwhile_is_said(waiting, visit):
    page = visit(UPLOAD)
    [held] = waiting.box.held(waiting.box.waiting)
    inbox.drop(opened.open_store(), waiting.box, held.name, "Bram")
    press(page, "in_yes_")
    assert "iemand anders" in page.text


def test_the_overview_says_that_something_waits(waiting, visit):
    page = visit(OVERVIEW)
    assert "wacht tot iemand ernaar kijkt" in page.text
    assert any("Naar Inlezen" in str(link.proto.label) for link in page.app.get("page_link"))


def test_an_overview_without_anything_waiting_says_nothing_of_it(arriving, visit):
    assert "inbox" not in visit(OVERVIEW).text


def test_what_is_coming_and_what_failed_are_there(arriving, visit):
    with opening.connect(arriving.store) as db:
        arriving.put("noise.csv", bytes(range(256)) * 40)
        assert inbox.take(db, arriving.box).state == "failed"
    arriving.put("contacts.csv", contacts(), 0)
    page = visit(UPLOAD)
    assert "1 bestand komt binnen: contacts.csv" in page.text
    assert "mislukt" in str(page.app.expander[-1].label)
    assert "noise.csv" in page.text


def test_markup_in_a_name_is_text(arriving, visit):
    arriving.put("*a* <b>.csv", contacts(), 0)
    assert "*a* <b>.csv" in visit(UPLOAD).text
