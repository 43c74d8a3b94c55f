"""The store that this server has open, and what it keeps of it in memory."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import streamlit as st

from dq.access import rights
from dq.access.rights import OWNER, READ, acting
from dq.errors import DqError
from dq.judging.resident import Resident
from dq.store import door, opening, rewriting

ROOT = Path(__file__).parents[3]
# So many seconds a server that stops waits for the checks; cut off, they run again at the start.
JUDGING = 30.0
# So many seconds old a judgement may be for who changed nothing themselves.
RECENT = 10.0
P = ParamSpec("P")
T = TypeVar("T")
# Whether the checks keep up with what is changed.
_kept = threading.Event()
# Of which state of the store something is remembered.
_moment: dict[str, tuple[object, ...]] = {}
# The stores that this server opened, to be closed when it stops.
_open: dict[str, duckdb.DuckDBPyConnection] = {}


def open_store() -> duckdb.DuckDBPyConnection:
    """A cursor of this run on the store that DQ_STORE names: the one way to everything in it.

    :raises Forbidden: who is there may not read
    :raises StoreBusy: another process holds the store
    """
    rights.now().require(READ)
    return _connection(_path()).cursor()


def alive(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a cursor can still be used: none can of a database that has shut itself down."""
    try:
        db.execute("select 1").fetchall()
    except duckdb.Error:
        return False
    return True


def resident() -> Resident:
    """All contacts in memory, to search in and to match edits with; one for all sessions.

    :raises Forbidden: who is there may not read
    """
    rights.now().require(READ)
    return _resident(_path())


def warm() -> None:
    """Read the contacts before the first search; a store that cannot be opened waits for it, and
    one that is closed meanwhile needs none."""
    with suppress(DqError, duckdb.Error), acting(OWNER):
        resident().warm(open_store())


def watch_inbox(stop: threading.Event) -> None:
    """Load what comes into the inbox, until the server stops."""
    from dq.intake import inbox  # a server begins sooner without it

    with acting(OWNER):
        inbox.watch(open_store, Path(_path()), stop, after=follow)


def follow(db: duckdb.DuckDBPyConnection) -> None:
    """Judge what was loaded with what is kept in memory, and repair what is to be repaired."""
    from dq.casework import automatic

    automatic.follow(db, resident())


def keep_judged(stop: threading.Event) -> None:
    """Let the checks keep up with what is changed, until the server stops."""
    from dq.judging import upkeep

    _kept.set()
    try:
        with acting(OWNER):
            upkeep.keep(open_store, resident, stop)
    finally:
        _kept.clear()


def recent() -> float:
    """So many seconds what others changed may stay unseen by the checks: where these keep up."""
    return RECENT if _kept.is_set() else 0.0


def remembered(
    ask: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """What `ask`, a function of a module, reads of the store with these arguments; kept for
    everybody until the store is another. Nobody may change it, and nothing but the store and the
    arguments may decide what it is."""
    from dq.judging import judge  # not before it is asked: it brings all checks and the matching

    db = open_store()
    moment = (_path(), *judge.at(db), *judge.judged(db))
    if _moment.get("now") != moment:  # what was read of another is not asked for again
        _remembered.clear()
        _moment["now"] = moment
    return _remembered(moment, ask, args, kwargs)


def _place(ask: FunctionType) -> str:
    if ask.__module__ == "__main__":  # a page makes its functions anew at every run
        raise ValueError(f"{ask.__qualname__} is of a page")
    return f"{ask.__module__}.{ask.__qualname__}"


@st.cache_resource(show_spinner=False, max_entries=400, hash_funcs={FunctionType: _place})
def _remembered(
    moment: tuple[object, ...], ask: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    return ask(open_store(), *args, **kwargs)


def _path() -> str:
    return os.environ.get("DQ_STORE") or str(ROOT / "data" / "store.duckdb")


@st.cache_resource(show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    db = _open[path] = opening.connect(path)
    opening.confine(db, path)
    return db


@st.cache_resource(show_spinner=False)
def _resident(path: str) -> Resident:
    return Resident()


def close() -> None:
    """Let who writes or judges finish, put everything into the store and close it."""
    from dq.judging import judge

    with judge.finished(JUDGING):
        for path in list(_open):
            opening.close(_open.pop(path))
        _connection.clear()


def anew() -> bool:
    """Close the store and open it written anew, with nothing left in its file of what was taken out
    of its tables; who is in the middle of something is told to look again. Whether that could be
    done now: else it is done at the next start."""
    from dq.judging import judge

    path = _path()
    with judge.finished(JUDGING), door.alone():
        opening.close(_connection(path))
        _open.pop(path, None)
        _connection.clear()
        _connection(path)
    return not rewriting.asked(Path(os.path.realpath(path)))


def forget() -> None:
    """Close nothing, keep nothing: the next call opens the store anew."""
    _open.clear()
    _connection.clear()
    _resident.clear()
    _remembered.clear()
