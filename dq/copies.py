"""Copies of the store beside it, in `backup/`: made before it changes as a whole, read through."""

import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import duckdb

from dq import faults, logs, settings
from dq.errors import N_, Damaged, Full, NotFound

# The name says when it was made, before what, and after which change.
NAME = re.compile(r"-(\d{8}-\d{6})(?:-([a-z]+)-(\d+)(?:-\d+)?)?$")
WHEN = "%Y%m%d-%H%M%S"
PART = ".part"
NUMBERS = count(1)
# A copy is as large as the store at most, and a store needs room to go on.
SPARE = 16 << 20

# What a copy holds, to compare it by: rows and a sum of all values, by table.
Totals = dict[str, tuple[int, int | None]]


@dataclass(frozen=True)
class Copy:
    """A copy: made at `moment`, before a "load", a "restore" or a "migration", when the newest
    change was `change_id` (None in copies of before this was noted)."""

    path: Path
    moment: datetime
    before: str
    change_id: int | None


def folder(path: Path) -> Path:
    """Where the copies of the store at `path` are."""
    return path.parent / "backup"


def listed(path: Path) -> list[Copy]:
    """The copies of the store at `path`, newest first."""
    found = [_named(file) for file in folder(path).glob(f"{path.stem}-*{path.suffix}")]
    return sorted((copy for copy in found if copy), key=lambda copy: copy.path.name, reverse=True)


def of(db: duckdb.DuckDBPyConnection) -> list[Copy]:
    """The copies of the open store, newest first; none of one in memory."""
    path = logs.file(db)
    return listed(path) if path else []


def make(db: duckdb.DuckDBPyConnection, before: str) -> Path | None:
    """Copy the open store and read the copy through; it has its name only when it is whole.

    The oldest copies over the team's number go. A store in memory has none. Nobody may write
    meanwhile, and `db` is in no transaction.

    :raises Full: there is no room for it
    :raises Damaged: the store, or what was written, cannot be read through
    """
    path = logs.file(db)
    if path is None:
        return None
    place = folder(path)
    place.mkdir(mode=0o700, exist_ok=True)
    if shutil.disk_usage(place).free < path.stat().st_size + SPARE:
        raise Full(N_("The disk has no room for a copy of the store. Make room and do it again."))
    target = _free(place, path, before, _newest(db))
    part = target.with_name(target.name + PART)
    try:
        totals = _write(db, part)
        if read_through(part) != totals:
            raise Damaged(N_("The copy of the store could not be read back; nothing was changed."))
        _keep(part, target)
    except BaseException as error:
        part.unlink(missing_ok=True)
        logs.of(part).unlink(missing_ok=True)
        if known := faults.explained(error):
            raise known from error
        raise
    _prune(path, int(str(settings.get(db, "copies"))))
    return target


def read_through(path: Path) -> Totals:
    """Read every value of a copy; what it holds.

    :raises Damaged: it cannot be read, or is no store
    """
    try:
        with duckdb.connect(path, read_only=True) as copy:
            totals = _totals(copy, "current_database()")
    except duckdb.Error as error:
        raise Damaged(N_("The copy {path} is damaged."), path=path) from error
    if "main.store_version" not in totals:
        raise Damaged(N_("{path} is no copy of a Kaartenbak store."), path=path)
    return totals


def find(path: Path, name: str) -> Path:
    """The copy that is called so: a path, or a name in the folder of copies of the store `path`.

    :raises NotFound: there is none
    """
    for found in (Path(name), folder(path) / name):
        if found.is_file():
            return found
    raise NotFound(N_("There is no copy {name}; `restore` alone lists them."), name=name)


def put_in_place(copy: Path, path: Path) -> Path | None:
    """Let a copy be the store at `path`, which is closed; where the old file went, if any.

    The old file and its log are kept beside the copies, so that no log of another store is left.

    :raises Damaged: the copy cannot be read through
    """
    read_through(copy)
    part = path.with_name(path.name + PART)
    shutil.copy2(copy, part)
    old = None
    if path.exists():
        folder(path).mkdir(mode=0o700, exist_ok=True)
        old = folder(path) / f"{path.stem}-{datetime.now():{WHEN}}.damaged"
        path.replace(old)
    if (log := logs.of(path)).exists():
        log.replace(logs.of(old or folder(path) / f"{path.stem}-{datetime.now():{WHEN}}.damaged"))
    logs.forget(path)
    _keep(part, path)
    return old


def sweep(path: Path) -> None:
    """Remove what a killed run left: unfinished copies, and what DuckDB spilled."""
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)
    for left in [*folder(path).glob(f"*{PART}*"), *path.parent.glob(f"{path.name}{PART}*")]:
        left.unlink(missing_ok=True)


@contextmanager
def attached(db: duckdb.DuckDBPyConnection, path: Path, *, write: bool = False) -> Generator[str]:
    """The name under which another store is open beside this one."""
    name = f"copy_{os.getpid()}_{next(NUMBERS)}"
    mode = "" if write else " (read_only)"
    db.execute(f"attach '{_quoted(path)}' as {name}{mode}").fetchall()
    try:
        yield name
    finally:
        with suppress(duckdb.Error):
            db.execute(f"detach {name}").fetchall()


def _write(db: duckdb.DuckDBPyConnection, part: Path) -> Totals:
    part.unlink(missing_ok=True)
    cursor = db.cursor()
    [(own,)] = cursor.execute("select current_database()").fetchall()
    with attached(cursor, part, write=True) as name:
        cursor.execute("begin")  # one moment, for what is copied and what it is compared with
        try:
            cursor.execute(f'copy from database "{own}" to {name}').fetchall()
            totals = _totals(cursor, f"'{own}'")
            cursor.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):
                cursor.execute("rollback")
            raise
    cursor.close()
    return totals


def _totals(db: duckdb.DuckDBPyConnection, database: str) -> Totals:
    tables = db.execute(
        f"""
        select database_name, schema_name, table_name
        from duckdb_tables()
        where database_name = {database} and not temporary and not internal
        order by all
        """
    ).fetchall()
    return {
        f"{schema}.{table}": db.execute(
            f'select count(*), bit_xor(hash(it)) from "{base}"."{schema}"."{table}" as it'
        ).fetchall()[0]
        for base, schema, table in tables
    }


def _keep(part: Path, target: Path) -> None:
    """Give a file its name once every byte of it is on the disk."""
    part.chmod(0o600)
    for place, write in ((part, True), (target.parent, False)):
        number = os.open(place, os.O_RDWR if write else os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
        if write:
            part.replace(target)


def _prune(path: Path, most: int) -> None:
    for old in listed(path)[max(most, 1) :]:
        old.path.unlink(missing_ok=True)


def _newest(db: duckdb.DuckDBPyConnection) -> int:
    [(newest,)] = db.execute("select coalesce(max(id), 0) from change").fetchall()
    return newest


def _free(place: Path, path: Path, before: str, change_id: int) -> Path:
    base = f"{path.stem}-{datetime.now():{WHEN}}-{before}-{change_id}"
    names = [base, *(f"{base}-{number}" for number in range(2, 1000))]
    return next(target for name in names if not (target := place / f"{name}{path.suffix}").exists())


def _named(file: Path) -> Copy | None:
    found = NAME.search(file.stem)
    if found is None:
        return None
    moment, before, change_id = found.groups()
    return Copy(
        file,
        datetime.strptime(moment, WHEN),
        before or "migration",
        int(change_id) if change_id else None,
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
