"""Match: find the likely duplicates among contacts and accounts, and write them down."""

import json
from collections.abc import Callable

import duckdb
import numpy as np
import pyarrow as pa

from dq import store
from dq.matching import engine_duckdb, pipeline
from dq.matching.recipe import ACCOUNTS, CONTACTS

# A pair that is more likely than not is proposed; docs/matching.md shows what a threshold costs.
THRESHOLD = 0.5
# Names alone are listed from here on, best first, and no further than this many.
PERHAPS, MOST_PERHAPS = 0.0, 5_000

Progress = Callable[..., None]
SOURCES = ((CONTACTS, engine_duckdb.contacts), (ACCOUNTS, engine_duckdb.accounts))


def run(db: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Write tables `pair`, `perhaps` and `cluster` anew for contacts and accounts.

    `pair` has the proposed duplicates and what else is inside a group; `perhaps` the pairs at two
    companies that agree on the name alone, which are never in a group. Part of the caller's
    transaction, or one of its own.

    :param progress: called with a fraction (0..1) and a message id
    """
    found = [
        (recipe.kind, pipeline.match(read(db), recipe, progress=_part(progress, place)))
        for place, (recipe, read) in enumerate(SOURCES)
    ]
    if _inside_transaction(db):
        _write(db, found)
    else:
        with store.transaction(db):
            _write(db, found)


def _part(progress: Progress | None, place: int) -> pipeline.Progress:
    """Contacts are nine tenths of the work, accounts the rest."""

    def tell(fraction: float, message: str) -> None:
        if progress is not None:
            start, width = ((0.0, 0.9), (0.9, 0.1))[place]
            progress(start + width * fraction, message)

    return tell


def _inside_transaction(db: duckdb.DuckDBPyConnection) -> bool:
    # In autocommit every statement has a transaction of its own, so two in a row differ.
    one = db.execute("select txid_current()").fetchall()
    return one == db.execute("select txid_current()").fetchall()


def _write(db: duckdb.DuckDBPyConnection, found: list[tuple[str, pipeline.Result]]) -> None:
    for table in ("pair", "perhaps", "cluster"):
        db.execute(f"delete from {table}")
    for kind, result in found:
        _insert(db, "pair", pair_rows(kind, result))
        _insert(db, "perhaps", perhaps_rows(kind, result))
        _insert(db, "cluster", cluster_rows(kind, result))


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    db.register("matched", rows)
    columns = ", ".join(rows.column_names)
    db.execute(f"insert into {table} by name select {columns} from matched")
    db.unregister("matched")


def pair_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `pair`: over the threshold, or inside one group; best first."""
    group = result.groups.of
    left, right = result.pairs
    together = (group[left] == group[right]) & (group[left] >= 0)
    rows = np.flatnonzero(((result.scored.score >= THRESHOLD) & ~result.perhaps) | together)
    return _table(kind, result, rows)


def perhaps_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `perhaps`: the likeliest of those with nothing but the name in common."""
    from_name = (
        np.isin(result.compared.levels[_row(result, "given_name")], (1, 2))
        if len(result.compared.fields) and "given_name" in result.compared.fields
        else np.zeros(len(result.perhaps), bool)
    )
    rows = np.flatnonzero(result.perhaps & from_name & (result.scored.score > PERHAPS))
    rows = rows[np.argsort(-result.scored.bits[rows], kind="stable")][:MOST_PERHAPS]
    return _table(kind, result, np.sort(rows))


def _row(result: pipeline.Result, field: str) -> int:
    return result.compared.fields.index(field)


def _table(kind: str, result: pipeline.Result, rows: np.ndarray) -> pa.Table:
    order = np.lexsort((result.pairs[1][rows], result.pairs[0][rows], -result.scored.bits[rows]))
    rows = rows[order]
    items = pipeline.evidence(result.compared, result.scored, rows)
    evidence = [json.dumps(one) for one in items]
    return pa.table(
        {
            "record_kind": pa.array([kind] * len(rows), pa.string()),
            "left_id": result.records.ids.take(pa.array(result.pairs[0][rows])),
            "right_id": result.records.ids.take(pa.array(result.pairs[1][rows])),
            "score": pa.array(result.scored.score[rows].astype(np.float64)),
            "evidence": pa.array(evidence, pa.string()),
        }
    )


def cluster_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `cluster`: each record of a group, under the first record's id."""
    group = result.groups.of
    rows = np.flatnonzero(group >= 0)
    ids = result.records.ids
    return pa.table(
        {
            "record_kind": pa.array([kind] * len(rows), pa.string()),
            "record_id": ids.take(pa.array(rows)),
            "group_id": ids.take(pa.array(group[rows])),
        }
    )
