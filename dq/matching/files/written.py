"""A CSV file as uploads are looked at; none of its rows is skipped, so an odd one is refused."""

import csv
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from dq.errors import N_, Invalid
from dq.reading import dialect
from dq.reading.dialect import Dialect
from dq.reading.records import Record, records
from dq.reading.vocabulary import normalised
from dq.values import invisible

# How archives begin, which workbooks are too, and a workbook of before 2007.
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Written:
    """A file by what the user calls it, and how it is read; a copy may be written in `scratch`."""

    name: str
    dialect: Dialect
    scratch: Path = field(repr=False)

    @property
    def headers(self) -> list[str]:
        """The headers, by which each column can be named."""
        return self.dialect.headers


def look(path: Path, scratch: Path, known: Collection[str] | None = None) -> Written:
    """Find out how a file is written.

    :param known: the headers that are looked for; left out, those that exports have
    :raises Invalid: it holds no table of text
    """
    folder = scratch / path.name
    folder.mkdir()
    with path.open("rb") as file:
        if file.read(8).startswith(ARCHIVES):
            raise Invalid(
                N_("{file} is a workbook or an archive; save it as CSV first."), file=path.name
            )
    words = None if known is None else {normalised(header) for header in known}
    found = dialect.sniff(path, folder, path.name, words, as_it_is=True)
    return Written(path.name, replace(found, headers=_widened(found)), folder)


def _widened(found: Dialect) -> list[str]:
    """The header with a column more where every row ends with a delimiter, but the header.

    In one row only that is a cell that holds a delimiter without quotes, and all are shifted.
    """
    ends = [row[len(found.headers) :] == [""] for row in found.sample if row]
    return dialect.unique([*found.headers, ""]) if len(ends) > 1 and all(ends) else found.headers


def cleaned(written: Written) -> Written:
    """The file, or where it has signs that nobody sees, a copy without them."""
    path = invisible.copied(written.dialect.path, written.scratch / "cleaned.csv")
    return replace(written, dialect=replace(written.dialect, path=path))


def mended(written: Written) -> Written:
    """A copy of a file that DuckDB refuses, in which every cell is quoted, if its rows are right.

    So a file is read that mixes line ends.

    :raises Invalid: a row is wrong; it is named by its line
    """
    found, copy = written.dialect, written.scratch / "mended.csv"
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for record in records(found, strict=True):
            if record.number > found.skip and record.cells:
                _refuse_odd(record, written)
                writer.writerow(record.cells)
    return replace(written, dialect=replace(found, path=copy, delimiter=",", skip=0))


def _refuse_odd(record: Record, written: Written) -> None:
    """:raises Invalid: the row is not as the header says"""
    values: dict[str, object] = {"line": record.begins, "file": written.name}
    if record.damaged:
        raise Invalid(N_("Line {line} of {file} has characters that cannot be read."), **values)
    found, expected = len(record.cells), len(written.headers)
    swallowed = found != expected and any("\n" in cell for cell in record.cells)
    if not record.closed or swallowed:
        raise Invalid(
            N_("Line {line} of {file} has a quotation mark that is not closed or out of place."),
            **values,
        )
    if found != expected:
        raise Invalid(
            N_("Line {line} of {file} has {found} cells where the header has {expected}."),
            **values,
            found=found,
            expected=expected,
        )
