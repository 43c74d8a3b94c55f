"""Temporary folders and drafts, their owner's alone, and what killed runs left of them."""

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

# The machine and the process that made a folder stand in its name, so that the next start knows
# whose it was: what it does not know may still run on another machine that shares the place.
HOST = re.sub("[^A-Za-z0-9]", "_", socket.gethostname().split(".")[0])[-24:]
PREFIX = f"kaartenbak-{HOST}-"


@contextmanager
def folder() -> Generator[Path]:
    """A new folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as made:
        yield Path(made)


def sweep() -> int:
    """Remove the folders of this machine's processes that are no more; how many there were."""
    left = [path for path in _left(Path(tempfile.gettempdir()), PREFIX) if path.is_dir()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


@contextmanager
def draft(place: Path, name: str) -> Generator[Path]:
    """A new empty file in a folder, hidden, that is gone afterwards unless it got another name;
    what killed processes of this machine left of theirs there is removed.

    :raises OSError: it cannot be made
    """
    for left in _left(place, f".{PREFIX}"):
        with suppress(OSError):
            left.unlink()
    number, made = tempfile.mkstemp(f".{name[-60:]}", f".{PREFIX}{os.getpid()}-", place)
    os.close(number)
    try:
        yield Path(made)
    finally:
        Path(made).unlink(missing_ok=True)


def _left(place: Path, prefix: str) -> list[Path]:
    return [path for path in place.glob(f"{prefix}*") if _abandoned(path, prefix)]


def _abandoned(path: Path, prefix: str) -> bool:
    process = path.name.removeprefix(prefix).split("-")[0]
    try:
        mine = path.lstat().st_uid == os.getuid()
    except OSError:
        return False
    return mine and process.isdecimal() and not _runs(int(process))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
