"""A first start that is interrupted goes on where it was, and the demo company is known as such."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import company
import duckdb
import pytest

from dq import intake
from dq.cli import load, serve
from dq.domain import demo
from dq.store import contents, opening

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HEAD = "Id,AccountId,FirstName,LastName,Email,Title\n"
DAYS = ("2026-11-02", "2026-11-09", "2026-11-16")
MOMENTS = 2 * 2 * 2  # two weeks are loaded and judged


@pytest.fixture(scope="module")
def weeks(tmp_path_factory):
    """A demo company of three weeks; a finding goes with the second."""
    folder = tmp_path_factory.mktemp("weeks")
    for number, day in enumerate(DAYS):
        (folder / day).mkdir()
        title = "Planner" if number else ""
        rows = f"D1,B1,Jan,Bakker,jan@bouw.example,{title}\nD2,B1,Els,Vis{number},els@bouw.example,"
        (folder / day / "contacts.csv").write_text(HEAD + rows + "\n", "utf-8")
    return folder


@pytest.fixture(autouse=True)
def of_demo(weeks, monkeypatch):
    monkeypatch.setattr(demo, "FOLDER", weeks)


@pytest.fixture
def real(tmp_path):
    """The files of a company that is none of the demo."""
    path = tmp_path / "contacts.csv"
    path.write_text(f"{HEAD}R1,A1,Ans,Echt,ans@echt.example,Baas\n", "utf-8")
    return path


def start(path, weeks, number):
    """A first start that is killed at a moment; what it printed."""
    done = subprocess.run(
        [sys.executable, str(HERE / "starts.py"), str(path), str(weeks), str(number)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == (-signal.SIGKILL if number else 0), done.stderr
    return done.stdout


def seen(path):
    """What a user sees of a store: its loads, cards, findings and scores."""
    queries = (
        "select id, exported, actor from load order by id",
        "select id, last_name, title, version > 0 from contact order by id",
        "from finding order by all",
        "from measure order by all",
        "from tally order by all",
        "select load_id from judged",
    )
    with opening.connect(path) as db:
        return [db.execute(query).fetchall() for query in queries]


@pytest.fixture(scope="module")
def whole(weeks, tmp_path_factory):
    """What a start that nobody interrupts leaves."""
    path = tmp_path_factory.mktemp("whole") / "store.duckdb"
    assert start(path, weeks, 0) == f"{MOMENTS}\n"
    return seen(path)


@pytest.mark.parametrize("moment", range(1, MOMENTS + 1))
def test_a_start_that_was_killed_goes_on_where_it_was(tmp_path, weeks, whole, real, moment):
    path = tmp_path / "store.duckdb"
    start(path, weeks, moment)
    with opening.connect(path) as db:
        loads = db.execute("select count(*) from load").fetchall()[0][0]
        assert loads == (moment + 2) // 4  # loads are at 1 and 5, and done at 2 and 6
        assert demo.held(db) == (loads > 0)
        serve.prepare(db)
        assert demo.held(db)
    assert seen(path) == whole
    with opening.connect(path) as db:
        load.load_files(db, [real], date(2026, 11, 23))
        assert db.execute("select id from contact").fetchall() == [("R1",)]
        assert not demo.held(db)


def test_real_files_clear_what_an_interrupted_start_left(tmp_path, weeks, real):
    path = tmp_path / "store.duckdb"
    start(path, weeks, 3)
    with opening.connect(path) as db:
        load.load_files(db, [real], date(2026, 11, 23))
        assert db.execute("select id from contact").fetchall() == [("R1",)]
        serve.prepare(db)
        assert db.execute("select id from contact").fetchall() == [("R1",)]


def test_a_second_start_adds_nothing(db):
    serve.prepare(db)
    before = db.execute("from load").fetchall()
    serve.prepare(db)
    assert db.execute("from load").fetchall() == before


def test_a_demo_in_which_somebody_works_gets_no_more_weeks(db, weeks):
    day, files = demo.weeks()[0]
    load.load_files(db, files, day, actor=demo.ACTOR)
    db.execute("insert into change (id, moment, actor, command) values (9, now(), 'vera', 'edit')")
    assert demo.missing(db) == []
    assert demo.held(db)


def test_the_last_week_of_the_demo_leaves_it_the_demo(db, real):
    serve.prepare(db)
    day, files = demo.weeks()[-1]
    load.load_files(db, files, day)
    assert demo.held(db)
    assert demo.held(db) and intake.read(db, [(real.name, real)]).strange


def test_an_older_store_with_the_setting_is_the_demo(db, real):
    day, files = demo.weeks()[0]
    load.load_files(db, files, day, actor="somebody")
    assert not demo.held(db)
    db.execute("insert into setting values ('demo', 'true')")
    assert demo.held(db)
    load.load_files(db, [real], date(2026, 11, 23))
    assert not demo.held(db)


def test_real_records_among_those_of_the_demo_are_not_cleared(db, weeks, real):
    """As older versions could leave them."""
    day, files = demo.weeks()[0]
    load.load_files(db, files, day, actor=demo.ACTOR)
    db.execute(
        "insert into load values (2, now(), '2026-11-23', 'app',"
        """ '[{"name": "c.csv", "object": "contact", "changed": 0, "unchanged": 0}]')"""
    )
    assert not demo.held(db)


def test_a_stop_while_it_judges_stops_the_start(db, monkeypatch):
    """DuckDB makes another error of it, which is not a fault of the data."""

    def stopped(*_given):
        raise RuntimeError("Query interrupted")

    serve.prepare(db)
    monkeypatch.setattr("dq.judging.judge.refresh", stopped)
    with pytest.raises(RuntimeError, match="interrupted"):
        serve.prepare(db)


def test_masked_is_a_copy_that_is_gone_at_the_end(tmp_path, monkeypatch):
    """As somebody starts it, and stops it as a machine does."""
    path = tmp_path / "store.duckdb"
    company.build(path)
    before, place = held(path), tmp_path / "tmp"
    place.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dq", "serve", "--masked", "--store", str(path)]
    running = subprocess.Popen(
        [*command, f"--port={port}"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(place)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answer = until_it_answers(f"http://127.0.0.1:{port}/_stcore/health")
        assert answer == b"ok"
        [copy] = place.rglob("store.duckdb")
        assert copy.stat().st_mode & 0o77 == 0
        assert b"Bakker" not in copy.read_bytes() and b"Bakker" in path.read_bytes()
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)
    assert list(place.rglob("*.duckdb*")) == []
    assert held(path) == before


def held(path):
    """What a store holds, but for since when it has its log."""
    with duckdb.connect(path, read_only=True) as db:
        whole = contents.totals(db)
    return {name: value for name, value in whole.items() if name != "main.log_expected"}


def until_it_answers(address):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read()
        time.sleep(0.5)
    return None
