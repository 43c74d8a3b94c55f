"""The ways out of an e-mail address that is missing, wrong, or somebody else's too.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways import card, doubles, fields
from dq.casework.ways.way import Do, Way
from dq.commands import edit
from dq.commands.edit import Edit
from dq.domain import cards
from dq.errors import N_
from dq.queries.review.findings import Finding
from dq.values import emails

BECOMES = N_("{name} gets {email}, and logs in with it.")


def missing_email(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The address is typed."""
    return fields.asked(db, found.record_id, "email", None)


def typed(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The address is typed again, from what is there."""
    email = card.read(db, found.record_id)["email"] or ""
    return fields.asked(db, found.record_id, "email", emails.plain(email) or email)


def email_domain_typo(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The domain that was meant, unless that address is somebody else's."""
    person, meant = card.read(db, found.record_id), found.detail or ""
    if cards.holder(db, meant, person["id"]):
        return typed(db, found)
    says = (BECOMES, {"name": person["name"], "email": meant})
    return Do(says, edit.run, Edit(person["id"], person["version"], {"email": meant}))


def email_other_domain(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The same mailbox at the colleagues' domain is proposed; nobody knows it, so it is looked
    at first."""
    email = card.read(db, found.record_id)["email"] or ""
    mailbox = email.partition("@")[0]
    return fields.asked(db, found.record_id, "email", f"{mailbox}@{found.detail}")


def duplicate_email(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """One person has one card; of two people this one's address is typed."""
    return doubles.duplicate_person(db, found) or typed(db, found)
