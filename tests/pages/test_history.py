"""The history page: what was done, by whom, filtered, and taken back."""

import pytest

from dq.commands import edit, link
from pages.ui import opened

HISTORY = "settings/history.py"


@pytest.fixture
def changed(filled):
    """Anna edited a card, Bart linked another; the number of what Anna did."""
    db = opened.open_store()
    edit.run(db, edit.Edit("003A", 0, {"title": "Chef", "mobile": ""}, "gebeld"), "Anna")
    link.run(db, link.Link(("003D",), ("001A",)), "Bart")
    for command, day in (("edit", "2026-11-20"), ("link", "2026-11-24")):
        db.execute(
            "update change set moment = ?::timestamp where command = ?", [f"{day} 09:00", command]
        ).fetchall()
    [(change_id,)] = db.execute("select id from change where command = 'edit'").fetchall()
    return change_id


def test_an_empty_history_says_what_will_come(filled, visit):
    assert "Nothing was changed yet." in visit(HISTORY, "en").app.info[0].value


def test_a_change_says_who_what_when_why_and_each_field(changed, visit):
    text = visit(HISTORY, "en").text
    assert "2 changes" in text
    assert "Card edited by Anna, 20 Nov 2026 09:00" in text
    assert "Job title: Planner → Chef" in text
    assert "Mobile: 06 12345678 → empty" in text
    assert "Reason: gebeld" in text
    assert "Linked by Bart" in text
    assert "Fatima Yildiz" in text and "Bakker Bouw" in text


def test_somebody_without_a_name_is_somebody(filled, visit):
    edit.run(opened.open_store(), edit.Edit("003A", 0, {"title": "Chef"}), "")
    assert "Card edited by somebody" in visit(HISTORY, "en").text


@pytest.mark.parametrize(
    ("params", "said", "unsaid"),
    [
        ({"h_actor": "Anna"}, "by Anna", "by Bart"),
        ({"h_command": "link"}, "by Bart", "by Anna"),
        ({"h_id": "003D"}, "by Bart", "by Anna"),
        ({"h_from": "2026-11-21"}, "by Bart", "by Anna"),
        ({"h_until": "2026-11-20"}, "by Anna", "by Bart"),
        ({"h_from": "2026-11-20", "h_until": "2026-11-20"}, "by Anna", "by Bart"),
    ],
    ids=["person", "command", "record", "from", "until", "one_day"],
)
def test_the_address_filters(changed, visit, params, said, unsaid):
    page = visit(HISTORY, "en", **params)
    assert "1 change" in page.text
    assert said in page.text and unsaid not in page.text


def test_a_day_that_is_none_filters_nothing(changed, visit):
    page = visit(HISTORY, "en", h_from="yesterday")
    assert not page.app.exception
    assert "2 changes" in page.text


def test_a_filter_without_changes_says_so(changed, visit):
    page = visit(HISTORY, "en", h_id="003F")
    assert "Nothing found with these filters." in page.app.info[0].value


def test_a_change_is_undone_here(changed, visit, stored):
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_undo_{changed}").click().run()
    assert stored("select title, mobile from contact where id = '003A'") == [
        ("Planner", "06 12345678")
    ]
    assert "Undone by Vera" in page.text
    assert [one for one in page.app.button if one.key == f"h_undo_{changed}"] == []


def test_an_undo_that_a_later_change_blocks_says_which(changed, visit, stored):
    edit.run(opened.open_store(), edit.Edit("003A", changed, {"title": "Baas"}), "Carla")
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_undo_{changed}").click().run()
    assert "Carla wrote the same (card edited); undo that first" in page.text
    assert stored("select title from contact where id = '003A'") == [("Baas",)]


def test_an_undo_can_itself_be_undone_at_once(changed, visit, stored):
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_undo_{changed}").click().run()
    page.app.button(key="done_undo").click().run()
    assert stored("select title from contact where id = '003A'") == [("Chef",)]


def test_the_history_can_be_downloaded(changed, visit):
    assert visit(HISTORY, "en").app.get("download_button")
