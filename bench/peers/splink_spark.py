"""One run of Splink on Spark, from files to groups, beside `dq duplicates --engine spark`.

python splink_spark.py --model dutch --input DIR --max-pairs 1e6 --output DIR does what
`splink_run` does, in a Python that has PySpark and Splink, on two cores. DuckDB reads the files,
which costs next to nothing beside the rest.
"""

import json
import logging
from typing import Any

import duckdb
import splink  # ty: ignore[import-not-found]
from models import MODELS, Model  # ty: ignore[import-not-found]
from pyspark.sql import SparkSession
from splink import Linker, SparkAPI  # ty: ignore[import-not-found]
from splink.backends.spark import similarity_jar_location  # ty: ignore[import-not-found]
from splink_run import Clock, arguments, matched, read, settings  # ty: ignore[import-not-found]

# As the engine of ours has it on one machine, so that neither plans for a cluster.
PARTITIONS = "8"


def main() -> None:
    """Parse the command line, run, print where the time went."""
    options = arguments(__doc__)
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(json.dumps({"version": splink.__version__} | run(MODELS[options.model], options)))


def run(model: Model, options: Any) -> dict[str, float]:
    """Read, train, predict, cluster and write; seconds by step."""
    clock = Clock()
    spark = opened(options.output)
    table = read(duckdb.connect(), model, options.input)
    api = SparkAPI(spark_session=spark, num_partitions_on_repartition=int(PARTITIONS))
    linker = Linker(api.register(spark.createDataFrame(table)), settings(model))
    clock.lap("read")
    pairs, groups = matched(linker, model, options.max_pairs, clock)
    for name, found in (("pairs", pairs), ("groups", groups)):
        table = spark.table(found.physical_name)
        table.write.parquet(str(options.output / f"{name}.parquet"))
    clock.lap("write")
    spark.stop()
    return clock.laps


def opened(output: Any) -> SparkSession:
    """A session on two cores that knows Splink's functions."""
    output.mkdir(parents=True)
    builder = SparkSession.builder.master("local[2]").appName("Splink")
    builder = builder.config("spark.jars", similarity_jar_location())
    builder = builder.config("spark.driver.memory", "4g").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", PARTITIONS)
    builder = builder.config("spark.default.parallelism", PARTITIONS)
    spark = builder.getOrCreate()
    spark.sparkContext.setCheckpointDir(str(output / "checkpoints"))
    return spark


if __name__ == "__main__":
    main()
