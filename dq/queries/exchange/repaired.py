"""What Kaartenbak repaired by itself after a load, and what people took back of it.

Tested in tests/casework/test_automatic.py.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.access import itself

# What is written of a record that came or went.
WHOLE = "*"


@dataclass(frozen=True)
class Repaired:
    """A repair: its change, the check that found what was wrong, the record, what was done (a
    message id and what fills it), and whether it is `undone`."""

    change_id: int
    check_id: str
    record_kind: str
    record_id: str
    name: str | None
    message: str
    facts: dict[str, Any]
    undone: bool


@dataclass(frozen=True)
class After:
    """The repairs after a load, and how many more there were to do."""

    load_id: int
    done: tuple[Repaired, ...]
    left: int

    @property
    def standing(self) -> list[int]:
        """The changes that nobody took back."""
        return [one.change_id for one in self.done if not one.undone]


def after(db: duckdb.DuckDBPyConnection, load_id: int | None = None) -> After | None:
    """What was repaired after this load (left out: the newest); None where nothing was."""
    newest = db.execute("select max(id) from load").fetchall()[0][0]
    wanted = newest if load_id is None else load_id
    return next((_after(db, told) for told in _told(db) if told["load"] == wanted), None)


def since(db: duckdb.DuckDBPyConnection, load_id: int) -> list[After]:
    """What was repaired after each load later than this one, the newest first."""
    return [_after(db, told) for told in _told(db) if told["load"] > load_id]


def _after(db: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> After:
    undone = _undone(db, [one["change_id"] for one in told["done"]])
    done = (
        Repaired(
            one["change_id"],
            one["check_id"],
            one["record_kind"],
            one["record_id"],
            one["name"],
            one["message"],
            one["facts"],
            one["change_id"] in undone,
        )
        for one in told["done"]
    )
    return After(told["load"], tuple(done), told["left"])


def taken_back(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The keys of what was repaired by itself and taken back: it is not done again."""
    every = [one for told in _told(db) for one in told["done"]]
    undone = _undone(db, [one["change_id"] for one in every])
    return {one["key"] for one in every if one["change_id"] in undone}


def _told(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = db.execute(
        "select told from change where command = 'repair' and actor = ? order by id desc",
        [itself.AUTOMATIC],
    ).fetchall()
    return [json.loads(told) for (told,) in rows]


def _undone(db: duckdb.DuckDBPyConnection, ids: list[int]) -> set[int]:
    rows = db.execute(
        "select id from change where id in (select unnest($ids::bigint[]))"
        " and undone_by is not null",
        {"ids": ids},
    ).fetchall()
    return {id for (id,) in rows}


def by_hand(db: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, set[str]]:
    """Of these records the fields that people wrote here, `WHOLE` where one came or went by it;
    what was taken back was written too."""
    rows = db.execute(
        f"""
        with edit as (
            select edit ->> 'id' as id, edit -> 'before' as old, edit -> 'after' as new
            from (
                select unnest(edits::json[]) as edit
                from change
                where actor <> $actor and command <> 'load'
            )
            where list_contains($ids, edit ->> 'id')
        ), part as (
            select *, unnest(json_keys(new)) as field
            from edit
            where json_type(old) = 'OBJECT' and json_type(new) = 'OBJECT'
        )
        select distinct id, field
        from part
        where json_extract(old, '$."' || field || '"')
            is distinct from json_extract(new, '$."' || field || '"')
        union
        select id, '{WHOLE}'
        from edit
        where (json_type(old) = 'OBJECT') is distinct from (json_type(new) = 'OBJECT')
        """,
        {"actor": itself.AUTOMATIC, "ids": list(ids)},
    ).fetchall()
    found: dict[str, set[str]] = {}
    for id, field in rows:
        found.setdefault(id, set()).add(field)
    return found
