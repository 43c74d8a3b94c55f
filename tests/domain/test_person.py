"""A person is found in every table that may hold one."""

import known
import pytest

from dq.domain import everybody, person
from dq.errors import NotFound
from dq.objects import OBJECTS


def test_every_table_of_the_store_holds_a_person_or_never_does(db):
    """A new table is to be said to hold nobody, or to be found by the key of a person."""
    for (_, table), columns in person.tables(db).items():
        if table not in OBJECTS and table not in {*person.FACTS, "change"} | known.NOBODY:
            assert person.naming(table, columns), table


def test_every_row_of_a_person_is_found(db):
    known.fill(db)
    found = person.rows(db, everybody.of(db, known.ID))
    there = {(schema, table) for schema, table in person.tables(db) if table not in known.NOBODY}
    assert set(found) == {one for one in there if one[1] not in ("account", "project")}


def test_what_is_not_of_them_stays_out(staff):
    found = person.rows(staff, everybody.of(staff, "jan"))
    assert {row["id"] for row in found["main", "contact"]} == {"jan"}
    assert {row["contact_id"] for row in found["main", "approval"]} == {"jan"}
    assert {row["id"] for row in found["main", "bc_contact"]} == {"CT1"}


def test_of_a_list_only_what_names_them(db):
    known.fill(db)
    found = person.rows(db, everybody.of(db, known.ID))
    [change] = found["main", "change"]
    assert [edit["id"] for edit in change["edits"]] == [known.ID]
    [package] = found["main", "package"]
    assert package["work"] == [{"id": known.ID, "value": "Geheim-work"}]


def test_nobody_is_not_found(db):
    with pytest.raises(NotFound):
        everybody.of(db, "003X")
