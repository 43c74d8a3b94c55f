"""What leavers still approve, and for how long."""

from datetime import date

import pytest
import template

from dq.queries.backoffice import leavers


@pytest.fixture
def db():
    connection = template.fresh()
    put(connection, "load", id=1, exported=date(2026, 11, 23))
    put(connection, "account", id="own", name="Own", owner="Karin")
    put(connection, "account", id="far", name="Far", owner="Bas")
    put(connection, "project", id="p", name="Haven", account_id="far", status="active")
    leaver(connection, "a")
    yield connection
    connection.close()


def put(db, table, **row):
    places = ", ".join("?" * len(row))
    db.execute(f"insert into {table} ({', '.join(row)}) values ({places})", list(row.values()))


def leaver(db, id, **values):
    row = {"account_id": "own", "first_name": "Vera", "last_name": "Bos", "status": "left"}
    put(db, "contact", id=id, **{**row, "modified": "2026-11-02 10:00:00", **values})
    put(db, "approval", id=f"x{id}", project_id="p", contact_id=id, kind="hours", active=True)


def known(db, id="a"):
    [row] = leavers.approvals(db, id)
    return row.last_day, row.weeks


def test_a_row_says_whose_project_it_is(db):
    [row] = leavers.approvals(db)
    assert (row.contact_id, row.leaver, row.project, row.kind) == (
        "a",
        "Vera Bos",
        "Haven",
        "hours",
    )
    assert (row.account, row.owner) == ("Far", "Bas")


def test_a_project_that_was_not_exported_is_at_the_leavers_account(db):
    db.execute("delete from project")
    [row] = leavers.approvals(db)
    assert (row.project_id, row.project, row.account) == ("p", None, "Own")


def test_without_more_the_day_of_the_last_edit_counts(db):
    assert known(db) == (date(2026, 11, 2), 3)


def test_an_ended_relation_says_more(db):
    for number, end in enumerate(["2026-10-01", "2026-10-12", "2027-01-01"]):
        put(db, "relation", id=f"r{number}", contact_id="a", account_id="own", end_date=end)
    assert known(db) == (date(2026, 10, 12), 6)


def test_what_somebody_filled_in_says_most(db):
    put(db, "relation", id="r", contact_id="a", account_id="own", end_date="2026-10-12")
    put(db, "departure", id="a", last_day="2026-11-17")
    assert known(db) == (date(2026, 11, 17), 0)


def test_a_last_day_to_come_is_not_overdue(db):
    put(db, "departure", id="a", last_day="2026-12-31")
    assert known(db) == (date(2026, 12, 31), 0)


def test_an_unknown_day_has_no_weeks(db):
    leaver(db, "b", modified=None)
    assert known(db, "b") == (None, None)


def test_kinds_and_projects_have_a_row_each_and_the_longest_is_first(db):
    put(db, "project", id="q", name="Brug", status="active")
    put(db, "approval", id="y", project_id="p", contact_id="a", kind="invoice", active=True)
    put(db, "approval", id="z", project_id="p", contact_id="a", kind="invoice", active=True)
    put(db, "approval", id="v", project_id="q", contact_id="a", kind="hours", active=False)
    leaver(db, "b", modified="2026-01-05")
    rows = leavers.approvals(db)
    assert [(row.contact_id, row.kind) for row in rows] == [
        ("b", "hours"),
        ("a", "hours"),
        ("a", "invoice"),
    ]


def test_who_is_in_service_is_no_leaver(db):
    db.execute("update contact set status = 'active'")
    assert leavers.approvals(db) == []
