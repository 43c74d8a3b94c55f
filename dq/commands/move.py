"""Move: a person works at another account from now on; the old one stays as history, or goes."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq import relations, rules, store
from dq.errors import N_, Invalid


@dataclass(frozen=True)
class Move:
    """The card, as it was at `version`, goes to another account.

    `keep` leaves the old account as a relation that ended on `day`.
    """

    contact_id: str
    version: int
    account_id: str
    keep: bool
    day: date


def run(db: duckdb.DuckDBPyConnection, command: Move, actor: str) -> None:
    """Change the own account, and the direct relation with it.

    :raises Invalid: it is the own account already
    :raises NotFound: the card or the account is gone
    :raises Conflict: somebody changed the card since
    """
    with store.writing(db, "move", actor) as ledger:
        contact = rules.contact(db, command.contact_id)
        account = rules.account(db, command.account_id)
        old = contact["account_id"]
        if old == account["id"]:
            raise Invalid(
                N_("{account} is the own account of {contact} already."),
                account=account["name"],
                contact=contact["name"],
            )
        to = {"account_id": account["id"]}
        ledger.update("contact", command.contact_id, to, command.version)
        relations.make_own(ledger, command.contact_id, account["id"])
        if not old:
            return
        if command.keep:
            relations.end(ledger, command.contact_id, old, command.day)
        else:
            relations.remove(ledger, command.contact_id, old)
