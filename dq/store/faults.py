"""What an error of the database means to a user: one true sentence, whatever DuckDB calls it.

Tested in tests/store/test_logs.py.
"""

from pathlib import Path

import duckdb

from dq.errors import N_, Conflict, Damaged, DqError, Full, Invalid, StoreBusy
from dq.store import logs

BUSY = N_("Kaartenbak is already running with {path}; stop it first.")
NOT_OURS = N_("{path} is not a Kaartenbak store.")
DAMAGED = N_("The store is damaged; put back a copy with: python -m dq restore.")
GONE = N_("{path} is gone, but its log is there; put back a copy with: python -m dq restore.")
LOG_DAMAGED = N_(
    "The log beside {path} is damaged; put back a copy with: python -m dq restore. Or move the log"
    " {log} elsewhere and start without the changes that are in it."
)
NEWER = N_("{path} was made by a newer Kaartenbak; update this one.")
NEWER_FORMAT = N_("{path} was written by a newer version of DuckDB; update Kaartenbak.")
FULL = N_("The disk is full, so this was not kept. Make room and do it again.")
STOPPED_FULL = N_(
    "The disk is full, and the store had to be closed. Make room, start again, and look whether the"
    " last change is there."
)
MEMORY = N_("There is not enough memory for this. Close other programs and do it again.")
CLOSED = N_("The store was closed meanwhile; open the page again and look at what you did last.")
SAME_MOMENT = N_("Somebody else changed this at the same moment; look again and repeat it.")

LOCKED = "Could not set lock"
# Words of DuckDB's messages by which it tells these; its classes do not.
NO_SPACE = ("No space left on device", "Disk quota exceeded", "File too large")
CORRUPT = ("Corrupt", "checksum", "could not read enough bytes", "Could not read enough bytes",
           "Failed to read", "serialization", "deserialize", "Deserialize")  # fmt: skip


def explained(error: BaseException) -> DqError | None:
    """The error that a user may see for one of DuckDB's, or None for a fault of our own."""
    if isinstance(error, DqError):
        return error
    said = str(error)
    if isinstance(error, duckdb.Error | OSError) and any(words in said for words in NO_SPACE):
        return Full(STOPPED_FULL if isinstance(error, duckdb.FatalException) else FULL)
    if not isinstance(error, duckdb.Error):
        return None
    if isinstance(error, duckdb.OutOfMemoryException):
        return Invalid(MEMORY)
    if isinstance(error, duckdb.ConnectionException) and "closed" in said:
        return Conflict(CLOSED)
    if isinstance(error, duckdb.TransactionException) and "onflict" in said:
        return Conflict(SAME_MOMENT)
    if isinstance(error, duckdb.ConversionException | duckdb.BinderException):
        return None
    if any(words in said for words in CORRUPT):
        return Damaged(DAMAGED)
    return None


def interrupted(error: BaseException) -> bool:
    """Whether somebody asked to stop; in the middle of a query DuckDB makes this of Ctrl-C."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and "interrupted" in str(error)
    )


def opening(error: duckdb.Error, path: Path | str) -> DqError:
    """Why the file cannot be opened as a store."""
    said = str(error).replace(str(path), "")  # a path may have any word in it
    if LOCKED in said:
        return StoreBusy(BUSY, path=path)
    if "replaying WAL" in said:
        return Damaged(LOG_DAMAGED, path=path, log=f"{path}.wal")
    if "newer version" in said or "storage version" in said or "version number" in said:
        return Invalid(NEWER_FORMAT, path=path)
    if known := explained(error):
        return known
    return Damaged(DAMAGED) if logs.ours(path) else Invalid(NOT_OURS, path=path)
