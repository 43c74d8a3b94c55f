"""Cards in a list of hits, and accounts by a part of their name."""

import company
import pytest

from dq.queries.cards import found


def test_a_card_tells_who_where_and_at_which_version(company_db):
    company_db.execute("update contact set version = 7 where id = '003A'")
    card = found.cards(company_db, ["003A"])["003A"]
    assert (card.name, card.title, card.account_id, card.account, card.version) == (
        "Johanna van der Bergh",
        "Planner",
        "001A",
        "Bakker Bouw",
        7,
    )
    assert card.accounts == (("001C", "Zuidas Zorg"),)


def test_cards_that_are_gone_are_left_out(company_db):
    assert set(found.cards(company_db, ["003A", "003Z", "003C"])) == {"003A", "003C"}
    assert found.cards(company_db, []) == {}


def test_an_ended_relation_and_one_with_the_own_account_are_not_listed(company_db):
    own = {"id": "07kX", "account_id": "001A", "contact_id": "003A", "direct": True}
    company.insert(company_db, "relation", [own])
    assert [id for id, _ in found.cards(company_db, ["003A"])["003A"].accounts] == ["001C"]
    company_db.execute("update relation set active = false where id = '07kA'")
    assert found.cards(company_db, ["003A"])["003A"].accounts == ()


@pytest.mark.parametrize(
    ("change", "login"),
    [
        ("select 1", "in"),
        ("update contact set username = null", "none"),
        ("update contact set status = 'left'", "left"),
        (
            "update contact set status = 'left';"
            " insert into portal_user values ('005A', 'x', '003A', null, true, null, null, null, 1)",  # noqa: E501
            "in",
        ),
        (
            "insert into portal_user values ('005A', 'x', '003A', null, false, null, null, null, 1)",  # noqa: E501
            "off",
        ),
        (
            "insert into portal_user values ('005A', 'x', '003A', null, false, null, null, null, 1),"  # noqa: E501
            " ('005B', 'y', '003A', null, null, null, null, null, 1)",
            "in",
        ),
    ],
    ids=["on the card", "no username", "left", "left, still on", "switched off", "one of two on"],
)
def test_whether_the_portal_lets_them_in(company_db, change, login):
    company_db.execute(change)
    assert found.cards(company_db, ["003A"])["003A"].login == login


def test_a_card_without_a_name_goes_by_its_address(company_db):
    company_db.execute("update contact set first_name = null, last_name = null, middle_name = null")
    assert found.cards(company_db, ["003C"])["003C"].name == "piet@zuidas.example"


def test_a_general_card_is_told_as_one(company_db):
    cards = found.cards(company_db, ["003D", "003E"])
    assert (cards["003D"].general, cards["003E"].general) == (False, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bakker", ["001A", "001B"]),
        ("BOUW pl", ["001B"]),
        ("zórg", ["001C"]),
        (" zuidas ", ["001C"]),
        ("001C", ["001C"]),
        ("nobody", []),
        ("%", []),
    ],
)
def test_accounts_are_found_by_a_part_of_their_name(company_db, text, expected):
    assert [id for id, _, _ in found.accounts(company_db, text)] == expected


def test_accounts_that_begin_so_come_first_then_companies_then_departments(company_db):
    more = [
        {"id": "001D", "name": "Aannemer Bakker"},
        {"id": "001E", "name": "Bakker A", "parent_id": "001A"},
    ]
    company.insert(company_db, "account", more)
    assert [id for id, _, _ in found.accounts(company_db, "bakker")] == [
        "001A",
        "001E",
        "001B",
        "001D",
    ]
    assert len(found.accounts(company_db, "bakker", most=2)) == 2


def test_a_department_is_told_with_its_company(company_db):
    assert found.accounts(company_db, "planning") == [
        ("001B", "Bakker Bouw Planning", "Bakker Bouw")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("planning bakker", ["001B"]),
        ("zuidsa zorg", ["001C"]),
        ("baker bouw", ["001A", "001B"]),
        ("zuidaas", ["001C"]),
        ("planing", ["001B"]),
        ("xyz", []),
    ],
    ids=["other_order", "swapped", "missing", "double", "beginning", "nothing_like_it"],
)
def test_a_slip_in_an_account_s_name_is_forgiven(company_db, text, expected):
    assert [id for id, _, _ in found.accounts(company_db, text)] == expected


def test_a_slip_is_not_sought_where_the_words_are_there(company_db):
    company_db.execute("insert into main.account (id, name) values ('001Z', 'Bakkes Bouw')")
    assert "001Z" not in [id for id, _, _ in found.accounts(company_db, "bakker")]


def test_accounts_tell_where_they_are_and_what_they_belong_to(company_db):
    hits = [("001B", 1), ("001Z", 9), ("001A", 2)]
    department, company = found.places(company_db, hits)
    assert (department.id, department.parent, department.people) == ("001B", "Bakker Bouw", 1)
    assert (company.name, company.city, company.parent) == ("Bakker Bouw", "Utrecht", None)
    assert found.places(company_db, []) == []
