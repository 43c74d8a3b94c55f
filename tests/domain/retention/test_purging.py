"""What is old goes where the settings say so, counts stay, and nobody's card goes by itself."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from uploads import Upload

from dq import scratch
from dq.__main__ import main
from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.domain.retention import purging
from dq.store import opening, rewriting

TODAY = date(2026, 11, 29)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.duckdb"


@pytest.fixture
def old(path, tmp_path):
    """A store with a load of a year ago that wrote rows, and one of today."""
    db = opening.connect(path)
    upload = Upload(db, tmp_path)
    upload.load(contacts="Id,LastName\n003A,Geheim\n")
    upload.load(contacts="Id,LastName\n003A,Ander\n")
    edits = '[{"table":"contact","id":"003A","about":["003A"],"before":{},"after":{"title":"x"}}]'
    db.execute("update change set edits = ?", [edits])
    db.execute("update change set moment = moment - interval 1 year where id = 1")
    yield db
    opening.close(db)


def test_details_of_old_loads_go_and_counts_stay(old, path):
    assert purging.run(old, date.today(), "anna") == (1, [])
    first, second, purge = old.execute(
        "select edits::varchar, told ->> '$.files[0].new' from change order by id"
    ).fetchall()
    assert first == ("[]", "1")
    assert second[0] != "[]"
    assert old.execute("select count(*) from load").fetchall() == [(2,)]
    assert purge[0] == "[]"
    assert rewriting.asked(path)
    assert purging.run(old, date.today(), "anna") == (0, [])


def test_old_uploads_go_and_what_waits_stays(old, tmp_path):
    places = [
        ("done", "20250101-090000-000001"), ("failed", "20250101-090000"),
        ("waiting", "20250101-090000"), ("done", f"{date.today():%Y%m%d}-000000"),
        ("done", "of somebody"),
    ]  # fmt: skip
    for folder, name in places:
        place = tmp_path / "inbox" / folder / name
        place.mkdir(parents=True)
        (place / "contacts.csv").touch()
    rejected = tmp_path / "rejected-contacts.csv"
    rejected.touch()
    os.utime(rejected, (time.time() - 40_000_000,) * 2)
    _, gone = purging.run(old, date.today(), "anna")
    assert [path.name for path in gone] == [places[0][1], places[1][1], rejected.name]
    left = {path.parent.parent.name for path in tmp_path.rglob("contacts.csv")}
    assert left >= {"waiting", "done"} and "failed" not in left
    assert not rejected.exists()


def test_who_left_long_ago_is_named_and_stays(db):
    db.execute(
        """
        insert into contact (id, last_name, status, modified, version) values
            ('a', 'Lang', 'left', '2020-01-01', 0), ('b', 'Kort', 'left', '2026-01-01', 0),
            ('c', 'Hier', 'active', '2020-01-01', 0), ('d', 'Genoteerd', 'left', '2026-01-01', 0)
        """
    )
    db.execute("insert into departure (id, last_day) values ('d', '2023-05-01')")
    assert [one.id for one in purging.leavers(db, TODAY)] == ["a", "d"]
    set_value(db, Set("keep_leavers", 60), "anna")
    assert [one.id for one in purging.leavers(db, TODAY)] == ["a"]
    purging.run(db, TODAY + timedelta(days=9999), "anna")
    assert db.execute("select count(*) from contact").fetchall() == [(4,)]


def test_the_command_names_by_key_alone(path, capsys):
    db = opening.connect(path)
    db.execute(
        "insert into contact (id, last_name, status, modified, version)"
        " values ('003A', 'Geheim', 'left', '2020-01-01', 0)"
    )
    opening.close(db)
    assert main(["retention", "--store", str(path)]) == 0
    assert main(["retention", "--purge", "--store", str(path)]) == 0
    said = capsys.readouterr().out
    assert "003A left on 2020-01-01" in said and "details of 0 loads" in said
    assert "Geheim" not in said


KILLED = """
import os, sys, tempfile
tempfile.tempdir = sys.argv[1]
from dq import scratch
with scratch.folder() as made:
    (made / "contacts.csv").write_text("Geheim")
    os._exit(9)
"""


def test_temporary_files_are_gone_after_a_kill(tmp_path, path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-c", KILLED, str(place)]
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert list(place.rglob("contacts.csv"))
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(place))
    opening.close(opening.connect(path))
    assert list(place.iterdir()) == []
