"""Exports as Spark reads them: a folder of CSV or Parquet, here or on a cluster's storage.

Tested in tests/matching/test_engines.py.
"""

from collections.abc import Sequence

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from dq.errors import N_, Invalid
from dq.matching.columns.columns import pc
from dq.matching.files import cells, engine_duckdb
from dq.matching.files.headers import mapping, table_of
from dq.matching.files.match import decided, parse
from dq.matching.pipeline import Decisions
from dq.matching.recipe import ACCOUNTS, CONTACTS, Recipe, typed, with_own
from dq.matching.spark import internals
from dq.matching.spark.rows import collected, on_batches
from dq.matching.values import organisations
from dq.matching.values.lists import NOTHING, Own
from dq.values import invisible
from dq.values.general import GENERAL

INFO = "key string, account_name string, company string"


def records(
    spark: SparkSession,
    input: str,
    kind: str,
    columns: str | Sequence[str] | None = None,
    own: Own = NOTHING,
) -> tuple[DataFrame, Recipe]:
    """The records to match and their recipe: of a folder of exports, or of one file of one's own.

    :param kind: which records of a folder: "contact" or "account"
    :param columns: of one file, see `files.parse`
    :param own: what a team knows besides our lists
    :raises Invalid: nothing to read there, or no column with ids
    """
    if columns is not None:
        table, recipe = _own(read(spark, input), columns, input)
        return on_batches(table, cells.read, table.schema), with_own(recipe, own)
    found = _exports(spark, input)
    if kind not in found:
        raise Invalid(N_("There is no {kind}s.csv in {folder}."), kind=kind, folder=input)
    # Accounts are ten times fewer than contacts, and their tree is climbed on the driver.
    accounts = cells.read(collected(_table(found.get("account"), "account", spark)))
    with engine_duckdb.holding(accounts) as db:
        if kind == "account":
            return spark.createDataFrame(engine_duckdb.accounts(db, own)), with_own(ACCOUNTS, own)
        info = engine_duckdb.named_companies(db, own)
    contacts = _contacts(_table(found["contact"], "contact", spark), own)
    known = contacts.join(
        spark.createDataFrame(info, INFO), f.col("account_id") == f.col("key"), "left"
    )
    apart = f.when(f.expr(GENERAL), "general").otherwise("person")
    company = f.when(f.col("key").isNull(), f.col("named")).otherwise(f.col("company"))
    known = known.withColumn("apart", apart).withColumn("company_id", company)
    return known.drop("key", "account_name", "company", "named", "kind"), with_own(CONTACTS, own)


def _contacts(table: DataFrame, own: Own) -> DataFrame:
    """The contacts as in process; an account that no account file explains may be a name itself."""
    forms = own.legal_forms

    def work(rows: pa.Table) -> pa.Table:
        rows = cells.read(rows)
        none = pa.scalar(None, pa.string())
        username = pc.if_else(pc.is_null(rows["email"]), rows["username"], none)
        rows = rows.set_column(rows.column_names.index("username"), "username", username)
        account = rows["account_id"].combine_chunks().dictionary_encode()
        names = [organisations.company(text, forms) for text in account.dictionary.to_pylist()]
        return rows.append_column("named", pa.array(names, pa.string()).take(account.indices))

    schema = ", ".join(f"{name} string" for name in (*table.columns, "named"))
    return on_batches(table, work, schema)


def decisions(spark: SparkSession, path: str) -> Decisions:
    """What people decided, from a file or folder; they are few, and come to the driver."""
    return decided(cells.read(collected(read(spark, path))), path)


def read(spark: SparkSession, path: str) -> DataFrame:
    """A CSV or Parquet file, or a folder of them, as texts, which `cells.read` is yet to read."""
    if ".csv" not in path.rsplit("/", 1)[-1].lower():
        table = spark.read.parquet(path)
        return table.select(*[f.col(f"`{name}`").cast("string") for name in table.columns])
    first = spark.read.text(path).limit(1).collect()
    header = first[0]["value"] if first else ""
    separator = max(",;\t", key=header.count)
    # Addresses have line ends in their cells, so a CSV file is read by one worker.
    table = spark.read.csv(path, header=True, sep=separator, quote='"', escape='"', multiLine=True)
    # Excel and Data Loader put a byte order mark before the first header.
    names = [invisible.text(name).strip('"') for name in table.columns]
    return table.toDF(*names)


def _exports(spark: SparkSession, folder: str) -> dict[str, str]:
    """The path of each kind of record in the folder."""
    found: dict[str, str] = {}
    for name in internals.names(spark, folder):
        if kind := table_of(name):
            found.setdefault(kind, f"{folder.rstrip('/')}/{name}")
    return found


def _table(path: str | None, kind: str, spark: SparkSession) -> DataFrame:
    """The columns of ours that the export has, under our names; null where it has none."""
    wanted = engine_duckdb.TABLES[kind]
    if path is None:
        return spark.createDataFrame([], ", ".join(f"{name} string" for name in wanted))
    table = read(spark, path)
    headers = mapping(table.columns, kind, path)
    return table.select(
        *[
            (f.col(f"`{headers[name]}`") if name in headers else f.lit(None).cast("string")).alias(
                name
            )
            for name in wanted
        ]
    )


def _own(table: DataFrame, columns: str | Sequence[str], path: str) -> tuple[DataFrame, Recipe]:
    identity = next((name for name in table.columns if name.lower() == "id"), None)
    if identity is None:
        raise Invalid(
            N_("{file} has no column with ids; it has: {columns}."),
            file=path,
            columns=", ".join(table.columns),
        )
    chosen = parse(columns, table.columns)
    names = [f"{number} {header}" for number, (_, header) in enumerate(chosen)]
    own = [
        f.col(f"`{header}`").alias(name) for (_, header), name in zip(chosen, names, strict=True)
    ]
    kinds = [kind for kind, _ in chosen]
    return (
        table.select(f.col(f"`{identity}`").alias("id"), *own),
        typed(list(zip(kinds, names, strict=True))),
    )
