"""The lists to download hold what they promise."""

import pytest

from dq.handover.lists import findings
from dq.handover.lists.tables import HEADINGS, TABLES


def contact(db, **values):
    names = ", ".join(values)
    places = ", ".join(f"${name}" for name in values)
    db.execute(f"insert into contact ({names}) values ({places})", values)


def rows_of(db, name):
    named = {"checks": ["username_clash"], "titles": ["Dubbel"]}
    return db.sql(TABLES[name].sql, params=named if TABLES[name].named else {})


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_heading_and_an_empty_store_gives_no_rows(db, name):
    relation = rows_of(db, name)
    assert set(relation.columns) <= set(HEADINGS)
    assert relation.fetchall() == []


def test_contacts_are_cleaned(db):
    contact(db, id="1", first_name="Jan", email="Jan@Bouw.example", mobile="06 12345678")
    db.execute("insert into phone_fact values ('06 12345678', true, '+31612345678')")
    [row] = rows_of(db, "contacts").df().to_dict("records")
    assert (row["email"], row["mobile"]) == ("jan@bouw.example", "06 12345678")


def test_a_username_that_two_cards_claim_stands_first_with_both(db):
    contact(db, id="1", username="a@x.example")
    contact(db, id="2", username="B@x.example")
    db.execute(
        "insert into portal_user (id, username, contact_id) values ('u', 'b@x.example', '3')"
    )
    rows = rows_of(db, "usernames").df()
    assert rows[["username", "contact_id", "claimed_by"]].values.tolist() == [
        ["b@x.example", "2", 2],
        ["b@x.example", "3", 2],
        ["a@x.example", "1", 1],
    ]


def test_a_group_has_a_row_per_record_and_its_strongest_score(db):
    for key in "123":
        contact(db, id=key, last_name="Jansen")
    db.execute("insert into cluster values ('contact', '1', 'g'), ('contact', '2', 'g')")
    db.execute(
        """
        insert into pair
        values ('contact', '1', '2', 0.97, '[]'), ('contact', '1', '3', 0.99, '[]')
        """
    )
    rows = rows_of(db, "duplicates").df()
    assert rows[["record_id", "group_id", "score"]].values.tolist() == [
        ["1", "g", 0.97],
        ["2", "g", 0.97],
    ]


NAMES = {
    "checks": ["a", "b"],
    "titles": ["Alfa", "Beta"],
    "severities": ["fout", "tip"],
    "actions": ["Doe alfa", "Doe beta"],
}


def test_open_findings_are_named_and_stand_in_the_order_given(db):
    contact(db, id="1", first_name="Jan", last_name="Vos", email="jan@x.example")
    contact(db, id="2", first_name="Piet", last_name="Vos")
    db.execute("insert into load (id, exported) values (3, date '2026-11-23')")
    db.execute(
        """
        insert into finding by name
        select * from (values
            ('b', 'contact', '1', '2', null),
            ('a', 'contact', '2', null, null),
            ('a', 'contact', '1', null, 4)
        ) as row(check_id, record_kind, record_id, other_id, solved_load)
        """
    )
    db.execute("update finding set first_load = 3")
    relation = db.sql(findings.listed(findings.OPEN), params=NAMES)
    assert set(relation.columns) <= set(HEADINGS)
    rows = relation.df()
    assert rows[["check", "severity", "action", "state", "name"]].values.tolist() == [
        ["Alfa", "fout", "Doe alfa", "new", "Piet Vos"],
        ["Beta", "tip", "Doe beta", "new", "Jan Vos"],
    ]
    assert rows["other"].tolist()[1] == "Piet Vos"
    assert str(rows["since"][0])[:10] == "2026-11-23"


def test_a_problem_with_a_username_is_named(db):
    contact(db, id="1", username="a@x.example")
    db.execute(
        """
        insert into finding by name
        select 'username_clash' as check_id, 'contact' as record_kind, '1' as record_id
        """
    )
    assert rows_of(db, "usernames").df()["problem"].tolist() == ["Dubbel"]


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+31612345678", "06 12345678"),
        ("+31301234567", "030 1234567"),
        ("+31701234567", "070 1234567"),
        ("+31881234567", "088 1234567"),
        ("+31591612345", "0591 612345"),
        ("+4930123456", "00 4930123456"),
    ],
)
def test_a_number_is_written_as_it_is_dialled(db, e164, shown):
    assert db.execute("select dialled(?)", [e164]).fetchall() == [(shown,)]
