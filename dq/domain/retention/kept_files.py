"""The files beside the store that may hold a person: uploads, and rows that were left out.

Tested in tests/domain/retention/test_kept_files.py.
"""

import codecs
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from dq.domain.everybody import Person
from dq.domain.telling import notations
from dq.domain.telling.telling import Telling
from dq.settings import names

# So much of a file is read at once, and so much of what came before it read again with it.
PIECE, AGAIN = 1 << 20, 200
# Keys of Salesforce are written with 15 signs, or with 18 that begin so.
KEY, SHORT = 18, 15


def beside(store: Path) -> list[Path]:
    """What the inbox keeps, and the files of rejected rows."""
    inside = [path for path in (store.parent / "inbox").rglob("*") if path.is_file()]
    return sorted([*inside, *store.parent.glob("rejected-*.csv")])


def holding(store: Path, who: Person, telling: Telling) -> list[Path]:
    """Which of the files beside a store have the person's cards or portal users in them, or what
    tells who it is, also packed or in their names; what cannot be read is left out."""
    wanted = _Wanted({*who.cards, *who.own.get("portal_user", ())}, telling)
    return [path for path in beside(store) if _named(path, store, telling) or _holds(path, wanted)]


def naming(paths: Iterable[Path], ids: Iterable[str]) -> list[Path]:
    """Which of these files have one of these keys in them."""
    wanted = _Wanted(ids)
    return [path for path in paths if _holds(path, wanted)]


class _Wanted:
    """What is looked for in a text, first roughly: by the keys, and by what tells."""

    def __init__(self, ids: Iterable[str], telling: Telling | None = None) -> None:
        self.keys = sorted({_short(one) or one for one in ids})
        self.telling = telling
        self.rough = re.compile(telling.coarse) if telling and telling.coarse else None

    def found(self, text: str) -> bool:
        """Whether it is there."""
        if any(_alone(key, text) for key in self.keys):
            return True
        if not (self.telling and self.rough and self.rough.search(notations.plain(text))):
            return False
        return self.telling.of(text) == "theirs"


def _short(key: str) -> str | None:
    """The signs with which a key of Salesforce begins; of another system's nothing else is it."""
    short = key[:SHORT] if len(key) in (SHORT, KEY) else ""
    return short if names.SHORT_ID.fullmatch(short) else None


def _alone(key: str, text: str) -> bool:
    """Whether a key is in a text, and not as a part of another."""
    after = "(?:[0-9A-Za-z]{3})?" if _short(key) else ""
    whole = rf"(?<![0-9A-Za-z]){re.escape(key)}{after}(?![0-9A-Za-z])"
    return key in text and bool(re.search(whole, text))


def _named(path: Path, store: Path, telling: Telling) -> bool:
    """Whether the name of a file tells of the person."""
    said = str(path.relative_to(store.parent))
    return telling.of(said, words=True) == "theirs"


def _holds(path: Path, wanted: _Wanted) -> bool:
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


def _found(pieces: Iterator[bytes], wanted: _Wanted) -> bool:
    """Whether it is in the pieces, also where it goes from one into the next, as text in UTF-8, in
    UTF-16 or as Windows writes it."""
    first = next(pieces, b"")
    sign = "utf-16" if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    sign = "utf-16-le" if sign == "utf-8" and first[1:2] == b"\0" else sign
    signs = (sign, "cp1252") if sign == "utf-8" else (sign,)
    readers = {one: codecs.getincrementaldecoder(one)("replace") for one in signs}
    before = dict.fromkeys(readers, "")
    for piece in chain([first], pieces):
        for one, reader in readers.items():
            whole = before[one] + reader.decode(piece)
            before[one] = whole[-AGAIN:]
            if (one == sign or not whole.isascii()) and wanted.found(whole):
                return True
    return False


def done_with(path: Path, store: Path) -> bool:
    """Whether a file is kept though nothing is to be loaded from it any more."""
    box = store.parent / "inbox"
    return path.parent == store.parent or any(
        path.is_relative_to(box / name) for name in ("done", "failed")
    )
