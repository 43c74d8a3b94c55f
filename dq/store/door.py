"""The store: one DuckDB file, opened here and written through one door."""

import json
import os
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

import duckdb

from dq import scratch
from dq.access import needs
from dq.access.rights import OWNER, acting
from dq.errors import N_, Damaged, Invalid, StoreBusy
from dq.store import copies, faults, logs, recovery, rewriting, shape
from dq.store.ledger import Ledger

MEMORY = ":memory:"
# Extensions would come over the network; without this a miss waits seconds for it.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
# So many seconds a close waits for who reads.
READING = 5.0


def connect(path: Path | str) -> duckdb.DuckDBPyConnection:
    """Open the store at `path` (":memory:" for a test), made or migrated where needed.

    After a stop without a close, what the log did not bring back is put right. The connection
    belongs to one thread; give each run its own `.cursor()`. What writes is done when `execute`
    returns; what is selected must be read to its end, or nobody can put the log into the file.

    :raises StoreBusy: another process has it open
    :raises Invalid: the file is not a store or may not be written, or a newer Kaartenbak made it
    :raises Damaged: the file or its log cannot be read
    :raises Full: there is no room on the disk
    """
    path = path if path == MEMORY else Path(os.path.realpath(path))
    db = _connected(path)
    if path == MEMORY or not rewriting.asked(Path(path)):
        return db
    # Somebody was taken out of it; see dq/commands/forget.py.
    close(db)
    rewriting.rewrite_if_possible(Path(path))
    return _connected(path)


def _connected(path: Path | str) -> duckdb.DuckDBPyConnection:
    marked = path != MEMORY and logs.marked(Path(path))
    unclean = path != MEMORY and _prepare(Path(path))
    try:
        db = _open(path)
    except duckdb.Error as error:
        known = faults.opening(error, path)
        if isinstance(known, StoreBusy) and not marked:
            logs.seen_to(Path(path))  # it is in use, and not left
        raise known from error
    try:
        _migrate(db, path)
        if path != MEMORY:
            _own(Path(path))
            _see_to_log(db, unclean)
    except BaseException as error:
        db.close()
        if known := faults.explained(error):
            raise known from error
        raise
    return db


def confine(db: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    """Let no SQL reach a file but those beside the store and temporary ones, and none load an
    extension, as long as the database is open."""
    [(reaches,)] = db.execute("select current_setting('enable_external_access')").fetchall()
    if not reaches:
        return  # who opened it before, and has it open still, did so
    folders = [tempfile.gettempdir()]
    folders += [str(Path(path).parent)] if str(path) != MEMORY else []
    every = {place for one in folders for place in (os.path.abspath(one), os.path.realpath(one))}
    listed = ", ".join("'" + one.replace("'", "''") + "'" for one in sorted(every))
    db.execute(f"set allowed_directories = [{listed}]")
    db.execute("set enable_external_access = false")


def there(path: Path | str) -> bool:
    """Whether `connect` would find anything at `path`; else it makes a store."""
    real = Path(os.path.realpath(path))
    left = logs.ours(real) and logs.of(real).exists()
    return left or real.exists() and not (real.is_file() and real.stat().st_size == 0)


def _prepare(path: Path) -> bool:
    """Make the place for the store, its owner's alone; whether it was left without a close."""
    os.umask(0o077)  # DuckDB makes its log and what it spills whenever it needs them
    path.parent.mkdir(parents=True, exist_ok=True)
    # DuckDB writes beside the store too, and says it only when a change is to be kept.
    places = [place for place in (path.parent, path) if place.exists()]
    if not all(os.access(place, os.W_OK) for place in places):
        raise Invalid(N_("Kaartenbak may not write to {path}."), path=path)
    if not path.exists() and logs.ours(path) and logs.of(path).exists():
        raise Damaged(faults.GONE, path=path)
    return logs.unclean(path)


def _own(path: Path) -> None:
    """Let nobody else read a store that is ours, and clear what a killed run left."""
    for place in (path, logs.of(path)):
        with suppress(OSError):  # somebody else's, who let us write it
            place.chmod(0o600)
    copies.sweep(path)
    scratch.sweep()


def _open(path: Path | str) -> duckdb.DuckDBPyConnection:
    db = _there(path)
    db.execute(shape.PLAIN)
    return db


def _there(path: Path | str) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path, config=CONFIG)
    except duckdb.IOException as error:
        left = Path(path)
        if faults.LOCKED in str(error) or not left.is_file() or left.stat().st_size:
            raise
        if logs.ours(left):
            raise
        # A process that was killed as it made the store leaves an empty file.
        left.unlink()
        return duckdb.connect(path, config=CONFIG)


def _migrate(db: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    version = shape.version(db, path)
    if shape.of_today(db, version):
        return
    if version is not None and (version < shape.VERSION or shape.lacks(db)):
        copies.make(db, "migration")
    with transaction(db):
        shape.bring(db, version)


def _see_to_log(db: duckdb.DuckDBPyConnection, unclean: bool) -> None:
    """After a stop without a close, compare with the ledger; then begin a log of one's own."""
    logs.see(db)
    if unclean:
        with acting(OWNER), writing(db, "recover", "Kaartenbak") as ledger:
            rows = recovery.repair(ledger)
        if rows:
            logs.tell(db, logs.REPAIRED, rows=rows)
    logs.begin(db)
    if path := logs.file(db):
        logs.seen_to(path)


def close(db: duckdb.DuckDBPyConnection, seconds: float = 60) -> None:
    """Wait for who writes, put everything into the file, and close; who reads may finish."""
    waited = _writers.acquire(timeout=seconds)
    try:
        with suppress(duckdb.Error):  # what could not be put into the file is in its log
            db.execute("checkpoint")
        _let_go(db)
    finally:
        if waited:
            _writers.release()


def _let_go(db: duckdb.DuckDBPyConnection) -> None:
    """Close a database; one in which somebody reads for long ends with the process."""
    until = time.monotonic() + READING
    while True:
        try:
            db.close()
            return
        except duckdb.ResourceInUseException:
            if time.monotonic() > until:
                return
            time.sleep(0.02)


@contextmanager
def alone() -> Generator[None]:
    """Nobody else writes inside."""
    with _writers:
        yield


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


# One process owns the store, so a lock in it orders the writers: each sees what the last one wrote.
_writers = threading.RLock()
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
