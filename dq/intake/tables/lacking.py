"""Which columns a file lacks that is called as our files are, but cannot be told by its header."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from dq.errors import N_, Invalid
from dq.intake.cells.keys import SALESFORCE_ID
from dq.intake.sheet import Sheet
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.headers import KEYS
from dq.reading.vocabulary import Thing, normalised

NAMES = N_("{file} has names in {headers} where ids are needed: export the id of each as well.")
NO_HEADERS = N_(
    "{file} has no row with the names of the columns: its first row is a record. Put the names"
    " above it."
)
# What stands in a record and is never the name of a column: an address, a key of Salesforce.
RECORD = re.compile(f"[^@\\s]+@[^@\\s]+\\.[a-z]+|{SALESFORCE_ID}", re.IGNORECASE)
TOO_FEW = N_("{file} has too few columns to load {object}; what it lacks: {missing}.")


def problem(sheet: Sheet) -> Invalid | None:
    """What is lacking in a file that has some of the columns that its name promises, or None."""
    words = {normalised(header) for header in sheet.headers}
    name = PurePosixPath(sheet.name.rsplit(": ", 1)[-1]).stem.removesuffix("__c").lower()
    called = set(re.split(r"[^a-z]+", name.replace("business central", "businesscentral")))
    for thing in vocabulary.objects().values():
        found = {field for field, aliases in thing.fields.items() if words & set(aliases)}
        if found and called & thing.files and (problem := named(sheet, thing, wanted(thing))):
            return problem
        missing = [field for field in wanted(thing) if field not in found]
        if found and missing and called & thing.files:
            return Invalid(
                TOO_FEW, file=sheet.name, object=thing.name, missing=listed(thing, missing)
            )
    return None


def headless(sheet: Sheet) -> Invalid | None:
    """That the first row of a file without any name that we know is a record; its columns must not
    be called as somebody is."""
    if any(RECORD.fullmatch(header.strip()) for header in sheet.headers):
        return Invalid(NO_HEADERS, file=sheet.name)
    return None


def named(sheet: Sheet, thing: Thing, fields: Iterable[str]) -> Invalid | None:
    """What to do about columns with names in them that are called as keys are, or None."""
    keys = [field for field in fields if vocabulary.kind(field, thing.name) in KEYS]
    aliases = {alias for field in keys for alias in thing.fields.get(field, ())}
    found = [one for one in sheet.headers if one in sheet.names and normalised(one) in aliases]
    if not found:
        return None
    return Invalid(NAMES, file=sheet.name, object=thing.name, headers=", ".join(found))


def wanted(thing: Thing) -> list[str]:
    """The fields without which a file of this object says too little."""
    return ["id", *(thing.needs or OBJECTS[thing.name].telling)]


def listed(thing: Thing, fields: list[str]) -> str:
    """Fields by the headers that exports give them."""
    return ", ".join(vocabulary.usual(thing.name, field) for field in fields)
