"""Who was removed here: of them only keys are kept, so that nobody comes back unseen; of who was
made here, and is in Salesforce under a key that nobody knows yet, hashes of what was sent.

Tested in tests/commands/test_forget.py.
"""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

# What has the name of a command in the history.
COMMAND = "forget"


# By what somebody is known who has another key there: the name with any of the rest. A phone number
# and a company are of a namesake there too.
NAME, ADDRESSES, NUMBER = ("first_name", "last_name"), ("email", "username"), "mobile"
SIGNS = (*NAME, *ADDRESSES, NUMBER)

# A field of a record: the object, the key and the field.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Removed:
    """When somebody was removed, by whom, the keys of their records by object, and the fields of
    others' records that had something of them; what was hidden elsewhere, as the marks of texts by
    place (`also` has such places without marks). `made` is of who was made here: what the hashes of
    signs are made with, then the hashes."""

    change_id: int
    moment: datetime
    actor: str
    keys: dict[str, list[str]]
    elsewhere: tuple[Place, ...]
    hidden: dict[str, list[str]]
    also: tuple[str, ...]
    made: tuple[str, ...]


def listed(db: duckdb.DuckDBPyConnection) -> list[Removed]:
    """Everybody who was removed, the last first."""
    rows = db.execute(
        "select id, moment, actor, told from change where command = ? order by id desc", [COMMAND]
    ).fetchall()
    return [
        Removed(
            id,
            moment,
            actor,
            said.get("forgotten", {}),
            tuple((table, key, field) for table, key, field in said.get("elsewhere", ())),
            said.get("hidden", {}),
            tuple(said.get("also", ())),
            tuple(said.get("made", ())),
        )
        for id, moment, actor, told in rows
        for said in [json.loads(told or "{}")]
    ]


def keys(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The keys of all that was removed, by object."""
    found: dict[str, set[str]] = {}
    for one in listed(db):
        for name, ids in one.keys.items():
            found.setdefault(name, set()).update(ids)
    return found


def known_as(db: duckdb.DuckDBPyConnection, change_id: int, id: str) -> None:
    """Remember another key of the card of somebody who was removed; within the caller's
    transaction."""
    [(text,)] = db.execute("select told from change where id = ?", [change_id]).fetchall()
    told = json.loads(text)
    cards = told["forgotten"].setdefault("contact", [])
    if id not in cards:
        told["forgotten"]["contact"] = sorted({*cards, id})
        db.execute("update change set told = ? where id = ?", [json.dumps(told), change_id])


def made(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """What is remembered of a card that was sent to Salesforce as these rows say."""
    salt = secrets.token_hex(16)
    found = {sign for row in rows for sign in signs(row, salt)}
    return [salt, *sorted(found)] if found else []


def signs(row: Mapping[str, object], salt: str) -> set[str]:
    """The hashes of a name with each address and the mobile number beside it. None without a name,
    or with a name alone."""
    called = _letters("".join(str(row.get(part) or "") for part in NAME))
    said = {str(row[field]).strip().lower() for field in ADDRESSES if row.get(field)}
    if number := re.sub(r"\D", "", str(row.get(NUMBER) or ""))[-9:]:
        said.add(number)
    return {_hashed(f"{called} {one}", salt) for one in said if called}


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _hashed(text: str, salt: str) -> str:
    return hashlib.blake2b(text.encode(), key=salt.encode(), digest_size=12).hexdigest()
