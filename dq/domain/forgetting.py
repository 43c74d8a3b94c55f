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
# What people, and Salesforce, say in their own words, also of somebody else's records.
SAID = (("disposition", "reason"), ("package_row", "message"))
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
    told = person.telling(found, who)
    for table, column in SAID:
        _silence(db, table, column, told)
    _history(db, who, told)


def _silence(db: duckdb.DuckDBPyConnection, table: str, column: str, telling: set[str]) -> None:
    """Leave out what is said of others where it names the person."""
    db.execute(
        f"update {table} set {column} = null where exists (from unnest($texts) as t(text)"
        f" where contains(lower({column}), text))",
        {"texts": sorted(text.lower() for text in telling)},
    )


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
        edits = [
            masked(edit) if _theirs(edit, who) or _tells(edit, telling) else edit
            for edit in change["edits"]
        ]
        reason = change["reason"] if edits == change["edits"] else None
        _write(db, change, edits, reason, telling)
    said = db.execute(
        """
        select id, reason, edits, told
        from change
        where exists (
            from unnest($texts) as t(text)
            where contains(lower(concat_ws(' ', reason, edits::varchar, told::varchar)), text)
        )
        """,
        {"texts": sorted(_written(telling))},
    ).fetchall()
    for id, reason, edits, told in said:
        change = {"id": id, "told": json.loads(told or "null")}
        kept = reason if hidden(reason, telling) == reason else None
        after = [
            edit if edit["table"] in OBJECTS else hidden(edit, telling)
            for edit in json.loads(edits or "[]")
        ]
        _write(db, change, after, kept, telling)


def _written(telling: set[str]) -> set[str]:
    """The texts in lower case, and as JSON has them."""
    forms = {json.dumps(form)[1:-1].lower() for text in telling for form in (text, text.lower())}
    return forms | {text.lower() for text in telling}


def _tells(edit: Edit, telling: set[str]) -> bool:
    """Whether somebody else's row had what tells who the person is, as after a merge."""
    return hidden([edit["before"], edit["after"]], telling) != [edit["before"], edit["after"]]


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
        said = value.lower()
        return HIDDEN if any(text.lower() in said for text in telling) else value
    if isinstance(value, list):
        return [hidden(one, telling) for one in value]
    if isinstance(value, dict):
        return {name: hidden(one, telling) for name, one in value.items()}
    return value
