"""The history page: what was done, by whom, filtered, and taken back."""

import tempfile
from datetime import date
from pathlib import Path

import pytest

from dq import settings
from dq.cli import load
from dq.commands import accept, decide, edit, forget, general, link, move, undo
from dq.commands.set import Set
from dq.commands.set import run as set_value
from pages.ui.session import opened

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
    assert "Card edited (name unknown)" in visit(HISTORY, "en").text


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
    assert page.app.button(key="done_undo").label == "Do it again"
    page.app.button(key="done_undo").click().run()
    assert stored("select title from contact where id = '003A'") == [("Chef",)]
    assert "Done again." in page.text and "Done again by Vera" in page.text
    assert page.app.button(key="done_undo").label == "Undo"
    page.app.button(key="done_undo").click().run()
    assert stored("select title from contact where id = '003A'") == [("Planner",)]


def test_the_history_can_be_downloaded(changed, visit):
    assert visit(HISTORY, "en").app.get("download_button")


def test_a_record_is_found_by_its_name(changed, visit):
    page = visit(HISTORY, "en")
    page.app.text_input(key="h_id_text").set_value("fatima yildis").run()
    page.app.button(key="h_id_take_003D").click().run()
    assert page.app.query_params["h_id"] == "003D"
    assert "✓ Fatima Yildiz" in page.text
    assert "1 change" in page.text and "by Anna" not in page.text
    page.app.button(key="h_id_drop").click().run()
    assert "2 changes" in page.text


def test_an_account_is_found_by_its_name(changed, visit):
    page = visit(HISTORY, "en")
    page.app.text_input(key="h_id_text").set_value("bakker").run()
    page.app.button(key="h_id_take_001A").click().run()
    assert page.app.query_params["h_id"] == "001A"
    assert "✓ Bakker Bouw" in page.text


def test_a_record_that_is_gone_is_shown_by_its_id(changed, visit):
    assert "✓ 003Z" in visit(HISTORY, "en", h_id="003Z").text


def test_a_link_is_a_sentence_and_names_who_else_it_is_of(changed, visit):
    text = visit(HISTORY, "en").text
    assert "Related to Bakker Bouw" in text
    assert "Active:" not in text and "Own account:" not in text
    card = visit("cards/contact.py", "en", id="003D")
    links = [one.proto.label for one in card.app.get("page_link")]
    assert ":blue[Bakker Bouw]" in links


def test_a_move_and_its_undo_are_sentences(filled, visit):
    db = opened.open_store()
    move.run(db, move.Move("003A", 0, "001C", True, date(2026, 11, 23)), "Anna")
    text = visit(HISTORY, "en").text
    assert "From Bakker Bouw to Zuidas Zorg" in text
    assert "The relation with Bakker Bouw ended on 23 Nov 2026." in text
    [(change_id,)] = db.execute("select max(id) from change").fetchall()
    undo.run(db, undo.Undo(change_id), "Bart")
    text = visit(HISTORY, "en").text
    assert "From Zuidas Zorg to Bakker Bouw" in text


def test_of_several_cards_each_line_says_whose(filled, visit):
    db = opened.open_store()
    mailbox = "planning@zuidas.example"
    people = {"003A": None, "003D": "f.yildiz@zuidas.example"}
    general.run(db, general.General("001C", mailbox, people=people, approvals=("a0A3",)), "Anna")
    text = visit(HISTORY, "en").text
    assert "Fatima Yildiz: E-mail: fatima@zuidas.example → f.yildiz@zuidas.example" in text
    assert "Project Haven: from Johanna van der Bergh to Zuidas Zorg" in text


def test_a_decision_and_a_setting_are_in_words(filled, visit):
    db = opened.open_store()
    decide.run(db, decide.Decide("contact", "003A", "003B", False), "Anna")
    set_value(db, Set("target_score", 0.9), "Anna")
    set_value(db, Set("mailbox_words", [*settings.get(db, "mailbox_words"), "bode"]), "Anna")
    text = visit(HISTORY, "en").text
    assert "Johanna van der Bergh and Johana van der Bergh are not the same." in text
    assert "Target for the score: 95.0\N{NBSP}% → 90.0\N{NBSP}%" in text
    assert "Words that name a shared mailbox: added bode" in text


def load_anew(text="Id,LastName\n003Q,Nieuw\n"):
    """Load one more card over the company, as a part."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(text, "utf-8")
        load.load_files(opened.open_store(), [path], date(2026, 11, 23), complete=False)


def test_a_load_can_be_taken_back_and_that_as_well(filled, visit, stored):
    load_anew()
    edit.run(opened.open_store(), edit.Edit("003A", 0, {"title": "Chef"}), "Anna")
    [(change_id,)] = stored("select id from change where command = 'load'")
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_back_{change_id}").click().run()
    assert "Export of 23 Nov 2026" in page.text and "Contacts: 1 new" in page.text
    assert "1 later change is taken back as well." in page.text
    assert stored("select count(*) from contact where id = '003Q'") == [(1,)]
    page.app.button(key="h_back_yes").click().run()
    assert not page.app.exception and not page.app.error
    assert "The store is as it was before." in page.text
    assert "Store put back to a copy by Vera" in page.text
    assert stored("select count(*) from contact where id = '003Q'") == [(0,)]
    assert stored("select title from contact where id = '003A'") == [("Planner",)]
    [(restored,)] = stored("select id from change where command = 'restore'")
    page.app.button(key=f"h_back_{restored}").click().run()
    page.app.button(key="h_back_yes").click().run()
    assert stored("select count(*) from contact where id = '003Q'") == [(1,)]
    assert stored("select title from contact where id = '003A'") == [("Chef",)]


def test_a_load_is_not_taken_back_without_a_yes(filled, visit, stored):
    load_anew()
    [(change_id,)] = stored("select id from change where command = 'load'")
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_back_{change_id}").click().run()
    assert "Nothing was changed after it." in page.text
    page.app.button(key="h_back_no").click().run()
    assert "h_back_yes" not in [button.key for button in page.app.button]
    assert stored("select count(*) from contact where id = '003Q'") == [(1,)]


def test_a_load_of_which_the_copy_is_gone_cannot_be_taken_back(filled, visit):
    load_anew()
    for copy in (filled.parent / "backup").iterdir():
        copy.unlink()
    keys = [button.key for button in visit(HISTORY, "en").app.button]
    assert not [key for key in keys if str(key).startswith("h_back")]


def test_a_damaged_copy_is_one_sentence_and_nothing_changes(filled, visit, stored):
    load_anew()
    [(change_id,)] = stored("select id from change where command = 'load'")
    [copy] = (filled.parent / "backup").iterdir()
    copy.write_bytes(copy.read_bytes()[:20000])
    page = visit(HISTORY, "en")
    page.app.button(key=f"h_back_{change_id}").click().run()
    page.app.button(key="h_back_yes").click().run()
    assert not page.app.exception
    assert "is damaged" in page.app.error[0].value
    assert stored("select count(*) from contact where id = '003Q'") == [(1,)]


def test_what_may_stay_different_is_said_also_when_it_was_said_before(filled, visit):
    db = opened.open_store()
    place = ("contact", "003A", "title")
    for title in ("Chef", "Baas"):
        [(version,)] = db.execute("select version from contact where id = '003A'").fetchall()
        edit.run(db, edit.Edit("003A", version, {"title": title}), "Anna")
        accept.run(db, accept.Accept(frozenset([place])), "Anna")
    accept.offer_again(db, accept.OfferAgain((":".join(place),)), "Anna")
    text = visit(HISTORY, "en").text
    assert text.count("Johanna van der Bergh, Job title: may stay different") == 2
    assert "Johanna van der Bergh, Job title: goes along to Salesforce again" in text
    assert "record_table" not in text


def test_somebody_who_was_removed_is_a_key(changed, visit):
    db = opened.open_store()
    [name] = db.execute(
        "select called(first_name, middle_name, last_name) from contact where id = '003A'"
    ).fetchone()
    forget.run(db, forget.Forget("003A", name), "Anna")
    text = visit(HISTORY, "en").text
    assert "Person removed by Anna" in text
    assert "Bergh" not in text and "Planner" not in text and "gebeld" not in text
