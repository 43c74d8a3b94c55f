"""Differences become the rows of a file, but for those that cannot go now.

Tested in tests/handover/package/test_archive.py.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.domain import cards
from dq.objects import NAMED_BY, OWN_KEY
from dq.outgoing.difference import Change, Place, listed, own
from dq.outgoing.plan import File, Situation
from dq.settings.names import CLEAR, Names
from dq.store.ledger import plain

# A row in one of these states is not packed again, unless what it says has changed.
UNDER_WAY = ("sent", "done")
# The file whose rows later ones may name by the external id.
NEW_CARDS = "contacts-new"


@dataclass(frozen=True)
class Line:
    """One row of a file; `id` is the key in Salesforce, None for what is new there. `old` lacks
    what no export shows; `places` are what is left out when the row is, none where another row
    needs it."""

    record_id: str
    id: str | None
    old: dict[str, Any]
    fields: dict[str, Any]
    cells: dict[str, str]
    places: tuple[Place, ...] = ()

    @property
    def key(self) -> str:
        """The record's key in Salesforce, or here where it is new."""
        return self.id or self.record_id


@dataclass(frozen=True)
class Part:
    """A file with its number in the order and its rows."""

    number: int
    file: File
    lines: list[Line]


@dataclass(frozen=True)
class Packed:
    """What is on its way: what the last row of each record said, per file and record. `keys` are
    the external ids of the cards that are new here, where any are filled, `keyed` those that went
    with it."""

    fields: Mapping[tuple[str, str], Mapping[str, Any]]
    keys: Mapping[str, str]
    keyed: frozenset[str]


class Sorting:
    """Puts the changes into files, and counts what stays out."""

    def __init__(
        self,
        words: Names,
        packed: Packed,
        gone: set[str],
        blind: Collection[Place],
        orphans: Collection[str],
    ) -> None:
        self.words, self.packed, self.gone = words, packed, gone
        # What is new there and can be named by its external id, its own being known later.
        self.keyed = set(packed.keyed)
        self.blind, self.orphans = blind, orphans
        self.counts = dict.fromkeys(("under_way", "waiting", "too_long", "lost"), 0)
        # What names a new record whose id in Salesforce is not known yet.
        self.naming: list[tuple[str, str]] = []

    def part(self, number: int, file: File, changes: list[Change], at: Situation) -> Part:
        """The file with the rows that can go now."""
        lines = []
        for change in changes:
            values = file.takes(change, at) if change.table == file.table else None
            if values is None or (not values and file.operation != "delete"):
                continue
            line = self._line(file, change, values)
            reason = self._stays(file, line)
            if reason == "naming":
                self.naming.append((file.table, line.record_id))
            elif reason:
                self.counts[reason] += 1
            else:
                lines.append(line)
        if file.name == NEW_CARDS and self.words.key(file.table):
            self.keyed.update(line.record_id for line in lines)
        return Part(number, file, lines)

    def _line(self, file: File, change: Change, values: dict[str, Any]) -> Line:
        before = change.was
        remembered = before if file.operation == "delete" else {n: before.get(n) for n in values}
        old = {
            name: value
            for name, value in remembered.items()
            if (change.table, change.id, name) not in self.blind
        }
        cells = dict(self._cell(file.table, name, value) for name, value in values.items())
        if file.name == NEW_CARDS and (key := self.words.key(file.table)):
            cells[key] = self.packed.keys[change.id]
        there = None if file.operation == "insert" else change.there
        return Line(change.id, there, plain(old), plain(values), cells, _places(change, values))

    def _cell(self, table: str, name: str, value: Any) -> tuple[str, str]:
        """The column and the text of a value."""
        if value is None:
            return self.words.field(table, name), CLEAR
        if value in self.keyed and (table, name) in NAMED_BY["contact"]:
            return self.words.named_by_key(table, name), self.packed.keys[value]
        return self.words.field(table, name), self.words.cell(table, name, value)

    def _stays(self, file: File, line: Line) -> str | None:
        if file.table == "portal_user" and line.record_id in self.orphans:
            return "lost"
        named = [value for name, value in line.fields.items() if name.endswith("_id")]
        if any(listed(value) or value in self.gone for value in [*named, line.id]):
            return "waiting"
        sent = self.packed.fields.get((file.name, line.key))
        # What is being made there cannot be changed before its id is known.
        if sent is not None and (file.operation == "insert" or line.fields.items() <= sent.items()):
            return "under_way"
        if any(own(value) and value not in self.keyed for value in [*named, line.id]):
            return "naming"
        lengths = ((cards.LENGTHS.get(name, 255), value) for name, value in line.fields.items())
        too_long = any(isinstance(value, str) and len(value) > most for most, value in lengths)
        return "too_long" if too_long else None


def _places(change: Change, values: Mapping[str, Any]) -> tuple[Place, ...]:
    """What a row is about: the whole record, or the fields of it that differ."""
    if change.before is None or change.after is None:
        return ((change.table, change.id, None),)
    # An address may stand for the username that follows from it.
    pair = {"email", "username"} if change.table == "contact" and "email" in values else set()
    fields = [name for name in change.fields if name in values or name in pair]
    return tuple((change.table, change.id, name) for name in fields)


def read(db: duckdb.DuckDBPyConnection, words: Names) -> Packed:
    """What is on its way."""
    rows = db.execute(
        """
        select file, record_id, fields, case when file = $new then cells end
        from package_row
        where state in $states
        qualify row_number() over (partition by file, record_id order by package_id desc) = 1
        """,
        {"states": UNDER_WAY, "new": NEW_CARDS},
    ).fetchall()
    keys = _keys(db) if words.key("contact") else {}
    return Packed(
        {(file, id): json.loads(fields) for file, id, fields, _cells in rows},
        keys,
        frozenset(
            id
            for _file, id, _fields, cells in rows
            if cells and keys.get(id, "") == json.loads(cells).get(words.key("contact"))
        ),
    )


def _keys(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The external id of each card that is new here. The moment is in it because numbers begin anew
    in another store, or in one that went back to a copy."""
    rows = db.execute(
        """
        select card.id, concat_ws('-', card.id, strftime(change.moment, '%Y%m%d%H%M%S%f'))
        from main.contact as card
        left join change on change.id = try_cast(split_part(card.id, '-', 2) as bigint)
        where starts_with(card.id, $own)
        """,
        {"own": OWN_KEY},
    ).fetchall()
    return dict(rows)
