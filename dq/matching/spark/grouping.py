"""Groups on a cluster: components of the strong pairs, then average linkage inside each.

Tested in tests/matching/test_engines.py.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from dq.matching.pairs.block import within
from dq.matching.spark.rows import collected, kept, quiet
from dq.matching.weighing import cluster

GROUPED = "row long, group long"
LINKS = ["left", "right", "link"]
# Gives a table of pairs another column or other values.
Step = Callable[[DataFrame], DataFrame]


@dataclass(frozen=True)
class Components:
    """Rows and the smallest row that each is connected to (`root`), by root and row."""

    rows: np.ndarray
    roots: np.ndarray
    sizes: np.ndarray

    def of_size(self, least: int, most: int) -> "Components":
        """The components of so many rows."""
        chosen = (self.sizes >= least) & (self.sizes <= most)
        return Components(self.rows[chosen], self.roots[chosen], self.sizes[chosen])


def groups(
    spark: SparkSession, scored: DataFrame, score: Step, overrule: Step, until: ExitStack
) -> tuple[DataFrame, list[list[int]]]:
    """Rows of groups with the smallest row in each; and the components too big to resolve.

    :param scored: columns left, right and link, the bits that count for groups
    :param score: gives the same columns for pairs (left, right) that blocking missed
    :param overrule: puts what people decided in the column `link`
    :param until: the end of it is that of the groups, see `rows.kept`

    The strong pairs are gathered on the driver, 20 bytes each.
    """
    links = overrule(scored).select(*LINKS)
    strong = collected(links.where(f"link > {cluster.LINK}"))
    found, oversize = components(*(strong[name].to_numpy() for name in LINKS))
    pairs_only = found.of_size(2, 2)
    done = spark.createDataFrame(
        pa.table({"row": pairs_only.rows, "group": pairs_only.roots}), GROUPED
    )
    bigger = found.of_size(3, len(found.rows))
    if len(bigger.rows):
        done = done.unionByName(_linked(spark, bigger, links, score, overrule, until))
    return kept(done, until), oversize


def components(
    left: np.ndarray, right: np.ndarray, bits: np.ndarray
) -> tuple[Components, list[list[int]]]:
    """The connected components of strong pairs of rows, see `cluster.believable`."""
    rows, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, two = np.split(place, 2)
    root, oversize = cluster.believable(len(rows), one, two, bits, cluster.LINK)
    roots = rows[root] if len(rows) else rows
    order = np.lexsort((rows, roots))
    _, back, counts = np.unique(roots[order], return_inverse=True, return_counts=True)
    return Components(rows[order], roots[order], counts[back]), [
        rows[part].tolist() for part in oversize
    ]


def _linked(
    spark: SparkSession,
    bigger: Components,
    links: DataFrame,
    score: Step,
    overrule: Step,
    until: ExitStack,
) -> DataFrame:
    starts = np.flatnonzero(np.append(True, bigger.roots[1:] != bigger.roots[:-1]))
    one, two = within(bigger.sizes[starts])
    inner = spark.createDataFrame(
        pa.table({"root": bigger.roots[one], "left": bigger.rows[one], "right": bigger.rows[two]})
    )
    columns = ["root", *LINKS]
    known = kept(inner.join(links, ["left", "right"], "left"), until)
    missed = known.where("link is null").select("root", "left", "right")
    judged = overrule(score(missed.select("left", "right")).select(*LINKS))
    judged = missed.join(judged, ["left", "right"])
    seen = known.where("link is not null")
    every = seen.select(*columns).unionByName(judged.select(*columns))
    with quiet():
        return every.groupBy("root").applyInArrow(_resolved, GROUPED)


def _resolved(component: pa.Table) -> pa.Table:
    left, right = component["left"].to_pylist(), component["right"].to_pylist()
    bits = dict(zip(zip(left, right, strict=True), component["link"].to_pylist(), strict=True))
    parts = cluster.average_linkage(set(left) | set(right), bits, cluster.CUT)
    found = [(row, part[0]) for part in parts if len(part) > 1 for row in part]
    return pa.table(
        {
            "row": pa.array([row for row, _ in found], pa.int64()),
            "group": pa.array([group for _, group in found], pa.int64()),
        }
    )
