"""General: one card in the account's name for a shared mailbox, and people on their own address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from dq.domain import cards, logins, relations
from dq.errors import N_, Invalid
from dq.store import door
from dq.store.ledger import Ledger


@dataclass(frozen=True)
class General:
    """The general card of `account_id` for the mailbox `address`.

    `card_id` names the general card that is there already; without it one is made. `people` gives
    each person on the mailbox their own address, or None. `approvals` move to the general card.
    `versions` has the cards as the user saw them.
    """

    account_id: str
    address: str
    card_id: str | None = None
    people: Mapping[str, str | None] = field(default_factory=dict)
    approvals: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)


def run(db: duckdb.DuckDBPyConnection, command: General, actor: str) -> str:
    """The id of the general card; people, card and approvals change together or not at all.

    :raises Invalid: an address cannot be one, is somebody's username, or is the mailbox's own
    :raises NotFound: the account, a card or an approval is gone
    :raises Conflict: somebody changed a person's card or the general card since
    """
    address = cards.address(command.address.strip())
    own = {
        id: cards.cleaned({"email": email})["email"] if email else None
        for id, email in command.people.items()
    }
    for email in own.values():
        if email and email.lower() == address.lower():
            raise Invalid(N_("{email} is the shared mailbox itself."), email=email)
    with door.writing(db, "general", actor) as ledger:
        account = cards.account(db, command.account_id)
        # People first: they free the username that the general card gets.
        for id, email in own.items():
            logins.readdress(ledger, id, logins.at(email), command.versions.get(id))
        card_id, former = _card(ledger, command, account, address)
        if sum(_login_moves(ledger, id, card_id, address) for id in own):  # of all of them
            _switch_off(ledger, card_id, former, address)
            former = None
        logins.follow(ledger, card_id, address, former)
        for id in command.approvals:
            _hand_over(ledger, id, card_id)
    return card_id


def _card(
    ledger: Ledger, command: General, account: dict[str, str], address: str
) -> tuple[str, str | None]:
    """The general card with this address and username, and the username that it had before."""
    login = {"kind": "general"} | logins.at(address)
    if id := command.card_id:
        before = ledger.row("contact", id)["username"]
        ledger.update("contact", id, login, command.versions.get(id))
        return id, before
    id = ledger.new_id()
    name = cards.cleaned({"last_name": account["name"][: cards.LENGTHS["last_name"]]})
    now = datetime.now().replace(microsecond=0)
    dated = {"status": "active", "created": now, "modified": now}
    ledger.insert("contact", {"id": id, "account_id": account["id"], **name, **login, **dated})
    relations.make_own(ledger, id, account["id"])
    return id, None


def _login_moves(ledger: Ledger, person_id: str, card_id: str, address: str) -> bool:
    """Give the card the person's portal user with the mailbox's username; whether there was one."""
    rows = _portal_users(ledger, person_id, address)
    for id in rows:
        ledger.update("portal_user", id, {"contact_id": card_id})
    return bool(rows)


def _switch_off(ledger: Ledger, card_id: str, before: str | None, address: str) -> None:
    """The card's old portal user stops: it cannot have the username that another one brought."""
    if before and before.lower() != address.lower():
        for id in _portal_users(ledger, card_id, before):
            ledger.update("portal_user", id, {"active": False})


def _portal_users(ledger: Ledger, contact_id: str, username: str) -> list[str]:
    rows = ledger.db.execute(
        "select id from portal_user where contact_id = ? and folded(username) = folded(?)"
        " order by id",
        [contact_id, username],
    ).fetchall()
    return [id for (id,) in rows]


def _hand_over(ledger: Ledger, approval_id: str, card_id: str) -> None:
    """Let the general card approve this; where it does so already, the person's approval stops."""
    row = ledger.row("approval", approval_id)
    there = ledger.db.execute(
        """
        select 1
        from approval
        where project_id = ? and kind = ? and contact_id = ? and coalesce(active, true)
        """,
        [row["project_id"], row["kind"], card_id],
    ).fetchall()
    ledger.update("approval", approval_id, {"active": False} if there else {"contact_id": card_id})
