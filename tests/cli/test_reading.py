"""Commands that only read: they make no store, and read a copy of one that the app has open."""

import argparse
import subprocess
import sys
import tempfile

import company
import duckdb
import pytest

from dq import __main__
from dq.__main__ import COMMANDS, main
from dq.cli import opened
from dq.settings import whole
from pages.ui.frame.frame import ROOT

# What a command is asked, per command that only reads; `{out}` is where it would write.
READS = {
    "check": ["--output {out}.csv"],
    "duplicates": ["--pairs {out}1.csv --groups {out}2.csv"],
    "export": ["--output {out}"],
    "handover": ["scripts --output {out}"],
    "person": ["003A --output {out}.json", "003A --output {out}.xlsx"],
    "report": ["--output {out}.xlsx", "--output {out}.html", "--output {out}"],
    "retention": [""],
    "settings": ["export --output {out}.json", "import {own}"],
}
# What fills a store or takes out of it, or lists what lies beside it.
OTHERS = {"load", "inbox", "restore", "serve", "forget"}
CASES = [f"{name} {given}" for name, asked in READS.items() for given in asked]


def gone(folder):
    return folder / "store.duckdb"


def in_no_folder(folder):
    return folder / "none" / "store.duckdb"


def link_to_nothing(folder):
    (folder / "link.duckdb").symlink_to(folder / "elsewhere.duckdb")
    return folder / "link.duckdb"


def never_begun(folder):
    """As a process leaves it that was killed when it made the store."""
    gone(folder).touch()
    return gone(folder)


def there(folder):
    return {
        path.relative_to(folder): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_every_command_is_one_or_the_other():
    assert set(READS) | OTHERS == set(COMMANDS)
    assert not set(READS) & OTHERS
    for name, asked in READS.items():
        top = __main__.Parser()
        COMMANDS[name].arguments(top)
        parts = [one for one in top._actions if isinstance(one, argparse._SubParsersAction)]
        for one in parts:
            assert {given.split()[0] for given in asked} == set(one.choices)


@pytest.mark.parametrize("place", [gone, in_no_folder, link_to_nothing, never_begun])
@pytest.mark.parametrize("asked", CASES)
def test_it_says_so_in_one_sentence_and_makes_nothing(tmp_path, capsys, asked, place):
    own = tmp_path / "own.json"
    own.write_bytes(whole.written({"tile_days": 3}))
    store, given = place(tmp_path), asked.format(out=tmp_path / "made", own=own).split()
    before = there(tmp_path)
    assert main([*given, "--store", str(store)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert f"There is no store {store}" in told.err
    assert there(tmp_path) == before


def test_a_log_without_its_store_is_still_told_as_such(tmp_path, capsys):
    store = gone(tmp_path)
    for end in (".wal", ".last"):
        store.with_name(f"{store.name}{end}").write_text("1")
    assert main(["check", "--output", str(tmp_path / "f.csv"), "--store", str(store)]) == 2
    assert "is gone, but its log is there" in capsys.readouterr().err
    assert not store.exists()


def test_settings_can_begin_a_store_with_a_yes(tmp_path, capsys):
    own = tmp_path / "own.json"
    own.write_bytes(whole.written({"tile_days": 3}))
    given = ["settings", "import", str(own), "--store", str(gone(tmp_path))]
    assert main([*given, "--yes"]) == 0
    assert main(given) == 0
    assert "Nothing changes" in capsys.readouterr().out


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    store = tmp_path_factory.mktemp("built") / "store.duckdb"
    company.build(store)
    return store


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A store that another process has open, with something in its log."""
    store = tmp_path_factory.mktemp("held") / "store.duckdb"
    company.build(store)
    code = (
        "import sys; from dq.commands import set; from dq.store import opening;"
        " db = opening.connect(sys.argv[1]); set.run(db, set.Set('tile_days', 3), 'Vera');"
        " print(1, flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(store)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    yield store
    holder.communicate(b"\n")
    assert holder.returncode == 0


@pytest.fixture
def spare(tmp_path, monkeypatch):
    """Temporary files in a folder of their own: what is written elsewhere is not one by chance."""
    (tmp_path / "spare").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spare"))


@pytest.mark.parametrize("asked", CASES)
def test_of_a_store_that_is_open_a_copy_is_read(held, tmp_path, spare, capsys, asked):
    own = tmp_path / "own.json"
    own.write_bytes(whole.written({"tile_days": 4}))
    before = held.read_bytes(), held.with_name(f"{held.name}.wal").read_bytes()
    given = asked.format(out=tmp_path / "made", own=own).split()
    assert main([*given, "--store", str(held)]) == 0
    told = capsys.readouterr()
    assert "a copy of this moment is read" in told.err
    if "import" in given:
        assert "tile_days: 3 -> 4" in told.out  # what was confirmed last is in it
    elif "{out}" in asked:
        assert [*tmp_path.glob("made*")]
    assert (held.read_bytes(), held.with_name(f"{held.name}.wal").read_bytes()) == before


@pytest.mark.parametrize("asked", CASES)
def test_of_a_store_that_is_not_the_same_is_made(built, tmp_path, spare, asked):
    own = tmp_path / "own.json"
    own.write_bytes(whole.written({"tile_days": 4}))
    given = asked.format(out=tmp_path / "made", own=own).split()
    assert main([*given, "--store", str(built)]) == 0
    assert "{out}" not in asked or [*tmp_path.glob("made*")]


@pytest.mark.parametrize("new", [False, True])
def test_a_store_reaches_no_other_files(built, held, tmp_path, spare, new):
    (tmp_path / "a.csv").write_text("x\n1\n")
    for store in (built, *(() if new else (held,))):
        with opened(store, new=new) as db, pytest.raises(duckdb.Error, match="disabled"):
            db.execute(f"from read_csv('{tmp_path}/a.csv')")


def test_what_writes_says_that_the_app_is_running(held, tmp_path, capsys):
    own = tmp_path / "own.json"
    own.write_bytes(whole.written({"tile_days": 4}))
    assert main(["settings", "import", str(own), "--yes", "--store", str(held)]) == 2
    assert "already running" in capsys.readouterr().err
