"""The checks keep up with what is changed in a server's store: as soon as nobody is busy in it, or
where it is several people, which may be all day, every few seconds."""

import threading
from collections.abc import Callable

import duckdb

from dq import rounds
from dq.judging import judge
from dq.judging.resident import Moment, Resident, at

# So many seconds between two looks, and so many times that after what went wrong.
SECONDS, LONGER = 2.0, 15
# So many seconds at least lie between the beginnings of two judgements while several people go on,
# for it takes a processor. While one begins in time for them pages do not judge themselves: see
# RECENT in pages/ui/session/opened.py.
OFTEN = 4.0


def keep(
    open_store: Callable[[], duckdb.DuckDBPyConnection],
    resident: Callable[[], Resident],
    stop: threading.Event,
    seconds: float = SECONDS,
) -> None:
    """Look until somebody says stop; what goes wrong is for the log and for the next look."""
    seen: Moment | None = None

    def again() -> None:
        nonlocal seen
        seen = look(open_store, resident, seen)

    rounds.go(again, stop, seconds, LONGER, "The checks could not keep up")


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
            if now == seen or (judge.begun() > OFTEN and _several(db) and mind.partly(db)):
                judge.refresh(db, None, mind)
        return now


def _several(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether more than one person changed something since the store was judged."""
    [(people,)] = db.execute(
        "select count(distinct actor) from change where id > (select change_id from judged)"
    ).fetchall()
    return people > 1
