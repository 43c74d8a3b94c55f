"""Everybody who is or ever was known here: which cards are one person, and what they were called.

A card may be open, gone from the export, merged into another here or in Salesforce, or made here.

Tested in tests/domain/test_everybody.py.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from dq import sources
from dq.domain import forgotten
from dq.errors import N_, NotFound
from dq.objects import BELONGS, NAMED_BY, OBJECTS, PARTS

# Objects that are not of one person, whatever they name.
SHARED = ("account", "project")
GONE = N_("There is no card with the id {id}.")
# Which record went into which: as the history says of what was merged here, as loads say of what
# was merged in Salesforce, and as it is now, which counts most.
MERGES = """
    select edit ->> 'id', edit -> 'after' ->> 'survivor_id'
    from (
        select id, unnest(edits::json[]) as edit
        from change
        where undone_by is null and contains(edits::varchar, '"merged"')
        order by id
    )
    where edit ->> 'table' = 'merged' and (edit -> 'after' ->> 'survivor_id') is not null
    union all
    select one ->> 'id', one ->> 'winner_id'
    from (
        select id, unnest((told -> 'merges')::json[]) as one
        from change
        where command = 'load' and undone_by is null and contains(told::varchar, '"merges"')
        order by id
    )
    where (one ->> 'how') <> 'other'
    union all
    select id, survivor_id from merged
"""
# What a table calls a kind of record, and where it then has a key.
KINDS = ("record_kind", "record_table")
KEYS = ("record_id", "left_id", "right_id", "other_id", "survivor_id")
# A key that Salesforce gives to a card.
CARD = re.compile("003[0-9A-Za-z]{15}")
# The cards themselves; and who is named so by a row of somebody else keeps that key.
CARDS, BESIDES = ("main.contact", "upstream.contact"), "successor_id"


@dataclass(frozen=True)
class Person:
    """Somebody's card, and the keys of all that is theirs, by object.

    `name` is what the card says; `cards` are its id and those of what was merged into it. `there`
    are the keys of what the last export has as theirs, and is somebody else's here.
    """

    id: str
    name: str
    cards: frozenset[str]
    own: Mapping[str, frozenset[str]]
    there: Mapping[str, frozenset[str]]

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every key that is theirs."""
        return self.cards.union(*self.own.values())

    def of(self, schema: str, name: str) -> frozenset[str]:
        """The keys of an object of which the rows are theirs here, or in the last export."""
        more = self.there.get(name, frozenset()) if schema == "upstream" else frozenset()
        return self.own.get(name, frozenset()) | more


def of(db: duckdb.DuckDBPyConnection, contact_id: str) -> Person:
    """Who has this card, or had it: also one that is gone, or was merged into another.

    :raises NotFound: nothing is known of such a card
    """
    last, ids = cards(db, contact_id)
    called = name(db, [last, *sorted(ids - {last})])
    if called is None:
        raise NotFound(GONE, id=contact_id)
    return _with(db, last, called, ids, {})


def removed(db: duckdb.DuckDBPyConnection, keys: Mapping[str, Collection[str]]) -> Person:
    """Somebody who was removed, of whom these keys were remembered, by object, as a store of before
    has them."""
    ids = frozenset(keys["contact"])
    return _with(db, min(ids), "", ids, keys)


def _with(
    db: duckdb.DuckDBPyConnection,
    id: str,
    name: str,
    cards: frozenset[str],
    keys: Mapping[str, Collection[str]],
) -> Person:
    own = {one: _owned(db, one, cards) | _left(db, one, keys.get(one, ())) for one in _objects()}
    there = {one: _given(db, one, cards, ids) for one, ids in own.items()}
    own = {one: ids - there[one] for one, ids in own.items()}
    tiles = db.execute("select id from tile where contact_id in $cards", {"cards": list(cards)})
    theirs = {"contact": cards, **own, "tile": frozenset(id for (id,) in tiles.fetchall())}
    return Person(id, name, cards, theirs, there)


def _given(
    db: duckdb.DuckDBPyConnection, name: str, cards: frozenset[str], ids: frozenset[str]
) -> frozenset[str]:
    """Of these keys of an object those of rows that name another card here, as an approval that
    was given on and has not gone to Salesforce yet."""
    refers = [field for field, of in BELONGS[name].items() if of == "contact"]
    theirs = " or ".join(f"{field} in $cards" for field in refers)
    others = " or ".join(f"{field} in (select id from contact)" for field in refers)
    rows = db.execute(
        f"select id from main.{name} where id in (select unnest($ids::varchar[]))"
        f" and not coalesce({theirs}, false) and ({others})",
        {"ids": list(ids), "cards": list(cards)},
    ).fetchall()
    return frozenset(id for (id,) in rows)


def _left(db: duckdb.DuckDBPyConnection, name: str, keys: Collection[str]) -> frozenset[str]:
    """Of these keys of an object those of rows that are of no other card: one that was given to
    somebody else since, or was theirs before, is not the person's."""
    refers = [field for field, of in BELONGS[name].items() if of == "contact"]
    others = " or ".join(f"{field} in (select id from contact)" for field in refers)
    rows = db.execute(
        " union ".join(
            f"select id from {schema}.{name} where id in (select unnest($keys::varchar[]))"
            f" and not coalesce({others}, false)"
            for schema in ("main", "upstream")
        ),
        {"keys": list(keys)},
    ).fetchall()
    return frozenset(id for (id,) in rows)


def _objects() -> list[str]:
    """The objects of which a row belongs to a person."""
    return [
        name
        for name in OBJECTS
        if name not in ("contact", *SHARED) and "contact" in BELONGS[name].values()
    ]


def _owned(db: duckdb.DuckDBPyConnection, name: str, cards: frozenset[str]) -> frozenset[str]:
    fields = [field for field, of in BELONGS[name].items() if of == "contact"]
    where = " or ".join(f"{field} in $cards" for field in fields)
    queries = [f"select id from {schema}.{name} where {where}" for schema in ("main", "upstream")]
    queries += [
        f"select id from in_{people.short} where contact_id in $cards"
        for people in sources.elsewhere()
        if people.object == name
    ]
    rows = db.execute(" union ".join(queries), {"cards": list(cards)}).fetchall()
    return frozenset(id for (id,) in rows)


def cards(db: duckdb.DuckDBPyConnection, id: str) -> tuple[str, frozenset[str]]:
    """The card that whoever has this one has now, or had last, and all that are the same person."""
    into = dict(db.execute(MERGES).fetchall())
    here = db.execute(
        "select id from contact where id in (select unnest($ids::varchar[]))", {"ids": list(into)}
    ).fetchall()
    for (own,) in here:  # a card of one's own is nobody else's
        del into[own]
    last = _last(into, id)
    return last, frozenset({last, id, *(one for one in into if _last(into, one) == last)})


def _last(into: dict[str, str], id: str) -> str:
    """Where a chain of merges ends; one that bites its tail ends anywhere."""
    seen = {id}
    while (survivor := into.get(id)) and survivor not in seen:
        seen.add(survivor)
        id = survivor
    return id


def name(db: duckdb.DuckDBPyConnection, cards: list[str]) -> str | None:
    """What people call whoever has these cards, the foremost first; their key where nothing else is
    known, of which a copy or an upload may have more; None of who was removed, or is none."""
    parts = ", ".join((*PARTS, "email"))
    for place in CARDS:
        for id in cards:
            found = db.execute(
                f"select called({parts}, id) from {place} where id = ?", [id]
            ).fetchall()
            if found:
                return str(found[0][0])
    if {*cards} & forgotten.keys(db).get("contact", set()):
        return None
    if _named(db, cards):
        return _once(db, cards) or cards[0]
    return cards[0] if CARD.fullmatch(cards[0]) else None


def _named(db: duckdb.DuckDBPyConnection, cards: list[str]) -> bool:
    """Whether any row names one of the cards as that of a person."""
    asked = {"ids": cards}
    there = " union all ".join(
        f"select 1 from {place} where {where}" for place, where in _places(db)
    )
    if db.execute(f"select 1 from ({there}) limit 1", asked).fetchall():
        return True
    touched = "select 1 from touched where record_table = 'contact' and row_id in $ids limit 1"
    return bool(db.execute(touched, asked).fetchall())


def _places(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Where a row can name a card: its table, and the condition."""
    for table, column in (*NAMED_BY["contact"], ("departure", "id"), ("merged", "id")):
        kind = " and record_kind = 'contact'" if table in ("decision", "merged") else ""
        for schema in ("main", "upstream") if table in OBJECTS else ("main",):
            if BESIDES not in column:
                yield f"{schema}.{table}", f"{column} in $ids{kind}"
    rows = db.execute(
        "select table_name, list(column_name) from duckdb_columns() where schema_name = 'main'"
        " and database_name = current_database() and not internal"
        " and table_name in (select table_name from duckdb_tables())"
        " group by all order by all"
    ).fetchall()
    for table, columns in rows:
        for kind in (one for one in KINDS if one in columns):
            for key in (one for one in KEYS if one in columns):
                yield f"main.{table}", f"{kind} = 'contact' and {key} in $ids"


def _once(db: duckdb.DuckDBPyConnection, cards: list[str]) -> str | None:
    """What a card was called that is gone, as changes of it said."""
    rows = db.execute(
        """
        select edit ->> 'before', edit ->> 'after'
        from (
            select id, unnest(edits::json[]) as edit
            from change
            where id in (select change_id from touched where row_id in $ids)
            order by id
        )
        where edit ->> 'table' = 'contact' and edit ->> 'id' in $ids
        """,
        {"ids": cards},
    ).fetchall()
    said: dict[str, Any] = {}
    for sides in rows:
        for side in sides:
            said |= json.loads(side or "null") or {}
    called = " ".join(said[part] for part in PARTS if said.get(part))
    return called or said.get("email")
