"""A stop that asks is one that closes: who writes finishes, and nothing is left in the log."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import company
import duckdb
import pytest

from dq.store import door, logs, opening

ROOT = Path(__file__).parent.parent


@pytest.fixture
def path(tmp_path):
    company.build(tmp_path / "store.duckdb")
    return tmp_path / "store.duckdb"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
    except OSError:
        return b""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_server_that_is_stopped_closes_its_store(path, sent):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "dq", "serve", "--port", str(port), "--store", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until = time.monotonic() + 120
        while not answers(port) or not logs.of(path).exists():  # it is open once it has a log
            assert time.monotonic() < until, "it did not start"
            time.sleep(0.1)
        server.send_signal(sent)
        said = server.communicate(timeout=90)[0]
    finally:
        server.kill()
    assert not logs.of(path).exists(), said
    assert "Traceback" not in said
    with opening.connect(path) as db:
        assert db.execute("from notice").fetchall() == []


def test_a_close_waits_for_who_writes(path):
    db = opening.connect(path)
    inside, told = threading.Event(), []

    def write():
        with door.writing(db.cursor(), "rename", "anna") as ledger:
            inside.set()
            time.sleep(0.3)
            ledger.insert("setting", {"name": "x", "value": "1"})
        told.append("written")

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait()
    opening.close(db)
    assert told == ["written"]
    writer.join()
    with opening.connect(path) as db:
        assert db.execute("select value from setting where name = 'x'").fetchall() == [("1",)]


@pytest.mark.parametrize(("rows", "patience"), [(12_000, 60), (1_000_000, 0.1)])
def test_a_close_waits_for_who_reads_but_not_for_ever(path, monkeypatch, rows, patience):
    monkeypatch.setattr(opening, "READING", patience)
    db = opening.connect(path)
    reading, begun, told = db.cursor(), threading.Event(), []

    def read():
        begun.set()
        try:
            told.append(reading.execute(f"select count(*) {LONG.format(rows=rows)}").fetchone())
        except duckdb.Error as error:
            told.append(error)

    reader = threading.Thread(target=read)
    with door.writing(db.cursor(), "rename", "anna") as ledger:
        ledger.insert("setting", {"name": "x", "value": "1"})
    reader.start()
    begun.wait()
    time.sleep(0.1)
    opening.close(db)
    assert not logs.of(path).exists()
    assert told == ([(rows * rows,)] if patience > 1 else [])
    if not told:
        reading.interrupt()
    reader.join()


LONG = "from range({rows}) one, range({rows}) two where one.range + two.range >= 0"

LOADING = """
import os, signal, sys
from dq.__main__ import main
from dq.intake.landing import write
one = write.one
def interrupted(*given):
    one(*given)
    os.kill(os.getpid(), signal.SIGTERM)
write.one = interrupted
sys.exit(main(["load", sys.argv[1], "--store", sys.argv[2]]))
"""


def test_a_command_that_is_stopped_has_written_nothing_and_closes(tmp_path):
    path, file = tmp_path / "store.duckdb", tmp_path / "contacts.csv"
    file.write_text("Id,LastName\n1,Vos\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(file), str(path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (130, "dq: stopped\n")
    assert not logs.of(path).exists()
    with opening.connect(path) as db:
        assert db.execute("select count(*) from contact").fetchall() == [(0,)]
