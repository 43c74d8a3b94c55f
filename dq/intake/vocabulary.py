"""What exports call our objects, fields and codes, read from vocabulary.toml."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

VOCABULARY = Path(__file__).with_name("vocabulary.toml")

Kind = Literal["text", "key", "date", "moment", "boolean", "code", "number", "phone"]

# How each field is read; what is not here is text.
KINDS: dict[str, Kind] = {
    "id": "key",
    "parent_id": "key",
    "account_id": "key",
    "contact_id": "key",
    "project_id": "key",
    "successor_id": "key",
    "salesforce_id": "key",
    "master_id": "key",
    "company_number": "number",
    "kvk_number": "number",
    "phone": "phone",
    "mobile": "phone",
    "active": "boolean",
    "direct": "boolean",
    "blocked": "boolean",
    "start_date": "date",
    "end_date": "date",
    "created": "moment",
    "modified": "moment",
}
CODES = {
    ("contact", "status"): "status",
    ("contact", "kind"): "kind",
    ("approval", "kind"): "approval",
    ("project", "status"): "project",
}


@dataclass(frozen=True)
class Thing:
    """An object of the store as exports show it.

    `fields` gives per field the normalised headers, best first; `needs` are the fields without
    which a row means nothing (beside its key).
    """

    name: str
    files: frozenset[str]
    prefixes: tuple[str, ...]
    marks: frozenset[str]
    needs: tuple[str, ...]
    fields: dict[str, list[str]]


def normalised(text: str) -> str:
    """A header or code without case, accents, spaces, punctuation and a final `__c`."""
    text = text.strip().lower()
    text = text.removesuffix("__c")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]", "", text)


@cache
def _words() -> dict:
    return tomllib.loads(VOCABULARY.read_text("utf-8"))


@cache
def objects() -> dict[str, Thing]:
    """Every object by name, in the order in which a tie is decided."""
    return {
        name: Thing(
            name,
            frozenset(entry["files"]),
            tuple(entry["prefix"]),
            frozenset(normalised(mark) for mark in entry["marks"]),
            tuple(entry.get("needs", [])),
            {
                field: list(dict.fromkeys(normalised(alias) for alias in aliases))
                for field, aliases in entry["fields"].items()
            },
        )
        for name, entry in _words().items()
        if name != "codes"
    }


def usual(thing: str, field: str) -> str:
    """The header that exports mostly give a field, as it is written there."""
    return _words()[thing]["fields"][field][0]


@cache
def headers() -> frozenset[str]:
    """Every normalised header that some object knows."""
    return frozenset(
        alias for thing in objects().values() for names in thing.fields.values() for alias in names
    )


@cache
def keys() -> frozenset[str]:
    """Every normalised header that names the key of some object."""
    return frozenset(alias for thing in objects().values() for alias in thing.fields["id"])


@cache
def codes(name: str) -> dict[str, list[str]]:
    """The normalised words per code of one vocabulary, such as {"left": ["uitdienst", ...]}."""
    return {
        code: list(dict.fromkeys(normalised(word) for word in words))
        for code, words in _words()["codes"][name].items()
    }


# Columns that say of a row that it lies in Salesforce's recycle bin, and into which record it was
# merged; "Export All" has them. They are of every object, and are kept with none.
DELETED = frozenset({"isdeleted", "deleted", "verwijderd", "isverwijderd"})
MASTER = frozenset({"masterrecordid", "masterrecord", "hoofdrecordid", "hoofdrecord"})


def contrary(field: str, header: str) -> bool:
    """Whether a column with this header says the opposite of the field: active is not blocked."""
    word = normalised(header)
    return (
        field == "blocked"
        and bool(re.search("actie[fv]|active", word))
        and not re.search("niet|geen|not|non|inact|deact", word)
    )


def kind(field: str, thing: str) -> Kind:
    """How a field's cells are to be read."""
    if (thing, field) in CODES:
        return "code"
    if thing == "bc_contact" and field == "id":
        return "number"
    return KINDS.get(field, "text")
