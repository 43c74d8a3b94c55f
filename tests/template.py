"""A store that many tests begin with is made once, and copied into theirs."""

import atexit
import shutil
import tempfile
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import duckdb

from dq.store import opening

FOLDER = Path(tempfile.mkdtemp(prefix="kaartenbak-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
MADE: dict[object, Path] = {}
# Databases that nobody has now, with nothing in them, and the settings with which they began.
IDLE: list[tuple[duckdb.DuckDBPyConnection, list[object]]] = []
# What holds for a database as a whole.
SETTINGS = "select name, value from duckdb_settings() where scope = 'GLOBAL'"
ANEW = (
    "attach ':memory:' as away", "use away", "detach memory",
    "attach ':memory:' as memory", "use memory", "detach away",
)  # fmt: skip
NUMBERS = count()  # what is made may be made of another


def fresh():
    """A new store in memory; to copy one takes half of the time in which one is made."""
    db = _instance()
    _copied(db)
    return db


@contextmanager
def lent(key=None, make=lambda first: None):
    """The same for a test alone, with what `make` puts into it (see `made`).

    It is in what another test ran in before, where that left it as it was: DuckDB itself takes
    longer to begin than such a store. Nothing is left of its tables, and what belongs to a
    connection (variables, temporary tables) went with it.
    """
    if not IDLE:
        new = _instance()
        IDLE.append((new, new.execute(SETTINGS).fetchall()))
    instance, before = IDLE.pop()
    with instance.cursor() as db:
        _copied(db, key, make)
        yield db
    with suppress(duckdb.Error):
        if instance.execute(SETTINGS).fetchall() == before:
            for statement in ANEW:
                instance.execute(statement).fetchall()
            IDLE.append((instance, before))


def _instance():
    # What a test has in it is far less than what DuckDB gives to a second thread; without one, none
    # is woken for every statement.
    return duckdb.connect(opening.MEMORY, config=opening.CONFIG | {"threads": 1})


def _copied(db, key=None, make=lambda first: None):
    db.execute(f"attach '{made(key, make)}' as template (read_only)")
    db.execute("copy from database template to memory").fetchall()
    db.execute("detach template").fetchall()


def fill(db, key, make):
    """Put into an empty store what `make` puts into one, which is asked once per key."""
    db.execute(f"attach '{made(key, make)}' as template (read_only)")
    # Most tables have no row in either.
    tables = db.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'template'"
        " and (schema_name, table_name) in"
        " (select (schema_name, table_name) from duckdb_tables() where estimated_size > 0)"
    ).fetchall()
    for schema, name in tables:
        db.execute(f"delete from {schema}.{name}")
        db.execute(f"insert into {schema}.{name} from template.{schema}.{name}")
    [(changes,)] = db.execute("select coalesce(max(id), 0) from change").fetchall()
    db.execute("detach template")
    for _ in range(changes):
        db.execute("select nextval('change_id')").fetchall()


def made(key, make):
    """The file of a store into which `make` put what it puts into one, asked once per key."""
    if key not in MADE:
        path = FOLDER / f"{next(NUMBERS)}.duckdb"
        first = opening.connect(path)
        make(first)
        opening.close(first)
        MADE[key] = path
    return MADE[key]
