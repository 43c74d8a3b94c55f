"""The forms over a card: opened by the address, written on save, kept when refused."""

from datetime import date

import pytest

from dq.commands import edit
from pages.ui.session import opened

CONTACT = "cards/contact.py"


def form(visit, do, id="003A", **more):
    return visit(CONTACT, "en", id=id, do=do, **more)


def save(page):
    page.app.button(key="form_save").click().run()
    return page


def is_open(page):
    return any(one.key == "form_save" for one in page.app.button)


def card(stored, *names, id="003A"):
    return stored(f"select {', '.join(names)} from contact where id = ?", [id])[0]


def relations(stored, id="003A"):
    return stored(
        "select account_id, active, direct from relation where contact_id = ? order by all", [id]
    )


@pytest.mark.parametrize("do", ["edit", "link", "move", "end.07kA"])
def test_the_address_opens_a_form_and_without_it_there_is_none(filled, visit, do):
    assert is_open(form(visit, do))
    assert not is_open(visit(CONTACT, "en", id="003A"))


@pytest.mark.parametrize("do", ["destroy", "end", "end.07kZ", "."])
def test_an_unknown_form_opens_nothing_that_writes(filled, visit, do):
    page = form(visit, do)
    assert not page.app.exception
    assert not is_open(page)


@pytest.mark.parametrize("do", ["edit", "link", "move"])
def test_a_button_opens_the_form(filled, visit, do):
    page = visit(CONTACT, "en", id="003A")
    page.app.button(key=f"c_{do}").click().run()
    assert page.app.query_params["do"] == do
    assert is_open(page)


def test_edit_writes_what_differs_and_closes(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Hoofd planning")
    save(page)
    assert card(stored, "title", "mobile") == ("Hoofd planning", "06 12345678")
    assert not is_open(page)
    assert "do" not in page.app.query_params
    assert "Hoofd planning at" in page.text
    assert stored("select actor, command from change") == [("Vera", "edit")]


def test_what_was_written_stands_on_the_card_with_the_way_back(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Hoofd")
    save(page)
    assert "Job title: Planner → Hoofd" in page.text
    assert "Card edited by Vera" in page.text
    [(change_id,)] = stored("select id from change")
    page.app.button(key=f"h_undo_{change_id}").click().run()
    assert card(stored, "title") == ("Planner",)
    assert "undone" in page.text


def test_a_new_address_says_what_it_means_for_the_login(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_email").set_value("johanna@bakker.example").run()
    assert "logs in with johanna@bakker.example" in page.text
    assert "no longer with j.vandenbergh@bakker.example" in page.text
    save(page)
    assert card(stored, "email", "username") == ("johanna@bakker.example",) * 2


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "has no username and cannot log in"),
        ("info@zuidas.example", "already the username of"),
        ("j@gmial.com", "Did you mean j@gmail.com?"),
    ],
    ids=["none", "taken", "slip"],
)
def test_an_address_is_looked_at_before_it_is_saved(filled, visit, email, said):
    page = form(visit, "edit")
    page.app.text_input(key="form_email").set_value(email).run()
    assert said in page.text


def test_a_refused_edit_keeps_what_was_typed(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Hoofd")
    page.app.text_input(key="form_email").set_value("piet@zuidas.example")
    save(page)
    assert "username of Piet Vertrokken" in page.text
    assert page.app.text_input(key="form_title").value == "Hoofd"
    assert card(stored, "title") == ("Planner",)
    assert stored("select 1 from change") == []


def test_two_who_edit_one_card_the_second_is_told_and_keeps_the_form(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_mobile").set_value("06 87654321").run()
    edit.run(opened.open_store(), edit.Edit("003A", 0, {"title": "Chef"}), "Anna")
    save(page)
    assert "Anna changed job title to 'Chef' on" in page.text
    assert page.app.text_input(key="form_mobile").value == "06 87654321"
    assert card(stored, "title", "mobile") == ("Chef", "06 12345678")
    save(page)
    assert card(stored, "title", "mobile") == ("Chef", "06 87654321")


def test_a_form_that_was_left_does_not_come_back_with_another_card(filled, visit):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Hoofd").run()
    page.app.query_params.clear()
    page.app.query_params["id"] = "003D"
    page.app.query_params["do"] = "edit"
    page.app.run()
    assert page.app.text_input(key="form_title").value == "Teamleider"


def test_a_form_that_was_left_for_the_search_does_not_choose_for_the_next_card(filled, visit):
    """Back to the search, and to the form of another person for another account."""
    page = form(visit, "move", to="001C")
    page.app.switch_page("cards/search.py").run()
    page.app.query_params.clear()
    for name, value in {"id": "003D", "do": "move", "to": "001B"}.items():
        page.app.query_params[name] = value
    page.app.switch_page(CONTACT).run()
    assert "✓ Bakker Bouw Planning" in page.text
    assert "✓ Zuidas Zorg" not in page.text


def test_link_takes_several_accounts_with_roles_and_a_day(filled, visit, stored):
    page = form(visit, "link", id="003D")
    assert page.app.button(key="form_save").disabled
    for text, id in (("planning", "001B"), ("bakker bouw", "001A")):
        page.app.text_input(key="form_accounts_text").set_value(text).run()
        page.app.button(key=f"form_accounts_take_{id}").click().run()
    page.app.multiselect(key="form_roles").set_value(["Evaluator"])
    page.app.date_input(key="form_start").set_value(date(2026, 11, 2))
    save(page)
    assert relations(stored, "003D") == [("001A", True, False), ("001B", True, False)]
    assert stored("select distinct roles, start_date from relation where contact_id = '003D'") == [
        ("Evaluator", date(2026, 11, 2))
    ]
    assert not is_open(page)


def test_accounts_where_the_person_is_already_are_not_offered(filled, visit):
    page = form(visit, "link")
    page.app.text_input(key="form_accounts_text").set_value("zuidas").run()
    assert "Nothing found." in page.text
    assert "form_accounts_take_001C" not in [one.key for one in page.app.button]


def test_a_choice_can_be_dropped_again(filled, visit):
    page = form(visit, "link", id="003D")
    page.app.text_input(key="form_accounts_text").set_value("planning").run()
    page.app.button(key="form_accounts_take_001B").click().run()
    page.app.button(key="form_accounts_drop_001B").click().run()
    assert page.app.button(key="form_save").disabled


@pytest.mark.parametrize(
    ("keep", "expected"),
    [(True, [("001A", False, False), ("001B", True, True)]), (False, [("001B", True, True)])],
    ids=["stays_ended", "goes"],
)
def test_move_changes_the_company_and_the_user_says_what_of_the_old(
    filled, visit, stored, keep, expected
):
    page = form(visit, "move")
    page.app.text_input(key="form_to_text").set_value("planning").run()
    page.app.button(key="form_to_take_001B").click().run()
    page.app.radio(key="form_keep").set_value(keep).run()
    save(page)
    assert card(stored, "account_id") == ("001B",)
    assert [one for one in relations(stored) if one[0] != "001C"] == expected
    assert "Johanna van der Bergh changed company or department." in page.text


def test_the_last_day_at_the_old_company_is_asked(filled, visit, stored):
    page = form(visit, "move", to="001C")
    page.app.date_input(key="form_day").set_value(date(2026, 10, 31))
    save(page)
    assert stored("select end_date from relation where account_id = '001A'") == [
        (date(2026, 10, 31),)
    ]


def test_the_address_may_name_the_new_company(filled, visit, stored):
    save(form(visit, "move", to="001C"))
    assert card(stored, "account_id") == ("001C",)


def test_a_stale_move_is_refused(filled, visit, stored):
    page = form(visit, "move", to="001C")
    edit.run(opened.open_store(), edit.Edit("003A", 0, {"title": "Chef"}), "Anna")
    save(page)
    assert "Anna changed job title to 'Chef' on" in page.text
    assert card(stored, "account_id") == ("001A",)


def test_end_asks_the_last_day_and_leaves_history(filled, visit, stored):
    page = visit(CONTACT, "en", id="003A")
    page.app.button(key="c_end_07kA").click().run()
    page.app.date_input(key="form_day").set_value(date(2026, 11, 20))
    save(page)
    assert stored("select active, end_date from relation where id = '07kA'") == [
        (False, date(2026, 11, 20))
    ]
    assert "no longer active" in page.text


def test_an_end_before_the_start_is_refused_and_the_form_stays(filled, visit, stored):
    page = form(visit, "end.07kA")
    page.app.date_input(key="form_day").set_value(date(2025, 2, 1))
    save(page)
    assert "before the first" in page.text
    assert is_open(page)
    assert stored("select active from relation where id = '07kA'") == [(True,)]


def test_a_card_has_a_link_to_salesforce_once_the_address_is_set(filled, visit, change):
    assert visit(CONTACT, "en", id="003A").app.get("link_button") == []
    change("insert into setting values ('salesforce_address', '\"https://z.force.com\"')")
    [link] = visit(CONTACT, "en", id="003A").app.get("link_button")
    assert link.proto.url == "https://z.force.com/003A"


@pytest.mark.parametrize(
    ("do", "said"),
    [("end.07kZ", "There is no such relation"), ("end", "There is no such relation")],
)
def test_a_relation_that_is_not_on_the_card_is_said_not_to_be(filled, visit, do, said):
    assert said in form(visit, do).text


def test_a_relation_that_ended_is_said_to_have(filled, visit, change):
    change("update relation set active = false where id = '07kA'")
    assert "This relation has ended already." in form(visit, "end.07kA").text


@pytest.mark.parametrize("do", ["link", "move"])
def test_the_own_account_is_not_chosen_beforehand(filled, visit, do):
    page = form(visit, do, to="001A")
    assert "The card belongs to Bakker Bouw already." in page.text
    assert page.app.button(key="form_save").disabled


def test_a_move_tells_the_usual_domain_there_and_takes_the_new_address_along(
    filled, visit, stored, change
):
    change("update family_domain set usual = true where domain = 'zuidas.example'")
    page = form(visit, "move", to="001C")
    assert "Usual at Zuidas Zorg: zuidas.example." in page.text
    page.app.text_input(key="form_email").set_value("johanna@zuidas.example").run()
    assert "Usual at" not in page.text
    assert "logs in with johanna@zuidas.example" in page.text
    save(page)
    assert card(stored, "account_id", "email", "username") == (
        "001C",
        "johanna@zuidas.example",
        "johanna@zuidas.example",
    )
    assert stored("select command from change") == [("move",)]
    assert "From Bakker Bouw to Zuidas Zorg" in page.text


def test_a_number_that_is_no_phone_number_is_refused_and_a_wrong_one_warned_of(
    filled, visit, stored
):
    page = form(visit, "edit")
    page.app.text_input(key="form_phone").set_value("06-1234567").run()
    assert "06-1234567 is not a valid phone number." in page.text
    page.app.text_input(key="form_phone").set_value("abc").run()
    save(page)
    assert "Phone: abc cannot be a phone number." in page.text
    assert stored("select 1 from change") == []


def test_what_is_too_long_is_refused_and_stays(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("x" * 129)
    save(page)
    assert "Job title may have at most 128 characters." in page.text
    assert page.app.text_input(key="form_title").value == "x" * 129
    assert stored("select 1 from change") == []


def test_who_has_no_name_yet_is_asked_beside_the_button_and_may_save_without(filled, visit, stored):
    page = form(visit, "edit")
    assert "who_first" not in [one.key for one in page.app.text_input]
    page.app.session_state["who"] = ""
    page.app.run()
    page.app.text_input(key="form_title").set_value("Chef")
    page.app.text_input(key="who_first").set_value(" Karin  de Wit ").run()
    assert page.app.text_input(key="who_first").value  # does not go as one types
    save(page)
    assert stored("select actor from change") == [("Karin de Wit",)]
    assert page.app.text_input(key="who_text").value == "Karin de Wit"


def test_without_a_name_a_change_is_saved_all_the_same(filled, visit, stored):
    page = form(visit, "edit")
    page.app.session_state["who"] = ""
    page.app.run()
    page.app.text_input(key="form_title").set_value("Chef")
    save(page)
    assert stored("select actor from change") == [("",)]


@pytest.mark.parametrize("email", ["j.vandenbergh@bakker.example", "J.VandenBergh@BAKKER.example "])
def test_saving_an_unchanged_form_says_that_nothing_changed(filled, visit, stored, email):
    page = form(visit, "edit")
    before = stored("select count(*) from change")
    page.app.text_input(key="form_email").set_value(email)
    save(page)
    assert "Nothing was changed" in page.text
    assert "is saved" not in page.text
    assert not is_open(page)
    assert stored("select count(*) from change") == before


def left(page):
    """Leave the form without saving, as Back does: the address names it no more."""
    page.app.query_params.pop("do")
    page.app.run()
    return page


def opened_again(page, do="edit"):
    page.app.query_params["do"] = do
    page.app.run()
    return page


def test_what_was_typed_is_there_when_the_form_opens_again(filled, visit, stored):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Chef").run()
    assert not is_open(left(page))
    opened_again(page)
    assert page.app.text_input(key="form_title").value == "Chef"
    assert "What you typed before is here again." in page.text
    save(page)
    assert card(stored, "title") == ("Chef",)
    opened_again(page)
    assert "What you typed before" not in page.text


def test_what_was_typed_can_be_dropped(filled, visit):
    page = form(visit, "edit")
    page.app.text_input(key="form_title").set_value("Chef").run()
    opened_again(left(page)).app.button(key="form_anew").click().run()
    assert page.app.text_input(key="form_title").value == "Planner"
    assert "What you typed before" not in page.text


def test_a_form_in_which_nothing_was_typed_leaves_nothing(filled, visit):
    page = opened_again(left(form(visit, "edit")))
    assert "What you typed before" not in page.text
    assert "unsaved" not in str(page.app.main)
