"""A full disk says so, loses nothing that was confirmed, and once there is room it goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dq.errors import Full
from dq.store import copies, door, opening

ROOT = Path(__file__).parent.parent
SIZE = 24 << 20


@pytest.fixture
def disk(tmp_path):
    """A folder with room for 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(folder, left=0):
    """Take all room but so many bytes; the file that takes it."""
    usage = os.statvfs(folder)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(max(usage.f_bavail * usage.f_frsize - left, 0)))
    return ballast


def note(db, number):
    with door.writing(db, "rename", "anna") as ledger:
        ledger.insert("setting", {"name": str(number), "value": '"' + "x" * 5000 + '"'})


def noted(db):
    return {int(name) for (name,) in db.execute("select name from setting").fetchall()}


def test_a_write_that_does_not_fit_is_refused_and_the_rest_is_there(disk):
    path = disk / "store.duckdb"
    db = opening.connect(path)
    ballast = fill_up(disk, left=100_000)
    kept = set()
    with pytest.raises(Full, match="disk is full"):
        for number in range(1000):
            note(db, number)
            kept.add(number)
    ballast.unlink()
    assert noted(db) == kept
    note(db, 5000)
    opening.close(db)
    with opening.connect(path) as db:
        assert noted(db) == {*kept, 5000}
        assert db.execute("from notice").fetchall() == []


def test_what_was_confirmed_on_a_disk_that_then_was_full_is_there_after_a_kill(disk):
    code = """
import os, sys
from dq.store import door, opening
from dq.errors import Full
sys.path.insert(0, "tests")
from test_full_disk import note
db = opening.connect(sys.argv[1])
try:
    for number in range(100000):
        note(db, number)
        print(number, flush=True)
except Full as error:
    print(error, file=sys.stderr, flush=True)
os._exit(9)
"""
    path = disk / "store.duckdb"
    opening.connect(path).close()
    ballast = fill_up(disk, left=2_000_000)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=120,
    )  # fmt: skip
    assert "disk is full" in done.stderr
    ballast.unlink()
    with opening.connect(path) as db:
        assert noted(db) == {int(line) for line in done.stdout.split()}


def test_without_room_for_a_copy_nothing_is_loaded(disk):
    db = opening.connect(disk / "store.duckdb")
    fill_up(disk, left=100_000)
    with pytest.raises(Full, match="no room for a copy"):
        copies.make(db, "load")
    assert copies.of(db) == []
    opening.close(db)


@pytest.mark.parametrize("left", [0, 300_000, 3_000_000, 20_000_000])
def test_the_command_line_says_it_in_one_sentence(disk, left):
    path = disk / "store.duckdb"
    opening.connect(path).close()
    ballast = fill_up(disk, left=left)
    weeks = sorted((ROOT / "data" / "demo").iterdir())
    run = [sys.executable, "-m", "dq", "--store", str(path), "load"]
    for week in weeks[:1]:
        done = subprocess.run(
            [*run, *map(str, sorted(week.iterdir()))], cwd=ROOT, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 2), done.stderr
        assert "Traceback" not in done.stderr
        if done.returncode:
            assert "disk" in done.stderr
            assert "Make room" in done.stderr
    ballast.unlink()
    with opening.connect(path) as db:
        loaded = db.execute("select count(*) from load").fetchall()[0][0]
        assert loaded == (done.returncode == 0)
        assert db.execute("select count(*) > 0 from contact").fetchall() == [(bool(loaded),)]
