"""What somebody wants to see of a sheet before it is loaded: values, changes, what is missing."""

from dataclasses import dataclass
from typing import Any

import duckdb

from dq.domain import demo
from dq.intake.batch import Batch
from dq.intake.cells.stage import fields
from dq.intake.landing.gone import NAMES
from dq.intake.sheet import Sheet
from dq.reading import vocabulary

# So many first rows are looked at, and so many values of each column are shown.
ROWS = 200
VALUES = 3
# A column holds a field under another name when this share (0..1) of its values were that field's.
SAME = 0.5


@dataclass(frozen=True)
class Changed:
    """A record that the sheet changes: per field the value before and after.

    That it was changed in Salesforce is among them only where nothing else is.
    """

    id: str
    name: str | None
    fields: list[tuple[str, Any, Any]]


def first_values(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, most: int = VALUES
) -> dict[str, list[str]]:
    """Per header the first values of its column, each once."""
    rows = db.execute(
        f"select {', '.join(f'intake_text({cell})' for cell in sheet.cells)}"
        f" from {sheet.table} order by rowid limit {ROWS}"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for place, header in enumerate(sheet.headers):
        values = dict.fromkeys(row[place] for row in rows if row[place] is not None)
        found[header] = list(values)[:most]
    return found


def lacking(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> list[str]:
    """The fields that the last whole export of this object had, and none of its sheets has now;
    none where that was of the demo company, which makes way."""
    if not sheet.ready or sheet.listed or (batch.strange and demo.held(db)):
        return []
    rows = db.execute(
        "select field from shown_field where object = $object", {"object": sheet.object}
    ).fetchall()
    now = {field for one in batch.of(sheet.object or "") for field in one.columns}
    order = vocabulary.objects()[sheet.object or ""].fields
    had = {field for (field,) in rows}
    return [field for field in order if field in had - now]


def instead(db: duckdb.DuckDBPyConnection, sheet: Sheet, missing: list[str]) -> dict[str, str]:
    """Per missing field the header of a column that is left out and has the same values."""
    if not missing:
        return {}
    values = first_values(db, sheet, ROWS)
    left = {
        header: set(values[header])
        for header in sheet.headers
        if sheet.mapping.get(header) is None and values[header]
    }
    asked = sorted({value for some in left.values() for value in some})
    found: dict[str, str] = {}
    for field in missing:
        rows = db.execute(
            f"select distinct {field}::varchar from upstream.{sheet.object}"
            f" where {field}::varchar in (select unnest($asked::varchar[]))",
            {"asked": asked},
        ).fetchall()
        known = {value for (value,) in rows}
        shares = {
            header: len(some & known) / len(some)
            for header, some in left.items()
            if header not in found.values()
        }
        best = max(shares, key=lambda header: shares[header], default=None)
        if best is not None and shares[best] >= SAME:
            found[field] = best
    return found


def changed(db: duckdb.DuckDBPyConnection, sheet: Sheet, most: int, skip: int = 0) -> list[Changed]:
    """A page of the records that the sheet changes, by key, with each field that differs.

    It reads temporary tables, so it runs on the cursor that read the batch.
    """
    if not sheet.counts.changed:
        return []
    compared = fields(sheet)
    before = ", ".join(f"known.{field}" for field in compared)
    after = ", ".join(f"staged.{field}" for field in compared)
    rows = db.execute(
        f"""
        with page as (
            from {sheet.difference} where not new order by id limit {most} offset {skip}
        ), named as (
            select known.id, {NAMES[sheet.object or ""]} as called
            from upstream.{sheet.object} as known
            where known.id in (select id from page)
        )
        select known.id, named.called, {before}, {after}
        from page as staged
        join upstream.{sheet.object} as known on known.id = staged.id
        join named on named.id = staged.id
        order by known.id
        """
    ).fetchall()
    width = len(compared)
    found = []
    for id, name, *values in rows:
        differing = [
            (field, old, new)
            for field, old, new in zip(compared, values[:width], values[width:], strict=True)
            if old != new
        ]
        telling = [one for one in differing if one[0] != "modified"]
        found.append(Changed(id, name, telling or differing))
    return found


def reading(db: duckdb.DuckDBPyConnection, sheet: Sheet, field: str) -> tuple[str, Any] | None:
    """A value of a date column and how it is read; the first that could be read in two ways."""
    cell = sheet.columns[field]
    rows = db.execute(
        f"""
        select intake_text(raw.{cell}), staged.{field}
        from {sheet.stage} as staged
        join {sheet.table} as raw on raw.rowid = staged.row
        where staged.{field} is not null
        order by
            coalesce(day(staged.{field}) <= 12 and day(staged.{field}) <> month(staged.{field}),
                false) desc,
            staged.row
        limit 1
        """
    ).fetchall()
    return rows[0] if rows else None
