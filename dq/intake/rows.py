"""Rows that break DuckDB's rules, read with Python's reader, which forgives more."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dq.errors import N_, Invalid
from dq.intake.batch import Reject
from dq.intake.dialect import Dialect
from dq.intake.limits import BROKEN, MOST_BROKEN, MOST_TEXT

CELLS = N_("The row has {found} cells where the header has {expected}.")
ENCODING = N_("The row has characters that cannot be read.")
UNCLOSED = N_("The row has a quotation mark that is never closed.")


def rewrite(dialect: Dialect, name: str, target: Path) -> list[Reject]:
    """Write the rows below the header that can be read, every cell in quotes; the others.

    :raises Invalid: hardly any row can be read
    """
    broken: list[Reject] = []
    width = len(dialect.headers)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells, closed in _records(dialect):
            if number <= dialect.skip or not cells:
                continue
            # A separator at the end of the line, as DuckDB allows.
            if len(cells) == width + 1 and not cells[-1].strip():
                cells = cells[:-1]
            encoding = any("\ufffd" in cell for cell in cells)
            if closed and not encoding and len(cells) == width:
                writer.writerow(cells)
                continue
            broken.append(rejected(number, cells, width, encoding, closed))
            if len(broken) > MOST_BROKEN:
                raise Invalid(BROKEN, file=name, most=MOST_BROKEN)
    return broken


def rejected(
    line: int, cells: list[str], width: int, encoding: bool = False, closed: bool = True
) -> Reject:
    """A row that does not fit, and why."""
    shown, left = [], MOST_TEXT
    for cell in cells[:MOST_TEXT]:
        shown.append(cell[:left])
        left -= len(shown[-1])
    if not closed:
        return Reject(line, UNCLOSED, {}, shown)
    if encoding:
        return Reject(line, ENCODING, {}, shown)
    return Reject(line, CELLS, {"found": len(cells), "expected": width}, shown)


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
            line = lines[place].rstrip("\n")[:MOST_TEXT]
            yield number, line.split(dialect.delimiter), False
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
