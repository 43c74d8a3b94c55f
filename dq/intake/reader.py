"""Text becomes a table: DuckDB's reader, or Python's where a file breaks DuckDB's rules."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import duckdb

from dq.errors import N_, Invalid
from dq.intake.batch import Reject, Sheet
from dq.intake.dialect import FOOTER, Dialect

CELLS = N_("The row has {found} cells where the header has {expected}.")
ENCODING = N_("The row has characters that cannot be read.")
UNCLOSED = N_("The row has a quotation mark that is never closed.")
# What spreadsheets write for a missing value, in English and in Dutch, and dumps of databases.
EMPTY = ["", "#N/A", "#N/B", "\\N"]
# A footer is looked for in this many rows at the end.
FOOTER_ROWS = 12
NUMBERS = count(1)


def table(db: duckdb.DuckDBPyConnection, dialect: Dialect, name: str, scratch: Path) -> Sheet:
    """Read the file into a temporary table with columns c0, c1, … of text.

    :raises Invalid: neither reader can make rows of it
    """
    sheet = Sheet(
        name=name,
        headers=dialect.headers,
        order=next(NUMBERS),
        first_line=dialect.skip + 1,
        invisible=dialect.invisible,
    )
    try:
        rejected = _read(db, sheet, dialect.path, dialect.delimiter, dialect.skip)
    except duckdb.Error:
        rejected = None
    if rejected is None:
        _read_leniently(db, sheet, dialect, scratch / "plain-rows.csv")
    else:
        sheet.broken = rejected
    _drop_footer(db, sheet)
    return sheet


def _read(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, path: Path, delimiter: str, skip: int
) -> list[Reject] | None:
    """Fill the sheet's table; the rows that do not fit, or None when quotes went wrong."""
    columns = {f"c{index}": "VARCHAR" for index in range(len(sheet.headers))}
    errors, scans = f"{sheet.table}_errors", f"{sheet.table}_scans"
    try:
        db.execute(
            f"""
            create or replace temp table {sheet.table} as
            from read_csv(
                $path, delim = $delimiter, skip = $skip, columns = {columns}, nullstr = {EMPTY},
                header = false, auto_detect = false, quote = '"', escape = '"',
                store_rejects = true, rejects_table = '{errors}', rejects_scan = '{scans}',
                rejects_limit = 0
            )
            """,
            {"path": str(path), "delimiter": delimiter, "skip": skip},
        ).fetchall()
        found = db.execute(
            f"""
            select line, any_value(error_type), any_value(csv_line)
            from {errors}
            group by line
            order by line
            """
        ).fetchall()
    finally:
        db.execute(f"drop table if exists {errors}")
        db.execute(f"drop table if exists {scans}")
    if any(
        kind not in ("MISSING COLUMNS", "TOO MANY COLUMNS", "INVALID ENCODING")
        for _, kind, _ in found
    ):
        return None
    return [
        _reject(line, _cells(text, delimiter), len(columns), kind == "INVALID ENCODING")
        for line, kind, text in found
    ]


def _cells(line: str, delimiter: str) -> list[str]:
    # DuckDB gives the empty lines before a row along with it.
    rows = list(csv.reader([line.strip("\r\n")], delimiter=delimiter))
    return rows[0] if rows else []


def _reject(line: int, cells: list[str], width: int, encoding: bool = False) -> Reject:
    if encoding:
        return Reject(line, ENCODING, {}, cells)
    return Reject(line, CELLS, {"found": len(cells), "expected": width}, cells)


def _read_leniently(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, dialect: Dialect, plain: Path
) -> None:
    """Rewrite the rows with Python's reader, which forgives more, and read those."""
    width = len(sheet.headers)
    broken: list[Reject] = []
    with plain.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells, closed in _records(dialect):
            if number <= dialect.skip or not cells:
                continue
            if not closed:
                broken.append(Reject(number, UNCLOSED, {}, cells))
                continue
            if len(cells) == width + 1 and not cells[-1].strip():
                cells = cells[:-1]  # a separator at the end of the line, as DuckDB allows
            encoding = any("\ufffd" in cell for cell in cells)
            if encoding or len(cells) != width:
                broken.append(_reject(number, cells, width, encoding))
            else:
                writer.writerow(cells)
    try:
        if _read(db, sheet, plain, ",", 0) is not None:
            sheet.broken = broken
            return
    except duckdb.Error as error:
        problem = error
    else:
        problem = None
    raise Invalid(
        N_("{file} cannot be read as a table with columns."), file=sheet.name
    ) from problem


def _records(dialect: Dialect) -> Iterator[tuple[int, list[str], bool]]:
    """Every record with its number, and whether its quotes are closed.

    One that is never closed costs its own line only.
    """
    text = dialect.path.read_bytes().decode("utf-8-sig", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Not splitlines(): a cell may hold other line ends, such as U+2028.
    lines = [f"{line}\n" for line in text.split("\n")]
    place = number = 0
    while place < len(lines):
        for cells, used in _closed(lines, place, dialect):
            place, number = used, number + 1
            yield number, cells, True
        if place < len(lines):
            number += 1
            yield number, lines[place].rstrip("\n").split(dialect.delimiter), False
            place += 1


def _closed(lines: list[str], place: int, dialect: Dialect) -> Iterator[tuple[list[str], int]]:
    """The records from `place` on, and where each ends, until one swallows its successors."""
    reader = csv.reader(
        (lines[index] for index in range(place, len(lines))), delimiter=dialect.delimiter
    )
    start = place
    # A cell of over 128 kB is csv.Error; so an unclosed quote cannot swallow more than that.
    with suppress(csv.Error):
        for cells in reader:
            end = place + reader.line_num
            if end - start > 1 and (
                len(cells) != len(dialect.headers)
                or sum(line.count('"') for line in lines[start:end]) % 2
            ):
                return
            start = end
            yield cells, end


def _drop_footer(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Leave out a report's footer that was read as rows: single cells below an empty row."""
    [(rows,)] = db.execute(f"select count(*) from {sheet.table}").fetchall()
    last = sheet.line(rows - 1) if rows else sheet.first_line
    tail = [reject for reject in sheet.broken if reject.line > last]
    texts = [cell for reject in tail for cell in reject.cells if cell.strip()]
    if len(tail) > 1 and len(texts) <= len(tail) or any(FOOTER.search(text) for text in texts):
        sheet.broken = [reject for reject in sheet.broken if reject.line <= last]
    if len(sheet.headers) < 2:
        return
    ends = db.execute(
        f"select rowid, list_filter([{', '.join(sheet.cells)}], lambda cell: cell is not null)"
        f" from {sheet.table} where rowid >= ? order by rowid desc",
        [rows - FOOTER_ROWS],
    ).fetchall()
    cut, single = None, False
    for row, cells in ends:
        if len(cells) > 1:
            break
        single = single or bool(cells)
        if single and (not cells or FOOTER.search(cells[0])):
            cut = row
    if cut is not None:
        db.execute(f"delete from {sheet.table} where rowid >= ?", [cut]).fetchall()
