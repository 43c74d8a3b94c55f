"""What was written since the store was judged: what does not read it need not be worked out anew.

Tested in tests/judging/test_touched.py.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

import duckdb

from dq.judging.lineage import ANY, Column
from dq.judging.resident import Moment, afresh

# Settings that were written, and the own value of each before, as JSON (None: it had none).
Before = Mapping[str, str | None]
NONE: Before = MappingProxyType({})


class Touched:
    """Columns that were written, of tables in their schema; ANY of one whose rows came or went. Of
    `settings` also which."""

    def __init__(self, columns: Iterable[Column] = (), settings: Before = NONE) -> None:
        self.settings = settings
        self._columns = set(columns)
        self._tables = {table for table, column in self._columns if column == ANY}

    def any_of(self, read: Collection[Column]) -> bool:
        """Whether something was written of what is read."""
        return any(one in self._columns or one[0] in self._tables for one in read)

    def of_table(self, *tables: str) -> bool:
        """Whether something was written of one of these tables."""
        return any(table in tables for table, _ in self._columns)

    def add(self, tables: Iterable[str]) -> None:
        """These tables were worked out anew from it."""
        self._tables.update(tables)


def since(db: duckdb.DuckDBPyConnection, moment: Moment) -> Touched | None:
    """What was written after a moment; None where the history does not tell it row by row, so that
    it may be anything."""
    if afresh(db, moment) or not _by_rows(db, moment):
        return None
    rows = db.execute(
        f"""
        select distinct "table", unnest(columns)
        from (
            select
                edit ->> 'table' as "table",
                if(
                    'NULL' in (json_type(edit -> 'before'), json_type(edit -> 'after')),
                    ['{ANY}'], json_keys(edit -> 'after')
                ) as columns
            from (select unnest(edits::json[]) as edit from change where id > ?)
        )
        """,
        [moment[1]],
    ).fetchall()
    written = any(table == "setting" for table, _ in rows)
    return Touched(rows, _before(db, moment) if written else NONE)


def _before(db: duckdb.DuckDBPyConnection, moment: Moment) -> Before:
    """The settings that were written after a moment, as they were then."""
    before: dict[str, str | None] = {}
    rows = db.execute("select edits from change where id > ? order by id desc", [moment[1]])
    for (edits,) in rows.fetchall():
        for edit in reversed(json.loads(edits)):
            if edit["table"] == "setting":
                before[edit["id"]] = edit["before"] and edit["before"]["value"]
    return before


def _by_rows(db: duckdb.DuckDBPyConnection, moment: Moment) -> bool:
    """Whether every change after a moment has the rows that it wrote, and wrote nothing else."""
    [(other,)] = db.execute(
        "select count(*) from change"
        " where id > ? and (told is not null or coalesce(json_array_length(edits), 0) = 0)",
        [moment[1]],
    ).fetchall()
    return not other
