"""Which object a file holds and which of its columns is which field, told by the header."""

import hashlib
import json
import re
from dataclasses import dataclass

import duckdb

from dq import settings
from dq.errors import N_, DqError, Invalid
from dq.intake.batch import Batch
from dq.intake.columns import has_key
from dq.intake.sheet import Sheet
from dq.intake.tables import lacking, recognition
from dq.intake.tables.evidence import VAGUE, WHOLE
from dq.intake.tables.table import Table
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.headers import Own, automatic
from dq.reading.vocabulary import normalised
from dq.settings import api

NOT_OURS = N_(
    "{file} is left aside: it holds no accounts, contacts, relations, portal users, projects,"
    " approvals or Business Central contacts."
)
UNKNOWN = N_(
    "{file} has no columns that are known; expected were those of accounts, contacts, relations,"
    " portal users, projects, approvals or Business Central contacts."
)
# A list of people has one of these to make keys of.
LISTED = {"email", "first_name", "last_name"}


def shape(headers: list[str]) -> str:
    """What files with the same columns have in common, whatever the order."""
    words = sorted(normalised(header) or header for header in headers)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


@dataclass(frozen=True)
class Guess:
    """What a table is taken for: its object or None, and per header the field.

    `chosen` says that a user said so before, `maybe` which object it may be if the user says so.
    """

    object: str | None
    mapping: dict[str, str | None]
    chosen: bool = False
    maybe: str | None = None


@dataclass(frozen=True)
class Known:
    """What this store knows of tables: `own` headers and API `names` by the settings, per shape
    the object and columns that a user `chose`, how the keys of custom objects `starts`, and whether
    people have a first name `apart`."""

    own: Own
    names: dict[str, str]
    starts: dict[str, set[str]]
    chose: dict[str, tuple[str | None, dict[str, str | None]]]
    apart: bool = False


def known(db: duckdb.DuckDBPyConnection) -> Known:
    """What the store knows of tables, asked once for all of an upload."""
    rows = db.execute("select shape, object, columns from mapping").fetchall()
    chose = {shape: (name, json.loads(columns)) for shape, name, columns in rows}
    apart = db.execute("from upstream.contact where first_name is not null limit 1").fetchall()
    return Known(own_headers(db), custom_names(db), _starts(db), chose, bool(apart))


def _starts(db: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """How the keys of each custom object start that Salesforce has exported."""
    found = {}
    for name in recognition.CUSTOM:
        rows = db.execute(
            f"select distinct id[:3] from upstream.{name} where strlen(id) = 18 and id[:1] = 'a'"
        ).fetchall()
        found[name] = {start for (start,) in rows}
    return found


def recognise(table: Table, known: Known) -> Guess:
    """What the table is: as the user chose before, else by its headers, keys and name."""
    same, alike = shape(table.headers), named(table)
    answered = next((key for key in (_called(table), same, alike) if key in known.chose), None)
    if answered is None:
        name, maybe = recognition.object_of(table, known.own, known.names, known.starts)
        found = automatic(table.headers, name, known.own, table.names)
        if name == "contact" and known.apart and "first_name" not in found.values():
            found = _without_whole_names(found)
        return Guess(name, found, maybe=maybe)
    name, chosen = known.chose[answered]
    by_word = {normalised(header) or header: field for header, field in chosen.items()}
    found = automatic(table.headers, name, known.own, table.names)
    for header in table.headers:
        word = normalised(header) or header
        if answered != alike or word in by_word:
            found[header] = chosen.get(header, by_word.get(word))
    return Guess(name, found, chosen=True)


def _without_whole_names(found: dict[str, str | None]) -> dict[str, str | None]:
    """Where first and last name are known apart, a name alone is no last name."""
    whole = VAGUE["last_name"] | WHOLE
    return {
        header: None if field == "last_name" and normalised(header) in whole else field
        for header, field in found.items()
    }


def _called(table: Table) -> str:
    """What a table is remembered by of which its columns alone do not tell what it is: those and
    its name, without the day or number in it."""
    return f"called {re.sub('[^a-z]', '', normalised(table.stem))} {shape(table.headers)}"


def named(table: Table) -> str | None:
    """What a custom object is remembered by when it gets another column; None for other tables."""
    return f"named {table.stem.lower()}" if table.custom else None


def remember(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Keep what the user chose for the next tables with these headers, or of these objects."""
    chosen = [
        (Table(sheet.name, sheet.headers, []), sheet.object, sheet.mapping)
        for sheet in batch.sheets
        if sheet.chosen and (sheet.ready or sheet.object is None)
    ] + [(one.table, None, {}) for one in batch.aside if one.chosen]
    own = own_headers(db)
    for table, name, columns in chosen:
        asked = not table.custom and recognition.object_of(table, own)[1]
        same = _called(table) if asked else shape(table.headers)
        for key in filter(None, (same, named(table))):
            db.execute("delete from mapping where shape = ?", [key])
            db.execute("insert into mapping values (?, ?, ?)", [key, name, json.dumps(columns)])


def own_headers(db: duckdb.DuckDBPyConnection) -> Own:
    """The headers that the settings name: API names in Salesforce, and who is not active in BC."""
    every = settings.every(db)
    found = {
        (table, field): [name]
        for table, fields in api.named().items()
        for field in fields
        if isinstance(name := every[f"{api.PREFIX}{table}_{field}"], str) and name
    }
    names = every["bc_inactive_column"]
    return found | {("bc_contact", "blocked"): names if isinstance(names, list) else []}


def custom_names(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The API names of our objects in this Salesforce, in small letters, and which they are."""
    every = settings.every(db)
    return {str(every[f"{api.PREFIX}{table}"]).lower(): table for table in api.objects()}


def problem(sheet: Sheet) -> DqError | None:
    """Why nothing can be loaded with the sheet's mapping, or None."""
    known = set(vocabulary.words(sheet.headers)) & vocabulary.headers()
    if not known and (found := lacking.headless(sheet)):
        return found
    if sheet.object is None:
        return lacking.problem(sheet) or Invalid(NOT_OURS if known else UNKNOWN, file=sheet.name)
    fields = [field for field in sheet.mapping.values() if field is not None]
    if len(fields) != len(set(fields)):
        field = next(field for field in fields if fields.count(field) > 1)
        return Invalid(
            N_("In {file} two columns are chosen for {field}."), file=sheet.name, field=field
        )
    thing = vocabulary.objects()[sheet.object]
    if not has_key(thing, set(fields)) and not (sheet.listed and set(fields) & LISTED):
        return lacking.named(sheet, thing, ["id"]) or Invalid(
            N_("{file} has no column with the key of each record, such as {expected}."),
            file=sheet.name,
            expected="Id" if OBJECTS[thing.name].api else vocabulary.usual(thing.name, "id"),
        )
    if missing := [field for field in thing.needs if field not in fields]:
        return lacking.named(sheet, thing, missing) or Invalid(
            lacking.TOO_FEW,
            file=sheet.name,
            object=thing.name,
            missing=lacking.listed(thing, missing),
        )
    return None
