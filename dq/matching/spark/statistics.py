"""Statistics over all records, counted on the cluster: what `Population` holds.

Tested in tests/matching/test_engines.py.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import encode, hashes, pc
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.kind import ColumnKind
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records, prepare
from dq.matching.spark.rows import collected, on_batches

# What is used once or twice counts the same wherever a frequency is asked for.
SEVERAL = 3
NAMES = ("given_name", "surname")
COUNTS = "field string, key long, sub long, text string, n long"


def companies(table: DataFrame, recipe: Recipe) -> np.ndarray:
    """Per record, by row number, the key of its company; 0 = unknown."""
    column = recipe.stratum
    if column is None:
        return np.zeros(table.count(), np.uint64)

    def keys(rows: pa.Table) -> pa.Table:
        return pa.table({"row": rows["row"], "key": _signed(encode(rows[column]).hashes)})

    found = collected(on_batches(table.select("row", column), keys, "row long, key long"))
    result = np.empty(len(found), np.uint64)
    result[found["row"].to_numpy()] = found["key"].to_numpy().view(np.uint64)
    return result


def known(table: DataFrame, recipe: Recipe, companies: np.ndarray) -> Population:
    """What is known of the whole table, in two passes over it.

    :param companies: the key of each record's company, see `companies`
    """
    population = _of_cells(table, recipe) if recipe.person else Population()
    counted = _counted(table, recipe, population).persist()
    try:
        frequencies = _frequencies(counted)
        if recipe.person:
            for name in NAMES:
                frequencies.setdefault(name, _of_keys(np.zeros(0, np.uint64)))
            frequencies["either_name"] = _either(counted, frequencies)
        if recipe.stratum:
            frequencies["stratum"] = _of_keys(companies[companies != 0])
        return replace(
            population,
            frequencies=frequencies,
            words=_words(counted, recipe, frequencies),
            shared=_shared(counted),
            common=_common(counted),
        )
    finally:
        counted.unpersist()


def _of_cells(table: DataFrame, recipe: Recipe) -> Population:
    """How often texts are in either name cell: those that are first names, and not just once; and
    how often they are so written in the first that not all is in capitals."""
    fields = [recipe.first(kind) for kind in (GIVEN_NAME, SURNAME)]
    cells = [one.columns[0] for one in fields if one]

    def count(rows: pa.Table) -> pa.Table:
        parts = []
        for role, cell in enumerate(cells):
            coded = encode(rows[cell])
            plain = pc.utf8_trim_whitespace(coded.values)
            capitals = pc.utf8_is_upper(plain).to_numpy(zero_copy_only=False)
            first = np.where(role == 0, coded.counts, 0)
            columns = {"first": first, "last": np.where(role == 1, coded.counts, 0)}
            columns |= {"small": np.where(capitals, 0, first)}
            parts.append(pa.table({"key": _signed(hashes(pc.utf8_lower(plain)))} | columns))
        return pa.concat_tables(parts)

    sums = [f.sum(name).alias(name) for name in ("first", "last", "small")]
    found = (
        on_batches(table.select(*cells), count, "key long, first long, last long, small long")
        .groupBy("key")
        .agg(*sums)
        .where("first >= 1 and first + last >= 2")
    )
    keys, (first, last, small) = _sorted(collected(found), "first", "last", "small")
    several = small >= 2
    return Population(
        roles=(Frequencies(keys, first, 0, 0, 0), Frequencies(keys, last, 0, 0, 0)),
        small=Frequencies(keys[several], small[several], 0, 0, 0),
    )


def _counted(table: DataFrame, recipe: Recipe, population: Population) -> DataFrame:
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
        .groupBy("field", "key", "sub")
        .agg(f.sum("n").alias("n"), f.max("text").alias("text"))
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
    if records.names is None or not records.recipe.stratum:
        return []
    sounds = records.names.sounds[records.names.surname]
    both = (keys != 0) & (sounds != 0)
    pairs = np.unique(np.stack([keys[both], sounds[both]]), axis=1)
    return [_part(name, pairs[0], np.ones(pairs.shape[1], np.int64), sub=pairs[1])]


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
            "key": _signed(keys),
            "sub": _signed(sub),
            "text": pa.nulls(len(keys), pa.string()) if texts is None else texts,
            "n": pa.array(counts.astype(np.int64)),
        }
    ).filter(pa.array(used))


def _frequencies(counted: DataFrame) -> dict[str, Frequencies]:
    values = counted.where("sub = 0")
    totals = values.groupBy("field").agg(
        f.sum("n").alias("total"),
        f.sum(f.col("n") * f.col("n")).alias("squares"),
        f.count("*").alias("distinct"),
    )
    often = collected(values.where(f"n >= {SEVERAL}").select("field", "key", "n"))
    found = {}
    for row in totals.collect():
        part = often.filter(pc.equal(often["field"], row["field"]))
        keys, (counts,) = _sorted(part, "n")
        found[row["field"]] = Frequencies(
            keys, counts, row["total"], row["squares"], row["distinct"]
        )
    return found


def _either(counted: DataFrame, frequencies: dict[str, Frequencies]) -> Frequencies:
    """Names in the role that they are commoner in."""
    most = counted.where(f.col("field").isin(*NAMES)).groupBy("key").agg(f.max("n").alias("n"))
    [row] = most.agg(
        f.sum("n").alias("total"),
        f.sum(f.col("n") * f.col("n")).alias("squares"),
        f.count("*").alias("distinct"),
    ).collect()
    both = [frequencies[name] for name in NAMES]
    keys = np.unique(np.concatenate([one.keys for one in both]))
    counts = np.maximum(*(one.of(keys) for one in both))
    return Frequencies(keys, counts, row["total"] or 0, row["squares"] or 0, row["distinct"])


def _of_keys(keys: np.ndarray) -> Frequencies:
    values, counts = np.unique(keys, return_counts=True)
    several = counts >= SEVERAL
    squares = int((counts.astype(np.int64) ** 2).sum())
    return Frequencies(values[several], counts[several], len(keys), squares, len(values))


def _words(
    counted: DataFrame, recipe: Recipe, frequencies: dict[str, Frequencies]
) -> dict[str, Frequencies]:
    """In how many distinct values of a field each word is, of its first ten."""
    wanted = [one.name for one, kind in recipe.columned if kind.by_words]
    words = f.array_distinct(f.slice(f.split("text", " "), 1, 10))
    found = (
        counted.where(f.col("field").isin(wanted) & (f.col("sub") == 0))
        .select("field", f.explode(words).alias("word"))
        .groupBy("field", "word")
        .agg(f.count("*").alias("n"))
        .where("n > 1")
    )
    table = collected(found)
    result = {}
    for name in wanted:
        part = table.filter(pc.equal(table["field"], name))
        keys = hashes(part["word"].combine_chunks().cast(pa.string()))
        order = np.argsort(keys)
        counts = part["n"].to_numpy()
        result[name] = Frequencies(keys[order], counts[order], 0, 0, 0)
    return {name: one for name, one in result.items() if name in frequencies}


def _shared(counted: DataFrame, several: int = 3) -> dict[str, np.ndarray]:
    """Addresses and numbers under `several` surnames or more: a team's, not a person's."""
    found = collected(
        counted.where("sub <> 0").groupBy("field", "key").count().where(f"count >= {several}")
    )
    return {
        name: np.sort(_unsigned(found.filter(pc.equal(found["field"], name))["key"]))
        for name in set(found["field"].to_pylist())
    }


def _common(counted: DataFrame) -> frozenset[str]:
    often = counted.where(f"field = 'given_name' and sub = 0 and n >= {SEVERAL}").select("text")
    return frozenset(collected(often)["text"].to_pylist())


def _signed(keys: np.ndarray) -> pa.Array:
    """64-bit keys as Spark knows them: it has no unsigned numbers."""
    return pa.array(np.ascontiguousarray(keys).view(np.int64))


def _unsigned(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy().astype(np.int64).view(np.uint64)


def _sorted(table: pa.Table, *columns: str) -> tuple[np.ndarray, list[np.ndarray]]:
    keys = _unsigned(table["key"])
    order = np.argsort(keys)
    return keys[order], [table[name].to_numpy()[order] for name in columns]
