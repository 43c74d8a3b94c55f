"""Rows by their ids again, as whoever asked knows them.

Tested in tests/matching/test_engines.py.
"""

from pyspark.sql import DataFrame
from pyspark.sql import functions as f


def of_pairs(numbered: DataFrame, pairs: DataFrame, *columns: str) -> DataFrame:
    """Pairs with both ids in the place of both rows, and these columns."""
    left = numbered.select(f.col("row").alias("left"), f.col("id").alias("left_id"))
    right = numbered.select(f.col("row").alias("right"), f.col("id").alias("right_id"))
    return pairs.join(left, "left").join(right, "right").select("left_id", "right_id", *columns)


def of_groups(numbered: DataFrame, found: DataFrame) -> DataFrame:
    """The members of groups with the id of each and that of its group."""
    ids = numbered.select("row", f.col("id").alias("record_id"))
    roots = numbered.select(f.col("row").alias("group"), f.col("id").alias("group_id"))
    return found.join(ids, "row").join(roots, "group").select("record_id", "group_id")


def of_rows(numbered: DataFrame, lists: list[list[int]]) -> list[list[str]]:
    """Lists of rows as lists of ids."""
    wanted = [row for rows in lists for row in rows]
    if not wanted:
        return []
    found = numbered.where(f.col("row").isin(wanted)).select("row", "id").collect()
    name = {row["row"]: row["id"] for row in found}
    return [[name[row] for row in rows] for rows in lists]
