"""Rows of the store in one line each; what a test does not name is in order."""

import json
from datetime import date, timedelta

import pytest

# What stands where nobody has an address; the last four could be one by their form.
NOBODY = (
    "keine", "k.A.", "aucun", "volgt", "0", "onb.", "geen mail bekend", "zie kaart", "jdoe",
    "nvt@nvt.nl", "geen@mail.nl", "no@email.com", "test@test.nl",
)  # fmt: skip


def cases(**named):
    """Parametrize `rows` and `expected` by (rows, expected) under the name of each case."""
    return pytest.mark.parametrize(("rows", "expected"), list(named.values()), ids=list(named))


def ago(days):
    """The day that was so many days ago; a function as a value is asked when its row is put."""
    return date.today() - timedelta(days=days)


def contact(id, **values):
    """A card in service with everything filled in; its username is its address."""
    card = {
        "account_id": "acme",
        "first_name": "Vera",
        "last_name": f"Number{id}",
        "title": "Planner",
        "email": f"{id}@acme.example",
        "status": "active",
        **values,
    }
    card.setdefault("username", card["email"])
    return "contact", {"id": id, **card}


def account(id="acme", **values):
    return "account", {"id": id, "name": id.title(), **values}


def relation(id, contact_id, account_id="acme", **values):
    return "relation", {"id": id, "contact_id": contact_id, "account_id": account_id, **values}


def portal_user(id, contact_id, username, **values):
    return "portal_user", {"id": id, "contact_id": contact_id, "username": username, **values}


def project(id, **values):
    return "project", {"id": id, "name": f"Project {id}", "status": "active", **values}


def approval(id, contact_id, project_id, **values):
    row = {"kind": "hours", "active": True, **values}
    return "approval", {"id": id, "contact_id": contact_id, "project_id": project_id, **row}


def bc_contact(id, salesforce_id, **values):
    return "bc_contact", {"id": id, "salesforce_id": salesforce_id, "blocked": False, **values}


def left(id, **values):
    """A card of somebody who left, with a successor."""
    return contact(id, **{"status": "left", "successor_id": "z", **values})


def exported(**fields):
    """A load whose files had these columns, per object."""
    files = [{"object": name, "fields": columns} for name, columns in fields.items()]
    return "load", {"id": 1, "exported": "2026-11-23", "files": json.dumps(files)}


def put(db, rows):
    """Insert the rows into the store."""
    for table, values in rows:
        names, places = ", ".join(values), ", ".join("?" for _ in values)
        row = [value() if callable(value) else value for value in values.values()]
        db.execute(f"insert into {table} ({names}) values ({places})", row)
