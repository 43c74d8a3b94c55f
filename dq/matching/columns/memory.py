"""Memory of a run: the C library keeps what large arrays leave, Arrow gives back what it keeps.

Tested in tests/matching/files/test_plain.py.
"""

import ctypes
import gc
from collections.abc import Generator
from contextlib import contextmanager

import pyarrow as pa

# See mallopt(3); asked of the system at once, memory comes in pages that it has to clear first.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_ALL = 1 << 30
# See prctl(2). A page of 2 MB is cleared as a whole, also where a part of it is used for a moment.
_NO_HUGE_PAGES = 41


@contextmanager
def of_one_run() -> Generator[None]:
    """For a process that does one run and ends: memory that is freed is used again, and nobody
    looks for circles."""
    library = ctypes.CDLL(None)
    if (control := getattr(library, "prctl", None)) is not None:  # Linux's
        control(_NO_HUGE_PAGES, 1, 0, 0, 0)
    if (option := getattr(library, "mallopt", None)) is not None:  # glibc's
        for name, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _ALL), (_TRIM_THRESHOLD, _ALL)):
            option(name, value)
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if control is not None:
            control(_NO_HUGE_PAGES, 0, 0, 0, 0)
        if looked:
            gc.enable()


def let_go() -> None:
    """Give back memory that Arrow keeps for later: as much again as it uses."""
    pa.default_memory_pool().release_unused()
