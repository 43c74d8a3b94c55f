"""What was written since the store was judged: what does not read it need not be worked out anew.

Tested in tests/judging/test_touched.py.
"""

from collections.abc import Collection, Iterable

import duckdb

from dq.judging.lineage import ANY, Column
from dq.judging.resident import Moment, afresh


class Touched:
    """Columns that were written, of tables in their schema; ANY of one whose rows came or went."""

    def __init__(self, columns: Iterable[Column]) -> None:
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
    return Touched(rows)


def _by_rows(db: duckdb.DuckDBPyConnection, moment: Moment) -> bool:
    """Whether every change after a moment has the rows that it wrote, and wrote nothing else."""
    [(other,)] = db.execute(
        "select count(*) from change"
        " where id > ? and (told is not null or coalesce(json_array_length(edits), 0) = 0)",
        [moment[1]],
    ).fetchall()
    return not other
