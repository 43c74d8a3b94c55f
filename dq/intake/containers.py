"""The files of an upload, taken out of their containers: a .zip of files, a workbook of sheets."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath

from dq.errors import N_, DqError, Invalid

TEXT = (".csv", ".txt")
KINDS = (*TEXT, ".xlsx", ".zip")
# A zip that grows beyond these is not an export: bytes in all, and times its packed size.
LARGEST = 8 << 30
SWELLING = 200
MEMBERS = 2000


def parts(name: str, path: Path, scratch: Path) -> Iterator[tuple[str, Path] | tuple[str, DqError]]:
    """The text files in one uploaded file: their names and where they are, or why not."""
    kind = PurePosixPath(name).suffix.lower()
    if kind not in KINDS:
        yield (
            name,
            Invalid(
                N_("{file} cannot be read; a .csv, .txt, .xlsx or .zip was expected."), file=name
            ),
        )
        return
    # What a file says it is and what it is may differ: Excel saves anything as anything.
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    try:
        if kind in TEXT and not packed:
            yield name, path
        elif kind == ".zip":
            yield from _members(name, path, scratch)
        else:
            yield from _worksheets(name, path, scratch)
    except DqError as error:
        yield name, error


def _members(
    name: str, path: Path, scratch: Path
) -> Iterator[tuple[str, Path] | tuple[str, DqError]]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Invalid(N_("{file} is not a .zip file, or it is damaged."), file=name) from error
    with archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir()
            and not member.filename.startswith("__MACOSX")
            and not PurePosixPath(member.filename).name.startswith((".", "~$"))
            and PurePosixPath(member.filename).suffix.lower() in (*TEXT, ".xlsx")
        ]
        if not members:
            raise Invalid(N_("{file} holds no .csv, .txt or .xlsx file."), file=name)
        _weigh(name, members)
        for index, member in enumerate(members):
            inside = f"{name}: {PurePosixPath(member.filename).name}"
            target = scratch / f"{index}{PurePosixPath(member.filename).suffix.lower()}"
            try:
                _unpack(archive, member, target)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
                # RuntimeError: it has a password
                yield inside, Invalid(N_("{file} cannot be unpacked."), file=inside)
                continue
            yield from parts(inside, target, scratch)


def _weigh(name: str, members: list[zipfile.ZipInfo]) -> None:
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MEMBERS or size > LARGEST or size > SWELLING * max(packed, 1 << 16):
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


def _worksheets(name: str, path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    import openpyxl  # half a second, and most uploads hold no workbook

    try:
        # An open file, since openpyxl judges a path by its kind and an upload may have none.
        with path.open("rb") as file:
            with zipfile.ZipFile(file) as archive:  # a workbook is one
                _weigh(name, archive.infolist())
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            filled = []
            for number, worksheet in enumerate(book.worksheets):
                target = scratch / f"{path.stem}-{number}.csv"
                if _as_text(worksheet, target):
                    filled.append((worksheet.title, target))
    except DqError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise Invalid(
            N_("{file} is not an Excel workbook, or it is damaged."), file=name
        ) from error
    if not filled:
        raise Invalid(
            N_("{file} is empty; a header row with column names was expected."), file=name
        )
    for title, target in filled:
        yield (name if len(filled) == 1 else f"{name}: {title}"), target


def _as_text(worksheet, target: Path) -> bool:
    """Write a worksheet as CSV; say whether there was anything in it."""
    # The size that a file states may be wrong, and then rows would be missing.
    worksheet.reset_dimensions()
    rows = [[_cell(value) for value in row] for row in worksheet.iter_rows(values_only=True)]
    width = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow([*row[:width], *[""] * (width - len(row))])
    return width > 0


def _cell(value: object) -> str:
    """A cell as an export would write it: ISO dates, whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
