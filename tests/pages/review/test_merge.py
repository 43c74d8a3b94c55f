"""Merging on screen: what is proposed, what is chosen, and what somebody has to look at."""

import office
import pytest

from pages.ui.session import opened

MERGE, ALL = "review/merge.py", "review/merge_all.py"
EQUAL = """
    insert into cluster values ('contact', '003A', '003A'), ('contact', '003B', '003A');
    update main.contact
    set first_name = 'Johanna', email = 'j.vandenbergh@bakker.example', account_id = '001A'
    where id in ('003A', '003B')
"""
LEFT = "update main.contact set status = 'left' where id = '003A'"


def merge(visit, ids="003A,003B"):
    return visit(MERGE, kind="contact", ids=ids)


def saves(page):
    page.app.button(key="save").click().run()
    return page


def test_a_value_of_the_card_that_goes_is_taken_over(filled, visit, stored):
    page = merge(visit)
    assert page.app.radio[0].value == "003A"
    assert "2 goedkeuringen" in str(page.app.radio[0].options)
    # The same number in two notations is no choice.
    assert "m_mobile_003A" not in [one.key for one in page.app.segmented_control]
    page.app.segmented_control(key="m_email_003A").set_value("003B").run()
    saves(page)
    rows = stored("select id, email, username from contact where id in ('003A', '003B')")
    assert rows == [("003A", *["j.vandenberg@bakker.example"] * 2)]
    assert stored("select id, survivor_id from merged") == [("003B", "003A")]


def test_after_a_merge_of_a_group_the_next_group_comes(filled, visit, monkeypatch):
    went = {}
    monkeypatch.setattr(
        "pages.ui.session.navigation.st.switch_page", lambda page, **more: went.update({page: more})
    )
    saves(visit(MERGE, kind="contact", ids="003A, 003B", group="003A"))
    assert went["review/duplicates.py"]["query_params"]["d_group"] == "003A"


def test_an_infix_goes_with_its_last_name(change, visit, stored):
    change("update main.contact set middle_name = null, last_name = 'Berg-Smit' where id = '003B'")
    page = merge(visit)
    assert "m_middle_name_003A" not in [one.key for one in page.app.segmented_control]
    choice = page.app.segmented_control(key="m_last_name_003A")
    assert choice.options == ["van der Bergh", "Berg-Smit"]
    choice.set_value("003B").run()
    saves(page)
    found = stored("select middle_name, last_name from contact where id = '003A'")
    assert found == [(None, "Berg-Smit")]


def test_what_hangs_on_the_card_that_goes_is_said(filled, visit):
    page = merge(visit)
    page.app.radio[0].set_value("003B").run()
    assert "1 relatie, 2 goedkeuringen, 1 contact in Business Central" in page.text


def test_somebody_in_service_is_proposed_and_the_other_choice_warned_of(change, visit):
    change(LEFT)
    page = merge(visit)
    assert page.app.radio[0].value == "003B"
    assert "003A · uit dienst" in str(page.app.radio[0].options)
    assert not page.app.warning
    page.app.radio[0].set_value("003A").run()
    assert "Johanna van der Bergh is uit dienst en blijft dat" in page.app.warning[0].value


def test_two_who_left_are_merged_without_a_word(change, visit):
    change("update main.contact set status = 'left' where id in ('003A', '003B')")
    assert not merge(visit).app.warning


@pytest.mark.parametrize("ids", ["", "003A", "003A,nobody"])
def test_one_card_is_nothing_to_merge(filled, visit, ids):
    page = merge(visit, ids)
    assert "Hier is niets samen te voegen" in page.text
    assert not page.app.exception


def test_groups_that_are_wholly_equal_go_at_once(change, visit, stored):
    change(EQUAL)
    page = visit(ALL)
    assert "1 groep samenvoegen" in page.text
    saves(page)
    assert stored("select id, survivor_id from merged") == [("003B", "003A")]


def test_where_the_card_with_the_login_has_left_somebody_looks(change, visit):
    change(EQUAL)
    change(LEFT)
    change(
        "insert into main.portal_user (id, contact_id, username, active, version)"
        " values ('u1', '003A', 'j@bakker.example', true, 1)"
    )
    page = visit(ALL)
    assert "Zelf bekijken" in page.text
    assert page.app.button(key="save").disabled


def test_more_groups_than_the_setting_go_in_turns(change, visit, stored):
    change(EQUAL)
    change(
        """
        insert into cluster values ('contact', '003C', '003C'), ('contact', '003D', '003C');
        update main.contact
        set first_name = 'Piet', last_name = 'Adem', email = 'p@zuidas.example', status = null
        where id in ('003C', '003D');
        insert into setting values ('merge_at_once', '1')
        """
    )
    page = visit(ALL)
    assert "hoogstens 1 groep tegelijk" in page.text
    saves(page)
    assert len(stored("from merged")) == 1
    assert "hoogstens" not in page.text
    saves(page)
    assert len(stored("from merged")) == 2
    assert "Geen groepen met gelijke naam" in page.text


def test_what_differs_is_said_and_a_group_can_be_left_out(change, visit, stored):
    change(EQUAL)
    change("update main.contact set title = 'Hoofd', mobile = null where id = '003B'")
    page = visit(ALL)
    assert "Functie: Planner blijft, Hoofd vervalt" in page.text
    assert "Mobiel" not in page.text
    page.app.checkbox[0].uncheck().run()
    assert page.app.button(key="save").disabled


def test_a_group_that_came_up_since_is_not_merged_unseen(change, visit, stored):
    change(EQUAL)
    page = visit(ALL)
    db = opened.open_store()
    db.execute(
        "insert into cluster values ('contact', '003C', '003C'), ('contact', '003D', '003C')"
    )
    db.execute(
        "update main.contact set first_name = 'Piet', last_name = 'Adem', status = null,"
        " email = 'p@zuidas.example' where id in ('003C', '003D')"
    )
    saves(page)
    assert stored("select id from merged") == [("003B",)]
    assert "1 groep samenvoegen" in visit(ALL).text


def test_a_card_that_somebody_changed_since_is_refused_once(filled, visit, stored):
    page = merge(visit)
    office.change(opened.open_store(), "003B", title="Hoofd")
    saves(page)
    assert "wijzigde functie" in page.app.error[0].value
    saves(page)
    assert stored("select id from merged") == [("003B",)]


def test_what_one_changed_oneself_before_coming_back_is_no_conflict(filled, visit, stored):
    page = merge(visit)
    office.change(opened.open_store(), "003B", title="Hoofd")
    page.app.run()  # as on coming back to the page
    saves(page)
    assert not page.app.error
    assert stored("select id from merged") == [("003B",)]
