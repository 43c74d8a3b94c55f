"""What differs from Salesforce and is to be carried over: per file, row by row and field by field.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dq.handover.report.contents import belonging
from dq.outgoing import ready
from dq.outgoing.plan import File
from dq.outgoing.ready import Outgoing
from dq.outgoing.sending import named
from dq.outgoing.sorting import Line
from dq.outgoing.work import Work

# What does not go now, and why.
STAYS = ("under_way", "later", "asks", "waiting", "clashing", "taken", "too_long", "lost")


@dataclass(frozen=True)
class Row:
    """One field of a row of a file: of the record called `name`; without a field the whole row."""

    file: File
    name: str
    owner: str
    record_id: str
    field: str | None
    before: Any
    after: Any


@dataclass(frozen=True)
class ByHand:
    """Something to be done by hand in Salesforce, by the names of its records."""

    work: Work
    name: str
    other: str | None
    owner: str


@dataclass(frozen=True)
class Carried:
    """How many rows each file has, what they say, what is done by hand, and how much stays and
    why; of one owner alone nothing is said of what stays."""

    files: tuple[tuple[File, int], ...] = ()
    rows: tuple[Row, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    stays: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many rows all files have."""
        return sum(number for _file, number in self.files)


def read(db: duckdb.DuckDBPyConnection, owner: str | None = None) -> Carried:
    """What a package made now would have, and what waits.

    :param owner: only what is of the accounts of this owner
    """
    found = ready.read(db)
    named_as, owned = _whose(db, found)

    def mine(record: tuple[str, str]) -> bool:
        return owner is None or belonging.same(owned.get(record), owner)

    files, rows = [], []
    for part in found.parts:
        lines = [line for line in part.lines if mine((part.file.table, line.record_id))]
        if lines:
            files.append((part.file, len(lines)))
        for line in lines:
            record = part.file.table, line.record_id
            rows += _fields(part.file, line, named_as.get(record), owned.get(record))
    by_hand = [
        ByHand(one, named_as[_subject(one)], _other(one, named_as), owned.get(_subject(one), ""))
        for one in found.work
        if mine(_subject(one))
    ]
    stays = _stays(found) if owner is None else {}
    return Carried(tuple(files), tuple(rows), tuple(by_hand), stays)


def _stays(found: Outgoing) -> dict[str, int]:
    numbers = {name: getattr(found, name) for name in STAYS}
    return {
        name: number if isinstance(number, int) else len(number) for name, number in numbers.items()
    }


def _fields(file: File, line: Line, name: str | None, owner: str | None) -> Iterator[Row]:
    whose = name or line.key, owner or belonging.NOBODY, line.record_id
    if not line.fields:
        yield Row(file, *whose, None, None, None)
    for field_name, value in line.fields.items():
        yield Row(file, *whose, field_name, line.old.get(field_name), value)


def _subject(one: Work) -> tuple[str, str]:
    return one.record_kind, one.id


def _other(one: Work, names: Mapping[tuple[str, str], str]) -> str | None:
    """The record that goes into the other, or the card that a login or a relation is of."""
    if one.other_id is None:
        return None
    kind = one.record_kind if one.kind == "merge" else "contact"
    return names.get((kind, one.other_id), one.other_id)


def _whose(
    db: duckdb.DuckDBPyConnection, found: Outgoing
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """The names of all records that something is to be done with, and their owners."""
    records = {(part.file.table, line.record_id) for part in found.parts for line in part.lines}
    records |= {_subject(one) for one in found.work}
    others = {one.other_id for one in found.work if one.other_id}
    known = named(db, {id for _kind, id in records} | others)
    people = {record: card for record, (card, _name) in known.items() if card}
    owned = belonging.through(db, records, people)
    names = {record: name or record[1] for record, (_card, name) in known.items()}
    return names | {record: record[1] for record in records - names.keys()}, owned
