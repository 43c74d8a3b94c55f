"""The wizard of the general card: what happens is shown first, and is then done at once."""

import pytest

GENERAL = "cards/general.py"
MAILBOX = "info@zuidas.example"


def wizard(visit, **more):
    return visit(GENERAL, "en", **{"account": "001C", "mailbox": MAILBOX, **more})


@pytest.fixture
def shared(change):
    """Two people approve hours with the mailbox, and no general card exists."""
    change("delete from contact where id = '003E'")
    change("update contact set email = ?, username = null where id = '003A'", [MAILBOX])
    change("update contact set email = ? where id = '003D'", [MAILBOX])


def logins(stored):
    return dict(stored("select id, (email, username) from contact where id in ('003A', '003D')"))


def test_without_a_mailbox_or_account_nothing_can_be_done(filled, visit):
    for page in (visit(GENERAL, "en"), visit(GENERAL, "en", mailbox=MAILBOX)):
        assert "there is one general card in the account's name" in page.text
        assert [one for one in page.app.button if one.key == "save"] == []


def test_people_and_what_they_approve_are_listed(shared, visit):
    page = wizard(visit)
    assert "The mailbox stands on the cards of 2 people" in page.text
    assert page.app.container(key="g_person_003A") and page.app.container(key="g_person_003D")
    assert page.app.checkbox(key="g_move_a0A2").label.replace("\\", "") == "Project Haven: hours"


def test_what_happens_is_said_beforehand(shared, visit, stored):
    page = wizard(visit)
    page.app.text_input(key="g_own_003D").set_value("fatima@zuidas.example").run()
    assert f"A general card Zuidas Zorg is made, with {MAILBOX} as its address" in page.text
    assert "Fatima Yildiz gets fatima@zuidas.example as address and username." in page.text
    assert "Johanna van der Bergh keeps the card, without an address or username." in page.text
    assert "2 approvals go to the general card." in page.text
    assert stored("select 1 from change") == []


def test_it_is_done_in_one_change_and_shows_the_general_card(shared, visit, stored):
    page = wizard(visit)
    page.app.text_input(key="g_own_003D").set_value("fatima@zuidas.example")
    page.app.checkbox(key="g_move_a0A3").set_value(False).run()
    page.app.button(key="save").click().run()
    [(id, username)] = stored("select id, username from contact where kind = 'general'")
    assert username == MAILBOX
    assert page.app.query_params["id"] == id
    assert page.app.title[0].value == "Zuidas Zorg"
    assert logins(stored) == {
        "003A": (None, None),
        "003D": ("fatima@zuidas.example", "fatima@zuidas.example"),
    }
    approvals = dict(stored("select id, contact_id from approval"))
    assert (approvals["a0A2"], approvals["a0A3"]) == (id, "003A")
    assert stored("select actor, command from change") == [("Vera", "general")]
    page.app.button(key="done_undo").click().run()
    assert stored("select 1 from contact where kind = 'general'") == []
    assert logins(stored)["003A"] == (MAILBOX, None)


def test_a_general_card_that_is_there_is_chosen_first(filled, visit, stored):
    page = wizard(visit)
    assert page.app.radio(key=f"g_card_{MAILBOX}").value == "003E"
    assert f"The chosen general card gets {MAILBOX}" in page.text
    page.app.text_input(key="g_own_003D").set_value("fatima@zuidas.example").run()
    page.app.button(key="save").click().run()
    assert stored("select count(*) from contact") == [(6,)]
    assert stored("select kind, username from contact where id = '003E'") == [("general", MAILBOX)]


def test_a_refusal_is_said_and_what_was_typed_stays(shared, visit, stored):
    page = wizard(visit)
    page.app.text_input(key="g_own_003D").set_value("piet@zuidas.example").run()
    page.app.button(key="save").click().run()
    assert "username of Piet Vertrokken" in page.app.error[0].value.replace("\\", "")
    assert page.app.text_input(key="g_own_003D").value == "piet@zuidas.example"
    assert stored("select 1 from change") == []


def test_the_account_is_found_by_typing(filled, visit):
    page = visit(GENERAL, "en", mailbox=MAILBOX)
    page.app.text_input(key="g_at_text").set_value("zuid").run()
    page.app.button(key="g_at_take_001C").click().run()
    assert page.app.query_params["account"] == "001C"
    assert page.app.button(key="save")


def test_a_mailbox_that_cannot_be_an_address_is_said_first(filled, visit):
    page = wizard(visit, mailbox="planning@zuidas")
    assert "planning@zuidas is not a valid e-mail address." in page.text
    assert [one for one in page.app.button if one.key == "save"] == []


def test_somebody_s_own_address_is_no_mailbox(filled, visit):
    page = wizard(visit, mailbox="j.vandenberg@bakker.example")
    assert "looks like the own address of" not in page.text
    page = wizard(visit, mailbox="fatima@zuidas.example")
    assert "looks like the own address of Fatima Yildiz" in page.text
    assert "looks like the own address" not in wizard(visit).text


def test_a_person_may_stay_out_of_it(shared, visit, stored):
    page = wizard(visit)
    page.app.checkbox(key="g_in_003A").set_value(False).run()
    assert "Johanna van der Bergh stays as it is." in page.text
    assert "1 approval" not in page.text and "2 approvals" not in page.text
    page.app.button(key="save").click().run()
    assert logins(stored)["003A"] == (MAILBOX, None)
    assert logins(stored)["003D"] == (None, None)


def test_who_holds_the_username_cannot_stay_out_unseen(shared, visit):
    page = wizard(visit)
    page.app.checkbox(key="g_in_003D").set_value(False).run()
    assert "The username is Fatima Yildiz's" in page.text


def test_what_goes_of_the_chosen_card_is_said(filled, visit, stored):
    page = wizard(visit, mailbox="planning@zuidas.example")
    page.app.radio(key="g_card_planning@zuidas.example").set_value("003E").run()
    assert f"Its old address {MAILBOX} goes." in page.text
    assert f"Its old username {MAILBOX} goes" in page.text


def test_where_nothing_would_change_that_is_said(filled, visit, change):
    change("update contact set username = null where id = '003D'")
    page = wizard(visit)
    assert f"Nothing to do: Zuidas Zorg has {MAILBOX} already." in page.text
    assert [one for one in page.app.button if one.key == "save"] == []
