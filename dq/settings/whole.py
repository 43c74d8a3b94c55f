"""All settings of a team as one file: what differs from the product's own, and how it is read."""

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.settings import Value, kept

# What the file says that it is, and of which make; a newer make may mean other things by a name.
KIND, MAKE = "kaartenbak-settings", 1
# No file of settings is larger than so many bytes.
LARGEST = 4_000_000
STRANGE = N_("This is no file with settings of Kaartenbak.")
NEWER = N_("A newer Kaartenbak made this file; this one reads it up to make {make}.")
LARGE = N_("A file with settings is smaller than {size} MB.")
UNKNOWN = N_("This Kaartenbak has no setting {name}; the file is of another version.")
WRONG = N_("What the file says of the setting {name} is no value for it.")


def own(db: duckdb.DuckDBPyConnection) -> dict[str, Value]:
    """The settings that differ from the product's own, by name."""
    every, usual = settings.every(db), settings.defaults()
    return {name: every[name] for name in sorted(every) if every[name] != usual[name]}


def written(values: dict[str, Value]) -> bytes:
    """The file with these settings."""
    said = {"file": KIND, "make": MAKE, "settings": values}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> dict[str, Value]:
    """The settings of a file, each as it would be kept.

    :raises Invalid: it is no such file, of a newer Kaartenbak, or says what no setting can be
    """
    if len(content) > LARGEST:
        raise Invalid(LARGE, size=LARGEST // 1_000_000)
    said = _parsed(content)
    if not isinstance(said, dict) or said.get("file") != KIND:
        raise Invalid(STRANGE)
    make, values = said.get("make"), said.get("settings")
    if type(make) is not int or make < 1 or not isinstance(values, dict):
        raise Invalid(STRANGE)
    if make > MAKE:
        raise Invalid(NEWER, make=MAKE)
    return {name: _kept(name, value) for name, value in values.items()}


def _kept(name: str, value: object) -> Value:
    if name not in settings.defaults():
        raise Invalid(UNKNOWN, name=_short(name))
    try:
        return kept.value(name, value)
    except Invalid as error:
        raise Invalid(WRONG, name=name) from error


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_never
        )
    except (ValueError, RecursionError) as error:
        raise Invalid(STRANGE) from error


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice."""
    listed = list(pairs)
    found = dict(listed)
    if len(found) < len(listed):
        raise Invalid(STRANGE)
    return found


def _never(_constant: str) -> None:
    raise Invalid(STRANGE)


def _short(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:60]
