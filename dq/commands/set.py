"""Set: give a setting the team's own value, or the product's again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.settings import Value, api, declared, teams
from dq.settings.declared import Kind, Setting
from dq.store import door


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
    """The value as it is kept."""
    if isinstance(default, float) and isinstance(value, int):
        value = float(value)
    if type(value) is not type(default):
        raise Invalid(N_("This is no value for the setting {name}."), name=name)
    if api.refused(name, str(value)):
        raise Invalid(N_("{value} cannot be the API name of something in Salesforce."), value=value)
    one = declared.SETTINGS.get(name)
    if one:
        value = KEPT[one.kind](one, value)
    if isinstance(value, list) and not (one and one.kind == "teams"):  # words, in any case
        return list(dict.fromkeys(word.strip().lower() for word in value if word.strip()))
    return value


def _within(one: Setting, value: Value) -> Value:
    """A number, or a share in per cent, that is in its range."""
    number = float(str(value)) * (100 if one.kind == "share" else 1)
    least, most = one.within
    if not least <= number <= most:
        raise Invalid(one.refusal, least=least, most=most)
    return value


def _site(one: Setting, value: Value) -> Value:
    """The site alone of an address; none of an empty one."""
    parts = urlsplit(str(value))
    if value and (parts.scheme != "https" or not parts.hostname):
        raise Invalid(one.refusal)
    return f"https://{parts.netloc}" if value else value


def _known(one: Setting, value: Value) -> Value:
    """Some of the choices, in any order."""
    chosen = value if isinstance(value, list) else []
    if unknown := [code for code in chosen if code not in one.choices]:
        raise Invalid(one.refusal, value=unknown[0])
    return value


def _teams(one: Setting, value: Value) -> Value:
    """Teams as they are written: a name and people."""
    lines = [line.strip() for line in value if line.strip()] if isinstance(value, list) else []
    found = [(line, teams.split(line)) for line in lines]
    if wrong := [line for line, team in found if team is None]:
        raise Invalid(one.refusal, value=wrong[0])
    return [teams.joined(*team) for _line, team in found if team]


def _any(_one: Setting, value: Value) -> Value:
    return value


# What becomes of a value that is set, by the kind of the setting; it refuses what cannot be one.
KEPT: dict[Kind, Callable[[Setting, Value], Value]] = {
    "number": _within,
    "share": _within,
    "switch": _any,
    "address": _site,
    "order": _known,
    "lines": _any,
    "teams": _teams,
}
