"""Usernames that go from one to another: freed first, since a username can exist only once.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dq.outgoing.difference import Change

# What a portal user is called until its own username is free.
MEANWHILE = "{id}@kaartenbak.invalid"


@dataclass(frozen=True)
class Freed:
    """Per contact and per portal user what is written first."""

    contacts: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    users: Mapping[str, dict[str, Any]] = field(default_factory=dict)


def freed(db: duckdb.DuckDBPyConnection, changes: Iterable[Change], follows: bool) -> Freed:
    """What has to be written first so that nobody gets a username that another still has.

    A card that gives its username away gets its own new one at once, or none while that is still
    somebody else's.
    """
    found = [c for c in changes if c.table in ("contact", "portal_user") and c.after]
    wanted = {_folded(c.now["username"]): _card(c) for c in found if _gets(c)}
    holders = _holders(db, list(wanted))
    contacts, users = {}, {}
    for change in found:
        if change.before is None or "username" not in change.fields:
            continue
        old = _folded(change.was["username"])
        if old not in wanted or wanted[old] == change.was.get("contact_id", change.there):
            continue
        new = change.now["username"]
        others = holders.get(_folded(new), set()) - {_card(change)}
        if change.table == "contact":
            contacts[change.id] = _cleared(change, None if others else new, follows)
        else:
            free = MEANWHILE.format(id=change.id) if others or not new else new
            users[change.id] = {"username": free}
    return Freed(contacts, users)


def _gets(change: Change) -> bool:
    """Whether the record gets a username that it has not yet."""
    before = change.was.get("username")
    return _folded(change.now.get("username")) not in ("", _folded(before))


def _card(change: Change) -> Any:
    return change.value("contact_id") if change.table == "portal_user" else change.id


def _cleared(change: Change, username: str | None, follows: bool) -> dict[str, Any]:
    """The new username, or the address that it follows from."""
    email = change.now.get("email")
    if follows and (username is None or username == email):
        return {"email": username}
    return {"username": username}


def taken(
    db: duckdb.DuckDBPyConnection,
    changes: Iterable[Change],
    follows: bool,
    keeping: Collection[str] = (),
) -> frozenset[str]:
    """The contacts whose username another has and keeps, and, where it follows from the address,
    those whose address another has as its username, or is to get: those of a shared mailbox, whose
    own card has no username here.

    :param keeping: the contacts who keep theirs for now
    """
    cards = [change for change in changes if change.table == "contact" and change.after]
    asked = {
        change.id: _folded(change.now.get("email"))
        for change in cards
        if follows and _sends_address(change)
    }
    claims = {change.id: _folded(change.now["username"]) for change in cards if _gets(change)}
    wanted = list({*asked.values(), *claims.values()})
    holders, soon = _holders(db, wanted), _holders(db, wanted, "main")
    found = set()
    for id, username in claims.items():
        if holders.get(username, set()) & {*soon.get(username, set()), *keeping} - {id}:
            found.add(id)
    for id, address in asked.items():
        if (holders.get(address, set()) | soon.get(address, set())) - {id}:
            found.add(id)
        holders.setdefault(address, set()).add(id)  # of two new ones only the first gets it
    return frozenset(found)


def _sends_address(change: Change) -> bool:
    """Whether the address goes there, and is not the username here."""
    now = change.now
    address = _folded(now.get("email"))
    new = change.before is None or "email" in change.fields
    return bool(new and address and _folded(now.get("username")) != address)


def _holders(
    db: duckdb.DuckDBPyConnection, usernames: list[str], schema: str = "upstream"
) -> dict[str, set[str]]:
    """The cards that have these usernames in Salesforce (or are to have them, in `main`),
    themselves or by a portal user."""
    if not usernames:
        return {}
    rows = db.execute(
        f"""
        select folded(username), id
        from {schema}.contact
        where folded(username) in (select unnest($wanted::varchar[]))
        union all
        select folded(username), contact_id
        from {schema}.portal_user
        where folded(username) in (select unnest($wanted::varchar[]))
        """,
        {"wanted": usernames},
    ).fetchall()
    found: dict[str, set[str]] = {}
    for username, card in rows:
        found.setdefault(username, set()).add(card)
    return found


def _folded(text: str | None) -> str:
    return (text or "").strip().lower()
