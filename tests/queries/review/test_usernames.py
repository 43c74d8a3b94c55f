import pytest

from dq.queries.review import usernames
from dq.queries.review.ways_out import Card, Conflict


def card(id, **values):
    given = {
        "name": f"Naam {id}",
        "email": f"{id}@x.example",
        "username": f"{id}@x.example",
        "status": "active",
        "active": True,
        "general": False,
        "account": "Zuidas",
        "approvals": 0,
        "user_active": None,
        "shared": False,
    }
    return Card(id=id, **given | values)


SHARED = {"username": "info@x.example"}
GONE = {"active": False, "status": "left"}


@pytest.mark.parametrize(
    ("kind", "cards", "alike", "says"),
    [
        ("username_clash", [card("a"), card("b")], True, "one person with two cards"),
        (
            "username_clash",
            [card("g", general=True, **SHARED), card("b", **SHARED)],
            False,
            "The general card Naam g keeps",
        ),
        (
            "username_clash",
            [card("a", shared=True, **SHARED), card("b", **SHARED)],
            False,
            "one general card in the name of Zuidas",
        ),
        (
            "username_clash",
            [card("a", **SHARED), card("b", **SHARED, **GONE)],
            False,
            "Naam b is no longer in service",
        ),
        (
            "username_clash",
            [card("a"), card("b", username="a@x.example")],
            False,
            "It is Naam a's own address",
        ),
        ("username_clash", [card("a", **SHARED), card("b", **SHARED)], False, "Ask whose"),
        ("username_taken", [card("a")], False, "Find the card"),
        ("username_taken", [card("a"), card("b")], True, "one person with two cards"),
        ("username_taken", [card("a"), card("g", general=True)], False, "general card Naam g"),
        ("username_taken", [card("a"), card("b", **GONE)], False, "Naam b is no longer"),
        (
            "username_taken",
            [card("a"), card("b", username="a@x.example")],
            False,
            "their own address b@x.example",
        ),
        ("username_taken", [card("a"), card("b")], False, "Two cards share"),
        ("username_missing", [card("a", username=None)], False, "Fill in a@x.example"),
        ("username_missing", [card("a", username=None, email=None)], False, "Ask for"),
        ("username_not_email", [card("a", **SHARED)], False, "Set the username to a@x.example"),
        ("username_lookalike", [card("a"), card("b")], False, "typing error"),
        ("shared_mailbox_on_person", [card("a")], False, "in the name of Zuidas"),
    ],
)
def test_the_way_out_fits_who_is_in_the_conflict(kind, cards, alike, says):
    message, values = Conflict(kind, "x", tuple(cards), alike).way_out
    assert says in message.format(**values)


def test_cards_that_share_a_username_are_one_conflict(company_db):
    assert usernames.counts(company_db)["username_clash"] == 1
    [conflict] = usernames.page(company_db, "username_clash")
    assert conflict.username == "info@zuidas.example"
    assert [one.id for one in conflict.cards] == ["003E", "003D"]
    assert conflict.cards[0].general


def test_solved_conflicts_are_not_shown(company_db):
    company_db.execute("update finding set solved_load = 2")
    assert set(usernames.counts(company_db).values()) == {0}
    assert usernames.page(company_db, "username_clash") == []


def test_the_card_in_question_comes_before_the_holder(company_db):
    company_db.execute(
        "insert into finding values"
        " ('username_taken', 'contact', '003C', '003A', null, 2, 2, null, null, null, null, null)"
    )
    [conflict] = usernames.page(company_db, "username_taken")
    assert [one.id for one in conflict.cards] == ["003C", "003A"]


def test_pages_divide_the_conflicts(company_db):
    company_db.execute(
        "insert into finding select 'username_lookalike', 'contact', id, null, null, 2, 2,"
        " null, null, null, null, null from contact"
    )
    pages = [usernames.page(company_db, "username_lookalike", n, size=4) for n in (1, 2)]
    assert [len(rows) for rows in pages] == [4, 2]
