"""Take a person out of every table and out of the history, where only keys stay.

Tested in tests/commands/test_forget.py.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from dq.domain import everybody, forgotten, person
from dq.domain.everybody import Person
from dq.domain.forgotten import Removed
from dq.domain.person import Edit, Row
from dq.domain.telling import reading, telling, traces
from dq.domain.telling.telling import Telling
from dq.objects import OBJECTS, OWN_KEY
from dq.store import rewriting
from dq.store.ledger import plain

# What stays without its values: what went to Salesforce.
EMPTIED = {"package_row": "old = '{}', fields = '{}', cells = '{}', message = null"}
# Lists in JSON, of which what names the person goes.
LISTS = (
    ("package", "work"), ("package", "waits"), ("package", "back"),
    ("matching", "dropped"), ("matching", "oversize"), ("matching", "unread"),
    ("matching", "learned"),
)  # fmt: skip
# What went to Salesforce and is to go back, where a value can be somebody's key.
NAMING = {"package_row": ("old", "fields", "cells"), "package": ("back",)}
# What is chosen of two values, either of which can be somebody's key.
CHOSEN = ("clash", "accepted")
# Where the card of who left says who takes over, and as of when.
FIRST, SECOND = "successor_id", "second_successor_id"
TAKING_OVER = (FIRST, SECOND, "takeover_date")


# What becomes of a row that names the person.
Becomes = Literal["goes", "emptied", "shortened", "named"]


def becomes(table: str, row: Row, who: Person) -> Becomes:
    """What removal makes of a row of theirs: it goes, stays without values, stays without the parts
    that name them, or is somebody else's that has only their key, which stays."""
    if table == "change" or table in EMPTIED:
        return "emptied"
    if table in OBJECTS or table in person.FACTS:
        return "goes"
    if table in person.FIRST:
        return "goes" if row[person.FIRST[table]] in who.ids else "named"
    named = (value for name, value in row.items() if person.is_key(name))
    return "goes" if any(person.mentions(one, who) for one in named) else "shortened"


def keys(who: Person) -> dict[str, tuple[str, ...]]:
    """The keys of their records, by object."""
    return {name: tuple(sorted(ids)) for name in OBJECTS if (ids := who.of("upstream", name))}


@dataclass(frozen=True)
class TakenOut:
    """What told who somebody is; and as it is remembered what was hidden elsewhere and, of who was
    made here, what was sent."""

    telling: Telling
    hidden: dict[str, list[str]]
    made: list[str]


def again(db: duckdb.DuckDBPyConnection, gone: Removed, besides: Collection[str] = ()) -> None:
    """Take out whoever was removed elsewhere, as from a copy of before; within the caller's
    transaction.

    :param besides: the cards of people who were removed as well, and are nobody else
    """
    if gone.keys.get("contact"):
        take_out(db, everybody.removed(db, gone.keys), gone.also, besides, gone.hidden)


def take_out(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    also: Collection[str] = (),
    besides: Collection[str] = (),
    before: Mapping[str, Collection[str]] = traces.NOTHING,
) -> TakenOut:
    """Delete every row that is theirs, and hide what is said of them elsewhere; within the caller's
    transaction.

    :param also: the places of what may be said of others, and is to be hidden as well
    :param besides: the cards of people who are removed as well, and are nobody else
    :param before: what was hidden of them elsewhere
    """
    rewriting.ask(db)
    found = person.rows(db, who)
    told = telling.of(db, who, found, besides)
    said = [*traces.rows(db, who, told, also, before)]
    traces.hide(db, said)
    ids = list(who.ids)
    _facts(db, person.values(found))
    for (schema, table), columns in person.tables(db).items():
        if table in who.own and table in OBJECTS:
            theirs = {"ids": [*who.of(schema, table)]}
            db.execute(f"delete from {schema}.{table} where id in $ids", theirs)
        elif table in EMPTIED:
            where = person.naming(table, columns, within=False)
            db.execute(f"update {table} set {EMPTIED[table]} where {where}", {"ids": ids})
        elif table in person.FIRST:
            db.execute(f"delete from {table} where {person.FIRST[table]} in $ids", {"ids": ids})
        elif where := person.naming(table, columns, within=False):
            db.execute(f"delete from {schema}.{table} where {where}", {"ids": ids})
    led = _take_over_no_more(db, who)
    for table, column in LISTS:
        _shorten(db, who, table, column)
    _sent_no_more(db, who)
    _asked_no_more(db, who)
    _history(db, who, led)
    return TakenOut(told, traces.hidden(said), forgotten.made(_sent(found)))


def _take_over_no_more(db: duckdb.DuckDBPyConnection, who: Person) -> dict[str, Row]:
    """Who was chosen here to take over from somebody is not sent as such: whoever takes over beside
    them does so alone, and where nobody does the card says again what the export says. The cards of
    whom, with what they say now."""
    both = (f"{side}.{field}" for side in ("mine", "theirs") for field in TAKING_OVER)
    rows = db.execute(
        f"select mine.id, {', '.join(both)} from main.contact as mine"
        " left join upstream.contact as theirs using (id)"
        f" where mine.{FIRST} in $ids or mine.{SECOND} in $ids",
        {"ids": list(who.ids)},
    ).fetchall()
    sets = ", ".join(f"{field} = ${field}" for field in TAKING_OVER)
    now = {}
    for id, *said in rows:
        mine, theirs = (
            dict(zip(TAKING_OVER, side, strict=True))
            for side in (said[: len(TAKING_OVER)], said[len(TAKING_OVER) :])
        )
        left = _by_others(mine, who)
        now[id] = left if left[FIRST] else theirs
        db.execute(f"update main.contact set {sets} where id = $id", {"id": id, **now[id]})
    return now


def _sent_no_more(db: duckdb.DuckDBPyConnection, who: Person) -> None:
    """What went to Salesforce of others and names them, as who takes over, goes there no more and
    is not brought back: a row with something hidden is in no file."""
    for table, columns in NAMING.items():
        for column in columns:
            for id in sorted(who.cards):
                db.execute(
                    f"update {table} set {column} = replace({column}::varchar, $key, $hidden)"
                    f" where contains({column}::varchar, $key)",
                    {"key": f'"{id}"', "hidden": f'"{reading.HIDDEN}"'},
                )


def _asked_no_more(db: duckdb.DuckDBPyConnection, who: Person) -> None:
    """What differs between here and Salesforce by naming the person is nobody's to choose."""
    keys = {"keys": [f'"{id}"' for id in sorted(who.cards)]}
    for table in CHOSEN:
        db.execute(f"delete from {table} where theirs in $keys or ours in $keys", keys)


def _by_others(said: Row, who: Person) -> Row:
    """What is said of who takes over, without the person."""
    left = [said[one] for one in (FIRST, SECOND) if said.get(one) and said[one] not in who.ids]
    new = dict(zip((FIRST, SECOND), [*left, None, None], strict=False))
    return {one: new.get(one, value if left else None) for one, value in said.items()}


def _sent(found: Mapping[tuple[str, str], list[Row]]) -> list[Row]:
    """A card that was made here as it went to Salesforce, of which no export has told the key."""
    sent = [
        row
        for row in found.get(("main", "package_row"), ())
        if row["record_table"] == "contact"
        and row["operation"] == "insert"
        and row["state"] not in ("failed", "withdrawn")
        and row["record_id"].startswith(OWN_KEY)
    ]
    ids = {row["record_id"] for row in sent}
    now = [row for row in found.get(("main", "contact"), ()) if row["id"] in ids]
    return [*(row["fields"] for row in sent if isinstance(row["fields"], dict)), *now]


def _facts(db: duckdb.DuckDBPyConnection, values: set[str]) -> None:
    """What was asked about their values; what others have too is asked again."""
    for table, column in person.FACTS.items():
        db.execute(
            f"delete from {table} where lower(trim({column})) in (select unnest($values))",
            {"values": sorted(values)},
        )


def _shorten(db: duckdb.DuckDBPyConnection, who: Person, table: str, column: str) -> None:
    rows = db.execute(f"select rowid, {column} from {table}").fetchall()
    for row, text in rows:
        before = json.loads(text or "null")
        if (after := without(before, who)) != before:
            db.execute(f"update {table} set {column} = ? where rowid = ?", [json.dumps(after), row])


def without(value: Any, who: Person) -> Any:
    """A value without the parts of its lists that name the person."""
    if isinstance(value, list):
        kept = [one for one in value if not _named(one, who)]
        return [without(one, who) for one in kept]
    if isinstance(value, dict):
        return {name: without(one, who) for name, one in value.items()}
    return value


def _named(value: Any, who: Person) -> bool:
    """Whether it names the person itself, and not in a list within it."""
    if isinstance(value, dict):
        return any(person.mentions(one, who) for one in value.values() if isinstance(one, str))
    return person.mentions(value, who)


def _history(db: duckdb.DuckDBPyConnection, who: Person, led: Mapping[str, Row]) -> None:
    """Of what changes wrote of the person only keys stay; the reason too, unless it is of others as
    well, of which what tells who the person is was hidden."""
    there = dict(
        db.execute(
            f"select id, {FIRST} from upstream.contact where {FIRST} in $ids",
            {"ids": list(who.ids)},
        ).fetchall()
    )
    for change in person.changes(db, who):
        edits = [
            masked(one) if person.wholly(one, who) else _led(one, who, led, there)
            for one in change["edits"]
        ]
        if edits != change["edits"]:
            gone = all(one.get("forgotten") for one in edits)
            db.execute(
                "update change set edits = ?, reason = case when not ? then reason end"
                " where id = ?",
                [json.dumps(edits), gone, change["id"]],
            )


def _led(edit: Edit, who: Person, led: Mapping[str, Row], there: Mapping[str, str]) -> Edit:
    """What a change wrote of another: where the person took over, what the card says now.

    :param there: by card whom the export names
    """
    if edit["table"] != "contact":
        return edit
    before, after = ({**edit[side]} if edit[side] else None for side in ("before", "after"))
    for side, now in ((before, None), (after, led.get(edit["id"]))):
        named = side and not who.ids.isdisjoint({side.get(FIRST), side.get(SECOND)})
        if side and named and side.get(FIRST) != there.get(edit["id"], ""):  # which stays there
            said = plain(now) if now else _by_others(side, who)
            side |= {field: said[field] for field in TAKING_OVER if field in side}
    return edit | {"before": before, "after": after}


def masked(edit: Edit) -> Edit:
    """What a change wrote, of which only the keys stay."""
    return {
        "table": edit["table"], "id": edit["id"], "about": edit["about"],
        "before": {}, "after": {}, "forgotten": True,
    }  # fmt: skip
