"""Which of the files that somebody drops are results of Data Loader, also in a zip."""

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from dq.errors import DqError
from dq.handover.api import KEY
from dq.handover.results import ERRORS, STATUSES
from dq.intake import apart

HEAD = 65_536  # bytes: a header is never longer
# A package has some fifteen files; a zip with more than this is an export of everything.
MOST = 100


def known(path: Path, name: str | None = None) -> bool:
    """Whether it is a result file, or a zip with nothing but these among its tables.

    :param name: what the file is called, if not as the path says
    """
    if zipfile.is_zipfile(path):
        return _all_are(path, name or path.name)
    with path.open("rb") as file:
        return _is_result(_header(file.read(HEAD)))


def _all_are(path: Path, name: str) -> bool:
    """Of a zip; it is unpacked where a hostile one does no harm."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST:
                return False
        with apart.reader(apart.limits()) as reader:
            found = [told for _, told in reader.tables(name, path)]
    except (DqError, OSError, ValueError, zipfile.BadZipFile):
        return False  # whatever reads it next says what is wrong
    headers = [[] if isinstance(told, DqError) else told.headers for told in found]
    return bool(headers) and all(map(_is_result, headers))


def _header(head: bytes) -> list[str]:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    line = head.decode(encoding, "replace").partition("\n")[0].strip()
    delimiter = max(",;\t", key=line.count)
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return []


def _is_result(header: Iterable[str]) -> bool:
    words = {word.strip().lower() for word in header}
    return KEY.lower() in words and bool(words & {*ERRORS, *STATUSES})
