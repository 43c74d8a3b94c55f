"""Records on a cluster: numbered, in batches, and back.

Tested in tests/matching/test_engines.py.
"""

import contextlib
import warnings
from collections.abc import Callable, Generator, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import StructType

Batches = Iterator[pa.RecordBatch]
# Row numbers inside one partition, see Spark's `monotonically_increasing_id`.
_BITS = 33


def numbered(table: DataFrame) -> tuple[DataFrame, int]:
    """The records by id with a column `row` that counts from 0, and how many there are.

    The caller unpersists the table.
    """
    placed = (
        table.orderBy("id").withColumn("place", f.monotonically_increasing_id()).persist()
    )  # kept: numbers must not change between the two looks at it
    part = f.shiftright("place", _BITS)
    sizes = sorted(
        (row["part"], row["count"]) for row in placed.groupBy(part.alias("part")).count().collect()
    )
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


@contextlib.contextmanager
def quiet() -> Generator[None]:
    """Without Spark's warning about pandas 3, which nothing here uses with Spark."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        yield


def collected(table: DataFrame) -> pa.Table:
    """All rows, on the driver."""
    return table.toArrow()
