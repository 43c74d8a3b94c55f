"""A card's records in Business Central, the same whether asked for one card or for all."""

import pytest
import template

from dq.queries.cards import contacts, counterparts


@pytest.fixture(scope="module")
def db():
    connection = template.fresh()
    for id, email in [
        ("a", "a@x.example"),
        ("b", " B@x.example"),
        ("c", "shared@x.example"),
        ("d", "shared@x.example"),
        ("e", None),
        ("f", "a@x.example "),
        ("g", "g@x.example"),
    ]:
        connection.execute("insert into contact (id, email) values (?, ?)", [id, email])
    for id, card, email in [
        ("CT1", "a", "other@x.example"),
        ("CT2", None, "b@X.example "),
        ("CT3", "unknown", "b@x.example"),
        ("CT4", "a", "b@x.example"),
        ("CT5", None, "shared@x.example"),
        ("CT6", "e", None),
        ("CT7", None, None),
        ("CT8", None, "a@x.example"),
        ("CT9", "g", "g@x.example"),
    ]:
        connection.execute(
            "insert into bc_contact (id, salesforce_id, email) values (?, ?, ?)", [id, card, email]
        )
    yield connection
    connection.close()


def test_by_the_id_and_else_by_an_address_of_one_card(db):
    assert [one.id for one in contacts.back_office(db, "a")] == ["CT1", "CT4"]
    assert [(one.id, one.by_address) for one in contacts.back_office(db, "b")] == [
        ("CT2", True),
        ("CT3", True),
    ]
    assert contacts.back_office(db, "c") == []


def test_it_is_what_the_view_says(db):
    said = db.execute("select contact_id, id, by_address from in_bc order by all").fetchall()
    found = counterparts.records(db, list("abcdefgh"))
    assert sorted((card, one.id, one.by_address) for card in found for one in found[card]) == said
    assert len(said) == 6


def test_no_cards_have_no_records(db):
    assert counterparts.records(db, []) == {}
