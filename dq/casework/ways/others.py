"""The ways out that lie elsewhere: the general card, a new export, the back office.

Tested in tests/casework/test_ways.py.
"""

from datetime import date, timedelta

import duckdb

from dq.casework.ways import addresses
from dq.casework.ways.way import Do, Open, Way
from dq.commands import hand_to
from dq.commands.hand_to import HandTo
from dq.errors import N_
from dq.queries.cards import mailboxes
from dq.queries.review.findings import Finding
from dq.queries.review.ways_out import same

GENERAL = N_("One general card for {mailbox}; each person gets their own address.")
EXPORT = N_("Load a new export.")
OFFICE = N_("The back office sees to it, by {day}.")
# Who puts right what only Salesforce or Business Central can.
BACK_OFFICE = N_("Back office")
DAYS = 7


def general_card(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The form for the general card of the mailbox; where there is one, or there is no account for
    it, the person's own address is typed."""
    if not found.account_id:
        return addresses.typed(db, found)
    there = mailboxes.general_cards(db, found.account_id, found.detail or "")
    if found.record_kind == "contact" and any(same(one.email, found.detail) for one in there):
        return addresses.own(db, found.record_id)
    params = {"account": found.account_id, "mailbox": found.detail}
    return Open((GENERAL, {"mailbox": found.detail}), "general", params)


def new_export(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """An export that is not as old."""
    return Open((EXPORT, {}), "upload")


def back_office(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """What only Salesforce or Business Central can do is the back office's within a week."""
    due = date.today() + timedelta(days=DAYS)
    command = HandTo(((found.record_kind, found.record_id),), BACK_OFFICE, due)
    return Do((OFFICE, {"day": due}), hand_to.run, command, sent=False)
