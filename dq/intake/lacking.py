"""Which columns a file lacks that is called as our files are, but cannot be told by its header."""

import re
from pathlib import PurePosixPath

from dq.errors import N_, Invalid
from dq.intake import vocabulary
from dq.intake.batch import Sheet
from dq.intake.vocabulary import Thing, normalised

# A record is hardly one without these, where it needs no others.
TELLING = {
    "contact": ("last_name",),
    "account": ("name",),
    "project": ("name",),
    "bc_contact": ("name",),
}
TOO_FEW = N_("{file} has too few columns to load {object}; what it lacks: {missing}.")


def problem(sheet: Sheet) -> Invalid | None:
    """What is lacking in a file that has some of the columns that its name promises, or None."""
    words = {normalised(header) for header in sheet.headers}
    name = PurePosixPath(sheet.name.rsplit(": ", 1)[-1]).stem.removesuffix("__c").lower()
    called = set(re.split(r"[^a-z]+", name.replace("business central", "businesscentral")))
    for thing in vocabulary.objects().values():
        found = {field for field, aliases in thing.fields.items() if words & set(aliases)}
        missing = [field for field in wanted(thing) if field not in found]
        if found and missing and called & thing.files:
            return Invalid(
                TOO_FEW, file=sheet.name, object=thing.name, missing=listed(thing, missing)
            )
    return None


def wanted(thing: Thing) -> list[str]:
    """The fields without which a file of this object says too little."""
    return ["id", *(thing.needs or TELLING.get(thing.name, ()))]


def listed(thing: Thing, fields: list[str]) -> str:
    """Fields by the headers that exports give them."""
    return ", ".join(vocabulary.usual(thing.name, field) for field in fields)
