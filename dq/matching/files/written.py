"""How a CSV file is written: delimiter and header, found in its head; and which row is wrong.

DuckDB guesses these from a sample, and takes one odd row there for another delimiter or header.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from dq.errors import N_, Invalid
from dq.values import invisible

DELIMITERS = ",;\t|"
# A header stands below a few title rows at most, and its file shows its encoding early, or else
# when it is read.
HEADER_WITHIN = 25
HEAD = 1 << 18
# How archives begin, which workbooks are too, and a workbook of before 2007.
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Written:
    """A UTF-8 file, what the user calls it, and how it is read.

    `skip` records go down to and with the header; `headers` are unique. A copy of the file may be
    written in `scratch`.
    """

    path: Path
    name: str
    scratch: Path = field(repr=False)
    delimiter: str
    skip: int
    headers: list[str]


def look(path: Path, scratch: Path, known: Callable[[Sequence[str]], int]) -> Written:
    """Find out how a file is written; one in another encoding, or with signs that nobody sees, is
    rewritten in `scratch`.

    :param known: how many of the headers that are looked for a row has
    :raises Invalid: it holds no text
    """
    name, head = path.name, _head(path)
    scratch = scratch / name
    scratch.mkdir()
    if head.startswith(ARCHIVES):
        raise Invalid(N_("{file} is a workbook or an archive; save it as CSV first."), file=name)
    if not _plain(head):
        path = _plain_file(path, scratch, name)
    path = invisible.copied(path, scratch / "seen.csv")
    head = _head(path)
    text = head.decode("utf-8-sig", "replace")
    _, delimiter, place, rows = max(
        (_header(text, delimiter, known) for delimiter in DELIMITERS), key=lambda found: found[0]
    )
    headers = unique(_widened(rows[place], rows[place + 1 :]))
    return Written(path, name, scratch, delimiter, place + 1, headers)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _plain(head: bytes) -> bool:
    """Whether this is the head of a file that can be read as it is, and not of an empty one."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(head)  # the last letter may be cut
    except UnicodeDecodeError:
        return False
    return "\0" not in text and bool(text.strip("\ufeff \t\r\n"))


def _plain_file(path: Path, scratch: Path, name: str) -> Path:
    """The file in UTF-8 and without a report's footer: itself, or a copy."""
    # Most files never come here, and a Spark worker has no need of what this brings along.
    from dq.reading import apart

    with apart.reader(apart.limits(), scratch) as reader:
        return reader.text(name, path).path


def _header(
    text: str, delimiter: str, known: Callable[[Sequence[str]], int]
) -> tuple[tuple[int, int], str, int, list[list[str]]]:
    """How well the head reads with this delimiter (headers found, width), and its header's place.

    :return: also the delimiter and the first rows
    """
    rows = list(islice(_rows(text, delimiter), HEADER_WITHIN)) or [[]]
    found = [known(row) for row in rows]
    if max(found):
        place = found.index(max(found))
    else:
        # Excel's note of the delimiter is no header.
        place = next((n for n, row in enumerate(rows) if row and "sep=" not in row[0].lower()), 0)
    return (max(found), len(rows[place])), delimiter, place, rows


def _widened(header: list[str], rows: list[list[str]]) -> list[str]:
    """The header with a column more where every row ends with a delimiter, but the header.

    In one row only that is a cell that holds a delimiter without quotes, and all are shifted.
    """
    ends = [row[len(header) :] == [""] for row in rows if row]
    return [*header, ""] if len(ends) > 1 and all(ends) else header


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error:  # a cell without end: what came before is the head
        return


def unique(headers: Sequence[str]) -> list[str]:
    """Headers by which each column can be named: "Mail", "Mail_1", "column2" for an empty one."""
    found: list[str] = []
    for place, header in enumerate(headers):
        name = first = header or f"column{place}"
        number = 0
        while name in found:
            number += 1
            name = f"{first}_{number}"
        found.append(name)
    return found


def mended(written: Written) -> Written:
    """A copy of a file that DuckDB refuses, in which every cell is quoted, if its rows are right.

    So a file is read whose other encoding shows late, that mixes line ends, or has a footer.

    :raises Invalid: a row is wrong; it is named by its line
    """
    path = _plain_file(written.path, written.scratch, written.name)
    copy = written.scratch / "mended.csv"
    # A byte that is no UTF-8 becomes what cannot be written, and so tells its row.
    with (
        path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in _records(file, written):
            try:
                writer.writerow(cells)
            except UnicodeEncodeError as error:
                raise Invalid(
                    N_("Line {line} of {file} has characters that cannot be read."),
                    line=line,
                    file=written.name,
                ) from error
    return Written(copy, written.name, written.scratch, ",", 0, written.headers)


def _records(file: io.TextIOBase, written: Written) -> Iterator[tuple[int, list[str]]]:
    """Every row below the header that is not empty, with the line on which it begins."""
    reader = csv.reader(file, delimiter=written.delimiter, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader, 1):
            if number > written.skip and cells:
                yield line, _fitting(cells, line, reader.line_num, written)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _misquoted(line, written) from error


def _fitting(cells: list[str], line: int, last: int, written: Written) -> list[str]:
    """The cells of a row, as many as the header has."""
    width = len(written.headers)
    if len(cells) == width:
        return cells
    if last > line:  # a cell that swallowed its successors
        raise _misquoted(line, written)
    raise Invalid(
        N_("Line {line} of {file} has {found} cells where the header has {expected}."),
        line=line,
        file=written.name,
        found=len(cells),
        expected=width,
    )


def _misquoted(line: int, written: Written) -> Invalid:
    return Invalid(
        N_("Line {line} of {file} has a quotation mark that is not closed or out of place."),
        line=line,
        file=written.name,
    )
