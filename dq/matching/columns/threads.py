"""Work beside other work: Arrow, NumPy, DuckDB and RapidFuzz leave the interpreter free.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

THREADS = 2
# Starting threads takes longer than reading fewer records than these.
FEW = 10_000


class AtOnce(Executor):
    """Does what it is given when it is given it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def workers(size: int, threads: int = THREADS) -> Executor:
    """Threads for work on `size` records, or none where they are few."""
    return AtOnce() if size < FEW else ThreadPoolExecutor(threads)
