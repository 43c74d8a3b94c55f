"""Which of the files that somebody drops are results of Data Loader, also in a zip."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from dq.handover.api import KEY
from dq.handover.results import ERRORS, STATUSES
from dq.intake import containers

HEAD = 65_536  # bytes: a header is never longer
# What a damaged zip, or one with a password, may raise.
DAMAGED = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, csv.Error),
)


def known(path: Path) -> bool:
    """Whether it is a result file, or a zip with nothing but these among its tables."""
    try:
        heads = list(_heads(path))
    except DAMAGED:
        return False  # whatever reads it next says what is wrong
    return bool(heads) and all(map(_is_result, heads))


def _is_zip(path: Path) -> bool:
    return zipfile.is_zipfile(path)


def _heads(path: Path) -> Iterator[bytes]:
    if not _is_zip(path):
        with path.open("rb") as file:
            yield file.read(HEAD)
        return
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith(containers.KINDS):
                with archive.open(member) as file:
                    yield file.read(HEAD)


def _is_result(head: bytes) -> bool:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    line = head.decode(encoding, "replace").partition("\n")[0].strip()
    delimiter = max(",;\t", key=line.count)
    row = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    words = {word.strip().lower() for word in row}
    return KEY.lower() in words and bool(words & {*ERRORS, *STATUSES})
