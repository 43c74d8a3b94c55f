"""What the messages of the report need of a team: where the app is, and the owners' addresses."""

import re
from urllib.parse import urlsplit

import duckdb

from dq import settings
from dq.values import emails

# Jan Bos: jan@bos.nl · "Bos, Jan" <jan@bos.nl>;
RECEIVER = re.compile(r'(?P<name>.*?)[\s:=,;<"]+(?P<address>[^\s:=,;<>"]+@[^\s:=,;<>"]+?)[\s>,;.]*')


def site(given: str) -> str | None:
    """Where the app is, as links to it begin; None where it is no address of a site."""
    text = given.strip()
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    if not known or parts.query or parts.fragment or parts.username is not None:
        return None
    return text.rstrip("/") if text.isprintable() and " " not in text else None


def app(db: duckdb.DuckDBPyConnection) -> str | None:
    """Where the team opens the app; None where it does not say so."""
    return str(settings.get(db, "app_address")) or None


def split(line: str) -> tuple[str, str] | None:
    """An owner and the e-mail address, of "Sanne de Wit: sanne@firma.nl" or as mail programs write
    it; None where the line has no name, or no address."""
    found = RECEIVER.fullmatch(" ".join(line.split()))
    if found is None or emails.verdict(found["address"]) is not None:
        return None
    name = found["name"].strip(' :=,;"')
    return (name, found["address"]) if name else None


def joined(name: str, address: str) -> str:
    """An owner with the address as it is written."""
    return f"{name}: {address}"


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def addresses(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The e-mail address of each owner, by the folded name."""
    lines = settings.get(db, "owner_addresses")
    found = map(split, lines) if isinstance(lines, list) else ()
    return {folded(one[0]): one[1] for one in found if one}


def owner_at(db: duckdb.DuckDBPyConnection, address: str) -> str | None:
    """The name of the owner with this e-mail address; None where no owner has it."""
    lines = settings.get(db, "owner_addresses")
    found = map(split, lines) if isinstance(lines, list) else ()
    return next((one[0] for one in found if one and folded(one[1]) == folded(address)), None)
