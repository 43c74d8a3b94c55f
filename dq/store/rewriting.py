"""A store is written anew, so that nothing is left in its file of what was taken out of its tables.

Tested in tests/commands/test_forget.py.
"""

import logging
import os
from pathlib import Path

import duckdb

from dq import discreet
from dq.errors import N_, Damaged
from dq.store import contents, copies, logs, shape

report = logging.getLogger("kaartenbak")
UNLIKE = N_("The store could not be written anew, so it stays as it was; start again.")


def ask(db: duckdb.DuckDBPyConnection) -> None:
    """Note beside the open store that it is to be written anew, before something is taken out of
    it; whoever opens it next does so, also after a stop. A store in memory needs none."""
    if path := logs.file(db):
        number = os.open(_mark(path), os.O_CREAT | os.O_WRONLY, 0o600)
        os.fsync(number)
        os.close(number)


def asked(path: Path) -> bool:
    """Whether the store at `path` is to be written anew."""
    return _mark(path).exists()


def rewrite_if_possible(path: Path) -> None:
    """The same as `rewrite`; what cannot be done now, as on a full disk, is for the next start."""
    try:
        rewrite(path)
    except (OSError, duckdb.Error, Damaged) as error:
        path.with_name(path.name + copies.PART).unlink(missing_ok=True)
        report.warning("the store is not written anew yet: %s", discreet.kind(error))


def rewrite(path: Path) -> None:
    """Write the closed store at `path` anew: a file in which nothing is but what its tables hold.

    There is a whole store at `path` at every moment.

    :raises Damaged: what was written is not what is there
    """
    part = path.with_name(path.name + copies.PART)
    part.unlink(missing_ok=True)
    with duckdb.connect() as db:
        db.execute(shape.PLAIN)
        db.execute(f"attach '{contents.quoted(path)}' as old (read_only)")
        db.execute(f"attach '{contents.quoted(part)}' as new")
        db.execute("copy from database old to new")
        db.execute("checkpoint new")
    with duckdb.connect(path, read_only=True) as old:
        wanted = contents.totals(old)
    with duckdb.connect(part, read_only=True) as new:
        if contents.totals(new) != wanted:
            raise Damaged(UNLIKE)
    copies.keep(part, path)
    _mark(path).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return Path(f"{path}.anew")
