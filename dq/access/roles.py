"""Which roles somebody has who signed in: what `secrets.toml` says under [rights], read anew
whenever the file changes, so that a right taken away is gone at once."""

import hashlib
import logging
import re
import time
from collections.abc import Mapping
from typing import Any

from dq.access import signin
from dq.access.rights import NOBODY, ROLES, Person
from dq.errors import Invalid

log = logging.getLogger("kaartenbak")
# So many hours after signing in one signs in again, unless [rights] says otherwise.
HOURS = 12
# The cookie of Streamlit that shows who signed in; a long one goes on in others, numbered.
TICKET = "_streamlit_user"
Claims = Mapping[str, Any]
# What the files said last, and the state that they were in then.
_read: dict[str, Any] = {"state": None, "rights": {}}
# The sign-ins that were ended before their time.
_ended: set[str] = set()


def person(claims: Claims, ticket: str) -> Person:
    """Who signed in, by what the sign-in service says.

    :param ticket: what the browser brings to show that they did
    """
    if not claims.get("is_logged_in"):
        return NOBODY
    said = _said()
    if not _lasts(claims.get("iat"), said.get("hours")) or not ticket or _digest(ticket) in _ended:
        return Person(over=True)
    address = str(claims.get(said.get("address", "email")) or "").strip().lower()
    if not address or claims.get("email_verified") is False:
        return NOBODY
    roles = (role for role in ROLES if any(_is(one, address, claims) for one in _list(said, role)))
    return Person(address, frozenset(roles))


def ticket(cookies: Mapping[str, str]) -> str:
    """What a browser brings to show that somebody signed in."""
    parts = re.compile(rf"{TICKET}(_\d+)?")
    return "|".join(cookies[name] for name in sorted(cookies) if parts.fullmatch(name))


def end(ticket: str) -> None:
    """A sign-in is over, also for who kept its ticket."""
    if ticket:
        _ended.add(_digest(ticket))


def _lasts(began: object, hours: object) -> bool:
    """Whether a sign-in that began then still holds."""
    hours = hours if isinstance(hours, int | float) else HOURS
    return isinstance(began, int | float) and time.time() <= began + hours * 3600


def _is(entry: str, address: str, claims: Claims) -> bool:
    """Whether an entry is about this person: an address, "@" and a domain, or a claim."""
    claim, colon, wanted = entry.partition(":")
    if colon:
        found = claims.get(claim)
        return wanted in (found if isinstance(found, list) else [found])
    entry = entry.strip().lower()
    return address.endswith(entry) if entry.startswith("@") else address == entry


def _list(said: Mapping[str, Any], role: str) -> list[str]:
    entries = said.get(role, [])
    return [one for one in entries if isinstance(one, str) and one.strip(" @:")]


def _said() -> Mapping[str, Any]:
    """What the files say of rights now; nobody has any while they cannot be read."""
    state = [_state(path) for path in signin.files()]
    if state != _read["state"]:
        try:
            found = signin.section("rights") or {}
        except Invalid as error:
            log.error("nobody has rights: %s", error)
            found = {}
        _read.update(state=state, rights=found)
    return _read["rights"]


def _state(path: Any) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
