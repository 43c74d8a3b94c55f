"""Text becomes a table: DuckDB's reader, or of a copy where a file breaks DuckDB's rules.

Tested in tests/reading/test_dialect.py.
"""

import duckdb

from dq.errors import N_, Invalid
from dq.intake.sheet import Sheet
from dq.reading.apart import Reader
from dq.reading.dialect import NULL_STRINGS, Dialect
from dq.reading.footers import FOOTER, Keys, total

# All of what says so is in `dq.intake.cells.clean`.
EMPTY = ["", *NULL_STRINGS]
# A footer is looked for in this many rows at the end.
FOOTER_ROWS = 12


def fill(db: duckdb.DuckDBPyConnection, sheet: Sheet, dialect: Dialect, reader: Reader) -> None:
    """Read the file into the sheet's table, with columns c0, c1, … of text.

    :raises Invalid: neither reader can make rows of it
    """
    try:
        _read(db, sheet, dialect)
    except duckdb.Error:
        _read_rewritten(db, sheet, dialect, reader)
    _drop_footer(db, sheet, Keys(dialect.headers, dialect.sample))


def _read(db: duckdb.DuckDBPyConnection, sheet: Sheet, dialect: Dialect) -> None:
    """Fill the sheet's table.

    :raises duckdb.Error: a row does not fit
    """
    columns = dict.fromkeys(sheet.cells, "VARCHAR")
    db.execute(
        f"""
        create or replace temp table {sheet.table} as
        from read_csv(
            $path, delim = $delimiter, skip = $skip, columns = {columns}, nullstr = $empty,
            header = false, auto_detect = false, quote = '"', escape = '"'
        )
        """,
        {
            "path": str(dialect.path),
            "delimiter": dialect.delimiter,
            "skip": dialect.skip,
            "empty": EMPTY,
        },
    )


def _read_rewritten(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, dialect: Dialect, reader: Reader
) -> None:
    problem = None
    for quote in (False, True):
        rewritten, rows = reader.rows(dialect, sheet.name, widen=True, quote=quote)
        try:
            _read(db, sheet, rewritten)
        except duckdb.Error as error:
            problem = error
        else:
            sheet.broken, sheet.cut = rows.broken, rows.cut
            return
    raise Invalid(
        N_("{file} cannot be read as a table with columns."), file=sheet.name
    ) from problem


def _drop_footer(db: duckdb.DuckDBPyConnection, sheet: Sheet, keys: Keys) -> None:
    """Leave out a report's footer that was read as rows: single cells below an empty row, or a
    row that adds up the others."""
    _drop_broken(db, sheet, keys)
    if len(sheet.headers) < 2:
        return
    ends = db.execute(
        f"select rowid, list_filter([{', '.join(sheet.cells)}], lambda cell: cell is not null)"
        f" from {sheet.table} where rowid >= (select count(*) - {FOOTER_ROWS} from {sheet.table})"
        " order by rowid desc"
    ).fetchall()
    cut, single = None, False
    for row, cells in ends:
        if total(cells):
            cut = row
            continue
        if len(cells) > 1 or any(map(keys.record, cells)):
            break
        single = single or bool(cells)
        if single and (not cells or FOOTER.search(cells[0])):
            cut = row
    if cut is not None:
        db.execute(f"delete from {sheet.table} where rowid >= ?", [cut])


def _drop_broken(db: duckdb.DuckDBPyConnection, sheet: Sheet, keys: Keys) -> None:
    """Leave out a footer among the rows that could not be read; a record there is told."""
    [(rows,)] = db.execute(f"select count(*) from {sheet.table}").fetchall()
    last = sheet.line(rows - 1) if rows else sheet.first_line
    tail: list[list[str]] = []
    for reject in reversed(sheet.broken):
        cells = [cell for cell in reject.cells if cell.strip()]
        if reject.line <= last or (len(cells) == 1 and keys.record(cells[0])):
            break
        tail.append(cells)
    if tail and (
        all(len(cells) < 2 for cells in tail)
        and (len(tail) > 1 or any(FOOTER.search("".join(cells)) for cells in tail))
        or all(map(total, tail))
    ):
        del sheet.broken[-len(tail) :]
