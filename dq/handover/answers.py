"""Which of the files that somebody drops are results of Data Loader, also in a zip."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from dq.errors import DqError
from dq.handover.api import KEY
from dq.handover.results import ERRORS, STATUSES
from dq.intake import containers

HEAD = 65_536  # bytes: a header is never longer


def known(path: Path) -> bool:
    """Whether it is a result file, or a zip with nothing but these among its tables."""
    try:
        heads = list(_heads(path))
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False  # whatever reads it next says what is wrong
    return bool(heads) and all(map(_is_result, heads))


def unpacked(files: Iterable[tuple[str, Path]]) -> list[tuple[str, bytes]]:
    """Every result file with its name and content; those of a zip by themselves.

    :raises DqError: a zip cannot be unpacked
    """
    found = []
    with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder:
        for number, (name, path) in enumerate(files):
            scratch = Path(folder) / str(number)
            scratch.mkdir()
            parts = containers.parts(name, path, scratch) if _is_zip(path) else [(name, path)]
            for part, one in parts:
                if isinstance(one, DqError):
                    raise one
                found.append((part, one.read_bytes()))
    return found


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
