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


@contextmanager
def of_one_run() -> Generator[None]:
    """For a process that does one run and ends: memory that is freed is used again, and nobody
    looks for circles."""
    option = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's
    if option is not None:
        for name, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _ALL), (_TRIM_THRESHOLD, _ALL)):
            option(name, value)
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def let_go() -> None:
    """Give back memory that Arrow keeps for later: as much again as it uses."""
    pa.default_memory_pool().release_unused()
