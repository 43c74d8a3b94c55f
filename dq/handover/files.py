"""Write a query's rows to CSV or Excel, safe to open in a spreadsheet."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import duckdb

from dq.errors import N_, Invalid

Separator = Literal[",", ";"]
Parameters = Mapping[str, Any]

# A sheet holds 1,048,576 rows; long before that it takes a minute to write and to open.
MOST_EXCEL_ROWS = 100_000
FORMULA_START = r"^[=+\-@\t\r]"
# Control characters that XML, hence .xlsx, cannot hold.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The longest text that a cell of Excel holds.
LONGEST_CELL = 32_767


def to_csv(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    target: Path,
    parameters: Parameters | None = None,
    *,
    separator: Separator = ",",
    labels: Mapping[str, str] | None = None,
    exact: tuple[str, ...] = (),
) -> int:
    """Write the rows of `sql` to `target` as UTF-8 CSV; return their number.

    With `labels` (column -> heading) the file is for people: headings instead of names, and a
    byte order mark, without which Excel takes UTF-8 for cp1252. A text that a spreadsheet would
    take for a formula gets an apostrophe in front, except in the columns named in `exact`.

    :raises OSError: the file cannot be written
    """
    relation = db.sql(sql, params=dict(parameters or {}))
    columns = [
        f"{_neutral(name, str(kind), exact)} as {_quoted((labels or {}).get(name, name))}"
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    with target.open("ab"):
        pass  # says which file cannot be written, and why
    [(count,)] = db.execute(
        f"""
        copy (select {", ".join(columns)} from ({sql}))
        to $target (format csv, header true, delimiter '{separator}')
        """,
        {**(parameters or {}), "target": str(target)},
    ).fetchall()
    if labels is not None:
        target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes())
    return count


def _neutral(name: str, kind: str, exact: tuple[str, ...]) -> str:
    column = _quoted(name)
    if kind != "VARCHAR" or name in exact:
        return column
    risky = f"regexp_matches({column}, '{FORMULA_START}')"
    return f"case when {risky} then '''' || {column} else {column} end"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def to_xlsx(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    target: Path,
    parameters: Parameters | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "Kaartenbak",
) -> int:
    """Write the rows of `sql` to `target` as a sheet with a fixed header; return their number.

    Every text is a text cell, also one that starts like a formula, and keeps being one when it
    is edited (Excel's own quote prefix), so that nothing needs to be put in front of it.

    :raises Invalid: more rows than Excel opens with ease
    """
    relation = db.sql(sql, params=dict(parameters or {}))
    names = relation.columns
    rows = relation.limit(MOST_EXCEL_ROWS + 1).fetchall()
    if len(rows) > MOST_EXCEL_ROWS:
        raise Invalid(
            N_("Excel cannot hold this many rows well ({most} at most); choose CSV or filter."),
            most=MOST_EXCEL_ROWS,
        )
    _write_sheet(target, [(labels or {}).get(name, name) for name in names], rows, title)
    return len(rows)


def _write_sheet(
    target: Path, headings: list[str], rows: list[tuple[Any, ...]], title: str
) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(headings, rows), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headings), 1))}{len(rows) + 1}"

    def text(value: str) -> Cell:
        cell = WriteOnlyCell(sheet, value=NOT_IN_XML.sub("", value)[:LONGEST_CELL])
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def cells(row: tuple[Any, ...]) -> Iterator[Any]:
        for value in row:
            if isinstance(value, str):
                risky = re.match(FORMULA_START, value) or NOT_IN_XML.search(value)
                yield text(value) if risky or len(value) > LONGEST_CELL else value
            elif isinstance(value, datetime):
                yield value.replace(tzinfo=None)
            else:
                yield value

    bold = Font(bold=True)
    header = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in header:
        cell.font = bold
    sheet.append(header)
    for row in rows:
        sheet.append(list(cells(row)))
    book.save(target)


def _widths(headings: list[str], rows: list[tuple[Any, ...]]) -> list[int]:
    """Column widths in characters that show most values of the first rows whole."""
    sample = rows[:200]
    return [
        min(max(len(heading), *(len(str(row[i] or "")) for row in sample), 8) + 2, 60)
        for i, heading in enumerate(headings)
    ]
