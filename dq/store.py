"""The store: one DuckDB file, opened here, written through one door, copied before it changes."""

import json
import os
import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

import duckdb

from dq.errors import N_, Conflict, Invalid, StoreBusy
from dq.ledger import Ledger
from dq.migrations import MIGRATIONS

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = len(MIGRATIONS)


def connect(path: Path | str) -> duckdb.DuckDBPyConnection:
    """Open the store at `path` (":memory:" for a test), made or migrated where needed.

    The connection belongs to one thread; give each run its own `.cursor()`.

    :raises StoreBusy: another process has it open
    :raises Invalid: the file is not a store or may not be written, or a newer Kaartenbak made it
    """
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # DuckDB writes beside the store too, and says it only when a change is to be kept.
        places = [place for place in (Path(path).parent, Path(path)) if place.exists()]
        if not all(os.access(place, os.W_OK) for place in places):
            raise Invalid(N_("Kaartenbak may not write to {path}."), path=path)
    try:
        db = _open(path)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreBusy(
                N_("Kaartenbak is already running with {path}; stop it first."), path=path
            ) from error
        raise Invalid(N_("{path} is not a Kaartenbak store."), path=path) from error
    try:
        _migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _open(path: Path | str) -> duckdb.DuckDBPyConnection:
    # Extensions would come over the network; without this a miss waits seconds for it.
    config = {"autoinstall_known_extensions": False}
    try:
        return duckdb.connect(path, config=config)
    except duckdb.IOException as error:
        left = Path(path)
        if "lock" in str(error).lower() or not left.is_file() or left.stat().st_size:
            raise
        # A process that was killed as it made the store leaves an empty file.
        left.unlink()
        return duckdb.connect(path, config=config)


def _migrate(db: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    tables = {name for (name,) in db.execute("select table_name from duckdb_tables()").fetchall()}
    if not tables:
        with transaction(db):
            db.execute(SCHEMA.read_text("utf-8"))
            db.execute("insert into store_version values (?)", [VERSION])
        return
    if "store_version" not in tables:
        raise Invalid(N_("{path} is not a Kaartenbak store."), path=path)
    [(version,)] = db.execute("select version from store_version").fetchall()
    if version > VERSION:
        raise Invalid(N_("{path} was made by a newer Kaartenbak; update this one."), path=path)
    if version < VERSION:
        backup(db, path)
        with transaction(db):
            for step in MIGRATIONS[version:]:
                db.execute(step)
            db.execute("update store_version set version = ?", [VERSION])


def backup(db: duckdb.DuckDBPyConnection, path: Path | str) -> Path:
    """Copy the open store beside itself in `backup/`; the copy's name has the moment."""
    db.execute("checkpoint")
    source = Path(path)
    folder = source.parent / "backup"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{source.stem}-{datetime.now():%Y%m%d-%H%M%S}{source.suffix}"
    shutil.copy2(source, copy)
    return copy


@contextmanager
def transaction(db: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Everything inside happens, or nothing does.

    :raises Conflict: another session wrote the same rows at the same moment
    """
    db.execute("begin")
    try:
        yield
        db.execute("commit")
    except BaseException as error:
        # After an error DuckDB answers a commit with OK and rolls back, so never commit here.
        with suppress(duckdb.TransactionException):  # a failed commit has rolled back already
            db.execute("rollback")
        if isinstance(error, duckdb.TransactionException):
            raise Conflict(
                N_("Somebody else changed this at the same moment; look again and repeat it.")
            ) from error
        raise


# One process owns the store, so a lock in it orders the writers: each sees what the last one wrote.
_writers = threading.RLock()
# The id of the change that this thread wrote last, if it wrote rows that can be put back.
written: ContextVar[int | None] = ContextVar("written", default=None)
# How many changes this thread has committed; whoever remembers a number can tell if it grew.
committed: ContextVar[int] = ContextVar("committed", default=0)


@contextmanager
def rehearsing(db: duckdb.DuckDBPyConnection) -> Generator[Ledger]:
    """A ledger whose writes are seen inside and never happened afterwards: for "what if"."""
    with _writers:
        db.execute("begin")
        try:
            [(change_id,)] = db.execute("select nextval('change_id')").fetchall()
            yield Ledger(db, change_id)
        finally:
            with suppress(duckdb.TransactionException):  # an error has rolled back already
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

    :raises Conflict: another session wrote the same rows at the same moment
    """
    with _writers:
        written.set(None)
        with transaction(db):
            [(change_id,)] = db.execute("select nextval('change_id')").fetchall()
            ledger = Ledger(db, change_id, actor)
            yield ledger
            if not ledger.edits and ledger.told is None:
                return  # nothing was different, so nothing happened
            _log(db, ledger, command, reason)
        # Only now: a commit can fail.
        written.set(change_id if ledger.edits else None)
        committed.set(committed.get() + 1)


def _log(db: duckdb.DuckDBPyConnection, ledger: Ledger, command: str, reason: str | None) -> None:
    """Write the line of a change."""
    db.execute(
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
    ).fetchall()
