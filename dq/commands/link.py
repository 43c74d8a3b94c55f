"""Link: relate people to accounts beside their own; an ended relation is made active again."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.domain import cards, relations
from dq.errors import N_, Invalid
from dq.store import door
from dq.store.ledger import Ledger


@dataclass(frozen=True)
class Link:
    """Each of the contacts gets a relation with each of the accounts."""

    contact_ids: tuple[str, ...]
    account_ids: tuple[str, ...]
    roles: tuple[str, ...] = ()
    start: date | None = None


def run(db: duckdb.DuckDBPyConnection, command: Link, actor: str) -> None:
    """Add the relations, all or none.

    :raises Invalid: nobody or no account was chosen, or a pair is related already
    :raises NotFound: a contact or an account is gone
    """
    if not command.contact_ids:
        raise Invalid(N_("Choose at least one person."))
    if not command.account_ids:
        raise Invalid(N_("Choose at least one account."))
    roles = cards.cleaned({"roles": ";".join(command.roles)})
    with door.writing(db, "link", actor) as ledger, ledger.as_of(command.start):
        for contact_id in dict.fromkeys(command.contact_ids):
            for account_id in dict.fromkeys(command.account_ids):
                _relate(ledger, contact_id, account_id, roles, command.start)


def _relate(
    ledger: Ledger,
    contact_id: str,
    account_id: str,
    roles: dict[str, str | None],
    start: date | None,
) -> None:
    contact, account = cards.contact(ledger.db, contact_id), cards.account(ledger.db, account_id)
    named = {"contact": contact["name"], "account": account["name"]}
    if contact["account_id"] == account_id:
        raise Invalid(N_("{account} is the own account of {contact} already."), **named)
    known = relations.of_pair(ledger, contact_id, account_id)
    if known and known["active"]:
        raise Invalid(N_("{contact} is related to {account} already."), **named)
    values = {**roles, "active": True, "direct": False, "start_date": start, "end_date": None}
    if known:
        ledger.update("relation", known["id"], values)
    else:
        relations.add(ledger, contact_id, account_id, values)
