"""The lists to download hold what they promise."""

import pytest

from dq.handover.tables import HEADINGS, TABLES


def contact(db, **values):
    names = ", ".join(values)
    places = ", ".join(f"${name}" for name in values)
    db.execute(f"insert into contact ({names}) values ({places})", values)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_heading_and_an_empty_store_gives_no_rows(db, name):
    relation = db.sql(TABLES[name].sql)
    assert set(relation.columns) <= set(HEADINGS)
    assert relation.fetchall() == []


def test_contacts_are_cleaned(db):
    contact(db, id="1", first_name="Jan", email="Jan@Bouw.example", mobile="06 12345678")
    db.execute("insert into phone_fact values ('06 12345678', true, '+31612345678')")
    [row] = db.sql(TABLES["contacts"].sql).df().to_dict("records")
    assert (row["email"], row["mobile"]) == ("jan@bouw.example", "+31612345678")


def test_a_username_that_two_cards_claim_stands_first_with_both(db):
    contact(db, id="1", username="a@x.example")
    contact(db, id="2", username="B@x.example")
    db.execute(
        "insert into portal_user (id, username, contact_id) values ('u', 'b@x.example', '3')"
    )
    rows = db.sql(TABLES["usernames"].sql).df()
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
    rows = db.sql(TABLES["duplicates"].sql).df()
    assert rows[["record_id", "group_id", "score"]].values.tolist() == [
        ["1", "g", 0.97],
        ["2", "g", 0.97],
    ]
