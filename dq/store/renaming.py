"""A record gets another key: everywhere in `main` where it is named, and in the history.

Tested in tests/outgoing/test_days.py.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

import duckdb

from dq.objects import NAMED_BY

# Where else the key of a record stands.
ELSEWHERE = {
    "contact": (("departure", "id"), ("merged", "id")),
    "account": (("merged", "id"),),
}
# How the key begins of what a package makes, until it is known.
MADE = "made-"
EVERYWHERE = (
    ("finding", "record_id"), ("finding", "other_id"), ("package_row", "record_id"),
    ("accepted", "record_id"),
)  # fmt: skip

# Columns of JSON in which it stands, by table and its key: what went to Salesforce, what is done by
# hand and what waits, and what may stay different.
JSON_COLUMNS = (
    ("package_row", "key", "fields"),
    ("package", "id", "work"),
    ("package", "id", "waits"),
    ("accepted", "id", "theirs"),
    ("accepted", "id", "ours"),
)


def rename(db: duckdb.DuckDBPyConnection, table: str, ids: Mapping[str, str]) -> None:
    """Give the records of `table` their new keys {old: new}, within the caller's transaction.

    The versions of rows stay: nothing that a person sees has changed.
    """
    if not ids:
        return
    db.execute("create or replace temp table renamed (old_id varchar, new_id varchar)")
    db.executemany("insert into renamed values (?, ?)", list(ids.items()))
    places = (
        (table, "id"), *NAMED_BY.get(table, ()), *ELSEWHERE.get(table, ()), *EVERYWHERE,
    )  # fmt: skip
    for place, column in places:
        _put(db, place, column)
    _composed(db)
    for place in JSON_COLUMNS:
        _in_json(db, *place, ids)
    _ways_back(db, ids)
    _history(db, ids)
    db.execute("drop table temp.renamed")


def renamed(edits: list[dict[str, Any]], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """The edits of a change that is not written yet, with the new keys."""
    return [_edit(edit, ids) for edit in edits]


def _put(db: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    db.execute(
        f"update main.{table} as named set {column} = renamed.new_id from renamed"
        f" where named.{column} = renamed.old_id"
    )


def _composed(db: duckdb.DuckDBPyConnection) -> None:
    """Keys that are made of the keys of others; a pair has its lesser one on the left."""
    db.execute("update succession set id = contact_id || ':' || successor_id")
    db.execute(
        "update clash set record_id = renamed.new_id from renamed"
        " where clash.record_id = renamed.old_id"
    )
    db.execute(
        "update clash set id = concat_ws(':', record_table, record_id, field)"
        " where record_id in (select new_id from renamed)"
    )
    db.execute(
        "update accepted set id = concat(record_table, ':', record_id, ':', coalesce(field, ''))"
        " where record_id in (select new_id from renamed)"
    )
    db.execute(
        """
        update decision
        set left_id = right_id,
            right_id = left_id,
            seen = split_part(seen, ' ', 2) || ' ' || split_part(seen, ' ', 1)
        where left_id > right_id
        """
    )
    db.execute(
        "update decision set id = concat_ws(':', record_kind, left_id, right_id)"
        " where left_id in (select new_id from renamed) or right_id in (select new_id from renamed)"
    )


def _in_json(
    db: duckdb.DuckDBPyConnection, table: str, key: str, column: str, ids: Mapping[str, str]
) -> None:
    """Put the new keys into a column of JSON, in one statement for all rows."""
    rows = db.execute(
        f"select {key}, {column} from {table} where contains({column}::varchar, $shared)",
        {"shared": os.path.commonprefix(list(ids))},
    ).fetchall()
    read = ((id, json.loads(text)) for id, text in rows)
    changed = [(id, after) for id, before in read if (after := _renamed(before, ids)) != before]
    texts = [
        {"id": str(id), "text": json.dumps(after, separators=(",", ":"), ensure_ascii=False)}
        for id, after in changed
    ]
    if texts:
        db.execute(
            f"update {table} set {column} = became.text from ("
            ' select unnest(from_json($texts, \'[{"id": "VARCHAR", "text": "VARCHAR"}]\'),'
            f" recursive := true)) as became where {table}.{key}::varchar = became.id",
            {"texts": json.dumps(texts)},
        )


def _ways_back(db: duckdb.DuckDBPyConnection, ids: Mapping[str, str]) -> None:
    """What takes a package back knows what it made by the new keys."""
    known = {f"{made}{old}": new for old, new in ids.items() for made in ("", MADE)}
    rows = db.execute("select id, back::varchar from package where back is not null").fetchall()
    for id, text in rows:
        way = json.loads(text)
        found = [row for file in way["files"] for row in file["rows"] if row["key"] in known]
        for row in found:
            row["key"] = known[row["key"]]
        loose = [[known.get(one, one) for one in pair] for pair in way["loose"]]
        if found or loose != way["loose"]:
            values = {"back": json.dumps(way | {"loose": loose}), "id": id}
            db.execute("update package set back = $back where id = $id", values)


def _history(db: duckdb.DuckDBPyConnection, ids: Mapping[str, str]) -> None:
    """The changes that wrote the records stay their history, and can be undone; who was removed is
    known by the new key."""
    for column in ("edits", "told"):
        _in_history(db, column, ids)


def _in_history(db: duckdb.DuckDBPyConnection, column: str, ids: Mapping[str, str]) -> None:
    removed = " and command = 'forget'" if column == "told" else ""
    rows = db.execute(
        f"select id, {column} from change where contains({column}::varchar, $shared){removed}",
        {"shared": os.path.commonprefix(list(ids))},
    ).fetchall()
    for id, text in rows:
        before = json.loads(text)
        after = renamed(before, ids) if column == "edits" else _renamed(before, ids)
        if after != before:
            db.execute(f"update change set {column} = ? where id = ?", [json.dumps(after), id])


def _edit(edit: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    renamed = _renamed(edit, ids)
    if edit["table"] == "decision":
        for side in ("before", "after"):
            if renamed[side]:
                renamed[side] = _ordered(renamed[side])
        whole = renamed["after"] or renamed["before"]
        renamed["id"] = whole.get("id", renamed["id"])
    return renamed


def _ordered(row: dict[str, Any]) -> dict[str, Any]:
    """A decision with its lesser record on the left."""
    if not {"left_id", "right_id", "record_kind"} <= set(row):
        return row
    left, right = sorted((row["left_id"], row["right_id"]))
    seen = row.get("seen")
    if seen and left != row["left_id"]:
        seen = " ".join(reversed(seen.split(" ")))
    named = {"left_id": left, "right_id": right, "id": f"{row['record_kind']}:{left}:{right}"}
    return row | named | ({"seen": seen} if "seen" in row else {})


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """A value with every key in it renamed, also as a part of a key of several."""
    if isinstance(value, dict):
        return {name: _renamed(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, ids) for inner in value]
    if isinstance(value, str):
        return ":".join(ids.get(part, part) for part in value.split(":"))
    return value
