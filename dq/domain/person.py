"""Everything that the store holds of one person, wherever it is: to show it, and to take it out.

Tested in tests/domain/test_person.py.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from dq.domain.everybody import Person
from dq.objects import OBJECTS

# What was asked about a value, once for everybody who has it.
FACTS = {
    "email_fact": "email", "phone_fact": "phone", "text_fact": "text", "placeholder": "address",
}  # fmt: skip
# Keys that are made of the keys of others have these between.
PARTS = re.compile("[:~]")
# Of these a row of somebody else names the person by key alone, which stays.
FIRST = {"succession": "contact_id"}
Edit = dict[str, Any]
Row = dict[str, Any]


def tables(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, str]]:
    """The types of the columns of every table of the store, by its schema and name."""
    rows = db.execute(
        """
        select schema_name, table_name, column_name, data_type
        from duckdb_columns()
        join duckdb_tables() using (table_oid, schema_name, table_name)
        where duckdb_tables.database_name = current_database()
            and not duckdb_tables.internal and not duckdb_tables.temporary
        order by schema_name, table_name, column_index
        """
    ).fetchall()
    found: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, kind in rows:
        found.setdefault((schema, table), {})[column] = kind
    return found


def naming(table: str, columns: Mapping[str, str], *, within: bool = True) -> str | None:
    """The condition under which a row of a table is of a person whose keys are `$ids`, or names
    them; None for a table that names nobody.

    :param within: also in JSON
    """
    if table in OBJECTS or table in FACTS or table == "change":
        return None
    named = []
    for column, kind in columns.items():
        if kind == "JSON" and within:
            named.append(f"exists (from unnest($ids) as k(id) where contains({column}::varchar, "
                         "'\"' || k.id || '\"'))")  # fmt: skip
        elif kind == "VARCHAR" and is_key(column):
            named.append(f"list_has_any(string_split_regex({column}, '{PARTS.pattern}'), $ids)")
            named.append(f"{column} in $ids")
    return " or ".join(named) or None


def is_key(column: str) -> bool:
    """Whether a column has keys."""
    return column in ("id", "key") or column.endswith("_id")


def rows(db: duckdb.DuckDBPyConnection, who: Person) -> dict[tuple[str, str], list[Row]]:
    """Every row of the store that is theirs or names them, by table; of a list in JSON only what
    does, and of a change only the rows of theirs."""
    found: dict[tuple[str, str], list[Row]] = {}
    for (schema, table), columns in tables(db).items():
        if table == "change":
            continue
        read = _read(db, who, schema, table, columns)
        if read:
            found[schema, table] = [_pruned(row, columns, who) for row in read]
    if edits := changes(db, who):
        found["main", "change"] = [_shown(one, who) for one in edits]
    for table, column in FACTS.items():
        asked = {"values": sorted(values(found))}
        read = _fetched(
            db, f"from main.{table} where lower(trim({column})) in (select unnest($values))", asked
        )
        if read:
            found["main", table] = read
    return found


def _read(
    db: duckdb.DuckDBPyConnection, who: Person, schema: str, table: str, columns: Mapping[str, str]
) -> list[Row]:
    if table in who.own and table in OBJECTS:
        keys = list(who.of(schema, table))
        return _fetched(db, f"from {schema}.{table} where id in $ids", {"ids": keys})
    where = naming(table, columns)
    return (
        _fetched(db, f"from {schema}.{table} where {where}", {"ids": list(who.ids)})
        if where
        else []
    )


def _fetched(db: duckdb.DuckDBPyConnection, sql: str, asked: Row) -> list[Row]:
    result = db.execute(sql, asked)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _pruned(row: Row, columns: Mapping[str, str], who: Person) -> Row:
    """A row with its JSON read, and of lists in that only what names the person."""
    return {
        name: naming_them(json.loads(value), who)
        if columns[name] == "JSON" and isinstance(value, str)
        else value
        for name, value in row.items()
    }


def naming_them(value: Any, who: Person) -> Any:
    """Of the lists in a value only what names the person; what is no list stays whole."""
    if isinstance(value, list):
        named = [naming_them(one, who) for one in value if mentions(one, who)]
        return named or value
    if isinstance(value, dict):
        return {
            name: naming_them(one, who)
            for name, one in value.items()
            if not isinstance(one, list) or not one or mentions(one, who) or not _long(one)
        }
    return value


def _long(value: list[Any]) -> bool:
    return any(isinstance(one, list | dict) for one in value)


def mentions(value: Any, who: Person) -> bool:
    """Whether one of their keys is in it."""
    if isinstance(value, str):
        return value in who.ids or any(part in who.ids for part in PARTS.split(value))
    if isinstance(value, dict):
        return any(mentions(one, who) for one in (*value, *value.values()))
    return isinstance(value, list) and any(mentions(one, who) for one in value)


def changes(db: duckdb.DuckDBPyConnection, who: Person) -> list[Row]:
    """The changes with a row that is theirs or names them, as the log has them."""
    found = _fetched(
        db,
        "from main.change where id in (select change_id from touched where record_id in $ids)"
        " or exists (from unnest($ids) as k(id)"
        " where contains(told::varchar, '\"' || k.id || '\"'))"
        " order by id",
        {"ids": list(who.ids)},
    )
    for one in found:
        one["edits"], one["told"] = (
            json.loads(one["edits"] or "[]"),
            json.loads(one["told"] or "null"),
        )
    return found


def theirs(edit: Edit, who: Person) -> bool:
    """Whether a row that a change wrote is of the person or about them."""
    return edit["id"] in who.ids or bool(who.ids.intersection(edit["about"]))


def wholly(edit: Edit, who: Person) -> bool:
    """Whether a row that a change wrote is theirs, and not somebody else's that names them."""
    table = edit["table"]
    if table in OBJECTS:
        return edit["id"] in who.ids
    if table in FIRST:
        sides = (edit["before"] or {}, edit["after"] or {})
        return any(side.get(FIRST[table]) in who.ids for side in sides)
    return theirs(edit, who)


def _shown(change: Row, who: Person) -> Row:
    told = naming_them(change["told"], who) if mentions(change["told"], who) else None
    return change | {"edits": [one for one in change["edits"] if theirs(one, who)], "told": told}


def values(found: Mapping[tuple[str, str], Iterable[Row]]) -> set[str]:
    """Every text of the person's own rows, as it is and as it was, folded."""
    texts: set[str] = set()
    for (_, table), some in found.items():
        if table in OBJECTS:
            texts |= {value for row in some for value in row.values() if isinstance(value, str)}
        elif table == "change":
            for row in some:
                for edit in row["edits"]:
                    if edit["table"] in OBJECTS:
                        for side in (edit["before"] or {}, edit["after"] or {}):
                            texts |= {one for one in side.values() if isinstance(one, str)}
    return {text.strip().lower() for text in texts}
