"""What every test may ask for: a fresh store in memory."""

import duckdb
import pytest

from dq import settings
from dq.store import door

# The exports of the tests are of fixed days, and grow older every day.
settings.defaults()["export_days"] = 3650


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """An empty store; to copy it takes a third of the time in which its tables are made."""
    path = tmp_path_factory.mktemp("made") / "store.duckdb"
    door.close(door.connect(path))
    return path


@pytest.fixture
def db(made):
    connection = duckdb.connect(door.MEMORY, config={"autoinstall_known_extensions": False})
    connection.execute(f"attach '{made}' as made (read_only)")
    connection.execute("copy from database made to memory").fetchall()
    connection.execute("detach made").fetchall()
    yield connection
    connection.close()
