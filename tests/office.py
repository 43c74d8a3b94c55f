"""A small store to write in: three accounts, four people, a shared mailbox and a portal user."""

import json
from contextlib import contextmanager
from datetime import date

import company
import pytest

from dq.commands import create, edit, end_relation, leave, link, move
from dq.judging import judge

ROWS = {
    "account": [
        {"id": "a1", "name": "Bouw BV"},
        {"id": "a2", "name": "Bouw Planning", "parent_id": "a1"},
        {"id": "a3", "name": "Zorg Groep"},
    ],
    "contact": [
        {
            "id": "jan",
            "account_id": "a1",
            "first_name": "Jan",
            "last_name": "Jansen",
            "title": "Uitvoerder",
            "email": "jan@bouw.nl",
            "username": "jan@bouw.nl",
            "phone": "030 1234567",
        },
        {
            "id": "eva",
            "account_id": "a2",
            "first_name": "Eva",
            "last_name": "Bos",
            "title": "Planner",
            "email": "eva@bouw.nl",
            "username": "eva@bouw.nl",
        },
        {
            "id": "piet",
            "account_id": "a3",
            "first_name": "Piet",
            "last_name": "Vos",
            "title": "Inkoper",
            "email": "planning@zorg.nl",
            "username": "planning@zorg.nl",
        },
        {
            "id": "mia",
            "account_id": "a3",
            "first_name": "Mia",
            "last_name": "Kok",
            "title": "Inkoper",
            "email": "planning@zorg.nl",
        },
    ],
    "relation": [
        {"id": "r1", "contact_id": "jan", "account_id": "a1", "active": True, "direct": True},
        {"id": "r2", "contact_id": "eva", "account_id": "a2", "active": True, "direct": True},
        {"id": "r3", "contact_id": "piet", "account_id": "a3", "active": True, "direct": True},
        {
            "id": "r5",
            "contact_id": "jan",
            "account_id": "a3",
            "active": True,
            "direct": False,
            "roles": "Evaluator",
            "start_date": date(2025, 3, 1),
        },
        {
            "id": "r6",
            "contact_id": "eva",
            "account_id": "a3",
            "active": False,
            "direct": False,
            "start_date": date(2024, 1, 1),
            "end_date": date(2025, 6, 30),
        },
    ],
    "portal_user": [
        {"id": "u1", "username": "jan@bouw.nl", "contact_id": "jan", "email": "jan@bouw.nl"}
    ],
    "project": [
        {"id": "p1", "name": "Brug", "account_id": "a1", "status": "active"},
        {"id": "p2", "name": "Kliniek", "account_id": "a3", "status": "active"},
    ],
    "approval": [
        {"id": "v1", "project_id": "p2", "contact_id": "piet", "kind": "hours", "active": True},
        {"id": "v2", "project_id": "p2", "contact_id": "mia", "kind": "hours", "active": True},
        {"id": "v3", "project_id": "p1", "contact_id": "jan", "kind": "invoice", "active": True},
    ],
}
RECORDS = (
    *("account", "contact", "relation", "portal_user", "project", "approval", "bc_contact"),
    *("departure", "succession", "tile", "step", "merged", "clash", "accepted"),
)
# What a change writes beside the records.
KEPT = ("decision", "setting", "later")


def fill(db):
    """Put the office into the store, as the load that is change 1 does."""
    for table, rows in ROWS.items():
        company.insert(db, table, rows)
    db.execute("insert into load (id, exported) values (1, '2026-11-23')")
    db.execute(
        "insert into change (id, moment, actor, command, edits)"
        " values (nextval('change_id'), '2026-11-23 09:00', 'vera', 'load', '[]')"
    )


def rows(db, table, id, *names):
    """Some fields of one row."""
    found = db.execute(f"select {', '.join(names)} from main.{table} where id = ?", [id]).fetchall()
    return found[0] if found else None


def version(db, id, table="contact"):
    """Which change wrote a row last, as a form that shows it knows."""
    return rows(db, table, id, "version")[0]


def change(db, id, **values):
    """Edit a card."""
    edit.run(db, edit.Edit(id, version(db, id), values), "anna")


def relations(db, contact_id):
    """Each account that a contact has a relation with: (account, active, direct)."""
    return db.execute(
        "select account_id, active, direct from relation where contact_id = ? order by all",
        [contact_id],
    ).fetchall()


def state(db):
    """Every row that a change may write, without `version`: it counts writes, and so undos too."""
    columns = dict.fromkeys(RECORDS, "* exclude (version)") | dict.fromkeys(KEPT, "*")
    parts = (
        f"select '{name}' as object, one::varchar as line"
        f" from (select {these} from main.{name}) as one"
        for name, these in columns.items()
    )
    return db.execute(" union all ".join(parts) + " order by all").fetchall()


@contextmanager
def unchanged(db):
    """What happens inside writes nothing, in no table."""
    tables = [
        f"{schema}.{name}"
        for schema, name in db.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
    ]

    def everything():
        return {name: sorted(db.execute(f"from {name}").fetchall(), key=repr) for name in tables}

    before = everything()
    yield
    assert everything() == before


@contextmanager
def refused(db, error, said):
    """What happens inside is refused so, and writes nothing."""
    with unchanged(db), pytest.raises(error, match=said) as caught:
        yield caught


def last(db):
    """The newest change: (id, actor, command, reason) and its edits."""
    [(*head, edits)] = db.execute(
        "select id, actor, command, reason, edits from change order by id desc limit 1"
    ).fetchall()
    return tuple(head), json.loads(edits)


def written(db):
    """The rows that the newest change wrote, each as table and id, in order."""
    return [(edit["table"], edit["id"]) for edit in last(db)[1]]


def everything(db):
    """One of each: people, relations, approvals, usernames, a portal user, a new card."""
    day = date(2026, 11, 24)
    create.run(db, create.Create("a1", 'Smit "de", lange', "Planner", "smit@bouw.nl"), "anna")
    change(db, "jan", email="j.jansen@bouw.nl", phone=None)
    move.run(db, move.Move("eva", version(db, "eva"), "a1", True, day), "anna")
    link.run(db, link.Link(("mia",), ("a1",), ("Evaluator", "Other"), day), "anna")
    leave.run(db, leave.Leave({"piet": version(db, "piet")}, day, day, ("eva",)), "anna")
    relation = version(db, "r5", "relation")
    end_relation.run(db, end_relation.EndRelation("r5", relation, day), "anna")


def slipped(db):
    """The office after its first load, judged: Jan has no job title, and a slip in his address."""
    db.execute("insert into load (id, exported) values (1, '2026-11-23')")
    for table in ("main.contact", "upstream.contact"):
        db.execute(f"update {table} set title = null, email = 'jan@gmial.com' where id = 'jan'")
    judge.refresh(db)
