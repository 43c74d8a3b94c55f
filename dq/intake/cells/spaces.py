"""Which columns hold the keys of the same records: an id, and what refers to it.

Tested in tests/intake/cells/test_numerals.py.
"""

from typing import NamedTuple

from dq.intake.batch import Batch
from dq.intake.sheet import Sheet
from dq.objects import OBJECTS

# Where the key that a field names stands: in which object, under which field.
NAMED = {field: (of, "id") for one in OBJECTS.values() for field, of in one.references.items()}


class Column(NamedTuple):
    """A field of a sheet; `own` says that it is the key itself, and does not refer to it."""

    sheet: Sheet
    field: str
    own: bool


def space(sheet: Sheet, field: str) -> tuple[str, str]:
    """The object and the field whose keys a field holds."""
    return NAMED.get(field, (sheet.object or "", field))


def columns(batch: Batch, sheet: Sheet, field: str) -> list[Column]:
    """All columns of an upload that hold the keys that this field holds."""
    home = space(sheet, field)
    return [
        Column(other, name, home == (other.object, name))
        for other in batch.sheets
        if other.ready
        for name in other.columns
        if space(other, name) == home
    ]
