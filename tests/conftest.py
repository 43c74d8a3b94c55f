"""What every test may ask for: a fresh store in memory, a small office in it, uploads."""

from pathlib import Path

import duckdb
import leaving
import office as small
import pytest
from round_trips import Team
from uploads import Upload

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


@pytest.fixture
def office(db):
    """The small office, once as exported and once as wanted."""
    small.fill(db)
    return db


@pytest.fixture
def staff(office):
    """The office, with what hangs on people who leave."""
    leaving.fill(office)
    return office


@pytest.fixture
def team(db, tmp_path):
    """People here and in Salesforce, who have everything in common."""
    return Team(db, tmp_path)


@pytest.fixture
def upload(db, tmp_path):
    return Upload(db, tmp_path)


@pytest.fixture
def golden():
    """Exports of other systems and other make, with what is expected of each."""
    return Path(__file__).parent / "intake" / "golden"


@pytest.fixture
def cases():
    """Files that once went wrong."""
    return Path(__file__).parent / "intake" / "cases"
