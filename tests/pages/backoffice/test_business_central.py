"""The page with what Salesforce, the portal and Business Central disagree in."""

import pytest

from dq.queries.backoffice import three_way
from pages.ui.words import words

PAGE = "backoffice/business_central.py"
# Somebody who left and is active there, and another address than on the card.
DISAGREE = """
    insert into bc_contact (id, salesforce_id, name, email, blocked)
        values ('CT9', '003C', '*Piet*', 'p@zuidas.example', false);
    insert into portal_user (id, username, contact_id, email, active)
        values ('U9', 'piet@zuidas.example', '003C', 'piet@zuidas.example', true);
    delete from judged;
"""


def test_every_kind_has_words():
    assert set(words.DIFFERENCES) == set(three_way.KINDS)


def test_it_says_what_each_system_says_and_what_to_do(change, visit):
    change(DISAGREE)
    text = visit(PAGE).text
    assert "Piet Vertrokken" in text
    assert "Zet het contact op Niet actief." in text
    assert "Zet de portaalgebruiker uit." in text
    assert "CT9" in text
    assert "Anders: wijzig het adres daar." in text
    assert "3 verschillen" in text


@pytest.mark.parametrize(
    ("params", "said", "unsaid"),
    [
        ({"b_kind": "left_login"}, "Deactivate the portal user.", "Set the contact"),
        ({"b_text": "nobody"}, "Nothing found with these filters.", "Vertrokken"),
        ({"b_text": "CT9", "b_p": "9"}, "Set the contact to Niet actief.", "Nothing found"),
        ({"b_kind": "wrong"}, "3 differences", "Nothing found"),
    ],
)
def test_the_address_filters(change, visit, params, said, unsaid):
    change(DISAGREE)
    text = visit(PAGE, "en", **params).text
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize("script", [PAGE, "exchange/download.py"])
def test_what_business_central_imports_has_only_what_differs(change, visit, script):
    change("insert into upstream.bc_contact by name select * exclude (version) from bc_contact")
    change(DISAGREE)
    change("insert into upstream.bc_contact by name select * exclude (version) from bc_contact")
    page = visit(script, "en")
    assert "Import for Business Central" in page.text and "1 rows" in page.text
    [button] = [one for one in page.app.get("download_button") if one.proto.label == "CSV"][-1:]
    assert not button.proto.disabled


def test_where_all_agree_it_says_so(change, visit):
    change("update contact set status = 'active' where id = '003C'; delete from approval")
    assert "The systems agree about everybody." in visit(PAGE, "en").text


def test_without_business_central_it_says_what_to_export(change, visit):
    change("delete from bc_contact")
    assert "No contacts of Business Central are loaded yet." in visit(PAGE, "en").text


def test_an_empty_store_asks_for_an_upload(path, visit):
    assert "Load this week's exports" in visit(PAGE, "en").text
