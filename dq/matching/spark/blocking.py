"""Candidate pairs on a cluster: the same keys, caps and finer keys as `block`, by equi-joins.

Tested in tests/matching/test_engines.py.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import combine, hashes, pc
from dq.matching.columns.population import Population
from dq.matching.pairs.block import TOKEN_CAP, Dropped, block_of, within
from dq.matching.pairs.budget import Sizes, afforded, grows, wanted
from dq.matching.pairs.keys import Atoms, Key, token_fields, tokens
from dq.matching.recipe import Recipe
from dq.matching.records.records import prepare
from dq.matching.spark.rows import collected, on_batches

KEYS = "key int, cap int, block long, finer long, row long, apart long"
# A block of more records than this never travels under its own key; there are few of them.
HUGE = 10_000

Unwrap = Callable[[], Population]


def candidates(
    table: DataFrame, recipe: Recipe, size: int, population: Unwrap
) -> tuple[DataFrame, Callable[[], Dropped]]:
    """Pairs of row numbers (left < right), each once; and a way to count what the caps dropped."""
    every = wanted(recipe, size)
    keyed = on_batches(table, _keys(recipe, every, size, population), KEYS).persist()
    every, keyed = _afforded(recipe, every, keyed, size)
    small, big = _in_blocks(keyed)
    caps = f.array(*[f.lit(key.last_cap) for key in every])
    again = (
        big.where("finer is not null")
        .withColumn("block", f.col("finer"))
        .withColumn("cap", f.element_at(caps, f.col("key") + 1))
        .persist()
    )
    finer, _ = _in_blocks(again.withColumn("finer", f.lit(None).cast("long")))
    pairs = _pairs(small).unionByName(_pairs(finer)).distinct()
    # What has no finer key, or is too big even so.
    finer_too = [number for number, key in enumerate(every) if key.finer]
    last = keyed.where(~f.col("key").isin(finer_too or [-1]))
    return pairs, lambda: _dropped([last, again], every)


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
    kept = afforded(every, blocks, size)
    # Without the key of all records, which is the last.
    keyed = keyed.where(~f.col("key").between(len(kept), len(every) - 1))
    caps = f.array(*[f.lit(one.cap) for one in kept])
    cap = f.when(f.col("key") < len(kept), f.element_at(caps, f.col("key") + 1)).otherwise(
        f.col("cap")
    )
    return kept, keyed.withColumn("cap", cap)


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


def _in_blocks(keyed: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Blocks within their cap, as lists; and the rows of those over it.

    Counting comes first, which merges on the spot, so that no worker gets all rows of a huge
    block: these are told by a table small enough to send to everyone.
    """
    counts = keyed.groupBy("key", "cap", "block").count()
    huge = counts.where(f"count > greatest(cap, {HUGE})").select("key", "block")
    usual = keyed.join(f.broadcast(huge), ["key", "block"], "left_anti")
    blocks = usual.groupBy("key", "block").agg(
        f.first("cap").alias("cap"), f.collect_list(f.struct("row", "apart", "finer")).alias("rows")
    )
    over = (
        blocks.where("size(rows) > cap")
        .select("key", "block", "cap", f.explode("rows").alias("one"))
        .select("key", "cap", "block", "one.finer", "one.row", "one.apart")
    )
    giants = keyed.join(f.broadcast(huge), ["key", "block"], "left_semi")
    return (
        blocks.where("size(rows) > 1 and size(rows) <= cap").select("rows"),
        over.unionByName(giants.select(*over.columns)),
    )


def _pairs(blocks: DataFrame) -> DataFrame:
    def work(table: pa.Table) -> pa.Table:
        lists = table["rows"].combine_chunks()
        lengths = pc.list_value_length(lists).to_numpy()
        inside = lists.flatten()
        row = pc.struct_field(inside, "row").to_numpy()
        apart = pc.struct_field(inside, "apart").to_numpy()
        one, two = within(lengths.astype(np.int64))
        together = (apart[one] == apart[two]) & (row[one] != row[two])
        one, two = row[one[together]], row[two[together]]
        return pa.table({"left": np.minimum(one, two), "right": np.maximum(one, two)})

    return on_batches(blocks, work, "left long, right long")


def _dropped(tables: list[DataFrame], every: list[Key]) -> Dropped:
    names = ["+".join(key.atoms) for key in every]
    dropped = Dropped()
    for table in tables:
        over = table.groupBy("key", "cap", "block").count().where("count > cap")
        sums = over.groupBy("key").agg(f.count("*").alias("blocks"), f.sum("count").alias("rows"))
        for row in sums.collect():
            if row["key"] < len(names):
                name = names[row["key"]]
                dropped.blocks[name], dropped.records[name] = row["blocks"], row["rows"]
    return dropped
