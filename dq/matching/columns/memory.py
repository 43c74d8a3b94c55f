"""Memory of a run: the C library keeps what large arrays leave, Arrow gives back what it keeps.

Tested in tests/matching/files/test_plain.py.
"""

import ctypes
import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager

import pyarrow as pa

# See mallopt(3); asked of the system at once, memory comes in pages that it has to clear first.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_ALL = 1 << 30
# See prctl(2). A page of 2 MB is cleared as a whole, also where a part of it is used for a moment.
_NO_HUGE_PAGES = 41


class _NoPandas:
    """Says that pandas is not there. Arrow asks for it as soon as it is given a list, and then it
    is a tenth of what 100,000 cards take, and 35 MB, for nothing."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


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
    looked, hidden = gc.isenabled(), _NoPandas()
    gc.disable()
    # Whoever calls this from another program may want pandas later, and Arrow asks only once.
    if sys.modules["__main__"].__package__ == "dq":
        sys.meta_path.insert(0, hidden)
    try:
        yield
    finally:
        if hidden in sys.meta_path:
            sys.meta_path.remove(hidden)
        if control is not None:
            control(_NO_HUGE_PAGES, 0, 0, 0, 0)
        if looked:
            gc.enable()


def let_go() -> None:
    """Give back memory that Arrow keeps for later: as much again as it uses."""
    pa.default_memory_pool().release_unused()
