"""A small invented company in which every page has something to show."""

import json
import shutil
from datetime import date, datetime

import template

from dq.judging import judge

ACCOUNTS = [
    {"id": "001A", "name": "Bakker Bouw", "city": "Utrecht", "owner": "Karin de Wit"},
    {"id": "001B", "name": "Bakker Bouw Planning", "parent_id": "001A", "owner": "Karin de Wit"},
    {"id": "001C", "name": "Zuidas Zorg", "city": "Amsterdam", "owner": "Bas Peters"},
]
CONTACTS = [
    # the same person twice
    {
        "id": "003A",
        "account_id": "001A",
        "first_name": "Johanna",
        "middle_name": "van der",
        "last_name": "Bergh",
        "title": "Planner",
        "email": "j.vandenbergh@bakker.example",
        "mobile": "06 12345678",
        "username": "j.vandenbergh@bakker.example",
    },
    {
        "id": "003B",
        "account_id": "001B",
        "first_name": "Johana",
        "middle_name": "van der",
        "last_name": "Bergh",
        "title": "Planner",
        "email": "j.vandenberg@bakker.example",
        "mobile": "+31612345678",
    },
    # left, still approves, nobody took over
    {
        "id": "003C",
        "account_id": "001C",
        "first_name": "Piet",
        "last_name": "Vertrokken",
        "title": "Inkoper",
        "email": "piet@zuidas.example",
        "username": "piet@zuidas.example",
        "status": "left",
    },
    # two cards, one username
    {
        "id": "003D",
        "account_id": "001C",
        "first_name": "Fatima",
        "last_name": "Yildiz",
        "title": "Teamleider",
        "email": "fatima@zuidas.example",
        "username": "info@zuidas.example",
    },
    {
        "id": "003E",
        "account_id": "001C",
        "last_name": "Zuidas Zorg",
        "title": "Algemeen",
        "email": "info@zuidas.example",
        "username": "info@zuidas.example",
    },
    # a name that must stay text, and no job title
    {
        "id": "003F",
        "account_id": "001A",
        "first_name": "*Ster*",
        "last_name": ":red[Rood] <b>Vet</b>",
        "email": "ster@bakker.example",
    },
]
OTHERS = {
    "relation": [
        {
            "id": "07kA",
            "account_id": "001C",
            "contact_id": "003A",
            "roles": "Beslisser",
            "active": True,
            "direct": False,
            "start_date": date(2025, 3, 1),
        }
    ],
    "project": [{"id": "a0P1", "name": "Project Haven", "account_id": "001C", "status": "active"}],
    "approval": [
        {"id": "a0A1", "project_id": "a0P1", "contact_id": "003C", "kind": "hours", "active": True},
        {"id": "a0A2", "project_id": "a0P1", "contact_id": "003A", "kind": "hours", "active": True},
        {
            "id": "a0A3",
            "project_id": "a0P1",
            "contact_id": "003A",
            "kind": "invoice",
            "active": True,
        },
    ],
    "bc_contact": [
        {
            "id": "CT001",
            "salesforce_id": "003A",
            "name": "Johanna van der Bergh",
            "email": "j.vandenbergh@bakker.example",
            "blocked": False,
        }
    ],
}
# What is noted of the files of a week: the columns that tell what is found.
FILES = [
    {"name": "a.csv", "object": "account", "fields": ["name"]},
    {
        "name": "c.csv",
        "object": "contact",
        "fields": ["first_name", "last_name", "account_id", "email", "title", "status"],
    },
]
# The week before: one address was wrong, and one card did not exist yet.
WRONG_BEFORE = ("003A", "j.vandenbergh@@bakker.example")
NEW_NOW = "003F"


def insert(db, table, rows, schemas=("upstream", "main")):
    """Put rows (dicts) into both schemas, as a load does."""
    for row in rows:
        for schema in schemas:
            names = [*row, "version"] if schema == "main" else [*row]
            values = [*row.values(), 1] if schema == "main" else [*row.values()]
            db.execute(
                f"insert into {schema}.{table} ({', '.join(names)})"
                f" values ({', '.join('?' * len(names))})",
                values,
            )


def loaded(db, number, day):
    """Note a load of the day that its files speak of; it takes a number of the change log."""
    db.execute("select nextval('change_id')").fetchall()
    db.execute(
        "insert into load values (?, ?, ?, 'test', ?)",
        [
            number,
            datetime(day.year, day.month, day.day, 9),
            day,
            json.dumps(FILES),
        ],
    )


def fill(db):
    """Put two weeks of the company, judged after each, into an empty store."""
    template.fill(db, "company", two_weeks)


def two_weeks(db):
    """Write them, and judge."""
    insert(db, "account", ACCOUNTS)
    insert(db, "contact", [row for row in CONTACTS if row["id"] != NEW_NOW])
    for table, rows in OTHERS.items():
        insert(db, table, rows)
    contact_id, address = WRONG_BEFORE
    for schema in ("upstream", "main"):
        db.execute(f"update {schema}.contact set email = ? where id = ?", [address, contact_id])
    loaded(db, 1, date(2026, 11, 16))
    judge.run(db)
    right = next(row["email"] for row in CONTACTS if row["id"] == contact_id)
    for schema in ("upstream", "main"):
        db.execute(f"update {schema}.contact set email = ? where id = ?", [right, contact_id])
    insert(db, "contact", [row for row in CONTACTS if row["id"] == NEW_NOW])
    for table in ("contact", "relation"):  # older than the first change that a test makes
        db.execute(f"update main.{table} set version = 0")
    loaded(db, 2, date(2026, 11, 23))
    judge.run(db)


def build(path, key="company", make=two_weeks):
    """A store file with the company, or with what `make` puts into a store."""
    shutil.copy(template.made(key, make), path)
