"""A card's login: the portal user follows the username, which follows the e-mail address.

Tested in tests/commands/test_edit.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.domain import cards
from dq.errors import N_, Invalid
from dq.store.ledger import Ledger, Row


def at(email: str | None) -> Row:
    """The values of a card with this address: its username is the same."""
    return {"email": email, "username": email}


@dataclass(frozen=True)
class User:
    """A portal user of a card."""

    id: str
    username: str | None
    active: bool


def users(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[User]:
    """The portal users of a card, those that are on first."""
    rows = db.execute(
        """
        select id, username, coalesce(active, true)
        from portal_user
        where contact_id = ?
        order by 3 desc, id
        """,
        [contact_id],
    ).fetchall()
    return [User(*row) for row in rows]


def only(listed: Sequence[User], username: str) -> User | None:
    """The portal user that has another username than the card is to have, and is the only one: of
    several nobody knows which it is to be."""
    [one] = listed if len(listed) == 1 else [None]
    return one if one and (one.username or "").strip().lower() != username.lower() else None


def addressed(values: Mapping[str, Any], before: Mapping[str, Any]) -> Row:
    """The values for a card that was `before`: with another address comes its username."""
    if "email" not in values or values["email"] == before.get("email"):
        return dict(values)
    return {**values, **at(values["email"])}


def readdress(
    ledger: Ledger, contact_id: str, values: Mapping[str, Any], version: int | None = None
) -> bool:
    """Write values on a card, whose username and portal users follow a new address; says whether
    anything was different.

    :param version: the card's version as the user saw it
    :raises Invalid: somebody else holds the new username, or another portal user of the card
    :raises NotFound: the card is gone
    :raises Conflict: somebody changed it since
    """
    with ledger.remembering():
        before = ledger.row("contact", contact_id)
        wanted = addressed(values, before)
        changed = ledger.update("contact", contact_id, wanted, version)
    if "username" in wanted:
        follow(ledger, contact_id, wanted["username"], before["username"])
    return changed


def follow(ledger: Ledger, contact_id: str, username: str | None, before: str | None) -> None:
    """Give the card's portal users with the old username the new one; none takes nothing away.

    :raises Invalid: somebody else holds the new username, or another portal user of the card
    """
    cards.username_free(ledger.db, username, contact_id)
    if not username or not before:
        return
    rows = ledger.db.execute(
        """
        select id
        from portal_user
        where contact_id = ? and folds_to(username, ?)
        order by id
        """,
        [contact_id, before],
    ).fetchall()
    if rows and _held(ledger, username, [id for (id,) in rows]):
        raise Invalid(
            N_(
                "{username} is the username of another portal user of this card, which keeps it;"
                " choose another address."
            ),
            username=username,
        )
    for (id,) in rows:
        ledger.update("portal_user", id, {"username": username, "email": username})


def _held(ledger: Ledger, username: str, besides: list[str]) -> bool:
    rows = ledger.db.execute(
        "select id from portal_user where folds_to(username, ?)"
        " and id not in (select unnest(?::varchar[]))",
        [username, besides],
    ).fetchall()
    return bool(rows)
