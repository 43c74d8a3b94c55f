"""Rows that Salesforce refused and that are still to go there.

Tested in tests/commands/test_results.py.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dq.outgoing.ready import Outgoing
from dq.outgoing.sending import named
from dq.settings.names import eighteen

ID = re.compile(r"\b[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?\b")


@dataclass(frozen=True)
class Refused:
    """A row that was refused: of which package, file and record, the kind of problem, its words.

    `unchanged` tells that what would go now is just what was refused.
    """

    key: str
    number: int
    file: str
    contact_id: str | None
    name: str
    problem: str
    message: str
    unchanged: bool


def read(db: duckdb.DuckDBPyConnection, found: Outgoing) -> list[Refused]:
    """The refused rows that the next package has, of the newest package first.

    Not what a later package has, what was taken back here, or what Salesforce has by now.
    """
    going = {(part.file.name, line.key): line.fields for part in found.parts for line in part.lines}
    rows = db.execute(
        """
        select key, package_id, file, record_table, record_id, fields, problem, message
        from package_row
        where state = 'failed'
        qualify row_number() over (partition by file, record_id order by package_id desc) = 1
        order by package_id desc, key
        """
    ).fetchall()
    rows = [row for row in rows if (row[2], row[4]) in going]
    names = named(db, [row[4] for row in rows])
    return [
        Refused(
            key,
            number,
            file,
            *names.get((table, id), (None, id)),
            problem,
            message,
            unchanged=going[file, id] == json.loads(fields),
        )
        for key, number, file, table, id, fields, problem, message in rows
    ]


def named_in(db: duckdb.DuckDBPyConnection, one: Refused) -> list[str]:
    """The cards that the error names by an id, theirs or of a login, in its order."""
    ids = list(dict.fromkeys(eighteen(id) for id in ID.findall(one.message or "")))
    of = {id: contact_id for (_table, id), (contact_id, _name) in named(db, ids).items()}
    cards = dict.fromkeys(of[id] for id in ids if id in of)
    return [id for id in cards if id and id != one.contact_id]


def exist(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row was ever refused, so that there may be something to read."""
    return bool(db.execute("from package_row where state = 'failed' limit 1").fetchall())


def by_number(rows: Iterable[Refused]) -> dict[int, list[str]]:
    """The keys of the rows that may be loaded once more as they were, per package."""
    found: dict[int, list[str]] = {}
    for one in rows:
        if one.unchanged:
            found.setdefault(one.number, []).append(one.key)
    return found
