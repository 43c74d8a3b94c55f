"""Which of the files that somebody drops are results of what was loaded, also in a zip."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from dq.errors import DqError
from dq.intake.answers import layout
from dq.outgoing.plan import NAMED
from dq.reading import apart
from dq.reading.dialect import Dialect
from dq.settings.api import KEY

HEAD = 65_536  # bytes: a header is never longer
ROWS = 50  # so many tell what a column holds
# A package has some fifteen files, each with up to three results; a zip with more than this is an
# export of everything.
MOST = 100


def known(path: Path, name: str | None = None) -> bool:
    """Whether it is a result file, or a zip with nothing but these and the files of a package.

    :param name: what the file is called, if not as the path says
    """
    called = name or path.name
    if zipfile.is_zipfile(path):
        return _all_are(path, called)
    with path.open("rb") as file:
        rows = _rows(file.read(HEAD))
    return bool(rows) and layout.of(called, rows[0], rows[1:]) is not None


def _all_are(path: Path, name: str) -> bool:
    """Of a zip; it is unpacked where a hostile one does no harm."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST:
                return False
        with apart.reader(apart.limits()) as reader:
            found = [
                (part, written) for part, written in reader.tables(name, path) if not _ours(part)
            ]
    except (DqError, OSError, ValueError, zipfile.BadZipFile):
        return False  # whatever reads it next says what is wrong
    tables = [one for one in found if isinstance(one[1], Dialect) or _table(one[0])]
    results = [one for one in tables if _is_result(*one)]
    return bool(results) and all(one in results or _packed(one[1]) for one in tables)


def _ours(part: str) -> bool:
    """Whether it is called as a file of a package, as it was downloaded or for another tool."""
    return bool(NAMED.fullmatch(PurePosixPath(part.rpartition(": ")[2]).stem))


def _table(part: str) -> bool:
    """Whether it would be a table, could it be read; a script or its log beside results is none."""
    return part.lower().endswith((".csv", ".xlsx", ".zip"))


def _is_result(part: str, written: Dialect | DqError) -> bool:
    return isinstance(written, Dialect) and bool(layout.of(part, written.headers, written.sample))


def _packed(written: Dialect | DqError) -> bool:
    """Whether it has our key, as the files of a package have, whatever they are called by now."""
    return isinstance(written, Dialect) and KEY in written.headers


def _rows(head: bytes) -> Sequence[list[str]]:
    """The header and some rows, as far as they can be read so simply."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) > ROWS:
                break
    except csv.Error:
        pass  # what kind of answer it is shows from the rows that came before
    return found
