"""What the organisation's Salesforce calls things, and how it wants values written.

Tested in tests/handover/package/test_archive.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from dq import settings
from dq.objects import OBJECTS, SENT
from dq.settings import api

# How the settings call a vocabulary of codes, where not by its own name.
VOCABULARIES = {"kind": "card"}
# Which words stand for a field's codes.
CODES = {
    (name, field.name): VOCABULARIES.get(field.codes, field.codes)
    for name in SENT
    for field in OBJECTS[name].fields
    if field.codes
}
CLEAR = "#N/A"
SHORT_ID = re.compile("(00[1356]|07k|80[01]|a[0-9][0-9a-z])[0-9a-z]{12}", re.IGNORECASE)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


@dataclass(frozen=True)
class Names:
    """The names and words that hold in this store, by setting."""

    every: Mapping[str, settings.Value]

    def thing(self, table: str) -> str:
        """The API name of an object."""
        return str(self.every[f"{api.PREFIX}{table}"])

    def field(self, table: str, field: str) -> str:
        """The field's API name; empty where the organisation has no such field."""
        return str(self.every.get(f"{api.PREFIX}{table}_{field}", ""))

    def key(self, table: str) -> str:
        """The external id of an object that Kaartenbak fills; empty where it fills none."""
        return str(self.every.get(f"{api.PREFIX}{table}_{api.EXTERNAL}", ""))

    def named_by_key(self, table: str, field: str) -> str:
        """The column in which a field names a contact by its external id."""
        name = self.field(table, field)
        link = f"{name[:-1]}r" if name.lower().endswith("__c") else name.removesuffix("Id")
        return f"{link}.{self.key('contact')}"

    def cell(self, table: str, field: str, value: object) -> str:
        """A value as it stands in a cell."""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, date):
            return value.isoformat()
        codes = CODES.get((table, field))
        if codes:
            return str(self.every.get(f"{api.PREFIX}{codes}_{value}", value))
        return eighteen(str(value)) if field.endswith("_id") else str(value)


def read(db: duckdb.DuckDBPyConnection) -> Names:
    """The names as this store has them."""
    return Names(settings.every(db))


def eighteen(id: str) -> str:
    """An id with the three characters that keep its case; what is no id of 15 stays.

    Source: https://gammone.com/en/programming/how-to-convert-salesforce-id-from-15-to-18-chars
    """
    if len(id) != 15 or not SHORT_ID.fullmatch(id):
        return id
    fives = (id[start : start + 5] for start in (0, 5, 10))
    suffix = (
        LETTERS[sum(("A" <= sign <= "Z") << place for place, sign in enumerate(five))]
        for five in fives
    )
    return id + "".join(suffix)
