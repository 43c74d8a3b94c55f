"""A store that another process has open, read from a copy of this moment."""

import os
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from dq import scratch
from dq.errors import Damaged, StoreBusy
from dq.store import contents, faults, logs, opening

# Where the file says which of its blocks are in use: every checkpoint writes there anew.
HEAD = 3 * 4096
# So often a copy is tried while the other writes, and so many seconds are between.
TRIES, PAUSE = 20, 0.2


@contextmanager
def opened(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """The store at `path` as it is now, whatever is confirmed in it: a copy, gone afterwards.

    :raises StoreBusy: it cannot be copied, or never stands still
    """
    path = Path(os.path.realpath(path))
    with scratch.folder() as place:
        db = _copied(path, place)
        try:
            yield db
        finally:
            opening.close(db)


def _copied(path: Path, place: Path) -> duckdb.DuckDBPyConnection:
    for number in range(TRIES):
        target = place / str(number) / path.name
        target.parent.mkdir()
        if _copy(path, target) and (db := _whole(target)):
            return db
        shutil.rmtree(target.parent)
        time.sleep(PAUSE)
    raise StoreBusy(faults.BUSY, path=path)


def _copy(path: Path, target: Path) -> bool:
    """Copy the file and its log; whether they belong together.

    Between two checkpoints nothing is written over that the file holds, and its log only grows.
    What was confirmed is noted first, so that the copy has no less.
    """
    try:
        before = _head(path)
        for of in (logs.noted, Path, logs.of):
            if of(path).exists():
                shutil.copyfile(of(path), of(target))
        return _head(path) == before
    except FileNotFoundError:  # a log that went into the file meanwhile
        return False
    except PermissionError as error:  # a system where nobody reads what another has open
        raise StoreBusy(faults.BUSY, path=path) from error


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _whole(target: Path) -> duckdb.DuckDBPyConnection | None:
    """The copy opened, if it can be read through and lacks nothing that was confirmed."""
    begun, confirmed = datetime.now(), logs.last_noted(target) or 0
    try:
        db = opening.connect(target)
    except Damaged:
        return None
    try:
        contents.totals(db)
        newest = logs.newest(db)
        # That this copy was never closed is no news.
        db.execute("delete from notice where moment >= ?", [begun])
    except duckdb.Error:
        newest = -1
    if newest >= confirmed:
        return db
    opening.close(db)
    return None
