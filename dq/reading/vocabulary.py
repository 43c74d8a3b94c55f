"""What exports call our objects, fields and codes, and what is not ours, read from .toml files."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dq import sources
from dq.objects import OBJECTS
from dq.sources.declaration import Kind, Object, Source

VOCABULARY = Path(__file__).with_name("vocabulary.toml")
OTHERS = Path(__file__).with_name("others.toml")

# The vocabulary of each field that has codes.
CODES = {
    (name, field.name): field.codes
    for name, one in OBJECTS.items()
    for field in one.fields
    if field.codes
}
# What exports have besides the fields of an object.
BESIDE: dict[str, Kind] = {"master_id": "key"}


STREET = re.compile("street|straat|strasse|strae|adres|address")
# What the header of a key ends with, behind the name of its object.
KEY_ENDS = ("id", "id 18", "guid", "number", "nummer", "nr", "no", "name", "naam", "code")
# A key is one word, and holds a digit; this is read alike by Python and by DuckDB.
ONE_KEY = r"[^\s@;]*[0-9][^\s@;]*"
KEY_LIKE = re.compile("(id|id18|guid|number|nummer|nr|no)$")


@dataclass(frozen=True)
class Thing:
    """An object of the store as exports show it.

    `fields` gives per field the normalised headers, best first; `needs` are the fields without
    which a row means nothing (beside its key), `quiet` gives those that do not tell what a file is,
    `known_by` those of which a file has at least one.
    `beside` are the other objects whose keys may stand in its rows.
    """

    name: str
    files: frozenset[str]
    prefixes: tuple[str, ...]
    marks: frozenset[str]
    needs: tuple[str, ...]
    known_by: tuple[str, ...]
    beside: tuple[str, ...]
    fields: dict[str, list[str]]
    quiet: dict[str, list[str]]

    @property
    def keys(self) -> frozenset[str]:
        """The headers that only this object's own key has: Contact ID, and not Id."""
        return frozenset(
            word
            for word in self.fields["id"]
            if word not in generic_keys() and KEY_LIKE.search(word)
        )


@dataclass(frozen=True)
class Other:
    """What is not ours: the headers of its own key, columns of its own (two tell, of the `signs`
    one does where little is known), and words in file names."""

    keys: frozenset[str]
    marks: frozenset[str]
    signs: frozenset[str]
    files: frozenset[str]


def normalised(text: str) -> str:
    """A header or code without case, accents, spaces, punctuation and a final `__c`."""
    text = text.strip().lower()
    text = text.removesuffix("__c")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]", "", text)


def words(headers: list[str]) -> list[str]:
    """The headers, normalised: "Project: Project Name" of a report is the project's name, and
    "Klant: Account-id" the account's key.

    A number behind a street is that of the house, and no key.
    """
    found = [normalised(header) for header in headers]
    for place, header in enumerate(headers):
        before, _, after = header.partition(": ")
        word = normalised(after)
        if after and (word.startswith(normalised(before)) or word in own_keys()):
            found[place] = word
    for place, word in enumerate(found[1:], 1):
        if word in ("nr", "no", "nummer", "number") and STREET.search(found[place - 1]):
            found[place] = "huisnummer"
    return found


@cache
def _words() -> dict:
    """Of our objects, and of those that a source has words for beside it."""
    found = tomllib.loads(VOCABULARY.read_text("utf-8"))
    for source in sources.every():
        own = Path(sources.__file__).with_name(f"{source.name}.toml")
        found |= tomllib.loads(own.read_text("utf-8")) if own.exists() else {}
        for one in source.objects:
            found.setdefault(one.name, _unnamed(source, one))
    return found


def _unnamed(source: Source, one: Object) -> dict:
    """What is known of an object for which its source has no words."""
    files = [normalised(name) for name in (one.name, source.name, source.label)]
    return {"files": files, "prefix": [], "marks": [], "known_by": one.identity, "fields": {}}


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
            tuple(entry.get("known_by", [])),
            tuple(entry.get("beside", [])),
            _aliases(_unlisted(name) | entry["fields"]),
            _aliases(entry.get("quiet", {})),
        )
        for name, entry in _words().items()
        if name != "codes"
    }


def _unlisted(name: str) -> dict[str, list[str]]:
    """The fields that the file has no words for: they are called as we and Salesforce call them."""
    entry = _words()[name]
    listed = {*entry["fields"], *entry.get("quiet", {})}
    return {
        field.name: [word for word in (field.api, field.reads, field.name, field.label) if word]
        for field in OBJECTS[name].fields
        if field.name not in listed
    }


def _aliases(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        field: list(dict.fromkeys(normalised(alias) for alias in aliases))
        for field, aliases in fields.items()
    }


def usual(thing: str, field: str) -> str:
    """The header that exports mostly give a field, as it is written there."""
    words = _words()[thing]
    return {**_unlisted(thing), **words["fields"], **words.get("quiet", {})}[field][0]


@cache
def generic_keys() -> frozenset[str]:
    """The headers that are the key of any object, such as Id and Record ID."""
    listed = [set(thing.fields["id"]) for thing in objects().values() if thing.prefixes]
    return frozenset(
        word for words in listed for word in words if sum(word in o for o in listed) > 1
    )


@cache
def own_keys() -> frozenset[str]:
    """The headers of the keys that only one object has."""
    return frozenset(word for thing in objects().values() if thing.prefixes for word in thing.keys)


@cache
def others() -> dict[str, Other]:
    """Every kind of object that is not ours, by name."""
    entries = tomllib.loads(OTHERS.read_text("utf-8"))
    return {
        name: Other(
            frozenset(
                [normalised(stem + end) for stem in entry["stems"] for end in KEY_ENDS]
                + [normalised(key) for key in entry.get("keys", [])]
            ),
            frozenset(normalised(mark) for mark in entry["marks"]),
            frozenset(normalised(sign) for sign in entry.get("signs", [])),
            frozenset([*entry["files"], *(normalised(stem) for stem in entry["stems"])]),
        )
        for name, entry in entries.items()
    }


@cache
def words_of(name: str) -> frozenset[str]:
    """Every normalised header that this object knows."""
    return frozenset(word for words in objects()[name].fields.values() for word in words)


@cache
def headers() -> frozenset[str]:
    """Every normalised header that some object knows."""
    return frozenset(word for name in objects() for word in words_of(name))


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
DELETED = frozenset(
    {"isdeleted", "deleted", "verwijderd", "isverwijderd", "geloscht", "geloescht", "istgeloscht",
     "supprime", "estsupprime"}
)  # fmt: skip
MASTER = frozenset(
    {"masterrecordid", "masterrecord", "hoofdrecordid", "hoofdrecord", "masterdatensatzid",
     "masterdatensatz", "hauptdatensatzid", "hauptdatensatz"}
)  # fmt: skip


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
    known = OBJECTS[thing].by_name.get(field) if thing in OBJECTS else None
    return known.kind if known else BESIDE.get(field, "text")
