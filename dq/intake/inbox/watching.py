"""The watch of a server: what lies in the inbox is loaded, and a copy of each day is made.

Tested in tests/intake/inbox/test_watching.py.
"""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from dq import rounds
from dq.access import itself
from dq.domain.retention import purging
from dq.intake.inbox import places, taking
from dq.store import copies, door

# So many seconds between two looks, and so many times that after what went wrong, which may be a
# copy of the whole store.
SECONDS, LONGER = 5.0, 12


def watch(
    open_store: Callable[[], duckdb.DuckDBPyConnection],
    store: Path,
    stop: threading.Event,
    seconds: float = SECONDS,
    after: taking.After | None = None,
) -> None:
    """Look until somebody says stop; what goes wrong is for the log and for the next look.

    :param after: what is done once something is loaded, in place of judging it alone
    """
    box = places.box(store)
    rounds.go(
        lambda: look(open_store, box, after),
        *(stop, seconds, LONGER, "The inbox could not be looked at"),
    )


def look(
    open_store: Callable[[], duckdb.DuckDBPyConnection],
    box: places.Box,
    after: taking.After | None = None,
) -> None:
    """Load what has come, and make today's copy where something changed since the last one."""
    box.make()
    # One cursor: a server that stops meanwhile closes the store, which is not to be opened again.
    with open_store() as db:
        if box.ready() or box.taking.is_dir():
            taking.take(db, box, after=after)
        if daily(db):
            purging.run(db, date.today(), itself.INBOX)


def daily(db: duckdb.DuckDBPyConnection) -> Path | None:
    """A copy of today, read through; None where there is one, or nothing changed since."""
    with door.alone():
        return copies.make(db, copies.DAY) if copies.due(db) else None
