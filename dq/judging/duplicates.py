"""Match: find the likely duplicates among contacts and accounts, and write them down."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa

from dq.judging import lessons, recipes
from dq.matching import pipeline, unreadable
from dq.matching.changed import Live, Update
from dq.matching.comparing.names import EXACT, NICKNAME
from dq.matching.files import engine_duckdb
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.records.records import short
from dq.progress import Progress
from dq.store import door

# Names alone are listed best first, and no further than this many.
MOST_PERHAPS = 5_000
# Enough of a component that is too big to see what holds it together.
FIRST = 5

Item = dict[str, object]
READ = (engine_duckdb.contacts, engine_duckdb.accounts)
# What is written of what was found.
TABLES = ("pair", "perhaps", "cluster", "matching")


@dataclass(frozen=True)
class Matched:
    """All records of one kind, what people decided of them, and what matching found.

    `unread` are the ids of records that matching stumbled over; they are not in the table.
    """

    table: pa.Table
    decisions: pipeline.Decisions
    result: pipeline.Result
    unread: tuple[str, ...] = ()

    def live(self) -> Live:
        """The same, ready for `update`."""
        return Live(self.table, self.result, self.decisions)


def run(db: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> Matched:
    """Write tables `pair`, `perhaps`, `cluster` and `matching` anew for contacts and accounts.

    `pair` has the proposed duplicates and what else is inside a group; `perhaps` the pairs at two
    companies that agree on the name alone, which are never in a group; `matching` what was too
    big to compare or to believe. Part of the caller's transaction, or one of its own. Returns the
    contacts.

    :param progress: called with a fraction (0..1) and a message id
    """
    contacts = matched(db, progress=_part(progress, 0))
    accounts = matched(db, 1, progress=_part(progress, 1))
    found = [("contact", contacts), ("account", accounts)]
    with door.joined(db):
        _write(db, found)
    return contacts


def matched(
    db: duckdb.DuckDBPyConnection,
    place: int = 0,
    *,
    progress: Progress | None = None,
    use: Callable[[Matched], object] | None = None,
) -> Matched:
    """The contacts (the accounts: `place` 1), matched; nothing is written.

    :param use: what is to be made of it; a record that this stumbles over is left out as well
    """
    recipe, read = recipes.of(db, place), READ[place]
    table, decisions = short(read(db, own=recipe.own), recipe), decided(db, recipe.record_kind)
    taught = lessons.read(db, table, recipe, read)

    def work(some: pa.Table) -> Matched:
        result = pipeline.match(some, recipe, decisions=decisions, taught=taught, progress=progress)
        found = Matched(some, decisions, result)
        if use is not None:
            use(found)
        return found

    found, unread = unreadable.spared(table, work)
    return replace(found, unread=tuple(unread))


def decided(db: duckdb.DuckDBPyConnection, kind: str) -> pipeline.Decisions:
    """What people decided of pairs of this kind."""
    if not lessons.decided(db):
        return pipeline.Decisions(same=frozenset(), different=frozenset())
    rows = db.execute(
        "select left_id, right_id, same from settled where record_kind = ?", [kind]
    ).fetchall()
    return pipeline.Decisions(
        same=frozenset((left, right) for left, right, same in rows if same),
        different=frozenset((left, right) for left, right, same in rows if not same),
    )


def update(db: duckdb.DuckDBPyConnection, known: Live, ids: Sequence[str]) -> None:
    """Match only contacts `ids` again, which were edited, made or removed, and what they touch.

    Tables `pair` and `cluster` are then as after a full run with the weights of `known`; tables
    `perhaps` and `matching` wait for the next full run.
    """
    rows = engine_duckdb.contacts(db, ids, known.recipe.own)
    gone = sorted(set(ids) - set(rows["id"].to_pylist()))
    found = known.update(rows, tuple(gone))
    with door.joined(db):
        _rewrite(db, found)


def _rewrite(db: duckdb.DuckDBPyConnection, found: Update) -> None:
    db.execute(
        """
        delete from pair
        where record_kind = 'contact'
            and (left_id in (select unnest($ids)) or right_id in (select unnest($ids)))
        """,
        {"ids": found.touched},
    )
    db.execute(
        "delete from cluster where record_kind = 'contact' and record_id in (select unnest(?))",
        [found.touched],
    )
    items = found.scored.evidence()
    grouped = [(record, group) for record, group in found.groups.items() if group is not None]
    _insert(
        db,
        "pair",
        _pairs("contact", *_columns(found.pairs), found.scored.score.astype(np.float64), items),
    )
    _insert(db, "cluster", _members("contact", *_columns(grouped)))


def _columns(pairs: list[tuple[str, str]]) -> tuple[pa.Array, pa.Array]:
    one, two = zip(*pairs, strict=True) if pairs else ((), ())
    return pa.array(one, pa.string()), pa.array(two, pa.string())


def _part(progress: Progress | None, place: int) -> Progress:
    """Contacts are nine tenths of the work, accounts the rest."""

    def tell(fraction: float, message: str) -> None:
        if progress is not None:
            start, width = ((0.0, 0.9), (0.9, 0.1))[place]
            progress(start + width * fraction, message)

    return tell


def note_unread(db: duckdb.DuckDBPyConnection, found: Matched) -> None:
    """Write down which contacts the search cannot read, beside what matching left out."""
    db.execute(
        "update matching set unread = ? where record_kind = 'contact'", [json.dumps(found.unread)]
    )


def _write(db: duckdb.DuckDBPyConnection, found: list[tuple[str, Matched]]) -> None:
    for table in TABLES:
        db.execute(f"delete from {table}")
    for kind, one in found:
        _insert(db, "pair", pair_rows(kind, one.result))
        _insert(db, "perhaps", perhaps_rows(kind, one.result))
        _insert(db, "cluster", cluster_rows(kind, one.result))
        db.execute(
            "insert into matching values (?, ?, ?, ?, ?)",
            [kind, *left_out(one.result), json.dumps(one.unread), _learned(one.result)],
        )
    if not lessons.decided(db):
        return
    db.execute(
        """
        delete from pair
        using settled
        where not settled.same
            and settled.record_kind = pair.record_kind
            and settled.left_id = least(pair.left_id, pair.right_id)
            and settled.right_id = greatest(pair.left_id, pair.right_id)
        """
    )


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    db.register("matched", rows)
    columns = ", ".join(rows.column_names)
    db.execute(f"insert into {table} by name select {columns} from matched")
    db.unregister("matched")


def pair_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `pair`: over the threshold, or inside one group; best first."""
    group = result.groups.of
    pairs = result.pairs
    left, right = pairs.rows
    together = (group[left] == group[right]) & (group[left] >= 0)
    rows = np.flatnonzero(pairs.likely | together)
    return _table(kind, result, rows)


def perhaps_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `perhaps`: the likeliest of those with nothing but the name in common."""
    row = result.records.recipe.rows.get(GIVEN_NAME)
    if row is None:
        return _table(kind, result, np.zeros(0, np.int64))
    pairs = result.pairs
    given = pairs.levels[row]
    rows = np.flatnonzero(pairs.name_only & ((given == EXACT) | (given == NICKNAME)))
    rows = rows[np.argsort(-pairs.bits[rows], kind="stable")][:MOST_PERHAPS]
    return _table(kind, result, np.sort(rows))


def _table(kind: str, result: pipeline.Result, rows: np.ndarray) -> pa.Table:
    pairs, ids = result.pairs, result.records.ids
    rows = rows[np.lexsort((pairs.rows[1][rows], pairs.rows[0][rows], -pairs.bits[rows]))]
    left, right = (ids.take(pa.array(side[rows])) for side in pairs.rows)
    items = pairs.evidence(rows)
    return _pairs(kind, left, right, pairs.score[rows].astype(np.float64), items)


def _pairs(
    kind: str, left: pa.Array, right: pa.Array, score: np.ndarray, items: list[list[Item]]
) -> pa.Table:
    evidence = [json.dumps(one) for one in items]
    return pa.table(
        {
            "record_kind": pa.array([kind] * len(left), pa.string()),
            "left_id": left,
            "right_id": right,
            "score": pa.array(score),
            "evidence": pa.array(evidence, pa.string()),
        }
    )


def cluster_rows(kind: str, result: pipeline.Result) -> pa.Table:
    """Rows for table `cluster`: each record of a group, under the first record's id."""
    group = result.groups.of
    rows = np.flatnonzero(group >= 0)
    ids = result.records.ids
    return _members(kind, ids.take(pa.array(rows)), ids.take(pa.array(group[rows])))


def left_out(result: pipeline.Result) -> tuple[str, str]:
    """What the caps dropped, and the components too big to believe, as in table `matching`."""
    dropped = [
        {"key": key, "blocks": blocks, "records": result.dropped.records[key]}
        for key, blocks in result.dropped.blocks.items()
    ]
    ids = result.records.ids
    oversize = [
        {"records": len(rows), "ids": ids.take(pa.array(rows[:FIRST])).to_pylist()}
        for rows in sorted(result.groups.oversize, key=len, reverse=True)
    ]
    return json.dumps(dropped), json.dumps(oversize)


def _learned(result: pipeline.Result) -> str | None:
    """What was found of weights that were fitted on decisions, as in table `matching`."""
    check = result.model.check
    return json.dumps(asdict(check)) if check is not None else None


def _members(kind: str, records: pa.Array, groups: pa.Array) -> pa.Table:
    kinds = pa.array([kind] * len(records), pa.string())
    return pa.table({"record_kind": kinds, "record_id": records, "group_id": groups})
