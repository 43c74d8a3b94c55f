"""The history of changes: who wrote what, when and why, of the whole store or of one record."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb

from dq.queries.settings import spoken

PAGE = 30
DATED = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d+)?)?")


@dataclass(frozen=True)
class Field:
    """One field of a row that changed; null where the row was new or went."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Edit:
    """One row that a change wrote; `about` are the ids of the records that it speaks of.

    `made` where the row was new, `gone` where it went; then the fields are all of its own.
    """

    table: str
    id: str
    about: tuple[str, ...]
    fields: tuple[Field, ...]
    made: bool
    gone: bool

    def field(self, name: str) -> Field | None:
        """The field of this name, if it changed."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True)
class Change:
    """One change; `records` are the kinds, ids and names of the cards and accounts that it is of.

    `names` has the kind ("contact", "account" or "project") and name of all that it speaks of.
    `told` is what it says that is not in rows: of a load its files and their counts.
    `undoable` when it wrote rows that can be put back; a later change may still be in the way.
    """

    id: int
    moment: datetime
    actor: str
    command: str
    reason: str | None
    edits: tuple[Edit, ...]
    records: tuple[tuple[str, str, str], ...]
    undoes: int | None
    undone_by: int | None
    again: bool
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> list[Field]:
        """Every field that changed, of all rows."""
        return [one for edit in self.edits for one in edit.fields]

    @property
    def undoable(self) -> bool:
        """Whether it can be undone, as far as it goes itself.

        What did a change again cannot: that change stands again, and is what to undo.
        """
        stands = self.undone_by is None and not self.again and self.command != "recover"
        return stands and bool(self.fields)


@dataclass(frozen=True)
class Filter:
    """Which changes to show: about a record, by somebody, of a kind, in a period (both days in)."""

    record_id: str | None = None
    actor: str | None = None
    command: str | None = None
    first: date | None = None
    last: date | None = None


def count(db: duckdb.DuckDBPyConnection, chosen: Filter) -> int:
    """How many changes pass the filter."""
    [(number,)] = db.execute(
        f"select count(*) from change where {WHERE}", _values(chosen)
    ).fetchall()
    return number


def changes(
    db: duckdb.DuckDBPyConnection, chosen: Filter, number: int = 1, size: int = PAGE
) -> list[Change]:
    """Page `number` (from 1), of `size`, of the changes that pass the filter, newest first."""
    rows = db.execute(
        f"""
        select id, moment, actor, command, reason, edits, undoes, undone_by,
            undoes in (select id from change where undoes is not null),
            told
        from change
        where {WHERE}
        order by id desc
        limit $size
        offset $skip
        """,
        _values(chosen) | {"size": size, "skip": (number - 1) * size},
    ).fetchall()
    read = [(row, json.loads(row[5] or "[]")) for row in rows]
    ids = {id for _, edits in read for edit in edits for id in spoken.of(edit)}
    names = spoken.now(db, ids)
    gone = spoken.then(db, ids - names.keys())
    return [
        Change(
            id=row[0],
            moment=row[1],
            actor=row[2],
            command=row[3],
            reason=row[4],
            edits=tuple(_edit(edit) for edit in edits),
            records=_records(edits, names),
            undoes=row[6],
            undone_by=row[7],
            again=bool(row[8]),
            names=gone | names,
            told=json.loads(row[9] or "{}"),
        )
        for row, edits in read
    ]


def actors(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Everybody who changed something, by name."""
    rows = db.execute(
        "select distinct actor from change where actor is not null order by actor"
    ).fetchall()
    return [actor for (actor,) in rows]


def commands(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Every kind of change that was made."""
    rows = db.execute("select distinct command from change order by command").fetchall()
    return [command for (command,) in rows]


WHERE = """
    (
        $record is null
        or id in (
            select change_id
            from touched
            where record_id = $record
                -- What was merged into a record brings its own history.
                or record_id in (select survivor.id from survivor where survivor_id = $record)
        )
    )
    and ($actor is null or actor = $actor)
    and ($command is null or command = $command)
    and ($first is null or moment >= $first)
    and ($last is null or moment < $last::date + 1)
"""


def _values(chosen: Filter) -> dict[str, Any]:
    return {
        "record": chosen.record_id,
        "actor": chosen.actor,
        "command": chosen.command,
        "first": chosen.first,
        "last": chosen.last,
    }


def name(db: duckdb.DuckDBPyConnection, record_id: str) -> str | None:
    """The name of a card or account, or None where there is none with this id."""
    found = spoken.now(db, {record_id}).get(record_id)
    return found[1] if found else None


def undoes(db: duckdb.DuckDBPyConnection, change_id: int) -> int | None:
    """The change that this one took back, if it did."""
    rows = db.execute("select undoes from change where id = ?", [change_id]).fetchall()
    return rows[0][0] if rows else None


def _edit(edit: dict[str, Any]) -> Edit:
    made, gone = edit["before"] is None, edit["after"] is None
    about = tuple(edit["about"])
    return Edit(edit["table"], edit["id"], about, tuple(_fields(edit)), made, gone)


def _fields(edit: dict[str, Any]) -> Iterable[Field]:
    before, after = edit["before"] or {}, edit["after"] or {}
    for name in {**before, **after}:
        one, two = before.get(name), after.get(name)
        if name not in ("version", "id") and one != two:
            yield Field(name, _dated(one), _dated(two))


def _dated(value: Any) -> Any:
    """A date or moment as such: the log keeps them as text."""
    if isinstance(value, str) and DATED.fullmatch(value):
        with suppress(ValueError):
            read = datetime.fromisoformat(value)
            return read.replace(microsecond=0) if len(value) > 10 else read.date()
    return value


def _records(
    edits: list[dict[str, Any]], names: dict[str, tuple[str, str]]
) -> tuple[tuple[str, str, str], ...]:
    """The cards and accounts of a change as (kind, id, name), people first."""
    ids = dict.fromkeys(id for edit in edits for id in _of(edit))
    found = [(names[id][0], id, names[id][1]) for id in ids if id in names]
    found = [one for one in found if one[0] != "project"]
    return tuple(sorted(found, key=lambda one: one[0] != "contact"))


def _of(edit: dict[str, Any]) -> list[str]:
    """The records that a row is of; of a card's own fields that is the card, not its account."""
    if edit["table"] not in ("contact", "account"):
        return edit["about"]
    sides = edit["before"] or {}, edit["after"] or {}
    named = (side[name] for side in sides for name in side if name.endswith("_id"))
    return [edit["id"], *(id for id in named if id)]
