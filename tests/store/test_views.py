"""What is said once in SQL: what records are called, in every view that says so."""

import pytest

from dq.outgoing import sending
from dq.queries.cards import found, record_names
from dq.queries.settings import spoken


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ({"first_name": "Jan", "middle_name": "van", "last_name": "Dam"}, "Jan van Dam"),
        ({"last_name": "Dam", "email": "jan@kade.example"}, "Dam"),
        ({"email": "jan@kade.example"}, "jan@kade.example"),
        ({}, "003A"),
    ],
    ids=["name", "part_of_a_name", "no_name", "nothing"],
)
def test_a_card_is_called_by_its_name_else_its_address_else_its_id(db, contact, name):
    row = {"id": "003A", "first_name": None, "last_name": None} | contact
    places = ", ".join(f"${column} as {column}" for column in row)
    db.execute(f"insert into contact by name select {places}", row)
    assert db.execute("select called from card").fetchall() == [(name,)]
    assert record_names.of(db, ["003A"]) == {"003A": name}
    assert found.cards(db, ["003A"])["003A"].name == name
    assert sending.named(db, ["003A"]) == {("contact", "003A"): ("003A", name)}
    assert spoken.now(db, {"003A"}) == {"003A": ("contact", name)}


@pytest.mark.parametrize(("name", "called_so"), [("Kade", "Kade"), (None, "001A")])
def test_an_account_is_called_by_its_name_else_its_id(db, name, called_so):
    db.execute("insert into account (id, name) values ('001A', ?)", [name])
    assert sending.named(db, ["001A"]) == {("account", "001A"): (None, called_so)}
    assert spoken.now(db, {"001A"}) == {"001A": ("account", called_so)}
