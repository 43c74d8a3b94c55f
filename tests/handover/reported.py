"""A company of which everything was decided once, its report, and a slow reading of the same."""

import json
from datetime import date

import company

from dq.casework import weekly
from dq.checks import all_checks
from dq.commands import decide, dispose, edit, hand_to, undo
from dq.handover.report.contents import report
from dq.judging import judge
from dq.queries.review import findings

ACTOR = "Vera"
# What is hostile in a cell, a page, a header, a sheet's name or a file's; and one that is long.
HOSTILE = (
    '=cmd|"/c calc"!A1',
    "<script>alert(1)</script>",
    "Karin\r\nBcc: elders@example.com",
    "+31 [a]:b*c?/\\" + "é" * 120,
)


def fill(db):
    """Two weeks of the company, and a decision of every kind on it."""
    company.fill(db)
    listed = findings.page(db, findings.Filter(tuple(all_checks())), 1)
    keys = {(one.check_id, one.record_id): one.key for one in listed}
    one, other = (keys["duplicate_person", id] for id in ("003A", "003B"))
    dispose.run(db, dispose.Dispose((one,), "accepted", "hoort zo"), ACTOR)
    dispose.run(db, dispose.Dispose((other,), "later"), "Tom")
    title = dispose.Dispose((keys["missing_title", "003F"],), "later", "toch niet")
    dispose.run(db, title, ACTOR)
    undo.run(db, undo.Undo(last(db)), ACTOR)
    given = hand_to.HandTo((("contact", "003C"),), "Tom", date(2999, 1, 1))
    hand_to.run(db, given, ACTOR)
    edit.run(db, edit.Edit("003D", 0, {"email": "f.yildiz@zuidas.example"}), "")
    decide.run(db, decide.Decide("contact", "003D", "003F", False, "ander mens"), ACTOR)
    judge.refresh(db)


def last(db):
    return db.execute("select max(id) from change").fetchall()[0][0]


def read(db, **asked):
    return report.read(db, report.Asked(**asked), weekly.waiting(db))


def table(db, name):
    """Every row of a table as a dict."""
    found = db.sql(f"select * from {name}")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def slow_state(row, base):
    """The state of a finding by the words of the Overview."""
    if row["solved_load"] is not None:
        return "solved" if row["solved_load"] > base else "gone"
    if row["under_way"]:
        return "under_way"
    if row["disposed"]:
        return row["disposed"]
    if row["first_load"] > base:
        return "new"
    return "returned" if (row["returned_load"] or 0) > base else "earlier"


def slow_owner(db, row):
    """The owner of the account of a record, by way of every table in turn."""
    rows = {name: {one["id"]: one for one in table(db, name)} for name in ("account", "contact")}
    kind, id = row["record_kind"], row["record_id"]
    if kind == "contact":
        account = rows["contact"][id]["account_id"]
    elif kind == "account":
        account = id
    elif kind in ("relation", "project"):
        account = {one["id"]: one for one in table(db, kind)}[id]["account_id"]
    else:
        return ""
    return rows["account"].get(account, {}).get("owner") or ""


def slow_count(states):
    """The numbers of a report, of the states of its findings."""
    every = {name: states.count(name) for name in ("new", "returned", "solved", "under_way")}
    every |= {name: states.count(name) for name in ("accepted", "later")}
    return every | {"open": states.count("earlier") + every["new"] + every["returned"]}


def slow_cases(db, name):
    """The ids of the cases that somebody is to decide on."""
    given = {(one["record_kind"], one["record_id"]): one for one in table(db, "assignment")}
    found = []
    for case in table(db, "review_case"):
        members = [one for one in table(db, "case_record") if one["case_id"] == case["id"]]
        to = [
            given[key]["assignee"]
            for one in members
            if (key := (one["record_kind"], one["record_id"])) in given
        ]
        if (to[0] if to else case["owner"] or "") == name:
            found.append(case["id"])
    return sorted(found)


def owned(db, names):
    """Give the accounts these owners, in the order of their ids, and judge again."""
    ids = [one["id"] for one in sorted(table(db, "account"), key=lambda one: one["id"])]
    for id, name in zip(ids, names, strict=False):
        for schema in ("upstream", "main"):
            db.execute(f"update {schema}.account set owner = ? where id = ?", [name, id])
    judge.run(db)


def told(db):
    """The changes that stand, by their kinds, straight from the log."""
    return [
        (row["command"], row["actor"], json.loads(row["edits"] or "[]"))
        for row in table(db, "change")
        if row["undone_by"] is None and row["undoes"] is None
    ]


def crowd(db, number):
    """So many owners more, each with an account and a card that lacks something."""
    for at in range(number):
        account = {"id": f"001x{at:02}", "name": f"Firma {at:02}", "owner": f"Eigenaar {at:02}"}
        card = {"id": f"003x{at:02}", "account_id": account["id"], "last_name": f"Naam{at:02}"}
        company.insert(db, "account", [account])
        company.insert(db, "contact", [card | {"first_name": "Jo", "title": "Planner"}])
    judge.run(db)
