"""Records on a cluster: numbered, in batches, and back.

Tested in tests/matching/test_engines.py.
"""

import contextlib
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import StructType

from dq.matching.spark import internals

Batches = Iterator[pa.RecordBatch]
# Row numbers inside one partition, see Spark's `monotonically_increasing_id`.
_BITS = 33


def numbered(table: DataFrame, until: ExitStack) -> tuple[DataFrame, int]:
    """The records by id with a column `row` that counts from 0, and how many there are.

    :param until: the end of it is that of the table, see `kept`
    """
    part = f.shiftright("place", _BITS)
    with ExitStack() as meanwhile:
        # Sorting looks at all ids first, for which the files would be read twice.
        ordered = kept(table, meanwhile).orderBy("id")
        # Kept: numbers must not change between the two looks at it.
        placed = kept(ordered.withColumn("place", f.monotonically_increasing_id()), until)
        counted = placed.groupBy(part.alias("part")).count().collect()
    sizes = sorted((row["part"], row["count"]) for row in counted)
    starts, total = {}, 0
    for number, count in sizes:
        starts[number] = total
        total += count
    if not starts:
        return placed.withColumn("row", f.lit(0).cast("long")).drop("place"), 0
    offsets = f.create_map(*[f.lit(item) for pair in starts.items() for item in pair])
    inside = f.col("place").bitwiseAND((1 << _BITS) - 1)
    row = f.element_at(offsets, part) + inside
    return placed.withColumn("row", row.cast("long")).drop("place"), total


def kept(table: DataFrame, until: ExitStack) -> DataFrame:
    """The table, made once and then read from memory, until the end of `until`.

    Its plan ends here, see `internals.cut`.
    """
    found = internals.cut(table).persist()
    until.callback(found.unpersist)
    return found


def on_batches(
    table: DataFrame, work: Callable[[pa.Table], pa.Table], schema: str | StructType
) -> DataFrame:
    """`work` done to the table, some ten thousand rows at a time."""

    def run(batches: Batches) -> Batches:
        for batch in batches:
            if len(batch):
                yield from work(pa.Table.from_batches([batch])).to_batches()

    with quiet():
        return table.mapInArrow(run, schema)


def on_blocks(
    table: DataFrame,
    by: tuple[str, ...],
    work: Callable[[pa.Table], pa.Table],
    schema: str,
) -> DataFrame:
    """`work` done to the table, whole blocks at a time: rows that are equal in the columns `by`.

    :param table: with all rows of a block in one partition, one below the other
    """

    def run(batches: Batches) -> Batches:
        waiting: list[pa.RecordBatch] = []
        for batch in batches:
            if not len(batch):
                continue
            begins = _last_block(batch, by)
            if begins or (waiting and not _alike(waiting[-1], batch, by)):
                yield from work(pa.Table.from_batches([*waiting, batch[:begins]])).to_batches()
                waiting = []
            waiting.append(batch[begins:])
        if waiting:
            yield from work(pa.Table.from_batches(waiting)).to_batches()

    with quiet():
        return table.mapInArrow(run, schema)


def _last_block(batch: pa.RecordBatch, by: tuple[str, ...]) -> int:
    """Where the last block of the batch begins."""
    columns = (batch.column(name).to_numpy() for name in by)
    return max(int(np.max(np.flatnonzero(one[1:] != one[:-1]), initial=-1)) for one in columns) + 1


def _alike(one: pa.RecordBatch, other: pa.RecordBatch, by: tuple[str, ...]) -> bool:
    """Whether one block goes on from the end of a batch to the beginning of the other."""
    return all(one.column(name)[-1] == other.column(name)[0] for name in by)


@contextlib.contextmanager
def quiet() -> Generator[None]:
    """Without Spark's warning about pandas 3, which nothing here uses with Spark."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        yield


def collected(table: DataFrame) -> pa.Table:
    """All rows, on the driver."""
    return table.toArrow()
