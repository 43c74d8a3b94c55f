"""Where Salesforce, the portal and Business Central disagree about a person."""

import pytest
import template
from rows import account, approval, bc_contact, contact, left, portal_user, project, put

from dq.handover.lists.tables import TABLES
from dq.judging import judge
from dq.queries.backoffice import three_way

ROWS = [
    account("acme", owner="Karin"),
    left("a", last_name="Aalders", successor_id="g"),
    portal_user("ua", "a", "a@acme.example", email="a@acme.example", active=True),
    bc_contact("CT1", "a", email="a@acme.example"),
    contact("b", last_name="Bos"),
    bc_contact("CT2", "b", email="b@acme.example", blocked=True),
    contact("c", last_name="Claes"),
    portal_user("uc", "c", "c@acme.example", email="old@acme.example", active=True),
    bc_contact("CT3", "c", email="older@acme.example"),
    contact("d", last_name="Dijk"),
    project("p", account_id="acme"),
    approval("x", "d", "p"),
    contact("e", last_name="Evers"),
    approval("y", "e", "p"),
    bc_contact("CT5", None, email="E@acme.example"),
    # All is well with these, or not known.
    contact("g", last_name="Goed"),
    portal_user("ug", "g", "g@acme.example", email="G@acme.example ", active=True),
    bc_contact("CT7", "g", email="g@acme.example"),
    contact("h", last_name="Haan"),
    portal_user("uh", "h", "h@acme.example", email="old@acme.example", active=False),
    portal_user("ui", "h", "h@acme.example", email="h@acme.example.invalid", active=True),
]
EXPECTED = [
    ("left_active", "a"),
    ("left_login", "a"),
    ("inactive", "b"),
    ("email", "c"),
    ("number", "d"),
]


@pytest.fixture(scope="module")
def db():
    connection = template.fresh()
    put(connection, ROWS)
    judge.run(connection)
    yield connection
    connection.close()


def test_each_kind_has_its_people(db):
    counts, rows = three_way.search(db)
    assert [(one.kind, one.contact_id) for one in rows] == EXPECTED
    assert counts == dict.fromkeys(three_way.KINDS, 1)


def test_a_row_shows_what_each_system_says(db):
    _, [one] = three_way.search(db, "email")
    assert (one.name, one.account, one.email) == ("Vera Claes", "Acme", "c@acme.example")
    assert (one.portal.id, one.portal.email) == ("uc", "old@acme.example")
    assert (one.bc.id, one.bc.email) == ("CT3", "older@acme.example")
    assert (one.other_portal, one.other_bc) == (True, True)


def test_a_row_says_which_address_is_another(db):
    db.execute("begin")
    db.execute("update portal_user set email = 'c@acme.example' where id = 'uc'")
    _, [one] = three_way.search(db, "email")
    assert (one.other_portal, one.other_bc) == (False, True)
    db.execute("rollback")


def test_where_a_system_does_not_know_the_person_there_is_nothing(db):
    _, [one] = three_way.search(db, "number")
    assert (one.portal, one.bc) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [("claes", ["c"]), ("ACME", list("aabcd")), ("CT2", ["b"]), ("nobody", [])],
)
def test_a_text_narrows_it(db, text, found):
    counts, rows = three_way.search(db, text=text)
    assert [one.contact_id for one in rows] == found
    assert sum(counts.values()) == len(found)


def test_pages_divide_the_list(db):
    pages = [three_way.search(db, number=number, size=2)[1] for number in (1, 2, 3, 4)]
    assert [(one.kind, one.contact_id) for rows in pages for one in rows] == EXPECTED


def test_without_business_central_nobody_misses_a_number(db):
    db.execute("begin")
    db.execute("delete from bc_contact")
    assert three_way.search(db)[0]["number"] == 0
    db.execute("rollback")


def test_the_list_has_the_same_people(db):
    table = db.sql(TABLES["three_way"].sql)
    kind, contact_id = table.columns.index("difference"), table.columns.index("contact_id")
    rows = table.fetchall()
    assert [(row[kind], row[contact_id]) for row in rows] == EXPECTED
    named = dict(zip(table.columns, rows[3], strict=True))
    assert (named["portal_email"], named["bc_email"]) == ("old@acme.example", "older@acme.example")
    assert named["owner"] == "Karin"
