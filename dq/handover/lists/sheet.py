"""An Excel sheet in which every text stays a text.

Tested in tests/handover/lists/test_files.py.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

# Control characters that XML, hence .xlsx, cannot hold.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What a spreadsheet may take for the beginning of a formula, in the wide signs of East Asia too.
FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
FORMULA_START = re.compile(FORMULA)
# The longest text that a cell of Excel holds.
LONGEST_CELL = 32_767
# By this an earlier file is known as ours.
CREATOR = "Kaartenbak"


def write(
    target: Path,
    headings: list[str],
    rows: list[tuple[Any, ...]],
    title: str,
    above: Sequence[Sequence[Any]] = (),
) -> None:
    """Write one sheet with a fixed, filterable header to `target`.

    :param above: rows that stand over the header
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    sheet = book.create_sheet(title[:31])
    first = len(above) + 1
    sheet.freeze_panes = f"A{first + 1}"
    for index, width in enumerate(widths(headings, rows), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = get_column_letter(max(len(headings), 1))
    sheet.auto_filter.ref = f"A{first}:{last}{len(rows) + first}"

    for row in above:
        sheet.append(list(row))
    bold = Font(bold=True)
    header = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in header:
        cell.font = bold
    sheet.append(header)
    for row in rows:
        sheet.append(list(cells(sheet, row)))
    book.save(target)


def cells(sheet: Any, row: Iterable[Any]) -> Iterator[Any]:
    """The cells of a row of a write-only sheet: every text stays a text, and whole."""
    for value in row:
        if isinstance(value, str):
            risky = FORMULA_START.match(value) or NOT_IN_XML.search(value)
            yield text(sheet, value) if risky or len(value) > LONGEST_CELL else value
        elif isinstance(value, datetime):
            yield value.replace(tzinfo=None)
        else:
            yield value


def text(sheet: Any, value: str) -> Any:
    """A cell that is a text whatever it begins with, also once it is edited."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=NOT_IN_XML.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def widths(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Column widths in characters that show most values of the first rows whole."""
    sample = rows[:200]
    return [
        min(max(len(heading), *(len(str(row[i] or "")) for row in sample), 8) + 2, 60)
        for i, heading in enumerate(headings)
    ]
