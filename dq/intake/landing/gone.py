"""Which known records would go, because none of the files of their object has them."""

import duckdb

from dq.intake.batch import Batch
from dq.intake.landing.compare import absent
from dq.intake.sheet import Sheet
from dq.objects import OBJECTS, PARTS, known_by


def _name(table: str) -> str:
    """SQL for what people know a record by, a row of `known`; one that joins others by them all."""
    fields, others = known_by(table), OBJECTS[table].references
    if fields == PARTS:
        return f"called({', '.join(PARTS)})"
    if len(fields) == 1:
        return fields[0]
    names = (
        f"(select any_value({_name(of)}) from upstream.{of} where {of}.id = known.{field})"
        for field, of in ((field, others[field]) for field in fields)
    )
    return f"nullif(concat_ws(' · ', {', '.join(names)}), '')"


NAMES = {table: _name(table) for table in OBJECTS}


def listing(batch: Batch, sheet: Sheet) -> str:
    """The query of the records that go with this sheet: columns name, id; by name.

    It reads temporary tables, so it runs on the cursor that read the batch.
    """
    return f"""
        select {NAMES[sheet.object or ""]} as name, id
        from upstream.{sheet.object} as known
        where {absent(batch.of(sheet.object or ""))}
        order by name nulls last, id
    """


def first(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, most: int
) -> list[tuple[str | None, str]]:
    """The first `most` records that go with this sheet: name and key, by name."""
    return db.execute(f"select name, id from ({listing(batch, sheet)}) limit {most}").fetchall()
