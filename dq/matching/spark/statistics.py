"""Statistics over all records, counted on the cluster: what `Population` holds.

Tested in tests/matching/test_engines.py.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import encode, hashes, pc
from dq.matching.columns.population import NO_DOMAINS, Domains, Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.kind import Cells, ColumnKind
from dq.matching.kinds.email import EMAIL, Emails
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.recipe import Recipe
from dq.matching.records.domains import most
from dq.matching.records.records import Records, name_cells, prepare, short
from dq.matching.spark.rows import collected, kept, on_batches
from dq.matching.values import written

# What is used once or twice counts the same wherever a frequency is asked for.
SEVERAL = 3
NAMES = ("given_name", "surname")
ROLES = ("first", "last", "cells", "begins")
# What tells the two keys of an address's users apart, see `Names.users`.
USERS = ("", "\0initial")
COUNTS = "field string, key long, sub long, text string, n long"


def companies(table: DataFrame, recipe: Recipe) -> tuple[np.ndarray, Domains]:
    """Per record, by row number, the key of its company (0 = unknown), and whose e-mail domains
    are, by which records without a company have one."""
    column = recipe.stratum
    if column is None:
        return np.zeros(table.count(), np.uint64), NO_DOMAINS
    email = recipe.first(EMAIL) if recipe.person else None
    columns = [name for name in (email.columns if email else ()) if name in table.columns]
    few = table.select("row", column, *columns)

    def keys(rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        company = encode(rows[column]).hashes
        if email is None or not isinstance(email.kind, Emails):
            return np.zeros(len(company), np.uint64), company
        return email.kind.read(Cells(short(rows, recipe)), email.columns).domain.hashes, company

    def count(rows: pa.Table) -> pa.Table:
        domain, company = keys(rows)
        both = (domain != 0) & (company != 0)
        return pa.table({"domain": _signed(domain[both]), "company": _signed(company[both])})

    pairs = on_batches(few, count, "domain long, company long").groupBy("domain", "company")
    found = collected(pairs.agg(f.count("*").alias("n")))
    of = most(_unsigned(found["domain"]), _unsigned(found["company"]), found["n"].to_numpy())

    def work(rows: pa.Table) -> pa.Table:
        domain, company = keys(rows)
        company = np.where(company == 0, of.of(domain), company)
        return pa.table({"row": rows["row"], "key": _signed(company)})

    found = collected(on_batches(few, work, "row long, key long"))
    result = np.empty(len(found), np.uint64)
    result[found["row"].to_numpy()] = found["key"].to_numpy().view(np.uint64)
    return result, of


def known(table: DataFrame, recipe: Recipe, companies: np.ndarray, domains: Domains) -> Population:
    """What is known of the whole table, in two passes over it.

    :param companies: the key of each record's company, see `companies`
    """
    population = _of_cells(table, recipe) if recipe.person else Population()
    population = replace(population, domains=domains)
    counted = kept(_counted(table, recipe, population))
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
    how many cards are called so, see `written.called`."""
    fields = [recipe.first(kind) for kind in (GIVEN_NAME, SURNAME)]
    cells = [one.columns[0] for one in fields if one]

    def count(rows: pa.Table) -> pa.Table:
        parts = []
        for role, cell in enumerate(cells):
            coded = encode(rows[cell])
            text = pc.utf8_lower(pc.utf8_trim_whitespace(coded.values))
            parts.append(_roles(text, **{("first", "last")[role]: coded.counts}))
        found = written.called(*name_cells(rows, recipe))
        parts.append(_roles(found.texts, cells=found.cells, begins=found.begins))
        return pa.concat_tables(parts)

    sums = [f.sum(name).alias(name) for name in ROLES]
    schema = ", ".join(f"{name} long" for name in ("key", *ROLES))
    found = (
        on_batches(table.select(*cells), count, schema)
        .groupBy("key")
        .agg(*sums)
        .where("(first >= 1 and first + last >= 2) or cells >= 2 or begins >= 2")
    )
    keys, (first, last, named, begins) = _sorted(collected(found), *ROLES)
    roles = (first >= 1) & (first + last >= 2)
    given = recipe.first(GIVEN_NAME)
    filled = given and table.where(f"`{given.columns[0]}` <> ''").limit(1).count()
    counts = named if filled else begins
    several = counts >= 2
    return Population(
        roles=(
            Frequencies(keys[roles], first[roles], 0, 0, 0),
            Frequencies(keys[roles], last[roles], 0, 0, 0),
        ),
        first_names=Frequencies(keys[several], counts[several], 0, 0, 0),
    )


def _roles(texts: pa.Array, **counts: np.ndarray) -> pa.Table:
    nothing = np.zeros(len(texts), np.int64)
    return pa.table(
        {"key": _signed(hashes(texts))} | {name: counts.get(name, nothing) for name in ROLES}
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
    """Addresses and numbers under `several` surnames or more, and as many initials: a team's, not a
    person's."""
    found = collected(
        counted.where("sub <> 0").groupBy("field", "key").count().where(f"count >= {several}")
    )

    def keys(field: str) -> np.ndarray:
        return _unsigned(found.filter(pc.equal(found["field"], field))["key"])

    names = {field.removesuffix(USERS[1]) for field in found["field"].to_pylist()}
    return {name: np.intersect1d(keys(name), keys(f"{name}{USERS[1]}")) for name in names}


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
