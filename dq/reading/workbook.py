"""The sheets of an Excel workbook as text, row by row: a workbook may be larger than it seems."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dq.errors import N_, DqError, Invalid
from dq.reading.containers import weigh
from dq.reading.limits import Limits

# A sheet has no more rows, in any version of Excel.
ROWS = 1 << 20
STRIDE = 64
# An area of merged cells, by its first column and its first and last row.
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
MOST_MERGED = 100_000
Merged = dict[int, dict[int, int]]
# Below this a float has every digit of a whole number.
EXACT = 1 << 53


def worksheets(
    name: str, path: Path, scratch: Path, limits: Limits
) -> Iterator[tuple[str, Path] | tuple[str, DqError]]:
    """The sheets that hold something, each as a CSV file in UTF-8; or why one cannot be read.

    :raises Invalid: it is no workbook, too large, or empty
    """
    found = []
    try:
        # An open file, since openpyxl judges a path by its kind and an upload may have none.
        with path.open("rb") as file:
            for number, worksheet in enumerate(_opened(name, path, file, limits)):
                target = scratch / f"{path.stem}-{number}.csv"
                merged = _merged(path, worksheet)
                if _Text(name, target, limits, merged).written(worksheet):
                    found.append((worksheet.title, target))
    except (DqError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise _damaged(name) from error
    if not found:
        raise Invalid(
            N_("{file} is empty; a header row with column names was expected."), file=name
        )
    for title, target in found:
        yield (name if len(found) == 1 else f"{name}: {title}"), target


def _damaged(name: str) -> Invalid:
    return Invalid(N_("{file} is not an Excel workbook, or it is damaged."), file=name)


def _opened(name: str, path: Path, file: io.BufferedReader, limits: Limits) -> list[Any]:
    with zipfile.ZipFile(file) as archive:  # a workbook is one
        weigh(name, path, archive.infolist(), limits)
    import openpyxl  # a quarter of a second

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    limits.members_of(name, len(book.worksheets))
    return book.worksheets


def _merged(path: Path, worksheet: Any) -> Merged:
    """The cells that are merged downwards: per first row the columns, each with its last row.

    Only the first of them has the value, in the file; openpyxl does not tell when it reads row by
    row, and what is to the right of it is a title more often than a value.
    """
    found: Merged = {}
    left, number = b"", 0
    with zipfile.ZipFile(path) as archive, archive.open(_inside(worksheet)) as part:
        while piece := part.read(1 << 20):
            text, end = left + piece, 0
            for area in MERGED.finditer(text):
                end = area.end()
                column, first, last = area[1].decode(), int(area[2]), int(area[3])
                if first < last <= ROWS and number < MOST_MERGED:
                    number += 1
                    place = _place(column)
                    found.setdefault(first, {})[place] = last
            left = text[max(end, len(text) - 100) :]
    return found


def _place(letters: str) -> int:
    """Where a column stands: A is 0, AA 26."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def _inside(worksheet: Any) -> str:
    return worksheet._worksheet_path.removeprefix("/")


class _Text:
    """One sheet as it is written; `merged` cells have their value in every row."""

    def __init__(self, name: str, target: Path, limits: Limits, merged: Merged) -> None:
        self.name = name
        self.merged = merged
        self.target = target
        self.limits = limits
        self.open: dict[int, tuple[int, object]] = {}

    def written(self, worksheet: Any) -> bool:
        """Write the sheet; say whether there was anything in it."""
        # The size that a file states may be wrong, and then rows would be missing.
        worksheet.reset_dimensions()
        widths, size = {0}, 0
        with self.target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            for cells in self._rows(worksheet):
                if len(cells) not in widths:
                    self.limits.columns_of(self.name, len(cells))
                    widths.add(len(cells))
                # A long text counts as often as cells refer to it.
                size += sum(map(len, cells))
                self.limits.bytes_of(self.name, size)
                writer.writerow(cells)
        self._widen(max(widths))
        return max(widths) > 0

    def _rows(self, worksheet: Any) -> Iterator[list[str]]:
        """The rows down to the last with something in it, without the empty cells at their end."""
        empty = rows = 0
        for values in worksheet.iter_rows(values_only=True):
            rows += 1
            if rows > ROWS:
                raise _damaged(self.name)
            values = self._whole(rows, values)
            if not values:  # a gap, which may be all that there is
                empty += 1
                continue
            cells = [cell(value) for value in values[: _filled(values)]]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                empty += 1
                continue
            self.limits.cells_of(self.name, rows, len(cells))
            for _ in range(empty):
                yield []
            empty = 0
            yield cells

    def _whole(self, row: int, values: tuple[object, ...]) -> tuple[object, ...]:
        """With what the cells above have that these are merged with."""
        self.open = {place: one for place, one in self.open.items() if one[0] >= row}
        if self.open:
            width = max(len(values), *(place + 1 for place in self.open))
            filled = [*values, *[None] * (width - len(values))]
            for place, (_last, value) in self.open.items():
                filled[place] = value if filled[place] is None else filled[place]
            values = tuple(filled)
        for place, last in self.merged.get(row, {}).items():
            if place < len(values):
                self.open[place] = last, values[place]
        return values

    def _widen(self, width: int) -> None:
        """Give every row all columns, where Excel left off what is empty."""
        narrow = self.target.with_suffix(".narrow")
        self.target.rename(narrow)
        with (
            narrow.open(encoding="utf-8", newline="") as source,
            self.target.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            for cells in csv.reader(source):
                writer.writerow([*cells, *[""] * (width - len(cells))])
        narrow.unlink()


def _filled(values: tuple[object, ...]) -> int:
    """How many values there are without the empty ones at the end."""
    last = len(values)
    # In strides, since a sheet may be 16,384 columns wide with nothing in them.
    while last and values[max(0, last - STRIDE) : last].count(None) == min(last, STRIDE):
        last = max(0, last - STRIDE)
    while last and values[last - 1] is None:
        last -= 1
    return last


def cell(value: object) -> str:
    """A cell as an export would write it: ISO dates, whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        # Of a larger one the last digits are lost, and as digits they would look right.
        return str(int(value)) if abs(value) < EXACT else f"{value:.14E}"
    return str(value)
