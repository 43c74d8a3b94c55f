"""What a team may set differently: the defaults, of settings.toml above all, and its own values."""

import json
import tomllib
from functools import cache
from pathlib import Path

import duckdb

from dq.settings import api, lines
from dq.settings.sections import checks
from dq.values import mailboxes

Value = bool | int | float | str | list[str]

# How the names of the limits for files begin.
READING = "read_"

FILE = Path(__file__).with_name("settings.toml")


@cache
def defaults() -> dict[str, Value]:
    """Every setting by name, as the product comes."""
    return {
        **tomllib.loads(FILE.read_text("utf-8")),
        **_mailboxes(),
        **checks.defaults(),
        **api.defaults(),
    }


def _mailboxes() -> dict[str, Value]:
    return {
        "mailbox_words": mailboxes.words("card", "alone"),
        "mailbox_words_alone": mailboxes.words("alone"),
        "mailbox_stems": mailboxes.words("within"),
    }


def every(db: duckdb.DuckDBPyConnection) -> dict[str, Value]:
    """Every setting by name, as it holds in this store."""
    own = dict(db.execute("select name, value from setting").fetchall())
    return {
        name: json.loads(own[name]) if name in own else value for name, value in defaults().items()
    }


def get(db: duckdb.DuckDBPyConnection, name: str) -> Value:
    """The value of one setting.

    :raises KeyError: there is no such setting
    """
    return every(db)[name]


def apply(db: duckdb.DuckDBPyConnection) -> None:
    """Let SQL on this cursor read every setting with `getvariable('name')`, but for what Salesforce
    calls things and for what holds of a check; and which domains belong together with `firm`."""
    for name, value in every(db).items():
        if name.startswith((api.PREFIX, checks.PREFIX)):
            continue
        # An empty list would be one of numbers, which no text can be compared with.
        place = "?::varchar[]" if isinstance(value, list) else "?"
        db.execute(f"set variable {name} = {place}", [value])
    firms = together(db)
    db.execute(
        "set variable firms = map(?::varchar[], ?::varchar[])", [list(firms), [*firms.values()]]
    )


def together(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each domain that belongs with others the first of them, which stands for all."""
    said = get(db, "domains_together")
    found = (lines.domains(line) or () for line in said) if isinstance(said, list) else ()
    return {domain: group[0] for group in lines.groups(found) for domain in group}
