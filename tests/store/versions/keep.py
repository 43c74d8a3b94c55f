"""Keep a small store as this version makes it, for all later versions to open.

`PYTHONPATH=.:tests/store/versions .venv/bin/python -m keep` writes it beside this file. A version
that was made in two shapes has two files: the first is what it was before it was done.
"""

import lzma
import tempfile
from datetime import date, datetime
from pathlib import Path

FOLDER = Path(__file__).parent
COLUMNS = """
    select schema_name, table_name, list((column_name, data_type) order by column_index)
    from duckdb_columns()
    join duckdb_tables() using (table_oid, schema_name, table_name)
    where not duckdb_tables.internal
        and table_name not in ('store_version', 'log_expected', 'notice')
    group by all
    order by all
"""
# Text of one's own, by column: what JSON a column holds, and words that mean something.
TEXTS = {
    "before": '{"same": null}',
    "after": '{"same": true}',
    "edits": '[{"table": "contact", "id": "contact 1", "about": ["contact 1", "account 1"],'
    ' "before": {"title": "title 0"}, "after": {"title": "title 1"}}]',
    "files": '[{"object": "contact", "fields": ["id", "email"], "new": 2}]',
    "work": "[]",
    "email": "p{n}@kade.example",
    "username": "p{n}@kade.example",
    "status": "active",
    "kind": "person",
    "record_kind": "contact",
    "command": "decide",
}


def fill(db):
    """Two rows in every table."""
    for schema, table, columns in db.execute(COLUMNS).fetchall():
        for n in (1, 2):
            row = [_value(table, column, type, n) for column, type in columns]
            places = ", ".join("?" * len(row))
            db.execute(f"insert into {schema}.{table} values ({places})", row).fetchall()
    for _ in (1, 2):
        db.execute("select nextval('change_id')").fetchall()


def _value(table, column, type, n):
    match type:
        case "INTEGER" | "BIGINT":
            return n
        case "DOUBLE":
            return n / 4
        case "BOOLEAN":
            return n == 1
        case "DATE":
            return date(2026, 11, n)
        case "TIMESTAMP":
            return datetime(2026, 11, n, 9)
    if type == "JSON" and column not in TEXTS:
        return "{}"
    if column == "id":
        return f"{table} {n}"
    if column.endswith("_id"):
        return f"{column.removesuffix('_id')} {n}"
    return TEXTS.get(column, f"{column} {{n}}").replace("{n}", str(n))


def keep(path, name):
    """Pack a store that was closed."""
    (FOLDER / f"{name}.duckdb.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9))


def main():
    """Keep a store of this version."""
    from dq.store import opening, shape

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.duckdb"
        db = opening.connect(path)
        fill(db)
        opening.close(db)
        keep(path, shape.VERSION)


if __name__ == "__main__":
    main()
