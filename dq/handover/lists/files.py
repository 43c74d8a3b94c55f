"""Write a query's rows to CSV or Excel, safe to open in a spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from dq.errors import N_, Invalid
from dq.handover.lists import sheet
from dq.store import opening

Separator = Literal[",", ";"]
Parameters = Mapping[str, Any]

# A sheet holds 1,048,576 rows; long before that it takes a minute to write and to open.
MOST_EXCEL_ROWS = 100_000


@dataclass(frozen=True)
class Wording:
    """What a file for people says instead of our names and codes.

    `headings` by column; `values` by column and code ("true" and "false" for a yes or no).
    """

    headings: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def to_csv(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    target: Path,
    parameters: Parameters | None = None,
    *,
    separator: Separator = ",",
    wording: Wording | None = None,
    exact: tuple[str, ...] = (),
) -> int:
    """Write the rows of `sql` to `target` as UTF-8 CSV; return their number.

    With a `wording` the file is for people: headings and words instead of names and codes, a
    decimal comma beside the semicolon, and a byte order mark, without which Excel takes UTF-8 for
    cp1252. A text that a spreadsheet would take for a formula gets an apostrophe in front, except
    in the columns named in `exact`.

    :raises OSError: the file cannot be written
    """
    columns = []
    for name, kind, value in _columns(db, sql, parameters, wording):
        if kind == "VARCHAR" and name not in exact:
            value = f"regexp_replace({value}, '^({sheet.FORMULA})', chr(39) || '\\1')"
        elif kind == "DOUBLE" and separator == ";":
            value = f"replace({value}::varchar, '.', ',')"
        columns.append(f"{value} as {_quoted(_heading(name, wording))}")
    with target.open("ab"):
        pass  # says which file cannot be written, and why
    [(count,)] = db.execute(
        f"""
        copy (select {", ".join(columns)} from ({sql}))
        to $target (format csv, header true, delimiter '{separator}')
        """,
        {**(parameters or {}), "target": str(target)},
    ).fetchall()
    if wording is not None:
        target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes())
    return count


def to_xlsx(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    target: Path,
    parameters: Parameters | None = None,
    *,
    wording: Wording | None = None,
    title: str = "Kaartenbak",
) -> int:
    """Write the rows of `sql` to `target` as a sheet with a fixed header; return their number.

    Every text is a text cell, also one that starts like a formula, and keeps being one when it
    is edited (Excel's own quote prefix), so that nothing needs to be put in front of it.

    :raises Invalid: more rows than Excel opens with ease
    """
    columns = _columns(db, sql, parameters, wording)
    values = ", ".join(value for _, _, value in columns)
    rows = db.execute(
        f"select {values} from ({sql}) limit {MOST_EXCEL_ROWS + 1}", dict(parameters or {})
    ).fetchall()
    if len(rows) > MOST_EXCEL_ROWS:
        raise Invalid(
            N_("Excel cannot hold this many rows well ({most} at most); choose CSV or filter."),
            most=MOST_EXCEL_ROWS,
        )
    sheet.write(target, [_heading(name, wording) for name, _, _ in columns], rows, title)
    return len(rows)


def header(sql: str, parameters: Parameters | None = None) -> list[str]:
    """The columns that a query of the store has, without one at hand."""
    db = opening.connect(":memory:")
    try:
        return db.sql(sql, params=dict(parameters or {})).columns
    finally:
        db.close()


def _columns(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Parameters | None,
    wording: Wording | None,
) -> list[tuple[str, str, str]]:
    """Name, type and SQL of each column, with words for codes."""
    relation = db.sql(sql, params=dict(parameters or {}))
    found = []
    for name, kind in zip(relation.columns, map(str, relation.types), strict=True):
        column = _quoted(name)
        if wording is not None and name in wording.values:
            cases = " ".join(
                f"when {_text(code)} then {_text(word)}"
                for code, word in wording.values[name].items()
            )
            column = f"case {column}::varchar {cases} else {column}::varchar end"
            kind = "VARCHAR"
        found.append((name, kind, column))
    return found


def _heading(name: str, wording: Wording | None) -> str:
    return wording.headings.get(name, name) if wording else name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
