"""What lies in Salesforce's recycle bin, as "Export All" adds it, and what it was merged into."""

from dataclasses import replace

import duckdb

from dq.intake.cells import clean, keys
from dq.intake.sheet import Sheet
from dq.reading.vocabulary import DELETED, MASTER


def condition(sheet: Sheet) -> str:
    """SQL over the sheet's cells: whether the row is of a record that was deleted there.

    Without a column for it, a record with a master was merged and so deleted.
    """
    deleted, master = sheet.place(DELETED), sheet.place(MASTER)
    if deleted:
        return f"coalesce({clean.boolean(f'intake_text({deleted})')}, false)"
    return f"({keys.text(master)}) is not null" if master else "false"


def read(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> int:
    """Make the sheet's table of deleted records, where it can have any; how many there are."""
    if not (sheet.place(DELETED) or sheet.place(MASTER)):
        return 0
    names = dict(zip(sheet.cells, sheet.headers, strict=True))
    places = {"id": sheet.columns.get("id"), "master_id": sheet.place(MASTER)}
    named = {field: column for field, column in places.items() if column}
    # The same file, of which only the keys are asked.
    keyed = replace(sheet, mapping={names[column]: field for field, column in named.items()})
    texts = keys.trimmed(db, keyed)
    # Not every object has Salesforce's keys.
    others = {f: f"intake_value({keyed.key(f)})" for f in named if f not in texts}
    columns = ", ".join(f"{text} as {field}" for field, text in (texts | others).items())
    chosen = ", ".join(field if field in named else f"null::varchar as {field}" for field in places)
    db.execute(
        f"""
        create or replace temp table {sheet.deleted} as
        with trimmed as (
            select {columns or "null as nothing"} from {sheet.table} where {condition(sheet)}
        ),
        {keys.steps(db, keyed, texts)}
        select {chosen} from keyed
        """
    )
    [(rows,)] = db.execute(f"select count(*) from {sheet.deleted}").fetchall()
    return rows


def listing(sheets: list[Sheet]) -> str | None:
    """The query of what was deleted there and is in none of the sheets: columns id, master_id."""
    some = [sheet for sheet in sheets if sheet.counts.deleted]
    if not some:
        return None
    bins = " union all ".join(f"from {sheet.deleted}" for sheet in some)
    alive = " union all ".join(f"select id from {sheet.stage}" for sheet in sheets)
    return f"""
        select id, max(master_id) as master_id
        from ({bins})
        where id is not null and id not in (select id from ({alive}) where id is not null)
        group by id
    """
