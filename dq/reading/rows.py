"""Rows that break DuckDB's rules, read with Python's reader, which forgives more."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dq.errors import N_, Invalid
from dq.reading.dialect import Dialect
from dq.reading.footers import Keys, total
from dq.reading.limits import BROKEN, MOST_BROKEN, MOST_TEXT
from dq.reading.records import Record, records
from dq.reading.rejects import Reject

CELLS = N_("The row has {found} cells where the header has {expected}.")
ENCODING = N_("The row has characters that cannot be read.")
UNCLOSED = N_("The row has a quotation mark that is never closed.")


@dataclass
class Rewritten:
    """The rows that were left out, and whether the last one breaks off."""

    broken: list[Reject] = field(default_factory=list)
    cut: bool = False


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
        self.rewritten = Rewritten()
        self.keys = Keys(dialect.headers, dialect.sample)
        self.short = 0
        self.open = False  # since the last row that could be read, a quotation mark was not closed
        # A row without its last cells waits for the one below, which may be its other half.
        self.held: Record | None = None

    def done(self) -> Rewritten:
        """Write every row, or note why not."""
        width, write = self.width, self.writer.writerow
        record = None
        for record in records(self.dialect):
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
        return self.rewritten

    def _odd(self, record: Record) -> None:
        cells = record.cells[: self.width]
        if not any(map(str.strip, record.cells[self.width :])) and self.keys.fits(cells):
            # Separators at the end of the line, and not one too many within.
            record = record._replace(cells=cells)
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
        broken = [reject for reject in self.rewritten.broken[-1:] if reject.line == last.number]
        footer = any(total(reject.cells) for reject in broken)
        self.rewritten.cut = bool(broken) and not footer and (self.open or not last.ended)

    def _reject(self, record: Record) -> None:
        self.open = self.open or not record.closed
        broken = self.rewritten.broken
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
