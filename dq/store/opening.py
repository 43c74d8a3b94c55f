"""The store is opened and closed: one DuckDB file, made, migrated or put right where needed."""

import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb

from dq import scratch
from dq.access.rights import OWNER, acting
from dq.errors import N_, Damaged, Invalid, StoreBusy
from dq.store import copies, door, faults, logs, recovery, rewriting, shape

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


def confine(db: duckdb.DuckDBPyConnection, path: Path | str, written: Iterable[Path] = ()) -> None:
    """Let no SQL reach a file but those beside the store and temporary ones, and none load an
    extension, as long as the database is open.

    :param written: files that are to be made, which it may reach with what lies beside them
    """
    [(reaches,)] = db.execute("select current_setting('enable_external_access')").fetchall()
    if not reaches:
        return  # who opened it before, and has it open still, did so
    folders = [tempfile.gettempdir(), *(str(one.parent) for one in written)]
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
    with door.transaction(db):
        shape.bring(db, version)


def _see_to_log(db: duckdb.DuckDBPyConnection, unclean: bool) -> None:
    """After a stop without a close, compare with the ledger; then begin a log of one's own."""
    logs.see(db)
    if unclean:
        with acting(OWNER), door.writing(db, "recover", "Kaartenbak") as ledger:
            rows = recovery.repair(ledger)
        if rows:
            logs.tell(db, logs.REPAIRED, rows=rows)
    logs.begin(db)
    if path := logs.file(db):
        logs.seen_to(path)


def close(db: duckdb.DuckDBPyConnection, seconds: float = 60) -> None:
    """Wait for who writes, put everything into the file, and close; who reads may finish."""
    with door.alone(seconds):
        with suppress(duckdb.Error):  # what could not be put into the file is in its log
            db.execute("checkpoint")
        _let_go(db)


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
