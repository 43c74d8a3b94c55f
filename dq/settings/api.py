"""The names in salesforce.toml, as settings that a team may set differently."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("salesforce.toml")
PREFIX = "sf_"
# The column that matches what Data Loader says with the row; in no mapping.
KEY = "KAARTENBAK_KEY"
# What the setting of an object's external id ends with.
EXTERNAL = "key"
NAME = re.compile(r"[A-Za-z]\w*")


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """The fields of each object that can be carried to Salesforce."""
    return {table: tuple(_words()[table]) for table in _words()["objects"]}


@cache
def named() -> dict[str, tuple[str, ...]]:
    """The fields of each object that have a name in Salesforce, also of those only read."""
    return {table: tuple(_words()[table]) for table in objects()}


@cache
def objects() -> tuple[str, ...]:
    """The objects that have a name in Salesforce, also those that are only read."""
    return (*_words()["objects"], *_words()["read"])


@cache
def defaults() -> dict[str, str]:
    """Every name by setting, as the product comes."""
    words = _words()
    things = words["objects"] | words["read"]
    found = {f"{PREFIX}{table}": name for table, name in things.items()}
    found |= {f"{PREFIX}{table}_{EXTERNAL}": name for table, name in words["keys"].items()}
    for table in things:
        found |= {f"{PREFIX}{table}_{field}": name for field, name in words[table].items()}
    for codes, meanings in words["codes"].items():
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
    words = _words()
    return tuple(
        tuple(
            f"{PREFIX}{table}_{field}"
            for field in (*words[table], *([EXTERNAL] if table in words["keys"] else []))
        )
        for table in objects()
    )


@cache
def _words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))
