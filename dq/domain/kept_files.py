"""The files beside the store that may hold a person: uploads, and rows that were left out.

Tested in tests/domain/test_person.py.
"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

# So much of a file is read at once.
PIECE = 1 << 20


def beside(store: Path) -> list[Path]:
    """What the inbox keeps, and the files of rejected rows."""
    inside = [path for path in (store.parent / "inbox").rglob("*") if path.is_file()]
    return sorted([*inside, *store.parent.glob("rejected-*.csv")])


def holding(paths: Iterable[Path], texts: Iterable[str]) -> list[Path]:
    """Which of these files have one of the texts, also packed; what cannot be read is left out."""
    wanted = [
        form for text in texts for form in {text.encode(), text.encode("utf-16-le"), _cp1252(text)}
    ]
    return [path for path in paths if wanted and _holds(path, wanted)]


def _cp1252(text: str) -> bytes:
    return text.encode("cp1252", "replace")


def _holds(path: Path, wanted: list[bytes]) -> bool:
    with suppress(OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                return any(_found(_pieces(packed, name), wanted) for name in packed.namelist())
        with path.open("rb") as file:
            return _found(iter(lambda: file.read(PIECE), b""), wanted)
    return False


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _found(pieces: Iterator[bytes], wanted: list[bytes]) -> bool:
    """Whether one is in the pieces, also where it goes from one into the next."""
    overlap, before = max(map(len, wanted)), b""
    for piece in pieces:
        whole = before + piece
        if any(one in whole for one in wanted):
            return True
        before = whole[-overlap:]
    return False


def done_with(path: Path, store: Path) -> bool:
    """Whether a file is kept though nothing is to be loaded from it any more."""
    box = store.parent / "inbox"
    return path.parent == store.parent or any(
        path.is_relative_to(box / name) for name in ("done", "failed")
    )
