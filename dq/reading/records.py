"""The rows of a file of text with Python's reader, whatever is wrong with its quotation marks.

Tested in tests/reading/test_rows.py.
"""

import csv
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple

from dq.reading.dialect import Dialect
from dq.reading.limits import MOST_TEXT

# What cannot be in a cell, to see whether a quotation mark is still open.
END = "\x00end"


class Record(NamedTuple):
    """A row with its number in the file, and what is wrong with how it is written.

    `begins` is the line on which it begins, from 1; `ended` says that a line end follows. `line`
    is its text where that is one whole line.
    """

    number: int
    begins: int
    cells: list[str]
    closed: bool
    damaged: bool
    ended: bool
    line: str


def records(dialect: Dialect, *, strict: bool = False) -> Iterator[Record]:
    """Every record; one whose quotation mark is never closed costs its own line only.

    :param strict: one with a quotation mark out of place is not closed either
    """
    # Python's line ends, not those of splitlines(): a cell may hold others, such as U+2028.
    with dialect.path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = _Lines(file, strict)
        number, begins = 0, 1
        while lines.more():
            for cells in lines.records(dialect):
                number += 1
                last = lines.used[-1]
                # Of several lines, or without an end, it is put together anew.
                line = last if len(lines.used) == 1 and last[-1:] == "\n" else ""
                ended = last[-1:] == "\n"
                yield Record(number, begins, cells, True, lines.damaged(), ended, line)
                begins += len(lines.used)
                lines.used.clear()
            if lines.used:
                number += 1
                line = lines.give_back()
                cells = line[:MOST_TEXT].rstrip("\n").split(dialect.delimiter)
                yield Record(number, begins, cells, False, False, line.endswith("\n"), "")
                begins += 1


class _Lines:
    """The lines of a file, some of which are read once more; `used` are those of one record."""

    def __init__(self, file: IO[str], strict: bool) -> None:
        self.file = file
        self.strict = strict
        self.again: list[str] = []  # the next one last
        self.used: list[str] = []

    def more(self) -> bool:
        """Whether there is another line."""
        if not self.again and (line := self.file.readline()):
            self.again.append(line)
        return bool(self.again)

    def give_back(self) -> str:
        """Leave all that was used for the next record, except its first line."""
        first, *rest = self.used
        self.again += reversed(rest)
        self.used.clear()
        return first

    def damaged(self) -> bool:
        """Whether the record has a character that could not be read."""
        used = self.used
        if len(used) == 1:  # almost always, and nearly nothing to ask
            return not used[0].isascii() and "\ufffd" in used[0]
        return any("\ufffd" in line for line in used)

    def records(self, dialect: Dialect) -> Iterator[list[str]]:
        """The records that follow, until one swallows its successors: then `used` has its lines."""
        try:
            rows = csv.reader(self._feed(), delimiter=dialect.delimiter, strict=self.strict)
            for cells in rows:
                if self._swallowed(cells, dialect):
                    return
                yield cells
        except csv.Error:
            # A cell of over 128 kB, so that an open quotation mark cannot swallow more than that;
            # or one that strictness forbids.
            return

    def _feed(self) -> Iterator[str]:
        while self.again:
            self.used.append(self.again.pop())
            yield self.used[-1]
        for line in self.file:
            self.used.append(line)
            yield line

    def _swallowed(self, cells: list[str], dialect: Dialect) -> bool:
        if len(self.used) > 1:
            width = len(dialect.headers)
            if len(cells) < width:
                return not self._strict(dialect.delimiter)
            return len(cells) > width or sum(line.count('"') for line in self.used) % 2 == 1
        # Only at the end of the file does a single line leave a quotation mark open.
        return '"' in self.used[0] and self._open(dialect.delimiter)

    def _strict(self, delimiter: str) -> bool:
        """Whether every quotation mark of the record is where it belongs."""
        with suppress(csv.Error):
            return bool(list(csv.reader(self.used, delimiter=delimiter, strict=True)))
        return False

    def _open(self, delimiter: str) -> bool:
        if self.used[0].count('"') % 2 == 0:
            return False
        text = self.used[0].rstrip("\n") + delimiter + END
        return next(csv.reader([text], delimiter=delimiter))[-1] != END
