"""What is asked of the columns of a sheet: which are of a kind, and whether they are a key.

Tested in tests/intake/tables/test_mapping.py.
"""

from dq.intake.sheet import Sheet
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.vocabulary import Thing

# Fields that a key can be made of where a file has no key column.
DERIVED = {name: one.keyed_by for name, one in OBJECTS.items() if one.keyed_by}


def of_kind(sheet: Sheet, *kinds: str) -> dict[str, str]:
    """The sheet's fields whose cells are read as one of these kinds, and their columns."""
    return {
        field: column
        for field, column in sheet.columns.items()
        if vocabulary.kind(field, sheet.object or "") in kinds
    }


def has_key(thing: Thing, fields: set[str]) -> bool:
    """Whether these fields tell its records apart."""
    return "id" in fields or (thing.name in DERIVED and fields.issuperset(DERIVED[thing.name]))
