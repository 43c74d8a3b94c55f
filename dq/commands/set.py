"""Set: give a setting the team's own value, or the product's again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.settings import Value, api
from dq.store import door

OUT_OF_RANGE = {
    "tile_days": N_("A tile may wait {least} to {most} days."),
    "unused_login_days": N_("A login may be unused for {least} to {most} days."),
    "export_days": N_("An export may be {least} to {most} days old."),
    "merge_at_once": N_("At once {least} to {most} groups can be merged."),
    "copies": N_("{least} to {most} copies can be kept."),
    "load_removes": N_("The share is {least} to {most} %."),
    "load_changes": N_("The share is {least} to {most} %."),
    "load_part": N_("The share is {least} to {most} %."),
    "read_columns": N_("The columns of a table can be limited to {least} to {most}."),
    "read_cells": N_("The cells of a table can be limited to {least} to {most} million."),
    "read_unpacked": N_("What a file becomes can be limited to {least} to {most} MB."),
    "read_members": N_("The files in a .zip can be limited to {least} to {most}."),
    "read_tables": N_("The tables of an upload can be limited to {least} to {most}."),
    "read_seconds": N_("Reading a file can be limited to {least} to {most} seconds."),
    "read_memory": N_("Reading a file can be limited to {least} to {most} MB of memory."),
}


@dataclass(frozen=True)
class Set:
    """The setting and its value; None goes back to how the product comes."""

    name: str
    value: Value | None


def run(db: duckdb.DuckDBPyConnection, command: Set, actor: str) -> None:
    """Keep the value in the store; it wins from the product's own.

    :raises Invalid: there is no such setting, or the value is not one for it
    """
    run_all(db, (command,), actor)


def run_all(db: duckdb.DuckDBPyConnection, commands: Iterable[Set], actor: str) -> None:
    """The same for several, as one change.

    :raises Invalid: there is no such setting, a value is not one for it, or two fields of an object
        would have one name
    """
    known, every = settings.defaults(), settings.every(db)
    wanted: dict[str, Value] = {}
    for command in commands:
        if command.name not in known:
            raise Invalid(N_("There is no setting {name}."), name=command.name)
        default = known[command.name]
        value = default if command.value is None else command.value
        wanted[command.name] = _checked(command.name, value, default)
    for name, value in wanted.items():
        if api.taken(every | wanted, name, str(value)):
            raise Invalid(N_("{value} is the name of another field already."), value=value)
    with door.writing(db, "set", actor) as ledger:
        for name, value in wanted.items():
            if value != known[name]:
                ledger.write("setting", name, {"value": json.dumps(value)})
            elif db.execute("from setting where name = ?", [name]).fetchall():
                ledger.delete("setting", name)


def _checked(name: str, value: Value, default: Value) -> Value:
    if isinstance(default, float) and isinstance(value, int):
        value = float(value)
    if type(value) is not type(default):
        raise Invalid(N_("This is no value for the setting {name}."), name=name)
    if name == "target_score" and not 0 <= float(str(value)) <= 1:
        raise Invalid(N_("The target is between 0 and 100 %."))
    if name == "salesforce_address" and value:
        parts = urlsplit(str(value))
        if parts.scheme != "https" or not parts.hostname:
            raise Invalid(N_("The address of Salesforce begins with https://."))
        return f"https://{parts.netloc}"
    if api.refused(name, str(value)):
        raise Invalid(N_("{value} cannot be the API name of something in Salesforce."), value=value)
    if name in settings.RANGES:
        least, most = settings.RANGES[name]
        if not least <= int(str(value)) <= most:
            raise Invalid(OUT_OF_RANGE[name], least=least, most=most)
    if isinstance(value, list) and name == "survivor_rules":
        known = default if isinstance(default, list) else []
        if unknown := [rule for rule in value if rule not in known]:
            raise Invalid(N_("{value} is no rule for which card stays."), value=unknown[0])
    if isinstance(value, list):
        return list(dict.fromkeys(word.strip().lower() for word in value if word.strip()))
    return value
