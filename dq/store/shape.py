"""What a store is made of: its tables, macros and views; an older one is given what it lacks."""

import hashlib
import re
from functools import cache
from pathlib import Path

import duckdb

from dq import sources
from dq.errors import Invalid
from dq.objects import OBJECTS
from dq.store import faults
from dq.store.migrations import MIGRATIONS
from dq.values.general import GENERAL
from dq.values.scripts import DIGIT, LETTER

VERSION = len(MIGRATIONS)
# Text that is kept as it is: one card out of 100,000 is read in a quarter of the time, for a file
# of two and a half times the size. It is said once the file is
# open; as a setting of its opening it would do nothing.
PLAIN = "set disabled_compression_methods = 'fsst,dict_fsst'"
# What every store has had from the first version on.
OURS = {"store_version", "change", "contact"}
# Whatever somebody may have made in a database.
ANYTHING = """
    select table_name from duckdb_tables() where not internal
    union all select view_name from duckdb_views() where not internal
    union all select sequence_name from duckdb_sequences()
    union all select function_name from duckdb_functions() where not internal
    union all select type_name from duckdb_types() where not internal
    union all select schema_name from duckdb_schemas() where not internal and schema_name <> 'main'
"""
# The views and macros of ours that a store has, as what is to be said to drop them; those that
# somebody else made in it stay.
DROPS = """
    select format('drop view main."{}"', view_name)
    from duckdb_views()
    where not internal and not temporary and schema_name = 'main'
        and list_contains($ours, view_name)
    union
    select format(
        'drop macro {} main."{}"', if(function_type = 'table_macro', 'table', ''), function_name
    )
    from duckdb_functions()
    where not internal and database_name = current_database() and schema_name = 'main'
        and list_contains($ours, function_name)
"""
MADE = re.compile(r"^create (?:view|macro) (\w+)", re.MULTILINE)
# Indexes on tables of ours, which had them once.
INDEXES = """
    select schema_name, index_name
    from duckdb_indexes()
    where list_contains($ours, schema_name || '.' || table_name)
"""

# The names, types and defaults of a table's columns, in their order.
Columns = list[tuple[str, str, str | None]]


def version(db: duckdb.DuckDBPyConnection, path: Path | str) -> int | None:
    """Which version the store at `path` is, or None where there is nothing yet.

    :raises Invalid: it is no store, or a newer Kaartenbak made it
    """
    tables = db.execute("select table_name from duckdb_tables() where not internal").fetchall()
    if {name for (name,) in tables} >= OURS:
        for (found,) in db.execute("select version from store_version").fetchall():
            if found > VERSION:
                raise Invalid(faults.NEWER, path=path)
            return found
    if db.execute(ANYTHING).fetchall():
        raise Invalid(faults.NOT_OURS, path=path)
    return None


def of_today(db: duckdb.DuckDBPyConnection, version: int | None) -> bool:
    """Whether a store of that version has all that one of today has."""
    if version != VERSION:
        return False
    return db.execute("select made from store_version").fetchall() == [(_digest(),)]


def lacks(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a store has other tables or columns than one of today."""
    here = _tables(db)
    return any(here.get(name, ("", []))[1] != columns for name, (_, columns) in _wanted().items())


def bring(db: duckdb.DuckDBPyConnection, version: int | None) -> None:
    """Give a store of that version what one of today has; to be called in a transaction."""
    if version is None:
        db.execute(tables())
        db.execute("insert into store_version (version) values (?)", [VERSION])
    else:
        _widen(db)
        for step in MIGRATIONS[version:]:
            db.execute(step)
        # A view keeps the columns that its tables had when it was made.
        for (drop,) in db.execute(DROPS, {"ours": MADE.findall(views())}).fetchall():
            db.execute(drop)
    db.execute(views())
    db.execute("update store_version set version = ?, made = ?", [VERSION, _digest()])


def _digest() -> str:
    return hashlib.sha256((tables() + views()).encode()).hexdigest()


@cache
def tables() -> str:
    """The SQL of every table: of each object twice, as it was last exported (`upstream`) and as the
    team wants it (`main`), which has a row version too: the change that wrote the row last."""
    made = ["create schema upstream;"]
    for name, one in OBJECTS.items():
        columns = ", ".join(f"{field.name} {field.type}" for field in one.fields)
        made.append(f"create table upstream.{name} ({columns});")
        made.append(f"create table main.{name} ({columns}, version integer);")
    return "\n".join([*made, _text("tables")])


@cache
def views() -> str:
    """The SQL of every macro and view, with those of each system that has people of its own."""
    own = _text("elsewhere")
    apart = [
        own.replace("{object}", people.object).replace("{short}", people.short)
        for people in sources.elsewhere()
    ]
    said = _text("views")
    for name, words in {"general": GENERAL, "letter": LETTER, "digit": DIGIT}.items():
        said = said.replace(f"{{{name}}}", words)
    return "\n".join([said, *apart])


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text("utf-8")


def _widen(db: duckdb.DuckDBPyConnection) -> None:
    """Give a store the tables of today and their columns, in their order.

    What it has besides stays behind them, for a migration to move.
    """
    ours = {"ours": list(_wanted())}
    for schema, index in db.execute(INDEXES, ours).fetchall():
        db.execute(f"drop index {_quoted(schema)}.{_quoted(index)}")
    here = _tables(db)
    for name, (made, columns) in _wanted().items():
        if name not in here:
            db.execute(made)
        elif here[name][1] != columns:
            _rebuild(db, name, here[name][1], columns)


@cache
def _wanted() -> dict[str, tuple[str, Columns]]:
    with duckdb.connect() as fresh:
        fresh.execute(tables())
        return _tables(fresh)


def _tables(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, Columns]]:
    """For each table by its name with its schema: the SQL that makes it, and its columns."""
    rows = db.execute(
        """
        select tables.schema_name || '.' || tables.table_name, any_value(sql), list(
            (column_name, data_type, column_default) order by column_index
        )
        from duckdb_tables() as tables
        join duckdb_columns() as columns using (table_oid, schema_name)
        where not tables.internal
        group by all
        """
    ).fetchall()
    return {name: (made, columns) for name, made, columns in rows}


def _rebuild(db: duckdb.DuckDBPyConnection, table: str, there: Columns, wanted: Columns) -> None:
    old = {name for name, _, _ in there}
    new = {name for name, _, _ in wanted}
    cells = [
        *(
            f"{_quoted(name) if name in old else 'null'}::{type} as {_quoted(name)}"
            for name, type, _ in wanted
        ),
        *(_quoted(name) for name, _, _ in there if name not in new),
    ]
    db.execute(f"create or replace table {table} as select {', '.join(cells)} from {table}")


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
