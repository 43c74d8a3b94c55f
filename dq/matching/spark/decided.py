"""What people decided of pairs, on a cluster: it goes before the weights, as in `pipeline`.

Tested in tests/matching/test_engines.py.
"""

from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from dq.matching.pipeline import Decisions
from dq.matching.spark.rows import collected
from dq.matching.weighing import cluster
from dq.matching.weighing.lessons import Lessons


@dataclass(frozen=True)
class Ruling:
    """Decided pairs by row number, of records that are both there.

    `same` has left and right of those decided to be one; `bits` has left, right and `ruled`, the
    bits that overrule, where "not a duplicate" goes before "duplicate". Both are None without
    decisions. People decide by hand, so the tables are small enough to send to every worker.
    """

    same: DataFrame | None = None
    bits: DataFrame | None = None

    def overrule(self, table: DataFrame) -> DataFrame:
        """The table (left, right, link, ...) with `link` as decided where it was."""
        if self.bits is None:
            return table
        link = f.coalesce("ruled", "link").cast("float")
        joined = table.join(f.broadcast(self.bits), ["left", "right"], "left")
        return joined.withColumn("link", link).drop("ruled")

    def allowed(self, pairs: DataFrame) -> DataFrame:
        """The pairs without those decided to be different."""
        if self.bits is None:
            return pairs
        never = self.bits.where(f"ruled = {cluster.NEVER}")
        return pairs.join(f.broadcast(never), ["left", "right"], "left_anti")

    def missed(self, pairs: DataFrame) -> DataFrame | None:
        """Pairs decided to be one that are not among `pairs`."""
        if self.same is None:
            return None
        return self.same.join(pairs, ["left", "right"], "left_anti")


def ruling(spark: SparkSession, numbered: DataFrame, decisions: Decisions | None) -> Ruling:
    """The decisions on records of this table (columns id and row)."""
    if decisions is None or not (decisions.same or decisions.different):
        return Ruling()
    ids = _ids(spark, decisions)
    found = collected(numbered.select("id", "row").join(f.broadcast(ids), "id", "left_semi"))
    row = dict(zip(found["id"].to_pylist(), found["row"].to_pylist(), strict=True))
    same, different = (
        {(min(row[i], row[j]), max(row[i], row[j])) for i, j in pairs if i in row and j in row}
        for pairs in (decisions.same, decisions.different)
    )
    bits = dict.fromkeys(same, cluster.ALWAYS) | dict.fromkeys(different, cluster.NEVER)
    return Ruling(
        spark.createDataFrame(sorted(same), "left long, right long"),
        spark.createDataFrame(
            [(*pair, bits[pair]) for pair in sorted(bits)], "left long, right long, ruled float"
        ),
    )


def lessons(
    spark: SparkSession, numbered: DataFrame, decisions: Decisions | None
) -> Lessons | None:
    """The decided pairs with their records, to fit the weights further on."""
    if decisions is None or not (decisions.same or decisions.different):
        return None
    few = collected(numbered.join(f.broadcast(_ids(spark, decisions)), "id", "left_semi"))
    return Lessons.of(few, decisions.same, decisions.different)


def _ids(spark: SparkSession, decisions: Decisions) -> DataFrame:
    wanted = sorted({i for pair in decisions.same | decisions.different for i in pair})
    return spark.createDataFrame(pa.table({"id": pa.array(wanted, pa.string())}), "id string")
