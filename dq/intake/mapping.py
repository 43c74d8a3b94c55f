"""Which object a file holds and which of its columns is which field, told by the header."""

import hashlib
import json
import re
from pathlib import PurePosixPath

import duckdb

from dq import settings
from dq.errors import N_, DqError, Invalid
from dq.intake import lacking, vocabulary
from dq.intake.batch import Sheet
from dq.intake.keys import LETTERS
from dq.intake.vocabulary import Thing, normalised

# A key of 15 or 18 characters that starts like a standard or a custom object's.
SALESFORCE_ID = re.compile(
    r"(?:00[0-9a-zA-Z]|01[tpI]|02i|07[kK]|500|701|80[01]|a[0-9][0-9a-zA-Z])"
    r"[0-9a-zA-Z]{12}(?:[0-9a-zA-Z]{3})?"
)
# Fields that a key can be made of where a file has no key column.
DERIVED = {
    "relation": ("account_id", "contact_id"),
    "approval": ("project_id", "contact_id", "kind"),
    "portal_user": ("username",),
}
# Headers that other objects have a better right to than a contact.
VAGUE = {"last_name": {"name", "naam"}, "status": {"active", "isactive", "actief"}}


def shape(headers: list[str]) -> str:
    """What files with the same columns have in common, whatever the order."""
    words = sorted(normalised(header) or header for header in headers)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def recognise(db: duckdb.DuckDBPyConnection, sheet: Sheet, sample: list[list[str]]) -> None:
    """Set the sheet's object and mapping: as the user chose before, else by its header."""
    remembered = db.execute(
        "select object, columns from mapping where shape = ?", [shape(sheet.headers)]
    ).fetchall()
    if remembered:
        name, columns = remembered[-1]
        known = json.loads(columns)
        sheet.object = name
        by_word = {normalised(header) or header: field for header, field in known.items()}
        sheet.mapping = {
            header: known.get(header, by_word.get(normalised(header) or header))
            for header in sheet.headers
        }
        sheet.chosen = True
    else:
        own = own_headers(db)
        sheet.object = _object(sheet, sample, own)
        sheet.mapping = automatic(sheet.headers, sheet.object, own)
    sheet.problem = problem(sheet)


def remember(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Keep what the user chose for the next file with this header."""
    if not sheet.chosen:
        return
    key = shape(sheet.headers)
    db.execute("delete from mapping where shape = ?", [key]).fetchall()
    db.execute(
        "insert into mapping values (?, ?, ?)", [key, sheet.object, json.dumps(sheet.mapping)]
    ).fetchall()


# What the team calls a field besides the vocabulary: headers by object and field.
Own = dict[tuple[str, str], list[str]]


def own_headers(db: duckdb.DuckDBPyConnection) -> Own:
    """The headers that the settings name."""
    names = settings.get(db, "bc_inactive_column")
    return {("bc_contact", "blocked"): names if isinstance(names, list) else []}


def automatic(
    headers: list[str], name: str | None, own: Own | None = None
) -> dict[str, str | None]:
    """The mapping by the vocabulary: per header a field, each field once, the best header.

    :param own: headers that count before those of the vocabulary
    """
    found: dict[str, str | None] = dict.fromkeys(headers)
    if name is None:
        return found
    words = {normalised(header): header for header in reversed(headers)}
    for field, aliases in vocabulary.objects()[name].fields.items():
        mine = [normalised(header) for header in (own or {}).get((name, field), [])]
        for alias in (*mine, *aliases):
            header = words.get(alias)
            if header is not None and found[header] is None:
                found[header] = field
                break
    return found


def problem(sheet: Sheet) -> DqError | None:
    """Why nothing can be loaded with the sheet's mapping, or None."""
    if sheet.object is None:
        return lacking.problem(sheet) or Invalid(
            N_(
                "{file} has no columns that are known; expected were those of accounts, contacts,"
                " relations, portal users, projects, approvals or Business Central contacts."
            ),
            file=sheet.name,
        )
    fields = [field for field in sheet.mapping.values() if field is not None]
    if len(fields) != len(set(fields)):
        field = next(field for field in fields if fields.count(field) > 1)
        return Invalid(
            N_("In {file} two columns are chosen for {field}."), file=sheet.name, field=field
        )
    thing = vocabulary.objects()[sheet.object]
    if not _has_key(thing, set(fields)):
        return Invalid(
            N_("{file} has no column with the key of each record, such as {expected}."),
            file=sheet.name,
            expected="No." if thing.name == "bc_contact" else "Id",
        )
    if missing := [field for field in thing.needs if field not in fields]:
        return Invalid(
            lacking.TOO_FEW,
            file=sheet.name,
            object=thing.name,
            missing=lacking.listed(thing, missing),
        )
    return None


def _has_key(thing: Thing, fields: set[str]) -> bool:
    return "id" in fields or (thing.name in DERIVED and fields.issuperset(DERIVED[thing.name]))


def _object(sheet: Sheet, sample: list[list[str]], own: Own) -> str | None:
    """The object that the header fits best; the file's name only breaks ties."""
    words = _words(sheet)
    best, chosen = (False, 0.0, False), None
    for name, thing in vocabulary.objects().items():
        found = automatic(sheet.headers, name, own)
        fields = {field for field in found.values() if field is not None}
        told = _told_by_keys(thing, sheet.headers, found, sample)
        if told is False or len(fields) < (1 if told else 2):
            continue
        # What lacks its key is recognised only to say so.
        whole = _has_key(thing, fields) and fields.issuperset(thing.needs)
        rank = (whole, _score(thing, sheet.headers, found), bool(words & thing.files))
        if rank > best:
            best, chosen = rank, name
    return chosen


def _words(sheet: Sheet) -> set[str]:
    """The words in the file's name, without folder, container and kind."""
    name = PurePosixPath(sheet.name.rsplit(": ", 1)[-1]).stem.removesuffix("__c").lower()
    return set(re.split(r"[^a-z]+", name.replace("business central", "businesscentral")))


def _score(thing: Thing, headers: list[str], found: dict[str, str | None]) -> float:
    """How many columns the object explains; a name that may be anything's counts half."""
    words = {normalised(header) for header in headers}
    fields = sum(
        0.5 if thing.name == "contact" and normalised(header) in VAGUE.get(field, ()) else 1.0
        for header, field in found.items()
        if field is not None
    )
    # Two references say what a row is; the columns of a card are many and cheap.
    references = sum(0.5 for field in found.values() if field in thing.needs[1:])
    return fields + references + len(words & thing.marks)


def settle(sheets: list[Sheet]) -> None:
    """Of tables in one container that look like one object, believe those that are named so.

    A Data Export holds every custom object, and many have a name, an account and a status.
    """
    for name, thing in vocabulary.objects().items():
        alike = [sheet for sheet in sheets if sheet.object == name and not sheet.chosen]
        named = {shape(sheet.headers) for sheet in alike if _words(sheet) & thing.files}
        for sheet in alike:
            if named and shape(sheet.headers) not in named:
                sheet.object = None
                sheet.mapping = automatic(sheet.headers, None)
                sheet.problem = problem(sheet)


def _checked(key: str) -> bool:
    """Whether the last three of 18 characters are the checksum of the others' case."""
    if len(key) != 18 or not (key.isascii() and key.isalnum()):
        return False
    bits = [sum(key[at + bit].isupper() << bit for bit in range(5)) for at in (0, 5, 10)]
    return key[15:] == "".join(LETTERS[mask] for mask in bits)


def _told_by_keys(
    thing: Thing, headers: list[str], found: dict[str, str | None], sample: list[list[str]]
) -> bool | None:
    """Whether the keys are this object's: Salesforce ids tell by how they start, others don't."""
    header = next((header for header, field in found.items() if field == "id"), None)
    if header is None:
        return None
    place = headers.index(header)
    keys = [row[place].strip() for row in sample if len(row) > place]
    starts = {key[:3] for key in keys if SALESFORCE_ID.fullmatch(key) or _checked(key)}
    if len(starts) != 1:
        return None
    return starts.pop().lower().startswith(thing.prefixes)
