"""What Salesforce and Business Central still show otherwise of a person than it is wanted here.

Tested in tests/pages/cards/test_contact.py.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dq import sources
from dq.objects import NATURAL, OBJECTS, naming
from dq.outgoing import asking, days, difference, sending
from dq.outgoing.sorting import UNDER_WAY
from dq.queries.cards import record_names
from dq.settings import names
from dq.store import rows
from dq.store.ledger import Row, plain

# Per table what is said of a row, and where it names the contact.
OF = {name: field for name in OBJECTS if (field := naming(name, "contact"))}
# Of other systems nothing but this is asked.
ELSEWHERE = {people.object for people in sources.elsewhere()}
# Of a row that is there on one side only this is said.
PRESENT = "active"


@dataclass(frozen=True)
class Outside:
    """One field of a record that is otherwise in Salesforce or in Business Central: what the last
    export has (`known` where it showed it), what is wanted here, since when that is under way, and
    the day for which it waits. `name` is None where it is the card itself."""

    table: str
    name: str | None
    field: str
    there: Any
    here: Any
    known: bool
    since: date | None
    day: date | None


@dataclass(frozen=True)
class _Side:
    """A field of a record on both sides; its key in Salesforce may be another than here."""

    table: str
    there_id: str
    here_id: str
    field: str
    there: Any
    here: Any


def of_contact(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Outside]:
    """Everything of this person that differs, the card first; nothing of one that is new here."""
    differing = list(_differing(db, contact_id))
    ids = sorted({id for one in differing for id in (one.there_id, one.here_id)})
    if not ids:
        return []
    shown = asking.shown(db)
    named, sent = sending.named(db, ids), _sent(db, ids)
    later = days.later(db, date.today())
    keys = [one for one in differing if one.field.endswith("_id")]
    known_names = record_names.of(db, [value for one in keys for value in (one.there, one.here)])
    found = []
    for one in differing:
        at = one.table, one.here_id
        wait = later.get((*at, one.field)) or later.get((*at, None))
        name = named.get(at) or named.get((one.table, one.there_id)) or (None, one.there_id)
        found.append(
            Outside(
                one.table,
                None if one.table == "contact" else name[1],
                one.field,
                known_names.get(one.there, one.there) if one in keys else one.there,
                known_names.get(one.here, one.here) if one in keys else one.here,
                one.field == PRESENT or one.field in shown.get(one.table, {one.field}),
                _since(one, sent),
                wait.day if wait else None,
            )
        )
    return found


def _since(one: _Side, sent: Mapping[tuple[str, str], list[tuple[Row, date]]]) -> date | None:
    """Since when it is on its way as it is wanted."""
    packed = sent.get((one.table, one.there_id), []) + sent.get((one.table, one.here_id), [])
    return next(
        (
            made
            for fields, made in packed
            if one.field == PRESENT or fields.get(one.field, ...) == plain(one.here)
        ),
        None,
    )


def _differing(db: duckdb.DuckDBPyConnection, contact_id: str) -> Iterator[_Side]:
    words = names.read(db)
    for table, column in OF.items():
        here = _rows(db, f"main.{table}", column, contact_id)
        there = _rows(db, f"upstream.{table}", column, contact_id)
        if table == "contact" and not there:
            return  # who is new here is nowhere else
        fields = ["blocked"] if table in ELSEWHERE else difference.carried(db, words, table)
        for key in sorted(here.keys() & there.keys()):
            yield from _of(table, there[key], here[key], fields)
        # One that went and was made again has another id.
        natural = NATURAL.get(table, ("id",))
        gone = {_tie(row, natural): row for id, row in there.items() if id not in here}
        new = {_tie(row, natural): row for id, row in here.items() if id not in there}
        for tie in sorted(gone.keys() | new.keys()):
            yield from _of(table, gone.get(tie), new.get(tie), fields)


def _of(table: str, there: Row | None, here: Row | None, fields: list[str]) -> Iterator[_Side]:
    if there is None or here is None:
        row = there or here or {}
        on = row.get("active") is not False
        if on and table not in ELSEWHERE:
            yield _Side(table, row["id"], row["id"], PRESENT, there is not None, here is not None)
        return
    for field in fields:
        before, after = there[field], here[field]
        if field == "active":
            before, after = before is not False, after is not False
        if before != after:
            yield _Side(table, there["id"], here["id"], field, before, after)


def _tie(row: Row, natural: tuple[str, ...]) -> str:
    return json.dumps([row[name] for name in natural])


def _rows(
    db: duckdb.DuckDBPyConnection, table: str, column: str, contact_id: str
) -> Mapping[str, Row]:
    """The rows of a person, by id."""
    ids = db.execute(f"select id from {table} where {column} = ?", [contact_id]).fetchall()
    return rows.read(db, table, [id for (id,) in ids])


def _sent(
    db: duckdb.DuckDBPyConnection, ids: list[str]
) -> dict[tuple[str, str], list[tuple[dict[str, Any], date]]]:
    """What is on its way of these records, and since when."""
    rows = db.execute(
        """
        select record_table, record_id, fields, package.made::date
        from package_row
        join package on package.id = package_id
        where state in $states and record_id in $ids
        order by package_id
        """,
        {"states": UNDER_WAY, "ids": ids},
    ).fetchall()
    found: dict[tuple[str, str], list[tuple[dict[str, Any], date]]] = {}
    for table, id, fields, made in rows:
        found.setdefault((table, id), []).append((json.loads(fields), made))
    return found
