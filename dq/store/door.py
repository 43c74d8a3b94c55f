"""The one door through which the store is written: a transaction, and a line in the history."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from datetime import datetime

import duckdb

from dq.access import needs
from dq.store import faults, logs
from dq.store.ledger import Ledger

# One process owns the store, so a lock in it orders the writers: each sees what the last one wrote.
_writers = threading.RLock()


@contextmanager
def alone(seconds: float = -1) -> Generator[None]:
    """Nobody else writes inside; where somebody still did after so many seconds, they go on."""
    waited = _writers.acquire(timeout=seconds)
    try:
        yield
    finally:
        if waited:
            _writers.release()


@contextmanager
def transaction(db: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Everything inside happens, or nothing does.

    :raises Conflict: another session wrote the same rows at the same moment
    :raises Full: there is no room on the disk
    """
    db.execute("begin")
    try:
        yield
        db.execute("commit")
    except BaseException as error:
        # After an error DuckDB answers a commit with OK and rolls back, so never commit here.
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            db.execute("rollback")
        known = faults.explained(error)
        if known is not None and known is not error:
            raise known from error
        raise


@contextmanager
def joined(db: duckdb.DuckDBPyConnection) -> Generator[None]:
    """A part of the transaction that this cursor is in; one of its own where it is in none."""
    with nullcontext() if inside(db) else transaction(db):
        yield


def inside(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether this cursor is in a transaction."""
    # In autocommit every statement has a transaction of its own, so two in a row differ.
    one = db.execute("select txid_current()").fetchall()
    return one == db.execute("select txid_current()").fetchall()


# What listens on this thread to the changes that it commits, and how many it has committed.
_listening: ContextVar[list[int] | None] = ContextVar("listening", default=None)
_commits: ContextVar[int] = ContextVar("commits", default=0)
# The changes of this thread that are committed together, so far.
_together: ContextVar[list[Ledger] | None] = ContextVar("together", default=None)


@contextmanager
def listening() -> Generator[list[int]]:
    """The changes that this thread commits inside, by id: those whose rows can be put back."""
    heard: list[int] = []
    before = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(before)


def commits() -> int:
    """How many changes this thread has committed; who remembers it can tell if it grew."""
    return _commits.get()


def _heard(ledger: Ledger) -> None:
    """A change is committed: tell who listens."""
    _commits.set(_commits.get() + 1)
    heard = _listening.get()
    if heard is not None and ledger.edits:
        heard.append(ledger.id)


@contextmanager
def rehearsing(db: duckdb.DuckDBPyConnection) -> Generator[Ledger]:
    """A ledger whose writes are seen inside and never happened afterwards: for "what if"."""
    with _writers, trying(db) as ledger:
        yield ledger


@contextmanager
def trying(db: duckdb.DuckDBPyConnection) -> Generator[Ledger]:
    """The same for what takes long and writes no records: others may write meanwhile."""
    db.execute("begin")
    try:
        [(change_id,)] = db.execute("select nextval('change_id')").fetchall()
        yield Ledger(db, change_id)
    finally:
        with suppress(duckdb.Error):  # an error has rolled back already
            db.execute("rollback")


@contextmanager
def writing(
    db: duckdb.DuckDBPyConnection,
    command: str,
    actor: str,
    *,
    reason: str | None = None,
) -> Generator[Ledger]:
    """The one door for a user's write: a transaction with a line in the change log.

    Yields the ledger through which the command writes its rows.

    :param actor: the name for the history where nobody signed in
    :raises Forbidden: who acts may not do this
    :raises Conflict: another session wrote the same rows at the same moment
    """
    needs.see_to(command)
    with _writers:
        others = _together.get()
        with transaction(db) if others is None else nullcontext():
            [(change_id,)] = db.execute("select nextval('change_id')").fetchall()
            ledger = Ledger(db, change_id, needs.actor(actor))
            yield ledger
            if not ledger.edits and ledger.told is None:
                return  # nothing was different, so nothing happened
            _log(ledger, command, reason)
        if others is None:
            _committed(db, ledger)  # only now: a commit can fail
        else:
            others.append(ledger)


@contextmanager
def together(db: duckdb.DuckDBPyConnection) -> Generator[None]:
    """What is written inside is several changes, each with its own way back, that happen all, or
    none does.

    :raises Conflict: another session wrote the same rows at the same moment
    """
    with _writers:
        changes: list[Ledger] = []
        before = _together.set(changes)
        try:
            with transaction(db):
                yield
        finally:
            _together.reset(before)
        for ledger in changes:
            _committed(db, ledger)


def _committed(db: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """A change is there to stay: tell who listens, and the log."""
    _heard(ledger)
    logs.confirm(db, ledger.id)
    if ledger.told is not None:
        # What it wrote beside its rows is not in the ledger, to compare with after a stop.
        logs.into_file(db)


def _log(ledger: Ledger, command: str, reason: str | None) -> None:
    """Write the line of a change in the history."""
    ledger.db.execute(
        "insert into change (id, moment, actor, command, edits, told, reason, undoes)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            ledger.id,
            datetime.now(),
            ledger.actor,
            command,
            json.dumps(ledger.edits, default=str),
            None if ledger.told is None else json.dumps(ledger.told, default=str),
            reason or None,
            ledger.undoes,
        ],
    )
