"""Take a person out of every table and out of the history, where only keys stay.

Tested in tests/commands/test_forget.py.
"""

import json
from typing import Any

import duckdb

from dq.domain import person
from dq.domain.person import Edit, Person, Row
from dq.objects import OBJECTS
from dq.store import rewriting

# Of these a row of somebody else names the person by key alone, which stays.
FIRST = {"succession": "contact_id"}
# What stays without its values: what went to Salesforce.
EMPTIED = {"package_row": "old = '{}', fields = '{}', cells = '{}', message = null"}
# Lists in JSON, of which what names the person goes.
LISTS = (
    ("package", "work"), ("package", "waits"), ("package", "back"),
    ("matching", "dropped"), ("matching", "oversize"), ("matching", "unread"),
    ("matching", "learned"),
)  # fmt: skip
HIDDEN = "…"


def keys(who: Person) -> dict[str, tuple[str, ...]]:
    """The keys of their records, by object."""
    return {name: tuple(sorted(who.own[name])) for name in OBJECTS if who.own.get(name)}


def again(db: duckdb.DuckDBPyConnection, cards: set[str]) -> None:
    """Take out whoever has one of these cards, of people who were removed elsewhere, as from a copy
    of before; within the caller's transaction."""
    found = db.execute(
        "select id from contact where id in (select unnest($ids::varchar[])) order by id",
        {"ids": sorted(cards)},
    ).fetchall()
    for (id,) in found:
        take_out(db, person.of(db, id))


def take_out(db: duckdb.DuckDBPyConnection, who: Person) -> None:
    """Delete every row that is theirs, and mask what the history says of them; within the caller's
    transaction."""
    rewriting.ask(db)
    found = person.rows(db, who)
    ids = list(who.ids)
    _facts(db, person.values(found))
    for (schema, table), columns in person.tables(db).items():
        if table in who.own and table in OBJECTS:
            db.execute(f"delete from {schema}.{table} where id in $ids", {"ids": [*who.own[table]]})
        elif table in EMPTIED:
            where = person.naming(table, columns, within=False)
            db.execute(f"update {table} set {EMPTIED[table]} where {where}", {"ids": ids})
        elif table in FIRST:
            db.execute(f"delete from {table} where {FIRST[table]} in $ids", {"ids": ids})
        elif where := person.naming(table, columns, within=False):
            db.execute(f"delete from {schema}.{table} where {where}", {"ids": ids})
    for table, column in LISTS:
        _shorten(db, who, table, column)
    _history(db, who, person.telling(found, who))


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


def _history(db: duckdb.DuckDBPyConnection, who: Person, telling: set[str]) -> None:
    for change in person.changes(db, who):
        edits = [masked(edit) if _theirs(edit, who) else edit for edit in change["edits"]]
        reason = change["reason"] if edits == change["edits"] else None
        _write(db, change, edits, reason, telling)
    said = db.execute(
        "select id, reason, edits, told from change where exists (from unnest($texts) as t(text)"
        " where contains(reason, text) or contains(told::varchar, text))",
        {"texts": sorted(telling)},
    ).fetchall()
    for id, reason, edits, told in said:
        change = {"id": id, "told": json.loads(told or "null")}
        kept = None if any(text in (reason or "") for text in telling) else reason
        _write(db, change, json.loads(edits or "[]"), kept, telling)


def _write(
    db: duckdb.DuckDBPyConnection,
    change: Row,
    edits: list[Edit],
    reason: str | None,
    telling: set[str],
) -> None:
    told = hidden(change["told"], telling)
    db.execute(
        "update change set edits = ?, reason = ?, told = ? where id = ?",
        [json.dumps(edits), reason, None if told is None else json.dumps(told), change["id"]],
    )


def _theirs(edit: Edit, who: Person) -> bool:
    """Whether a row that a change wrote is theirs, and not somebody else's that names them."""
    if edit["table"] in OBJECTS:
        return edit["id"] in who.ids
    if edit["table"] in FIRST:
        sides = (edit["before"] or {}, edit["after"] or {})
        return any(side.get(FIRST[edit["table"]]) in who.ids for side in sides)
    return person.theirs(edit, who)


def masked(edit: Edit) -> Edit:
    """What a change wrote, of which only the keys stay."""
    return {
        "table": edit["table"], "id": edit["id"], "about": edit["about"],
        "before": {}, "after": {}, "forgotten": True,
    }  # fmt: skip


def hidden(value: Any, telling: set[str]) -> Any:
    """A value in which no text has what tells who somebody is."""
    if isinstance(value, str):
        return HIDDEN if any(text in value for text in telling) else value
    if isinstance(value, list):
        return [hidden(one, telling) for one in value]
    if isinstance(value, dict):
        return {name: hidden(one, telling) for name, one in value.items()}
    return value
