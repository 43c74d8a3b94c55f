"""Spark sessions that find this project and its Python on every worker.

Tested in tests/matching/test_engines.py.
"""

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path

from pyspark.sql import SparkSession

from dq.matching.spark import internals

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    # Spark's own guess is 200 parts whatever the size; these are merged where they are small.
    "spark.sql.adaptive.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
}

ON_ONE_MACHINE = {
    "spark.sql.shuffle.partitions": "8",
    # A part for each core is too few for the memory, where a file is large.
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.sql.adaptive.advisoryPartitionSizeInBytes": "8m",
    "spark.driver.memory": "2g",
    # With two cores or four, what collects beside the work takes from it.
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextlib.contextmanager
def opened(master: str, **settings: str) -> Generator[SparkSession]:
    """A session on `master` ("local[2]", "spark://host:7077", "yarn"), stopped afterwards.

    :param settings: Spark's own, with "_" for "."
    """
    # Workers else take the system's python3, which has none of our packages.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    builder = SparkSession.builder.master(master).appName("Kaartenbak")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        for name, value in ON_ONE_MACHINE.items():
            builder = builder.config(name, value)
    for name, value in settings.items():
        builder = builder.config(name.replace("_", "."), value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        internals.stop(session)
