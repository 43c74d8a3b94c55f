"""A leaving during which the process is killed has happened whole, or not at all."""

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import leaving
import office
import pytest

from dq.store import opening

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A folder of stores, one per moment at which the process was killed; and how each ended."""
    folder = tmp_path_factory.mktemp("killed")
    with opening.connect(folder / "base.duckdb") as db:
        office.fill(db)
        leaving.fill(db)
    told = subprocess.run(
        [sys.executable, str(HERE / "dies.py"), str(folder / "base.duckdb")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    ended = dict(line.split() for line in told.stdout.splitlines())
    return folder, {name: int(code) for name, code in ended.items()}


def everything(path):
    """Every row of every table, read after what DuckDB does to put a broken store right."""
    with duckdb.connect(path) as db:
        tables = db.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where table_name <> 'log_expected' order by all"  # when it was opened
        ).fetchall()
        return {name: db.execute(f"from {name} order by all").fetchall() for (name,) in tables}


def test_the_process_was_killed_at_every_step(killed):
    _folder, ended = killed
    assert ended["whole"] == 0
    deaths = [code for name, code in ended.items() if name != "whole"]
    assert len(deaths) > 25
    assert set(deaths) == {-signal.SIGKILL}


def test_before_the_commit_nothing_happened(killed):
    folder, ended = killed
    before = everything(folder / "base.duckdb")
    for name in ended.keys() - {"whole", "after-commit"}:
        assert everything(folder / f"{name}.duckdb") == before, name


def test_after_the_commit_everything_happened(killed):
    folder, _ended = killed
    after = everything(folder / "after-commit.duckdb")
    assert after == everything(folder / "whole.duckdb")
    assert len(after["main.tile"]) == 1


@pytest.mark.parametrize("name", ["after-20", "before-commit", "after-commit"])
def test_the_store_goes_on(killed, name):
    folder, _ended = killed
    with opening.connect(folder / f"{name}.duckdb") as db:
        assert leaving.leaves(db, "piet", to=("eva",))
