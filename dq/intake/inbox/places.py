"""The folders of the inbox: what has just come, what waits for a person, what is done or failed.

Tested in tests/intake/inbox/test_places.py.
"""

import errno
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dq.errors import DqError
from dq.store import logs

try:
    import fcntl
except ImportError:  # Windows, which refuses to open what is locked
    fcntl = None  # type: ignore[assignment]

# A file of which nothing changed for so many seconds has come whole; one that looks unfinished
# (an archive without its end, nothing in it, a lock on it) gets so many. A time that lies further
# ahead than that says nothing.
QUIET, PATIENCE = 10.0, 900.0
# How the name of a file ends while a program is still writing it, and how it begins.
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download")
HIDDEN = (".", "~$")
ARCHIVES = (".zip", ".xlsx", ".xlsm")
WHY = "why.json"
LOG = "log.txt"
WHO = "who.txt"
# What is written beside the files that came; one that is called so gets another name.
OWN = (WHY, LOG, WHO)
# What is not written whole yet.
PART = ".unfinished.part"
WHEN = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True)
class Reason:
    """Why something was not loaded: a message id and what fills it in; of one file, or of all."""

    message: str
    values: Mapping[str, Any]
    file: str | None = None

    def __str__(self) -> str:
        return self.message.format(**self.values)


@dataclass(frozen=True)
class Held:
    """Files that came together and were not loaded, under the moment at which they were looked
    at."""

    name: str
    moment: datetime
    files: tuple[str, ...]
    reasons: tuple[Reason, ...]


class Box:
    """The inbox beside a store. In the folder itself is what has just come."""

    def __init__(self, store: Path) -> None:
        self.root = store.resolve().parent / "inbox"
        self.taking, self.waiting = self.root / "taking", self.root / "waiting"
        self.done, self.failed = self.root / "done", self.root / "failed"

    def make(self) -> None:
        """Let the folder be there, its owner's alone."""
        self.root.mkdir(mode=0o700, exist_ok=True)

    def came(self) -> list[Path]:
        """The files that came and are not loaded yet, by name; what is no file is not ours."""
        if not self.root.is_dir():
            return []
        return sorted(
            path
            for path in self.root.iterdir()
            if path.is_file() and not path.is_symlink() and not path.name.startswith(HIDDEN)
        )

    def ready(self, now: float | None = None) -> list[Path]:
        """What came, once all of it has come whole: the exports of one week belong together."""
        moment = time.time() if now is None else now
        came = {path: _age(path, moment) for path in self.came()}
        if any(age < QUIET for age in came.values()):
            return []
        unfinished = {path for path in came if _unfinished(path)}
        if any(came[path] < PATIENCE for path in unfinished):
            return []
        return [path for path in came if path not in unfinished or not _held_by_others(path)]

    def begun(self) -> list[Path]:
        """The folders of what is being loaded, the oldest first."""
        return sorted(_folders(self.taking))

    def held(self, place: Path) -> list[Held]:
        """What waits, or failed, newest first."""
        found = [_held(folder) for folder in _folders(place)]
        return sorted((one for one in found if one), key=lambda one: one.moment, reverse=True)


def box(store: Path) -> Box:
    """The inbox of a store."""
    return Box(store)


def beside(db: duckdb.DuckDBPyConnection) -> Box | None:
    """The inbox of the open store; one in memory has none."""
    path = logs.file(db)
    return Box(path) if path else None


def move(files: Iterable[Path], place: Path, stamp: str) -> Path:
    """The files in a folder of their own there; none of an earlier one is written over."""
    folder = place / stamp
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in files:
        name = _named(path)
        target = folder / name
        number = 2
        while target.name in OWN or target.exists():
            target = folder / f"{name.stem}-{number}{name.suffix}"
            number += 1
        _move(path, target)
    return folder


def _named(path: Path) -> Path:
    """The name of a file, with a line for what cannot be written down or shown (bytes of another
    system's encoding, control characters): no longer than it was."""
    said = os.fsencode(path.name).decode(errors="replace").replace("\ufffd", "_")
    return Path("".join(sign if sign.isprintable() else "_" for sign in said))


def _move(path: Path, target: Path) -> None:
    """Move a file, also to another disk: it has its name there only when it is whole."""
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = target.with_name(PART)
        shutil.copy2(path, part)
        part.replace(target)
        path.unlink()


def explain(folder: Path, reasons: Iterable[Reason]) -> None:
    """Leave in the folder why its files are there, to show and to read."""
    listed = list(reasons)
    kept = [{"message": one.message, "values": one.values, "file": one.file} for one in listed]
    write(folder / WHY, json.dumps(kept, ensure_ascii=False, default=str))
    write(folder / LOG, "\n".join(str(one) for one in listed) + "\n")


def write(path: Path, text: str) -> None:
    """Write a text whole or not at all, its owner's alone."""
    part = path.with_name(PART)
    part.write_text(text, "utf-8")
    part.chmod(0o600)
    part.replace(path)


def clear(folder: Path) -> None:
    """Take a folder away of which the files went on; what is not ours in it stays."""
    for name in (*OWN, PART):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # somebody put something in it
        folder.rmdir()


def stamp() -> str:
    """The name of what is looked at now."""
    return f"{datetime.now():{WHEN}}"


def moment(name: str) -> datetime | None:
    """When something was looked at that has this name; None for what is not ours."""
    try:
        return datetime.strptime(name, WHEN)
    except ValueError:
        return None


def within(folder: Path) -> list[Path]:
    """The files that came, of such a folder."""
    besides = (*OWN, PART)
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name not in besides)


def reason(error: DqError, file: str | None = None) -> Reason:
    """Why, as an error says it."""
    named = {"file": file} if file else {}
    return Reason(error.message, {**named, **error.values}, file)


def _folders(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if path.is_dir()] if place.is_dir() else []


def _held(folder: Path) -> Held | None:
    when = moment(folder.name)
    if when is None:
        return None
    reasons: tuple[Reason, ...] = ()
    with suppress(OSError, ValueError, TypeError, KeyError):  # somebody may have spoilt it
        said = json.loads((folder / WHY).read_text("utf-8"))
        reasons = tuple(Reason(one["message"], one["values"], one["file"]) for one in said)
    files = tuple(path.name for path in within(folder))
    return Held(folder.name, when, files, reasons) if files else None


def _age(path: Path, now: float) -> float:
    """Seconds since anything changed of a file: its content, or that it was put here."""
    try:
        moments = _moments(path)
    except OSError:  # it went meanwhile
        return 0.0
    # A clock that was wrong, here or where the file was made, is not waited for.
    return now - max((one for one in moments if one < now + PATIENCE), default=0.0)


def _moments(path: Path) -> tuple[float, ...]:
    found = path.stat()
    return found.st_mtime, found.st_ctime


def _unfinished(path: Path) -> bool:
    """Whether more of a file is likely to come."""
    name = path.name.lower()
    if name.endswith(UNFINISHED) or path.stat().st_size == 0 or _held_by_others(path):
        return True
    return name.endswith(ARCHIVES) and not zipfile.is_zipfile(path)


def _held_by_others(path: Path) -> bool:
    """Whether somebody has a lock on a file, or it may not be read."""
    try:
        with path.open("rb") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                fcntl.flock(file, fcntl.LOCK_UN)
    except OSError:
        return True
    return False
