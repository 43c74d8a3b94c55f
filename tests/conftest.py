"""What every test may ask for: a fresh store in memory, a small office in it, uploads."""

import gc
import os
import zlib
from pathlib import Path

import allocator
import leaving
import office as small
import pytest
import template
from round_trips import Team
from uploads import Upload

from dq import settings

# A statement asks for memory in small pieces, thousands of times. In each process that begins from
# here on, the workers and what they start, an allocator serves that is quick with those.
os.environ.setdefault("LD_PRELOAD", allocator.find() or "")

# The exports of the tests are of fixed days, and grow older every day.
settings.defaults()["export_days"] = 3650


# The files that take longest, in hundreds of seconds together: no worker is left with one alone.
LONG = (
    "browser/test_drafts.py", "domain/telling/test_traces.py", "torture/test_kills.py",
    "intake/landing/test_merges.py", "casework/test_effect.py", "browser/test_pages.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """The longest files first, and the others mixed, so that few run a browser at once."""

    def place(item):
        name = item.path.relative_to(Path(__file__).parent).as_posix()
        return name not in LONG, zlib.crc32(name.encode())

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    gc.disable()  # the tests that are found all stay
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.fixture
def db(request):
    # To copy it with the tables takes no longer than to copy the tables alone.
    begin = ("office", small.fill) if "office" in request.fixturenames else ()
    with template.lent(*begin) as connection:
        yield connection


@pytest.fixture
def office(db):
    """The small office, once as exported and once as wanted."""
    if not db.execute("select 1 from contact limit 1").fetchall():  # of a db that is not ours
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
