"""The files of an upload, taken out of their containers: a .zip of files, a workbook of sheets."""

import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from dq.errors import N_, DqError, Invalid
from dq.reading.limits import Limits

TEXT = (".csv", ".txt", ".tsv", ".tab")
KINDS = (*TEXT, ".xlsx", ".zip")
# A zip that grows to more times its size is not an export.
SWELLING = 200
# What systems put into archives by themselves, beside names that begin with a dot or ~$.
CLUTTER = ("thumbs.db", "desktop.ini")
UNREAD = N_("{file} is not read: it is no .csv, .tsv, .tab, .txt or .xlsx.")
# What a member that is damaged, locked or packed in an unknown way makes Python say.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,  # it has a password
    NotImplementedError,
    ValueError,
    OSError,
    EOFError,
)

Part = tuple[str, Path] | tuple[str, DqError]


def parts(name: str, path: Path, scratch: Path, limits: Limits) -> Iterator[Part]:
    """The text files in one uploaded file: their names and where they are, or why not."""
    try:
        yield from _parts(name, path, scratch, limits)
    except DqError as error:
        yield name, error


def _parts(name: str, path: Path, scratch: Path, limits: Limits) -> Iterator[Part]:
    kind = PurePosixPath(name).suffix.lower()
    if kind not in KINDS:
        raise Invalid(
            N_("{file} cannot be read; a .csv, .tsv, .tab, .txt, .xlsx or .zip was expected."),
            file=name,
        )
    # What a file says it is and what it is may differ: Excel saves anything as anything.
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if kind in TEXT and not packed:
        yield name, path
    elif kind == ".zip":
        yield from _members(name, path, scratch, limits)
    else:
        from dq.reading import workbook  # most uploads hold none

        yield from workbook.worksheets(name, path, scratch, limits)


def _members(name: str, path: Path, scratch: Path, limits: Limits) -> Iterator[Part]:
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise Invalid(N_("{file} is not a .zip file, or it is damaged."), file=name) from error
    with archive:
        kept = [member for member in archive.infolist() if not _clutter(member)]
        members = [member for member in kept if _kind(member) in (*TEXT, ".xlsx")]
        if not members:
            raise Invalid(N_("{file} holds no .csv, .tsv, .tab, .txt or .xlsx file."), file=name)
        limits.members_of(name, len(members))
        called = Counter(PurePosixPath(member.filename).name for member in kept)
        weigh(name, path, members, limits)
        for index, member in enumerate(members):
            inside = _inside(name, member, called)
            target = scratch / f"{index}{_kind(member)}"
            try:
                _unpack(archive, member, target)
            except UNREADABLE:
                yield inside, Invalid(N_("{file} cannot be unpacked."), file=inside)
                continue
            yield from parts(inside, target, scratch, limits)
        for member in kept:
            if _kind(member) not in (*TEXT, ".xlsx"):
                inside = _inside(name, member, called)
                yield inside, Invalid(UNREAD, file=inside)


def _kind(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _inside(name: str, member: zipfile.ZipInfo, called: Mapping[str, int]) -> str:
    """A member by its name; with its folder where another has the same."""
    short = PurePosixPath(member.filename).name
    return f"{name}: {short if called[short] == 1 else member.filename}"


def _clutter(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, or something that an archive brings along."""
    name = PurePosixPath(member.filename).name
    return (
        member.is_dir()
        or member.filename.startswith("__MACOSX")
        or name.startswith((".", "~$"))
        or name.lower() in CLUTTER
    )


def weigh(name: str, path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that is not what it seems before it is unpacked.

    :raises Invalid: its members would become too large, or overlap
    """
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    limits.bytes_of(name, size)
    if packed > path.stat().st_size:  # one block of data under several names
        raise Invalid(N_("{file} is not a .zip file, or it is damaged."), file=name)
    if size > SWELLING * max(packed, 1 << 16):
        raise Invalid(N_("{file} becomes too large when it is unpacked."), file=name)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write one member, and never more than it says that it holds."""
    left = member.file_size
    with archive.open(member) as source, target.open("wb") as sink:
        while block := source.read(min(1 << 20, left + 1)):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile(member.filename)
            sink.write(block)
