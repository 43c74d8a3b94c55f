"""Temporary folders, readable by their owner only, and what killed runs left of them."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

# The process that made a folder stands in its name, so that the next start knows whose it was.
PREFIX = "kaartenbak-"


@contextmanager
def folder() -> Generator[Path]:
    """A new folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as made:
        yield Path(made)


def sweep() -> int:
    """Remove the folders of processes that are no more; how many there were."""
    left = [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _abandoned(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _abandoned(path: Path) -> bool:
    process = path.name.removeprefix(PREFIX).split("-")[0]
    try:
        mine = path.is_dir() and path.lstat().st_uid == os.getuid()
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
