"""A store that another process writes in is read as it is at one moment, whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dq.errors import StoreBusy
from dq.queries.settings import notices
from dq.store import aside, logs, opening

ROOT = Path(__file__).parents[2]
# Two cards a change, and with `busy` one change after another with checkpoints in between.
HOLDER = """
import itertools, sys
from dq.store import door, opening
db = opening.connect(sys.argv[1])
db.execute("set checkpoint_threshold = '100KB'")
for n in itertools.count():
    with door.writing(db, "create", "anna") as ledger:
        for part in "ab":
            ledger.insert("contact", {"id": f"{n}{part}", "last_name": f"{n} " + "x" * 900})
    if n == 3:
        print("on", flush=True)
        if sys.argv[2] != "busy":
            input()
"""


@pytest.fixture
def holding(tmp_path):
    """A process that has the store open, with four changes in it or ever more."""
    running = []

    def begin(kind):
        path = tmp_path / "store.duckdb"
        one = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path), kind],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        running.append(one)
        assert one.stdout.readline() == b"on\n"
        return path

    yield begin
    for one in running:
        one.send_signal(signal.SIGKILL)
        one.communicate()


def everything(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counted(db):
    """How many changes, cards and different numbers of cards there are."""
    return db.execute(
        "select (select count(*) from change), (select count(*) from contact),"
        " (select count(distinct split_part(last_name, ' ', 1)) from contact)"
    ).fetchall()[0]


def test_it_has_what_was_confirmed_and_leaves_the_store_as_it_is(holding):
    path = holding("idle")
    before = everything(path.parent)
    with aside.opened(path) as db:
        assert counted(db) == (4, 8, 4)
        assert notices.unread(db) == []
        copy = logs.file(db)
    assert not copy.exists() and copy.parent != path.parent
    assert everything(path.parent) == before
    with pytest.raises(StoreBusy):
        opening.connect(path)
    assert everything(path.parent) == before  # nobody takes it for one that was left


def test_while_somebody_writes_all_the_time_every_copy_is_of_one_moment(holding):
    path = holding("busy")
    seen = 0
    for _ in range(12):
        confirmed = logs.last_noted(path) or 0
        with aside.opened(path) as db:
            changes, cards, numbers = counted(db)
            assert (cards, numbers) == (2 * changes, changes)
            assert notices.unread(db) == []
        assert changes >= max(confirmed, seen)
        seen = changes
    assert seen > 4


def test_a_store_that_never_stands_still_is_busy(holding, monkeypatch):
    path = holding("idle")
    heads = iter(range(100))
    monkeypatch.setattr(aside, "_head", lambda _path: next(heads))
    monkeypatch.setattr(aside, "TRIES", 3)
    with pytest.raises(StoreBusy), aside.opened(path):
        pass
    assert next(heads) == 6


@pytest.mark.parametrize("lost", ["log", "half of it"])
def test_a_copy_without_what_was_confirmed_is_none(holding, monkeypatch, lost):
    path = holding("idle")
    real = aside._copy

    def losing(path, target):
        done = real(path, target)
        log = logs.of(target)
        log.write_bytes(log.read_bytes()[: log.stat().st_size // 2] if lost != "log" else b"")
        return done

    monkeypatch.setattr(aside, "_copy", losing)
    monkeypatch.setattr(aside, "TRIES", 2)
    with pytest.raises(StoreBusy), aside.opened(path):
        pass
