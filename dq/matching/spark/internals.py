"""What Spark keeps to itself and we cannot do without: all that is no part of PySpark's public API.

Tested in tests/matching/test_engines.py.
"""

import subprocess
from typing import Any

from pyspark import SparkContext
from pyspark.sql import DataFrame, SparkSession


def cut(table: DataFrame) -> DataFrame:
    """The same table without the plan that leads to it.

    Plans that hold the plans of all that was kept before grow until planning costs more than the
    work. The public `localCheckpoint` cuts them as well, but forgets how the table was made: what a
    worker loses is then lost, where here it is made again.
    """
    spark: Any = table.sparkSession
    made: Any = table._jdf
    bare = spark._jsparkSession.internalCreateDataFrame(
        made.queryExecution().toRdd(), made.schema(), False
    )
    return DataFrame(bare, spark)


def names(spark: SparkSession, folder: str) -> list[str]:
    """What is in a folder, wherever Spark can read; nothing where there is no such folder.

    PySpark reads files by name, and has nothing to list them with.
    """
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(folder)
    system = path.getFileSystem(context._jsc.hadoopConfiguration())
    if not system.exists(path):
        return []
    return sorted(status.getPath().getName() for status in system.listStatus(path))


def stop(session: SparkSession) -> None:
    """Stop a session and the Java process behind it, which would else live as long as Python."""
    gateway = session.sparkContext._gateway
    session.stop()
    if gateway is None:
        return
    process = getattr(gateway, "proc", None)
    SparkContext._gateway = None
    SparkContext._jvm = None
    gateway.shutdown()
    if process is not None:
        process.stdin.close()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
