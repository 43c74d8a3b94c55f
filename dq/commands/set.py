"""Set: give a setting the team's own value, or the product's again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.settings import Value, api, kept, whole
from dq.store import door
from dq.store.ledger import Ledger


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
    wanted = checked(db, commands)
    with door.writing(db, "set", actor) as ledger:
        write(ledger, wanted)


def checked(db: duckdb.DuckDBPyConnection, commands: Iterable[Set]) -> dict[str, Value]:
    """The values as they would be kept, by setting.

    :raises Invalid: see `run_all`
    """
    known = settings.defaults()
    wanted = {
        one.name: kept.value(one.name, known.get(one.name) if one.value is None else one.value)
        for one in commands
    }
    every = settings.every(db) | wanted
    for name, value in wanted.items():
        if api.taken(every, name, str(value)):
            raise Invalid(N_("{value} is the name of another field already."), value=value)
    return wanted


def differing(db: duckdb.DuckDBPyConnection, own: Mapping[str, Value]) -> list[Set]:
    """What is to be set so that a team has these settings of its own, and no others."""
    now = whole.own(db)
    names = sorted({*now, *own})
    return [Set(name, own.get(name)) for name in names if now.get(name) != own.get(name)]


def write(ledger: Ledger, wanted: Mapping[str, Value]) -> None:
    """Write the values of settings; the product's own is not kept."""
    known = settings.defaults()
    for name, value in wanted.items():
        if value != known[name]:
            ledger.write("setting", name, {"value": json.dumps(value)})
        elif ledger.db.execute("from setting where name = ?", [name]).fetchall():
            ledger.delete("setting", name)
