"""Move: a person works at another account from now on; the old one stays as history, or goes."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import cards, logins, relations
from dq.errors import N_, Invalid
from dq.store import door
from dq.store.ledger import after


@dataclass(frozen=True)
class Move:
    """The card, as it was at `version`, goes to another account.

    `keep` leaves the old account as a relation that ended on `day`. `email` is the address there;
    None leaves the present one.
    """

    contact_id: str
    version: int
    account_id: str
    keep: bool
    day: date
    email: str | None = None


def run(db: duckdb.DuckDBPyConnection, command: Move, actor: str) -> None:
    """Change the own account, and the direct relation with it; the address too where it is given.

    :raises Invalid: it is the own account already, or the address cannot be one or is somebody
        else's username
    :raises NotFound: the card or the account is gone
    :raises Conflict: somebody changed the card since
    """
    email = cards.cleaned({"email": command.email})["email"]
    # What was a mistake is put right at once.
    begins = after(command.day) if command.keep else None
    with door.writing(db, "move", actor) as ledger, ledger.as_of(begins):
        contact = cards.contact(db, command.contact_id)
        account = cards.account(db, command.account_id)
        old = contact["account_id"]
        if old == account["id"]:
            raise Invalid(
                N_("{account} is the own account of {contact} already."),
                account=account["name"],
                contact=contact["name"],
            )
        to = {"account_id": account["id"], **({"email": email} if email else {})}
        logins.readdress(ledger, command.contact_id, to, command.version)
        relations.make_own(ledger, command.contact_id, account["id"])
        if not old:
            return
        if command.keep:
            relations.end(ledger, command.contact_id, old, command.day)
        else:
            relations.remove(ledger, command.contact_id, old)
