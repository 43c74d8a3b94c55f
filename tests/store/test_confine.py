"""A store that a server has open reaches no file but its own and temporary ones."""

import os
import tempfile
from pathlib import Path

import duckdb
import pytest

from dq.store import opening


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of which the store's and the temporary one are a part, and what is beside them."""
    for name in ("store", "spare", "elsewhere", "store2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text("x\n1\n")
    (tmp_path / "store" / "link.csv").symlink_to(tmp_path / "elsewhere" / "a.csv")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spare"))
    return tmp_path


@pytest.fixture
def confined(place):
    path = place / "store" / "it's.duckdb"
    db = opening.connect(path)
    opening.confine(db, path)
    yield db.cursor()
    opening.close(db)


OUTSIDE = (
    "from read_csv('{place}/elsewhere/a.csv')",
    "from read_csv('{place}/store2/a.csv')",
    "from read_csv('{place}/store/../elsewhere/a.csv')",
    "from read_csv('{place}/store/link.csv')",
    "from read_text('/etc/hostname')",
    "from glob('/etc/*')",
    "from 'https://elsewhere.example/a.csv'",
    "attach '{place}/elsewhere/x.duckdb' as x",
    "copy (select 1) to '{place}/elsewhere/y.csv'",
    "export database '{place}/elsewhere'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set allowed_directories = ['/']",
    "set temp_directory = '{place}/elsewhere'",
)


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_is_read_written_or_loaded(confined, place, sql):
    before = sorted(os.walk(place / "elsewhere"))
    try:
        found = confined.execute(sql.format(place=place)).fetchall()
    except duckdb.Error:
        found = []
    assert found == [] and sorted(os.walk(place / "elsewhere")) == before


def test_what_is_its_own_is_read_and_written(confined, place):
    for folder in ("store", "spare"):
        read = confined.execute(f"from read_csv('{place}/{folder}/a.csv')").fetchall()
        confined.execute(f"copy (select 1) to '{place}/{folder}/b.csv'")
        assert read == [(1,)] and Path(place / folder / "b.csv").exists()
    confined.execute("create table made as select 1")
    confined.execute("checkpoint")


def test_a_store_that_is_open_already_stays_as_it_is(place):
    """A server that opens it anew shares it with what still reads in it."""
    path = place / "store" / "again.duckdb"
    first, again = opening.connect(path), opening.connect(path)
    opening.confine(first, path)
    opening.confine(again, path)
    with pytest.raises(duckdb.Error):
        again.execute(f"from read_csv('{place}/elsewhere/a.csv')")
    first.close()
    opening.close(again)
