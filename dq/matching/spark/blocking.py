"""Candidate pairs on a cluster: the same keys, caps and finer keys as `block`, by equi-joins.

Tested in tests/matching/test_engines.py.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import combine, hashes, pc
from dq.matching.columns.population import Population
from dq.matching.pairs.block import TOKEN_CAP, Dropped, block_of, members, within
from dq.matching.pairs.budget import Sizes, afforded, grows, wanted
from dq.matching.pairs.keys import Atoms, Key, token_fields, tokens
from dq.matching.recipe import Recipe
from dq.matching.records.records import prepare
from dq.matching.spark.rows import collected, kept, on_batches, on_blocks

KEYS = "key int, cap int, block long, finer long, row long, apart long"
OVER = ["key", "cap", "block", "finer", "row", "apart"]
# Either a pair, or a row of a block over its cap.
PAIRED = f"left long, right long, {KEYS}"
# A block of more records than this never travels under its own key; there are few of them.
HUGE = 10_000

Unwrap = Callable[[], Population]


@dataclass(frozen=True)
class Found:
    """Pairs of row numbers (left < right), each once, how many, and what the caps dropped."""

    pairs: DataFrame
    number: int
    dropped: Dropped


def candidates(
    table: DataFrame, recipe: Recipe, size: int, population: Unwrap, until: ExitStack
) -> Found:
    """The pairs that share a key.

    :param until: the end of it is that of the pairs, see `rows.kept`
    """
    every = wanted(recipe, size)
    keyed = on_batches(table, _keys(recipe, every, size, population), KEYS)
    with ExitStack() as meanwhile:
        every, keyed = _afforded(recipe, every, kept(keyed, meanwhile), size)
        pairs, last = _paired_by(keyed, every, meanwhile)
        pairs = kept(pairs, until)
        return Found(pairs, pairs.count(), _dropped(last, every))


def _paired_by(keyed: DataFrame, every: list[Key], until: ExitStack) -> tuple[DataFrame, DataFrame]:
    """The pairs of blocks within their cap, by the key or its finer one; the rows of the others."""
    pairs, over = _in_blocks(keyed, until)
    caps = f.array(*[f.lit(key.last_cap) for key in every])
    again = (
        over.where("finer is not null")
        .withColumn("block", f.col("finer"))
        .withColumn("cap", f.element_at(caps, f.col("key") + 1))
    )
    more, left_out = _in_blocks(again.withColumn("finer", f.lit(None).cast("long")), until)
    # What has no finer key, or is too big even so.
    finer_too = [number for number, key in enumerate(every) if key.finer]
    last = over.where(~f.col("key").isin(finer_too or [-1])).unionByName(left_out)
    return pairs.unionByName(more).distinct(), last


def _afforded(
    recipe: Recipe, every: list[Key], keyed: DataFrame, size: int
) -> tuple[list[Key], DataFrame]:
    """The keys with the caps that the file affords, and the same rows with these; see `budget`."""
    if not grows(recipe, size):
        return every, keyed
    counts = (
        keyed.groupBy("key", "block")
        .count()
        .groupBy("key", "count")
        .agg(f.count("*").alias("number"))
    )
    found = collected(counts.where(f"key < {len(every)}"))
    key, sizes, number = (found[name].to_numpy() for name in ("key", "count", "number"))
    blocks = [Sizes(sizes[key == place], number[key == place]) for place in range(len(every))]
    chosen = afforded(every, blocks, size)
    # Without the key of all records, which is the last.
    keyed = keyed.where(~f.col("key").between(len(chosen), len(every) - 1))
    caps = f.array(*[f.lit(one.cap) for one in chosen])
    cap = f.when(f.col("key") < len(chosen), f.element_at(caps, f.col("key") + 1)).otherwise(
        f.col("cap")
    )
    return chosen, keyed.withColumn("cap", cap)


def _keys(
    recipe: Recipe, every: list[Key], size: int, population: Unwrap
) -> Callable[[pa.Table], pa.Table]:
    """The work on a batch: one row per record and key that it has."""

    def work(rows: pa.Table) -> pa.Table:
        records = prepare(rows, recipe, population())
        atoms = Atoms(records)
        number = rows["row"].to_numpy()
        apart = np.zeros(len(records), np.int64)
        if "apart" in rows.column_names:
            texts = pc.fill_null(rows["apart"].combine_chunks().cast(pa.string()), "\0")
            apart = hashes(texts).view(np.int64)
        parts = []
        for place, key in enumerate(every):
            value = combine(*(atoms[name] for name in key.atoms))
            finer = np.zeros_like(value)
            if key.finer:
                finer = combine(value, *(atoms[name] for name in key.finer))
            has = np.flatnonzero(value)
            parts.append(
                _rows(place, key.cap, value[has], finer[has], number[has], apart[has], size)
            )
        for place, name in enumerate(token_fields(recipe), len(parts)):
            value, owner = tokens(records, name)
            nothing = np.zeros(len(value), np.uint64)
            parts.append(_rows(place, TOKEN_CAP, value, nothing, number[owner], apart[owner], size))
        return pa.concat_tables(parts)

    return work


def _rows(
    place: int,
    cap: int,
    value: np.ndarray,
    finer: np.ndarray,
    number: np.ndarray,
    apart: np.ndarray,
    size: int,
) -> pa.Table:
    return pa.table(
        {
            "key": np.full(len(value), place, np.int32),
            "cap": np.full(len(value), cap, np.int32),
            "block": block_of(value, size).view(np.int64),
            "finer": pa.array(block_of(finer, size).view(np.int64), mask=finer == 0),
            "row": number,
            "apart": apart,
        }
    )


def _in_blocks(keyed: DataFrame, until: ExitStack) -> tuple[DataFrame, DataFrame]:
    """The pairs of blocks within their cap, and the rows of those over it.

    Counting comes first, which merges on the spot, so that no worker gets all rows of a huge
    block: these are told by a table small enough to send to everyone.
    """
    counts = keyed.groupBy("key", "cap", "block").count()
    found = collected(counts.where(f"count > greatest(cap, {HUGE})").select("key", "block"))
    usual, giants = keyed, None
    if len(found):
        huge = f.broadcast(keyed.sparkSession.createDataFrame(found))
        usual = keyed.join(huge, ["key", "block"], "left_anti")
        giants = keyed.join(huge, ["key", "block"], "left_semi")
    together = usual.repartition("key", "block").sortWithinPartitions("key", "block")
    parts = kept(on_blocks(together.select(*OVER), ("key", "block"), _paired, PAIRED), until)
    pairs = parts.where("left is not null").select("left", "right")
    over = parts.where("left is null").select(*OVER)
    return pairs, over if giants is None else over.unionByName(giants.select(*OVER))


def _paired(table: pa.Table) -> pa.Table:
    """The pairs of whole blocks, one below the other, and the rows of those over their cap."""
    key, block = table["key"].to_numpy(), table["block"].to_numpy()
    new = (key[1:] != key[:-1]) | (block[1:] != block[:-1])
    start = np.flatnonzero(np.append(True, new))
    lengths = np.diff(np.append(start, len(key)))
    big = lengths > table["cap"].to_numpy()[start]
    small = ~big & (lengths > 1)
    one, two = within(lengths[small])
    inside = members(start[small], lengths[small])
    row, apart = table["row"].to_numpy()[inside], table["apart"].to_numpy()[inside]
    right = (apart[one] == apart[two]) & (row[one] != row[two])
    one, two = row[one[right]], row[two[right]]
    pairs = pa.table({"left": np.minimum(one, two), "right": np.maximum(one, two)})
    over = table.take(pa.array(members(start[big], lengths[big])))
    return pa.concat_tables([pairs, over], promote_options="default")


def _dropped(over: DataFrame, every: list[Key]) -> Dropped:
    """Per key the blocks and the rows over its cap."""
    names = ["+".join(key.atoms) for key in every]
    blocks = over.where(f"key < {len(names)}").groupBy("key", "block").count()
    sums = blocks.groupBy("key").agg(f.count("*").alias("blocks"), f.sum("count").alias("rows"))
    dropped = Dropped()
    for row in sums.collect():
        name = names[row["key"]]
        dropped.blocks[name], dropped.records[name] = row["blocks"], row["rows"]
    return dropped
