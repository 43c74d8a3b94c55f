"""The store that this server has open, and what it keeps of it in memory."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import TypeVar

import duckdb
import streamlit as st

from dq.errors import DqError
from dq.judging.resident import Resident
from dq.store import door

ROOT = Path(__file__).parents[3]
# So many seconds a server that stops waits for the checks; cut off, they run again at the start.
JUDGING = 30.0
T = TypeVar("T")
# The stores that this server opened, to be closed when it stops.
_open: dict[str, duckdb.DuckDBPyConnection] = {}


def open_store() -> duckdb.DuckDBPyConnection:
    """A cursor of this run on the store that DQ_STORE names.

    :raises StoreBusy: another process holds the store
    """
    return _connection(_path()).cursor()


def alive(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a cursor can still be used: none can of a database that has shut itself down."""
    try:
        db.execute("select 1").fetchall()
    except duckdb.Error:
        return False
    return True


def resident() -> Resident:
    """All contacts in memory, to search in and to match edits with; one for all sessions."""
    return _resident(_path())


def warm() -> None:
    """Read the contacts before the first search; a store that cannot be opened waits for it, and
    one that is closed meanwhile needs none."""
    with suppress(DqError, duckdb.Error):
        resident().warm(open_store())


def watch_inbox(stop: threading.Event) -> None:
    """Load what comes into the inbox, until the server stops."""
    from dq.casework import automatic  # a server begins sooner without them
    from dq.intake import inbox

    def after(db: duckdb.DuckDBPyConnection) -> None:
        automatic.after_load(db, resident=resident())

    inbox.watch(open_store, Path(_path()), stop, after=after)


def remembered(ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    """What a query says that takes long at a million cards, kept until the store is another."""
    from dq.judging import judge  # not before it is asked: it brings all checks and the matching

    db = open_store()
    return _remembered(_path(), (*judge.at(db), *judge.judged(db)), ask)


@st.cache_resource(show_spinner=False, max_entries=20, hash_funcs={FunctionType: repr})
def _remembered(path: str, moment: object, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    return ask(open_store())


def _path() -> str:
    return os.environ.get("DQ_STORE") or str(ROOT / "data" / "store.duckdb")


@st.cache_resource(show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    db = _open[path] = door.connect(path)
    return db


@st.cache_resource(show_spinner=False)
def _resident(path: str) -> Resident:
    return Resident()


def close() -> None:
    """Let who writes or judges finish, put everything into the store and close it."""
    from dq.judging import judge

    with judge.finished(JUDGING):
        for path in list(_open):
            door.close(_open.pop(path))
        _connection.clear()


def forget() -> None:
    """Close nothing, keep nothing: the next call opens the store anew."""
    _open.clear()
    _connection.clear()
    _resident.clear()
    _remembered.clear()
