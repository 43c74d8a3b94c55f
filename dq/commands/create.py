"""Create: make a new card at an account, with the username that follows from its address."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.domain import cards, decisions, logins, relations
from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class Create:
    """A new contact; `lookalikes` are the cards that were shown as likely the same person."""

    account_id: str
    last_name: str
    title: str
    email: str
    salutation: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    department: str | None = None
    phone: str | None = None
    mobile: str | None = None
    lookalikes: tuple[str, ...] = ()
    reason: str | None = None


FIELDS = cards.FIELDS
REQUIRED = ("last_name", "title", "email")


def run(db: duckdb.DuckDBPyConnection, command: Create, actor: str) -> str:
    """The id of the new card: a key of its own, until Salesforce gives it one.

    The reason to make it beside its lookalikes is kept, as is that they are not the same person.

    :raises Invalid: a required field is empty, a value is too long, the address cannot be one or
        is somebody's username, or there are lookalikes and no reason
    :raises NotFound: the account or a lookalike is gone
    """
    values = cards.cleaned({name: getattr(command, name) for name in FIELDS})
    for name in REQUIRED:
        if not values[name]:
            raise Invalid(N_("{field} is needed for a new card."), field=name)
    with door.writing(db, "create", actor, reason=command.reason) as ledger:
        account = cards.account(db, command.account_id)
        cards.username_free(db, values["email"], None)
        if command.lookalikes and not (command.reason or "").strip():
            raise Invalid(N_("Say why this is somebody else than the cards that look alike."))
        id = ledger.new_id()
        now = datetime.now().replace(microsecond=0)
        own = {"id": id, "account_id": account["id"], "kind": "person", "status": "active"}
        dated = {"created": now, "modified": now}
        ledger.insert("contact", own | logins.addressed(values, {}) | dated)
        relations.make_own(ledger, id, account["id"])
        for other in command.lookalikes:
            cards.contact(db, other)
            decisions.keep(ledger, "contact", id, other, same=False)
    return id
