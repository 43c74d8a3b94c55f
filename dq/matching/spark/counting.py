"""How often each value of each field is there, and who uses it, counted on the cluster.

Tested in tests/matching/test_engines.py.
"""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.population import Population
from dq.matching.kind import ColumnKind
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records, prepare
from dq.matching.spark.keys import signed
from dq.matching.spark.rows import on_batches

# What tells the two keys of an address's users apart, see `Names.users`.
USERS = ("", "\0initial")
COUNTS = "field string, key long, sub long, text string, n long"


def counted(table: DataFrame, recipe: Recipe, population: Population) -> DataFrame:
    """Per field and value its records; with `sub` per address or number its users' surnames."""

    def count(rows: pa.Table) -> pa.Table:
        records = prepare(rows, recipe, population)
        parts = _of_names(records)
        for one, kind in recipe.columned:
            parts += _of_field(records, one.name, kind)
        schema = pa.schema([("field", pa.string()), ("key", pa.int64()), ("sub", pa.int64())])
        schema = schema.append(pa.field("text", pa.string())).append(pa.field("n", pa.int64()))
        return pa.concat_tables([part.cast(schema) for part in parts])

    return (
        on_batches(table.drop("row"), count, COUNTS)
        # The text goes with the key; as one of the keys it is not a reason to sort.
        .groupBy("field", "key", "sub", "text")
        .agg(f.sum("n").alias("n"))
    )


def _of_names(records: Records) -> list[pa.Table]:
    names = records.names
    if names is None:
        return []
    texts = pa.array(names.texts.tolist(), pa.string())
    return [
        _part("given_name", names.hashes, names.given_counts, texts),
        _part("surname", names.hashes, names.surname_counts),
    ]


def _of_field(records: Records, name: str, kind: ColumnKind) -> list[pa.Table]:
    """The field's values and, of an address or number, the surnames (as they sound) it is under."""
    column = records.columns[name]
    parts = [_part(*one) for one in kind.counted(column, name)]
    if (shared := kind.shared(column)) is not None:
        parts += _users(records, name, shared[0])
    return parts


def _users(records: Records, name: str, keys: np.ndarray) -> list[pa.Table]:
    """Per address or number its users, by each of both keys that they have."""
    if records.names is None or not records.recipe.stratum:
        return []
    users, parts = records.names.users, []
    both = (keys != 0) & (users != 0).all(axis=1)
    for place, column in enumerate(users.T):
        pairs = np.unique(np.stack([keys[both], column[both]]), axis=1)
        ones = np.ones(pairs.shape[1], np.int64)
        parts.append(_part(f"{name}{USERS[place]}", pairs[0], ones, sub=pairs[1]))
    return parts


def _part(
    name: str,
    keys: np.ndarray,
    counts: np.ndarray,
    texts: pa.Array | None = None,
    sub: np.ndarray | None = None,
) -> pa.Table:
    sub = np.zeros(len(keys), np.uint64) if sub is None else sub
    used = counts > 0
    return pa.table(
        {
            "field": pa.array([name] * len(keys), pa.string()),
            "key": signed(keys),
            "sub": signed(sub),
            "text": pa.nulls(len(keys), pa.string()) if texts is None else texts,
            "n": pa.array(counts.astype(np.int64)),
        }
    ).filter(pa.array(used))
