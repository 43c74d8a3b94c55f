"""Statistics over all records, counted on the cluster: what `Population` holds.

Tested in tests/matching/test_engines.py.
"""

from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import hashes, pc
from dq.matching.columns.population import Domains, Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.recipe import Recipe
from dq.matching.spark import counting, roles
from dq.matching.spark.counting import USERS
from dq.matching.spark.keys import by_key, unsigned
from dq.matching.spark.rows import collected, kept

# What is used once or twice counts the same wherever a frequency is asked for.
SEVERAL = 3
NAMES = ("given_name", "surname")


def known(table: DataFrame, recipe: Recipe, companies: np.ndarray, domains: Domains) -> Population:
    """What is known of the whole table, in two passes over it.

    :param companies: the key of each record's company, see `companies.of`
    """
    population = roles.of_cells(table, recipe) if recipe.person else Population()
    population = replace(population, domains=domains)
    with ExitStack() as meanwhile:
        counted = kept(counting.counted(table, recipe, population), meanwhile)
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
        keys, (counts,) = by_key(part, "n")
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
    """Addresses and numbers under `several` surnames or more, and as many initials: a team's, not a
    person's."""
    found = collected(
        counted.where("sub <> 0").groupBy("field", "key").count().where(f"count >= {several}")
    )

    def keys(field: str) -> np.ndarray:
        return unsigned(found.filter(pc.equal(found["field"], field))["key"])

    names = {field.removesuffix(USERS[1]) for field in found["field"].to_pylist()}
    return {name: np.intersect1d(keys(name), keys(f"{name}{USERS[1]}")) for name in names}


def _common(counted: DataFrame) -> frozenset[str]:
    often = counted.where(f"field = 'given_name' and sub = 0 and n >= {SEVERAL}").select("text")
    return frozenset(collected(often)["text"].to_pylist())
