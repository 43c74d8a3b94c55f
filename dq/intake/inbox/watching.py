"""The watch of a server: what lies in the inbox is loaded, and a copy of each day is made.

Tested in tests/intake/inbox/test_watching.py.
"""

import logging
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from dq.access import itself
from dq.domain import purging
from dq.errors import DqError
from dq.intake.inbox import places, taking
from dq.store import copies, door

log = logging.getLogger("kaartenbak")
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
    said = ""
    while not stop.wait(seconds * LONGER if said else seconds):
        try:
            look(open_store, box, after)
            said = ""
        except (DqError, duckdb.Error, OSError) as error:
            if str(error) != said:  # once, and not at every look
                log.warning("The inbox could not be looked at: %s", type(error).__name__)
            said = str(error)
        except Exception as error:  # a fault of ours; without the watch nothing comes in at all
            if str(error) != said:
                log.exception("The inbox could not be looked at")
            said = str(error)


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
