"""Comparing and weighing pairs on a cluster; the weights are learned from a sample.

Tested in tests/matching/test_engines.py.
"""

import json
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from dq.matching.columns.population import Population
from dq.matching.pairs import sampling
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.compare import compare
from dq.matching.recipe import Recipe
from dq.matching.records.records import prepare
from dq.matching.spark.blocking import Found
from dq.matching.spark.rows import collected, on_batches
from dq.matching.weighing import learn, weigh
from dq.matching.weighing.scored_pairs import score_pairs

SCORED = "left long, right long, bits float, score float, name_only boolean, link float"
EXPLAINED = "left long, right long, evidence string"


def learned(
    spark: SparkSession,
    table: DataFrame,
    found: Found,
    recipe: Recipe,
    companies: np.ndarray,
    population: Population,
) -> weigh.Model:
    """The weights, from the same sample and by the same steps as in process.

    :param companies: per row number its company's code, -1 = unknown
    """
    count = found.number
    sample = _sampled(found.pairs, count)
    randoms = [sampling.random_pairs(companies, stratum) for stratum in (0, 1)]
    rows = np.unique(np.concatenate([side for pair in (sample, *randoms) for side in pair]))
    wanted = spark.createDataFrame(pa.table({"row": rows.astype(np.int64)}))
    few = collected(table.join(f.broadcast(wanted), "row", "left_semi")).sort_by("row")
    records = prepare(few, recipe, population)
    numbers = few["row"].to_numpy()
    sample, *randoms = [_placed(pair, numbers) for pair in (sample, *randoms)]
    share = max(len(sample[0]) / count, 1e-9) if count else 1.0
    extent = learn.Extent.of(companies, share)
    start = learn.Start.of(records, extent.total, randoms)
    return learn.estimate(records, sample, compare(records, *sample), start, extent)


def _sampled(pairs: DataFrame, count: int) -> Pairs:
    """The pairs that `sampling.subset` takes, in ascending order."""
    most = learn.TAUGHT

    def work(some: pa.Table) -> pa.Table:
        pair = some["left"].to_numpy(), some["right"].to_numpy()
        return some.filter(pa.array(sampling.subset(pair, count, most)))

    found = collected(on_batches(pairs, work, "left long, right long"))
    left, right = found["left"].to_numpy(), found["right"].to_numpy()
    order = np.lexsort((right, left))
    return left[order], right[order]


def _placed(pairs: Pairs, numbers: np.ndarray) -> Pairs:
    left, right = (np.searchsorted(numbers, side).astype(np.int32) for side in pairs)
    return left, right


def scored(
    table: DataFrame,
    pairs: DataFrame,
    recipe: Recipe,
    model: weigh.Model,
    population: Callable[[], Population],
) -> DataFrame:
    """Pairs (left, right) with their bits, whether nothing but the name speaks for them
    (`name_only`), and the bits that count for groups (`link`)."""

    def work(joined: pa.Table) -> pa.Table:
        left, right, rows = _sides(joined)
        found = score_pairs(prepare(rows, recipe, population()), (left, right), model)
        return pa.table(
            {
                "left": joined["left"],
                "right": joined["right"],
                "bits": found.bits.astype(np.float32),
                "score": found.score.astype(np.float32),
                "name_only": found.name_only,
                "link": found.link.astype(np.float32),
            }
        )

    return on_batches(_joined(table, pairs), work, SCORED)


def explained(
    table: DataFrame,
    pairs: DataFrame,
    recipe: Recipe,
    model: weigh.Model,
    population: Callable[[], Population],
) -> DataFrame:
    """Pairs (left, right) with their evidence, JSON as of `ScoredPairs.evidence`."""

    def work(joined: pa.Table) -> pa.Table:
        left, right, rows = _sides(joined)
        found = score_pairs(prepare(rows, recipe, population()), (left, right), model)
        items = found.evidence()
        return pa.table(
            {
                "left": joined["left"],
                "right": joined["right"],
                "evidence": pa.array([json.dumps(one) for one in items], pa.string()),
            }
        )

    return on_batches(_joined(table, pairs), work, EXPLAINED)


def _joined(table: DataFrame, pairs: DataFrame) -> DataFrame:
    """Each pair with the columns of both records, named l_* and r_*."""
    left = table.select(*[f.col(name).alias(f"l_{name}") for name in table.columns])
    right = table.select(*[f.col(name).alias(f"r_{name}") for name in table.columns])
    pairs = pairs.select("left", "right")
    joined = pairs.join(left, f.col("left") == f.col("l_row"))
    return joined.join(right, f.col("right") == f.col("r_row"))


def _sides(joined: pa.Table) -> tuple[np.ndarray, np.ndarray, pa.Table]:
    """Places of each pair's records among the distinct records of a batch, and these."""
    names = [name[2:] for name in joined.column_names if name.startswith("l_")]
    both = pa.table(
        {
            name: pa.chunked_array([*joined[f"l_{name}"].chunks, *joined[f"r_{name}"].chunks])
            for name in names
        }
    )
    _, first, place = np.unique(both["row"].to_numpy(), return_index=True, return_inverse=True)
    left, right = np.split(place.astype(np.int32), 2)
    return left, right, both.take(pa.array(first))
