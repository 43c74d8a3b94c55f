"""The log beside the store, in which DuckDB keeps what was confirmed last; and what is told of it.

DuckDB opens a store without its log, or with one that is cut short or cannot be read, and says
nothing. So the file itself says that a log must follow, the first line of the log says that it did,
and a small file beside both has the number of the change that was confirmed last.
"""

import json
import logging
import shutil
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from dq import discreet
from dq.errors import N_

# So many seconds a writer may wait for others before its change stays in the log alone.
WAIT = 2.0
report = logging.getLogger("kaartenbak")

LOST = N_(
    "Kaartenbak was not stopped properly, and the log beside the store is missing or cannot be"
    " read: changes after {moment} may be gone. The last change that is there is of {last}."
)
CUT = N_(
    "Kaartenbak was not stopped properly, and the log beside the store is cut short: confirmed"
    " changes are gone. The last change that is there is of {last}."
)
REPAIRED = N_(
    "Kaartenbak was not stopped properly. What was confirmed is there: {rows} rows were put right"
    " from the history."
)


def of(path: Path | str) -> Path:
    """Where the log of the store at `path` is."""
    return Path(f"{path}.wal")


def file(db: duckdb.DuckDBPyConnection) -> Path | None:
    """The file of the open store, or None for one in memory."""
    [(path,)] = db.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    return Path(path) if path else None


def begin(db: duckdb.DuckDBPyConnection) -> None:
    """Put everything into the file, and begin a new log."""
    db.execute("delete from log_expected")
    db.execute("insert into log_expected values (true, ?)", [datetime.now()])
    into_file(db)
    db.execute("update log_expected set expected = false")


def checkpoint(db: duckdb.DuckDBPyConnection, seconds: float) -> None:
    """Put everything into the file, as soon as nobody is in the way who writes.

    :raises duckdb.TransactionException: somebody was all that time
    """
    until = time.monotonic() + seconds
    while True:
        try:
            db.execute("checkpoint")
            return
        except duckdb.TransactionException:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def into_file(db: duckdb.DuckDBPyConnection) -> None:
    """Put what is in the log into the file; where that cannot be done, the log keeps it."""
    try:
        checkpoint(db, WAIT)
    except duckdb.Error as error:  # somebody writes, or the disk is full
        report.warning("the log stays as it is: %s", discreet.kind(error))


def confirm(db: duckdb.DuckDBPyConnection, change_id: int) -> None:
    """Note beside the store that a change was confirmed."""
    # One small write: whoever is killed here leaves the old number, none, or the new one; so does
    # a full disk, and the change itself stands.
    with suppress(OSError, duckdb.Error):
        if path := file(db):
            noted(path).write_text(f"{change_id:20d}\n", "ascii")


def see(db: duckdb.DuckDBPyConnection) -> None:
    """Tell if the log, or a part of it, is not there; one that could not be read is kept."""
    path = file(db)
    if path is None:
        return
    [(expected, since)] = db.execute("select expected, since from log_expected").fetchall() or [
        (False, None)
    ]
    [(newest, last)] = db.execute("select coalesce(max(id), 0), max(moment) from change").fetchall()
    confirmed = last_noted(path)
    if expected and confirmed != newest:  # else it was killed before anything was in the log
        _keep(path)
        tell(db, LOST, moment=since, last=last or since)
    elif confirmed is not None and confirmed > newest:
        _keep(path)
        tell(db, CUT, last=last or since or datetime.now())
    confirm(db, newest)


def unclean(path: Path) -> bool:
    """Whether the store at `path` was left without a close, and nobody has seen to it since.

    The mark stays until it was: a migration before that puts the log into the file.
    """
    log, mark = of(path), _mark(path)
    if log.is_file() and log.stat().st_size:
        with suppress(OSError):  # a full disk; then the log itself still says so
            mark.touch(mode=0o600)
            keep(path)
        return True
    return mark.exists()


def marked(path: Path) -> bool:
    """Whether it was seen that the store was left without a close."""
    return _mark(path).exists()


def _mark(path: Path) -> Path:
    return Path(f"{path}.unclean")


def seen_to(path: Path) -> None:
    """Whatever a stop without a close left behind is put right, or told."""
    _mark(path).unlink(missing_ok=True)
    _spare(path).unlink(missing_ok=True)


def keep(path: Path) -> None:
    """Copy the log before anything reads it: DuckDB throws away one that it cannot read."""
    place = _spare(path).parent
    place.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(of(path), _spare(path))


def _spare(path: Path) -> Path:
    return path.parent / "backup" / f"{path.name}.wal.before"


def ours(path: Path | str) -> bool:
    """Whether there was a store at `path`, whatever the file is now."""
    return noted(Path(path)).is_file()


def noted(path: Path) -> Path:
    """Where the number stands of the change that was confirmed last."""
    return Path(f"{path}.last")


def last_noted(path: Path) -> int | None:
    """The change that was confirmed last, or None where nothing is known of it."""
    try:
        return int(noted(path).read_text("ascii"))
    except (OSError, ValueError):
        return None


def newest(db: duckdb.DuckDBPyConnection) -> int:
    """The last change that an open store holds; 0 where there is none."""
    [(change_id,)] = db.execute("select coalesce(max(id), 0) from change").fetchall()
    return change_id


def forget(path: Path) -> None:
    """Let go of what was confirmed: another store takes the place of the one at `path`."""
    noted(path).unlink(missing_ok=True)


def _keep(path: Path) -> None:
    """Keep the log as it was, beside the copies."""
    if _spare(path).is_file():
        _spare(path).replace(
            path.parent / "backup" / f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S}.wal"
        )


def tell(db: duckdb.DuckDBPyConnection, message: str, **facts: object) -> None:
    """Keep what people must know until somebody has read it."""
    db.execute(
        "insert into notice values (?, ?, ?)",
        [datetime.now(), message, json.dumps(facts, default=str)],
    )
