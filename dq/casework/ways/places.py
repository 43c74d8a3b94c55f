"""The ways out of a card at no account, or at one that is not there.

Tested in tests/casework/test_ways.py.
"""

from datetime import date

import duckdb

from dq.casework.ways import card
from dq.casework.ways.way import Do, Open, Way
from dq.commands import move
from dq.commands.move import Move
from dq.errors import N_
from dq.queries.review.findings import Finding

KNOWN = N_("{name} goes to {account}, where they are related already.")
MAILED = N_("{name} goes to {account}, where colleagues have addresses at {domain}.")
CHOOSE = N_("Choose the account on the card.")
# The accounts that the card is related to, and those at home in its address's domain.
RELATED = """
    select distinct account.id, account.name
    from relation
    join account on account.id = relation.account_id
    where relation.contact_id = $id and coalesce(relation.active, true)
"""
AT_HOME = """
    select account.id, account.name
    from card
    join family_domain on family_domain.domain = card.domain and family_domain.usual
    join account on account.id = family_domain.root_id
    where card.id = $id
"""


def without_account(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The one account that the card is related to; else the one at home in its domain."""
    person = card.read(db, found.record_id)
    domain = (person["email"] or "").rpartition("@")[2].lower()
    for query, message in ((RELATED, KNOWN), (AT_HOME, MAILED)):
        rows = db.execute(query, {"id": person["id"]}).fetchall()
        if len(rows) == 1:
            [(account_id, account)] = rows
            values = {"name": person["name"], "account": account, "domain": domain}
            command = Move(person["id"], person["version"], account_id, False, date.today())
            return Do((message, values), move.run, command)
    return Open((CHOOSE, {}), "contact", {"id": person["id"]})
