"""What people decided of pairs, with the records as they were then: what matching learns from.

A merge is a decision as well, though one of its records is gone: the history has it.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import duckdb
import pyarrow as pa

from dq import settings
from dq.matching import unreadable
from dq.matching.columns.columns import pc
from dq.matching.columns.tables import plain
from dq.matching.files.engine_duckdb import TABLES
from dq.matching.recipe import Recipe
from dq.matching.records.records import prepare
from dq.matching.weighing.lessons import Lessons

RULED = "select left_id, right_id from ruling where record_kind = ? and same = ?"
# Every merge that stands, the newest first, so that what an earlier one finds is what it made.
MERGES = """
    select id, edits
    from change
    where command = 'merge' and undone_by is null
    order by id desc
"""
# So many merges, the newest, are learned from.
MOST = 5_000

Row = dict[str, Any]


def read(
    db: duckdb.DuckDBPyConnection, table: pa.Table, recipe: Recipe, source: Callable[..., pa.Table]
) -> Lessons | None:
    """The decided pairs of one kind that matching learns from; None where the team does not want
    them used.

    Whoever merges says that two are one; where hardly anybody said "no" there is nothing to be
    learned from that, and the history is left unread.

    :param table: all records of the kind that there are, as matching reads them
    :param source: what reads them from a store
    """
    if not settings.get(db, "learn_from_decisions"):
        return None
    said = ruled(db, table, recipe)
    return every(db, said, recipe, source) if said.enough_against else said


def decided(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether people decided anything; nothing is ruled or settled without."""
    return bool(db.execute("select 1 from decision limit 1").fetchall())


def ruled(db: duckdb.DuckDBPyConnection, table: pa.Table, recipe: Recipe) -> Lessons:
    """The pairs that people said of that they are one, or not."""
    kind, some = recipe.record_kind, decided(db)
    same, different = (
        db.execute(RULED, [kind, said]).fetchall() if some else [] for said in (True, False)
    )
    return Lessons.of(table, same, different)


def every(
    db: duckdb.DuckDBPyConnection, said: Lessons, recipe: Recipe, source: Callable[..., pa.Table]
) -> Lessons:
    """What was said, and what was merged."""
    found = said
    merged = _merged(db, recipe.record_kind)
    if merged:
        found += _as_they_were(db, merged, recipe, source)
    if not found.enough:
        return found
    # A card that cannot be read is no reason to learn nothing, nor to match nothing.
    _, odd = unreadable.spared(found.table, lambda some: prepare(some, recipe))
    return found.without(odd) if odd else found


def _merged(db: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[Row, Row]]:
    """The records of each merge before it: the one that stayed, the one that went."""
    now: dict[str, Row] = {}
    found: list[tuple[Row, Row]] = []
    for change, edits in db.execute(MERGES).fetchall():
        edits = json.loads(edits)
        mine = [edit for edit in edits if edit["table"] == kind]
        gone = {edit["id"]: edit["before"] for edit in mine if edit["after"] is None}
        new = [edit["after"] for edit in edits if edit["table"] == "merged" and not edit["before"]]
        joins = [one for one in new if one["record_kind"] == kind]
        for stays in {one["survivor_id"] for one in joins}:
            if stays not in now:
                now[stays] = _row(db, kind, stays)
            for edit in mine:
                if edit["id"] == stays and edit["before"] and edit["after"]:
                    now[stays] = now[stays] | edit["before"]
        for number, one in enumerate(joins):
            survivor, loser = now[one["survivor_id"]], gone.get(one["id"])
            if survivor and loser:
                key = f"{change}:{number}"
                found.append((survivor | {"id": f"{key}:stays"}, loser | {"id": f"{key}:went"}))
        now |= gone  # a record that went here was there before
        if len(found) >= MOST:
            break
    return found


def _row(db: duckdb.DuckDBPyConnection, kind: str, id: str) -> Row:
    """The record as it is now; nothing where it is gone without a merge."""
    columns = TABLES[kind]
    rows = db.execute(f"select {', '.join(columns)} from main.{kind} where id = ?", [id]).fetchall()
    return dict(zip(columns, rows[0], strict=True)) if rows else {}


def _as_they_were(
    db: duckdb.DuckDBPyConnection,
    merged: list[tuple[Row, Row]],
    recipe: Recipe,
    source: Callable[..., pa.Table],
) -> Lessons:
    """Merged pairs, read as matching reads what is there."""
    kind = recipe.record_kind
    rows = [row for pair in merged for row in pair]
    accounts = db.sql(f"select {', '.join(TABLES['account'])} from main.account").to_arrow_table()
    with duckdb.connect() as then:
        for name in TABLES:
            there = [accounts] if name == "account" else []
            mine = _table(name, rows if name == kind else [])
            then.register("given", pa.concat_tables([*there, mine]))
            then.execute(f"create table {name} as select * from given")
            then.unregister("given")
        found = plain(source(then, own=recipe.own)).combine_chunks()
    ids = [row["id"] for row in rows]
    found = found.filter(pc.is_in(found["id"].cast(pa.string()), value_set=pa.array(ids)))
    left, right = ids[::2], ids[1::2]
    return Lessons(found, tuple(left), tuple(right), (True,) * len(left))


def _table(name: str, rows: Iterable[Row]) -> pa.Table:
    some = list(rows)
    return pa.table(
        {
            column: pa.array(
                [None if row.get(column) is None else str(row[column]) for row in some],
                pa.string(),
            )
            for column in TABLES[name]
        }
    )
