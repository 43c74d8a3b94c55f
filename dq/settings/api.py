"""What Salesforce calls our objects, fields and codes, as settings that a team may set differently.

Each is a setting of its own: sf_<object>, sf_<object>_<field> or sf_<codes>_<code>. A field without
a name is in none of the files.

Tested in tests/pages/settings/test_settings.py.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dq.objects import OBJECTS, SENT

FILE = Path(__file__).with_name("picklists.toml")
PREFIX = "sf_"
# The column that matches what Data Loader says with the row; in no mapping.
KEY = "KAARTENBAK_KEY"
# What the setting of an object's external id ends with, that Kaartenbak may fill with its own key.
# With it, what names a new record goes in the same package as the record; without, in the next one.
EXTERNAL = "key"
NAME = re.compile(r"[A-Za-z]\w*")


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """The fields of each object that can be carried to Salesforce."""
    return {table: named()[table] for table in SENT}


@cache
def named() -> dict[str, tuple[str, ...]]:
    """The fields of each object that have a name in Salesforce, also of those only read."""
    return {table: tuple(names) for table, names in _names().items()}


@cache
def objects() -> tuple[str, ...]:
    """The objects that have a name in Salesforce, also those that are only read."""
    return tuple(_names())


@cache
def defaults() -> dict[str, str]:
    """Every name by setting, as the product comes."""
    found = {f"{PREFIX}{table}": str(OBJECTS[table].api) for table in objects()}
    found |= {f"{PREFIX}{table}_{EXTERNAL}": "" for table in objects() if OBJECTS[table].external}
    for table, names in _names().items():
        found |= {f"{PREFIX}{table}_{field}": name for field, name in names.items()}
    for codes, meanings in tomllib.loads(FILE.read_text("utf-8"))["codes"].items():
        found |= {f"{PREFIX}{codes}_{code}": text for code, text in meanings.items()}
    return found


def refused(setting: str, value: str) -> bool:
    """Whether this cannot be the name of an object or a field; any text can stand in a picklist."""
    names = {f"{PREFIX}{table}" for table in objects()}
    if setting in names:
        return not NAME.fullmatch(value)
    fields = any(setting in together for together in _together())
    return fields and bool(value) and not NAME.fullmatch(value)


def taken(every: Mapping[str, object], setting: str, value: str) -> bool:
    """Whether another field of the same object is called so, in whatever letters."""
    mine = next((names for names in _together() if setting in names), ())
    others = (str(every[name]) for name in mine if name != setting)
    return bool(value) and value.lower() in map(str.lower, others)


@cache
def _together() -> tuple[tuple[str, ...], ...]:
    """Per object the settings that name its fields."""
    return tuple(
        tuple(
            f"{PREFIX}{table}_{field}"
            for field in (*names, *([EXTERNAL] if OBJECTS[table].external else []))
        )
        for table, names in _names().items()
    )


@cache
def _names() -> dict[str, dict[str, str]]:
    """Per object of Salesforce the usual names of its fields."""
    return {
        name: {field.name: field.api for field in one.fields if field.api is not None}
        for name, one in OBJECTS.items()
        if one.api
    }
