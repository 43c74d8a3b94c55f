"""Removing people from the app: proposed and chosen by hand, sure by what is typed, and then gone,
also from the file."""

import json

import pytest

from dq.commands import forget
from dq.domain import forgotten
from dq.store import copies
from pages.ui.session import opened

PAGE = "settings/personal_data.py"
NAME = "Johanna van der Bergh"
LEFT = "update contact set status = 'left', modified = '2020-01-01' where id in ('003A', '003D')"


@pytest.fixture
def leavers(change):
    """Two people who left long ago; of one the last day was noted."""
    change(LEFT)
    change("delete from departure where id in ('003A', '003D')")
    change("insert into departure (id, last_day) values ('003A', '2019-05-01')")


def take(page, *ids):
    for id in ids:
        page.app.checkbox(key=f"p_take_{id}").check().run()


def sure(page, text):
    page.app.text_input(key="p_sure").set_value(text)
    page.app.button(key="p_remove").click().run()
    assert not page.app.exception


def there(stored):
    return {id for (id,) in stored("select id from contact where id in ('003A', '003D')")}


def test_an_empty_box_says_what_to_do(path, visit):
    assert "Load this week's exports" in visit(PAGE, "en").text


def test_nobody_left_long_ago(filled, visit):
    text = visit(PAGE, "en").text
    assert "Nobody left more than 24 months ago." in text
    assert "Niemand is langer dan 24 maanden uit dienst." in visit(PAGE).text


def test_leavers_are_proposed_with_why_and_nobody_is_chosen(leavers, visit, stored):
    page = visit(PAGE, "en")
    assert "2 people left more than 24 months ago" in page.text
    why = " ".join(one.label.replace("\\", "") for one in page.app.checkbox)
    assert "left on 1 May 2019" in why
    assert "left; last changed in Salesforce on 1 Jan 2020" in why
    assert not any(one.value for one in page.app.checkbox)
    assert "Nobody is chosen yet." in page.text
    assert "p_remove" not in {one.key for one in page.app.button}
    assert [one.proto.label for one in page.app.get("page_link")].count(":blue[Card]") == 2
    assert there(stored) == {"003A", "003D"}


def test_several_go_by_their_number(leavers, visit, stored):
    page = visit(PAGE, "en")
    take(page, "003A", "003D")
    page.app.button(key="p_see").click().run()
    assert "Remove 2 people" in page.text and "This cannot be undone" in page.text
    sure(page, "3")
    assert page.app.error[0].value.startswith("Type the number of people")
    assert there(stored) == {"003A", "003D"}
    sure(page, "2")
    assert there(stored) == set()
    assert "2 people are removed." in page.text
    assert page.app.query_params["p_part"] == "removed"
    assert "003A" in page.text and "Bergh" not in page.text and "Yildiz" not in page.text


def test_who_is_chosen_besides_closes_the_question(leavers, visit):
    page = visit(PAGE, "en")
    take(page, "003A")
    page.app.button(key="p_see").click().run()
    assert "p_remove" in {one.key for one in page.app.button}
    take(page, "003D")
    assert "p_remove" not in {one.key for one in page.app.button}


def test_one_goes_by_name_from_the_address(filled, visit, stored):
    page = visit(PAGE, "en", id="003A")
    assert "Remove 1 person" in page.text
    assert "Contacts as the team wants them" in page.text
    assert page.app.get("download_button")
    sure(page, "Eva Bos")
    assert "not the name on this card" in page.app.error[0].value
    assert "003A" in there(stored)
    sure(page, f"  {NAME} ")
    assert "003A" not in there(stored)
    assert stored("select actor from change where command = 'forget'") == [("Vera",)]


def test_what_is_said_elsewhere_is_shown_and_what_is_ticked_goes(change, filled, visit, stored):
    """Another card has the last name, so a text far from both is looked at by a person."""
    change("update contact set title = 'Assistent van Johanna van der Bergh' where id = '003C'")
    change("update contact set first_name = 'Karel' where id = '003B'")
    for id, text in (("a", "Bergh belt terug"), ("b", "Mail j.vandenbergh@BAKKER.example")):
        change(f"insert into disposition (id, record_id, reason) values ('{id}', '003D', '{text}')")
    change("insert into disposition (id, record_id, reason) values ('c', '003D', 'Bergh is weg')")
    page = visit(PAGE, "en", id="003A")
    assert "2 texts have the last name" in page.text
    assert "This is also on records of others" in page.text
    assert "Job title: Assistent van Johanna van der Bergh" in page.text
    assert "is about others; what tells who the person is goes" in page.text
    [box] = [one for one in page.app.checkbox if "belt terug" in one.label]
    assert "Decisions on findings · Fatima Yildiz: " in box.label.replace("\\", "")
    box.check().run()
    sure(page, NAME)
    assert stored("select id, reason from disposition where id in ('a', 'b', 'c') order by id") == [
        ("a", None),
        ("b", None),
        ("c", "Bergh is weg"),
    ]
    assert "Has something of the person in the field Job title" in page.text
    assert "Bergh" not in page.text


def test_all_of_many_texts_can_be_ticked(change, filled, visit, stored):
    """Also those of the next page, which stay ticked."""
    change("update contact set first_name = 'Karel' where id = '003B'")
    change("insert into disposition (id, record_id, reason)"
           " select 'd' || n, '003D', 'Bergh belt ' || n from range(60) as r(n)")  # fmt: skip
    page = visit(PAGE, "en", id="003A")
    assert "0 of 60 are ticked." in page.text
    boxes = [one for one in page.app.checkbox if "belt" in one.label]
    assert len(boxes) == 50
    boxes[0].check().run()
    page = visit(PAGE, "en", id="003A", p_texts="2")
    assert len([one for one in page.app.checkbox if "belt" in one.label]) == 10
    page.app.button(key="p_all").click().run()
    [first, *_] = [one for one in page.app.checkbox if "belt" in one.label]
    assert first.value
    first.uncheck().run()
    sure(page, NAME)
    left = stored("select count(*) from disposition where reason like '%belt%'")
    assert left == [(1,)]


def test_the_file_has_nothing_of_them_while_the_app_goes_on(change, filled, visit, stored):
    mark = "Geheimzinnig"
    change(f"update contact set title = '{mark}', city = '{mark}' where id = '003A'")
    opened.open_store()
    copies.make(opened.open_store(), "load")
    assert mark.encode() in filled.read_bytes()
    page = visit(PAGE, "en", id="003A")
    assert "There is 1 copy of the store from before" in page.text
    page.app.checkbox(key="p_copies").check()
    sure(page, NAME)
    assert "1 person is removed." in page.text and "started again" not in page.text
    files = [one for one in filled.parent.rglob("*") if one.is_file()]
    assert [one.name for one in files if mark.encode() in one.read_bytes()] == []
    assert stored("select count(*) from contact where id = '003A'") == [(0,)]
    assert "Week 48" in visit("review/overview.py", "en").text


def test_a_cursor_from_before_says_to_look_again(filled, visit):
    """Somebody else's page in the middle of something."""
    from dq.store import faults

    page = visit(PAGE, "en", id="003A")
    theirs = opened.open_store()
    sure(page, NAME)
    with pytest.raises(Exception) as caught:
        theirs.execute("select 1")
    assert "open the page again" in str(faults.explained(caught.value))


def test_a_person_is_found_by_name(filled, visit):
    page = visit(PAGE, "en", p_part="person")
    page.app.text_input(key="id_text").set_value("fatima yildis").run()
    page.app.button(key="id_take_003D").click().run()
    assert page.app.query_params["id"] == "003D"
    assert "Remove 1 person" in page.text


def test_a_card_that_is_gone_is_shown_and_removed(change, filled, visit, stored):
    """From its own page, which is still linked to, and by a name that it had."""
    edit = {"table": "contact", "id": "003C", "about": ["003C"], "before": None}
    edits = json.dumps([edit | {"after": {"last_name": "Weg"}}])
    change(f"insert into change (id, moment, command, edits) values (0, now(), 'edit', '{edits}')")
    for schema in ("main", "upstream"):
        change(f"delete from {schema}.contact where id = '003C'")
    page = visit("cards/contact.py", "en", id="003C")
    assert "There is no card with the id 003C" in page.text
    links = [one.proto.label for one in page.app.get("page_link")]
    assert ":blue[Remove this person]" in links and page.app.get("download_button")
    page = visit(PAGE, "en", p_part="person")
    page.app.text_input(key="id_text").set_value("weg").run()
    page.app.button(key="id_take_003C").click().run()
    assert "The card of Weg is gone." in page.text and "Approvals as the team" in page.text
    sure(page, "Weg")
    assert stored("select count(*) from approval where contact_id = '003C'") == [(0,)]
    page = visit("cards/contact.py", "en", id="003C")
    assert "Remove this person" not in str([one.proto.label for one in page.app.get("page_link")])


def test_who_is_gone_is_not_found(filled, visit):
    assert "There is no card with the id 003Z" in visit(PAGE, "en", id="003Z").text


def test_what_was_removed_stays_on_the_list(filled, visit):
    page = visit(PAGE, "en", p_part="removed")
    assert "Nobody was removed yet" in page.text
    db = opened.open_store()
    gone = forget.run(db, forget.Forget("003A", NAME), "Anna")
    assert [one.actor for one in forgotten.listed(db)] == ["Anna"]
    text = visit(PAGE, "en", p_part="removed").text
    for key in (key for keys in gone.keys.values() for key in keys):
        assert key in text
    assert "by Anna" in text and "Bergh" not in text


def test_the_card_leads_here(filled, visit):
    links = [
        one.proto.label for one in visit("cards/contact.py", "en", id="003A").app.get("page_link")
    ]
    assert ":blue[Remove this person]" in links
