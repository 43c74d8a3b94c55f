"""The checks keep up with what is changed in a server's store: as soon as nobody is busy in it, or
where it is several people, which may be all day, with each look."""

import logging
import threading
from collections.abc import Callable

import duckdb

from dq.errors import DqError
from dq.judging import judge
from dq.judging.resident import Moment, Resident, at

log = logging.getLogger("kaartenbak")
# So many seconds between two looks, and so many times that after what went wrong.
SECONDS, LONGER = 2.0, 15


def keep(
    open_store: Callable[[], duckdb.DuckDBPyConnection],
    resident: Callable[[], Resident],
    stop: threading.Event,
    seconds: float = SECONDS,
) -> None:
    """Look until somebody says stop; what goes wrong is for the log and for the next look."""
    seen, said = None, ""
    while not stop.wait(seconds * LONGER if said else seconds):
        try:
            seen, said = look(open_store, resident, seen), ""
        except Exception as error:
            passes = isinstance(error, (DqError, duckdb.Error))  # it is closed, busy or full
            if type(error).__name__ != said:  # once, and not at every look
                said = type(error).__name__
                log.warning("The checks could not keep up: %s", said, exc_info=not passes)


def look(
    open_store: Callable[[], duckdb.DuckDBPyConnection],
    resident: Callable[[], Resident],
    seen: Moment | None,
) -> Moment:
    """Judge what was changed, where not all is to be judged: where nothing was since `seen`, or
    where several people did and not all cards are to be matched again; what is there now."""
    with open_store() as db:
        now = at(db)
        if judge.stale(db) and judge.partly(db):
            mind = resident()
            if now == seen or (_several(db) and mind.partly(db)):
                judge.refresh(db, None, mind)
        return now


def _several(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether more than one person changed something since the store was judged."""
    [(people,)] = db.execute(
        "select count(distinct actor) from change where id > (select change_id from judged)"
    ).fetchall()
    return people > 1
