"""Copies of the store beside it, in `backup/`: made before it changes as a whole, read through."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from dq import settings
from dq.errors import N_, Full, Invalid, NotFound
from dq.store import contents, faults, logs

# The name of a copy says when it was made, before what, and after which change.
NAME = r"-(\d{8}-\d{6})(?:-([a-z]+)-(\d+)(?:-(\d+))?)?"
WHEN = "%Y%m%d-%H%M%S"
PART = ".part"
# A copy is as large as the store at most, and a store needs room to go on.
SPARE = 16 << 20
NO_ROOM = N_("The disk has no room for a copy of the store. Make room and do it again.")
UNWRITTEN = N_("A copy of the store cannot be written to {path}: {reason}.")
COPY = "import shutil, sys; shutil.copyfile(*sys.argv[1:])"
# Of what a copy is that is made once a day.
DAY = "day"
# So many seconds who reads or writes may be in the way of a copy.
WAIT = 10.0


@dataclass(frozen=True)
class Copy:
    """A copy: made at `moment`, before a "load", a "restore" or a "migration", or as that of a
    "day", when the newest change was `change_id` (None in copies of before this was noted);
    `number` of that second."""

    path: Path
    moment: datetime
    before: str
    change_id: int | None
    number: int


def folder(path: Path) -> Path:
    """Where the copies of the store at `path` are."""
    return path.parent / "backup"


def listed(path: Path) -> list[Copy]:
    """The copies of the store at `path`, newest first."""
    known = [copy for file in _inside(folder(path)) if (copy := _named(file, path))]
    return sorted(known, key=_order, reverse=True)


def of(db: duckdb.DuckDBPyConnection) -> list[Copy]:
    """The copies of the open store, newest first; none of one in memory."""
    path = logs.file(db)
    return listed(path) if path else []


def due(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether today's copy is still to be made: none was today, and something changed since the
    newest one. A store in memory has none."""
    found = of(db)
    if logs.file(db) is None or any(
        copy.before == DAY and copy.moment.date() == date.today() for copy in found
    ):
        return False
    return not found or found[0].change_id != logs.newest(db)


def make(db: duckdb.DuckDBPyConnection, before: str, spared: Path | None = None) -> Path | None:
    """Copy the open store and read the copy through; it has its name only when it is whole.

    The oldest copies over the team's number go. A store in memory has none. No command may write
    meanwhile, and `db` is in no transaction.

    :param spared: a copy that stays, however old it is
    :raises Full: there is no room for it
    :raises Damaged: the copy cannot be read through, since the store is damaged
    """
    path = logs.file(db)
    if path is None:
        return None
    place = folder(path)
    place.mkdir(mode=0o700, exist_ok=True)
    if shutil.disk_usage(place).free < path.stat().st_size + SPARE:
        raise Full(NO_ROOM)
    target = _free(place, path, before, logs.newest(db))
    part = target.with_name(target.name + PART)
    try:
        _write(db, part)
        contents.read_through(part)
        keep(part, target)
    except subprocess.CalledProcessError as error:
        part.unlink(missing_ok=True)
        reason = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        if any(words in reason for words in faults.NO_SPACE):
            raise Full(NO_ROOM) from error
        raise Invalid(UNWRITTEN, path=place, reason=reason) from error
    except BaseException as error:
        part.unlink(missing_ok=True)
        logs.of(part).unlink(missing_ok=True)
        if known := faults.explained(error):
            raise known from error
        raise
    _prune(path, int(str(settings.get(db, "copies"))), {target, spared})
    return target


def find(path: Path, name: str) -> Path:
    """The copy that is called so: a path, or a name in the folder of copies of the store `path`.

    :raises NotFound: there is none
    """
    for found in (Path(name), folder(path) / name):
        if found.is_file():
            return found
    raise NotFound(N_("There is no copy {name}; `restore` alone lists them."), name=name)


def put_in_place(copy: Path, path: Path) -> Path | None:
    """Let a copy be the store at `path`, which is closed; where the old file went, if any.

    The old file and its log are kept beside the copies, so that no log of another store is left.
    There is a whole store at `path` at every moment, if there was one that needs no log.

    :param copy: a store that was closed: whole, and without a log
    """
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    shutil.copyfile(copy, part)
    place = folder(path)
    place.mkdir(mode=0o700, exist_ok=True)
    old = place / f"{path.stem}-{datetime.now():{WHEN}}.replaced"
    if path.exists():
        try:
            os.link(path, old)
        except OSError:  # a disk without links
            shutil.copyfile(path, old)
    if (log := logs.of(path)).exists():
        log.replace(logs.of(old))
    keep(part, path)
    logs.forget(path)
    return old if old.exists() else None


def sweep(path: Path) -> None:
    """Remove what a killed run left: unfinished copies, and what DuckDB spilled."""
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)
    unfinished = [
        file
        for file in _inside(folder(path))
        if (name := file.name.removesuffix(".wal")).endswith(PART)
        and _named(file.with_name(name.removesuffix(PART)), path)
    ]
    part = path.with_name(path.name + PART)
    for left in [*unfinished, part, logs.of(part)]:
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _write(db: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Copy the file byte by byte, while nothing that it holds changes.

    Writing every table anew instead (`copy from database`) takes ten times as long.
    """
    path = logs.file(db)
    cursor = db.cursor()
    # Who writes meanwhile, as judging may, does so in the log and in free places of the file.
    cursor.execute("set checkpoint_threshold = '1TB'")
    try:
        logs.checkpoint(cursor, WAIT)
        # In a process of its own: to close the file here would let go of DuckDB's lock on it.
        subprocess.run(
            [sys.executable, "-ISc", COPY, str(path), str(part)], check=True, capture_output=True
        )
    finally:
        cursor.execute("reset checkpoint_threshold")
        cursor.close()


def keep(part: Path, target: Path) -> None:
    """Give a file its name once every byte of it is on the disk."""
    part.chmod(0o600)
    for place, write in ((part, True), (target.parent, False)):
        number = os.open(place, os.O_RDWR if write else os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
        if write:
            part.replace(target)


def _prune(path: Path, most: int, spared: set[Path | None]) -> None:
    """Keep so many of the days, and so many of the others: neither drives the other out."""
    found = listed(path)
    for of_days in (True, False):
        for old in [one for one in found if (one.before == DAY) is of_days][max(most, 1) :]:
            if old.path not in spared:
                old.path.unlink(missing_ok=True)


def _free(place: Path, path: Path, before: str, change_id: int) -> Path:
    """A name for a new copy: of several of one second the last has the highest number."""
    now = datetime.now()
    numbers = [copy.number for copy in listed(path) if f"{copy.moment:{WHEN}}" == f"{now:{WHEN}}"]
    number = f"-{max(numbers) + 1}" if numbers else ""
    return place / f"{path.stem}-{now:{WHEN}}-{before}-{change_id}{number}{path.suffix}"


def _order(copy: Copy) -> tuple[datetime, int, int]:
    """When it was made, to the second, and which of that second it is."""
    return copy.moment, copy.change_id or 0, copy.number


def _inside(place: Path) -> list[Path]:
    return list(place.iterdir()) if place.is_dir() else []


def _named(file: Path, store: Path) -> Copy | None:
    """The copy that a file is by its name, if it is one of this store."""
    stem, suffix = re.escape(store.stem), re.escape(store.suffix)
    found = re.fullmatch(stem + NAME + suffix, file.name)
    if found is None:
        return None
    moment, before, change_id, number = found.groups()
    try:
        made = datetime.strptime(moment, WHEN)
    except ValueError:
        return None
    return Copy(
        file,
        made,
        before or "migration",
        int(change_id) if change_id else None,
        int(number or 1),
    )
