"""Rows that break DuckDB's rules, read with Python's reader, which forgives more."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from dq.errors import N_, Invalid
from dq.intake import vocabulary
from dq.intake.batch import Reject
from dq.intake.dialect import Dialect, total
from dq.intake.limits import BROKEN, MOST_BROKEN, MOST_TEXT

CELLS = N_("The row has {found} cells where the header has {expected}.")
ENCODING = N_("The row has characters that cannot be read.")
UNCLOSED = N_("The row has a quotation mark that is never closed.")
# What cannot be in a cell, to see whether a quotation mark is still open.
END = "\x00end"
# A key is one word, and holds a digit.
KEY = re.compile(r"[^\s@]*\d[^\s@]*")


@dataclass
class Rewritten:
    """The rows that were left out, and whether the last one breaks off."""

    broken: list[Reject] = field(default_factory=list)
    cut: bool = False


class Record(NamedTuple):
    """A row with its number in the file, and what is wrong with how it is written.

    `ended` says that a line end follows.
    """

    number: int
    cells: list[str]
    closed: bool
    damaged: bool
    ended: bool
    line: str


def rewrite(
    dialect: Dialect, name: str, target: Path, *, widen: bool, quote: bool = True
) -> Rewritten:
    """Write the rows below the header that can be read, with the same delimiter.

    :param widen: a row without its last cells is whole: they are empty
    :param quote: put every cell in quotes, where they may be out of place; the line as it is takes
        half the time
    :raises Invalid: hardly any row can be read
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        return _Rewriting(dialect, name, file, widen, quote).done()


class _Rewriting:
    """One file as it is rewritten."""

    def __init__(
        self, dialect: Dialect, name: str, file: IO[str], widen: bool, quote: bool
    ) -> None:
        self.dialect = dialect
        self.file = file
        self.quote = quote
        self.name = name
        self.width = len(dialect.headers)
        self.writer = csv.writer(
            file, delimiter=dialect.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n"
        )
        self.widen = widen
        self.told = Rewritten()
        self.keys = _Keys(dialect)
        self.short = 0
        self.open = False  # since the last row that could be read, a quotation mark was not closed
        # A row without its last cells waits for the one below, which may be its other half.
        self.held: Record | None = None

    def done(self) -> Rewritten:
        """Write every row, or note why not."""
        width, write = self.width, self.writer.writerow
        record = None
        for record in _records(self.dialect):
            if record.number <= self.dialect.skip or not record.cells:
                continue
            if len(record.cells) == width and record.closed and not record.damaged:
                if self.held:
                    self._release()
                if self.quote or not record.line:
                    write(record.cells)
                else:
                    self.file.write(record.line)
                self.open = False
            else:
                self._odd(record)
        if record is not None:
            self._end(record)
        return self.told

    def _odd(self, record: Record) -> None:
        cells = record.cells
        if len(cells) > self.width and not any(map(str.strip, cells[self.width :])):
            # Separators at the end of the line.
            record = record._replace(cells=cells[: self.width])
        if not record.closed or record.damaged or len(record.cells) > self.width:
            self._release()
            self._reject(record)
        elif len(record.cells) == self.width:
            self._release()
            self._write(record)
        elif self.widen and self.keys.fits(record.cells):
            self._release()
            self.held = record
        else:
            if self.held:  # a line end without quotes cut one row in two
                self._reject(self.held)
                self.held = None
            self._reject(record)

    def _release(self) -> None:
        """The row that waited is whole."""
        if self.held:
            self._write(self.held)
            self.short += 1
            self.held = None

    def _write(self, record: Record) -> None:
        missing = self.width - len(record.cells)
        self.writer.writerow([*record.cells, *[""] * missing])
        self.open = False

    def _end(self, last: Record) -> None:
        """See whether the file breaks off in its last row."""
        if self.held and not self.held.ended and not self.short:
            self._reject(self.held)
            self.held = None
        self._release()
        broken = [reject for reject in self.told.broken[-1:] if reject.line == last.number]
        footer = any(total(reject.cells) for reject in broken)
        self.told.cut = bool(broken) and not footer and (self.open or not last.ended)

    def _reject(self, record: Record) -> None:
        self.open = self.open or not record.closed
        broken = self.told.broken
        broken.append(_rejected(record, self.width))
        if len(broken) > MOST_BROKEN:
            raise Invalid(BROKEN, file=self.name, most=MOST_BROKEN)


def _rejected(record: Record, width: int) -> Reject:
    """A row that does not fit, and why."""
    shown, left = [], MOST_TEXT
    for cell in record.cells[:MOST_TEXT]:
        shown.append(cell[:left])
        left -= len(shown[-1])
    if not record.closed:
        return Reject(record.number, UNCLOSED, {}, shown)
    if record.damaged:
        return Reject(record.number, ENCODING, {}, shown)
    values: dict[str, object] = {"found": len(record.cells), "expected": width}
    return Reject(record.number, CELLS, values, shown)


class _Keys:
    """What the keys of a table look like, as its first rows show."""

    def __init__(self, dialect: Dialect) -> None:
        known = vocabulary.keys()
        words = [vocabulary.normalised(header) for header in dialect.headers]
        self.place = next((place for place, word in enumerate(words) if word in known), None)
        whole = [row for row in dialect.sample if len(row) == len(words)]
        found = {self._key(row) for row in whole or dialect.sample} - {""}
        like = [key for key in found if KEY.fullmatch(key)]
        self.telling = 2 * len(like) > len(found)
        self.numbers = all(map(str.isdecimal, like))
        longest = max(map(len, like), default=0)
        # Numbers grow longer.
        self.lengths = range(min(map(len, like), default=0), longest + 1 + self.numbers)

    def _key(self, cells: list[str]) -> str:
        there = self.place is not None and len(cells) > self.place
        return cells[self.place or 0].strip() if there else ""

    def fits(self, cells: list[str]) -> bool:
        """Whether a row without its last cells begins where a row does."""
        if self.place is None or not self.telling:
            return True
        key = self._key(cells)
        if self.numbers:
            return key.isdecimal() and len(key) < self.lengths.stop
        return KEY.fullmatch(key) is not None and len(key) in self.lengths


def _records(dialect: Dialect) -> Iterator[Record]:
    """Every record; one whose quotation mark is never closed costs its own line only."""
    # Python's line ends, not those of splitlines(): a cell may hold others, such as U+2028.
    with dialect.path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = _Lines(file)
        number = 0
        while lines.more():
            for cells in lines.records(dialect):
                number += 1
                last = lines.used[-1]
                # Of several lines, or without an end, it is put together anew.
                line = last if len(lines.used) == 1 and last[-1:] == "\n" else ""
                yield Record(number, cells, True, lines.damaged(), last[-1:] == "\n", line)
                lines.used.clear()
            if lines.used:
                number += 1
                line = lines.give_back()
                cells = line[:MOST_TEXT].rstrip("\n").split(dialect.delimiter)
                yield Record(number, cells, False, False, line.endswith("\n"), "")


class _Lines:
    """The lines of a file, some of which are read once more; `used` are those of one record."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
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
            for cells in csv.reader(self._feed(), delimiter=dialect.delimiter):
                if self._swallowed(cells, dialect):
                    return
                yield cells
        except csv.Error:
            # A cell of over 128 kB, so that an open quotation mark cannot swallow more than that.
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
