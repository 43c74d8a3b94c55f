"""The store that this server has open, and what it keeps of it in memory."""

import os
from contextlib import suppress
from pathlib import Path

import duckdb
import streamlit as st

from dq import store
from dq.errors import DqError
from dq.resident import Resident

ROOT = Path(__file__).parents[2]


def open_store() -> duckdb.DuckDBPyConnection:
    """A cursor of this run on the store that DQ_STORE names.

    :raises StoreBusy: another process holds the store
    """
    return _connection(_path()).cursor()


def resident() -> Resident:
    """All contacts in memory, to search in and to match edits with; one for all sessions."""
    return _resident(_path())


def warm() -> None:
    """Read the contacts before the first search; a store that cannot be opened waits for it."""
    with suppress(DqError):
        resident().warm(open_store())


def _path() -> str:
    return os.environ.get("DQ_STORE") or str(ROOT / "data" / "store.duckdb")


@st.cache_resource(show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    return store.connect(path)


@st.cache_resource(show_spinner=False)
def _resident(path: str) -> Resident:
    return Resident()


def forget() -> None:
    """Close nothing, keep nothing: the next call opens the store anew."""
    _connection.clear()
    _resident.clear()
