"""Rows that Salesforce refused and that are still to go there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dq.handover.outgoing import Outgoing
from dq.queries.sending import NAMES


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
        f"""
        select row.key, row.package_id, row.file, named.contact_id,
            coalesce(named.name, row.record_id), row.problem, row.message,
            row.record_id, row.fields
        from package_row as row
        left join ({NAMES}) as named
            on named.record_table = row.record_table and named.id = row.record_id
        where row.state = 'failed'
        qualify row_number() over (
            partition by row.file, row.record_id
            order by row.package_id desc
        ) = 1
        order by row.package_id desc, row.key
        """
    ).fetchall()
    return [
        Refused(*row, going[row[2], id] == json.loads(fields))
        for *row, id, fields in rows
        if (row[2], id) in going
    ]


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
