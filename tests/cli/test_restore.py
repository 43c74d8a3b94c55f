"""`python -m dq restore`: the copies, and the way back to one of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dq.__main__ import main
from dq.store import copies, logs, opening

ROOT = Path(__file__).parents[2]
ONE = "Id,LastName\n1,Vos\n2,Bos\n"
TWO = "Id,LastName\n1,Vos\n2,Bos\n3,Mol\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The folder of a store with two loads, and so with two copies."""
    folder = tmp_path_factory.mktemp("loaded")
    file, path = folder / "contacts.csv", folder / "store.duckdb"
    for text in (ONE, TWO):
        file.write_text(text, "utf-8")
        assert main(["load", str(file), "--store", str(path)]) == 0
    return folder


@pytest.fixture
def path(loaded, tmp_path):
    """The store in it, as it was left."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store.duckdb"


def cards(path):
    with opening.connect(path) as db:
        return db.execute("select count(*) from contact").fetchall()[0][0]


def restore(path, *given):
    return main(["restore", *given, "--store", str(path)])


def test_without_a_name_the_copies_are_listed(path, capsys):
    capsys.readouterr()
    assert restore(path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [c.path.name for c in copies.listed(path)]
    assert all("before a load" in line for line in lines)


def test_a_store_without_copies_says_so(tmp_path, capsys):
    assert restore(tmp_path / "store.duckdb") == 0
    assert "no copies" in capsys.readouterr().out


def test_the_store_is_as_in_the_copy_and_back_again(path):
    assert cards(path) == 3
    assert restore(path, copies.listed(path)[0].path.name) == 0
    assert cards(path) == 2
    assert restore(path, copies.listed(path)[0].path.name) == 0
    assert cards(path) == 3


def test_a_damaged_copy_is_refused_and_nothing_changes(path, capsys):
    copy = copies.listed(path)[0].path
    copy.write_bytes(copy.read_bytes()[:30000])
    assert restore(path, copy.name) == 2
    assert f"The copy {copy} is damaged." in capsys.readouterr().err
    assert cards(path) == 3


def test_what_is_no_copy_is_refused(path, tmp_path, capsys):
    assert restore(path, "nowhere.duckdb") == 2
    assert restore(path, str(tmp_path / "contacts.csv")) == 2
    assert cards(path) == 3


@pytest.mark.parametrize("damage", ["page", "log", "all", "gone"])
def test_a_store_that_cannot_be_opened_makes_way_and_is_kept(path, damage, capsys):
    copy = copies.listed(path)[0].path
    content = bytearray(path.read_bytes())
    if damage == "page":
        content[13000:13064] = bytes(byte ^ 255 for byte in content[13000:13064])
    elif damage == "all":
        content = bytearray(b"nothing of it is left" * 1000)
    path.write_bytes(content)
    logs.of(path).write_bytes(b"a foreign log" * 100)
    if damage == "gone":
        path.unlink()
    assert restore(path, copy.name) == 0
    assert not logs.of(path).exists()
    assert cards(path) == 2
    if damage in ("page", "all"):
        [kept] = (path.parent / "backup").glob("*.replaced")
        assert kept.read_bytes() == content


def test_a_log_beside_a_copy_is_not_taken_along(path):
    copy = copies.listed(path)[0].path
    logs.of(copy).write_bytes(b"a foreign log" * 100)
    assert restore(path, copy.name) == 0
    assert cards(path) == 2


def test_a_copy_of_a_newer_kaartenbak_changes_nothing(path, capsys):
    copy = copies.listed(path)[0].path
    with duckdb.connect(copy) as newer:
        newer.execute("update store_version set version = 999")
    assert restore(path, copy.name) == 2
    assert "newer Kaartenbak" in capsys.readouterr().err
    assert cards(path) == 3


def test_the_log_of_a_copy_that_was_not_closed_goes_along(path, tmp_path):
    """A store that was copied by hand, with its log, while it was in use."""
    code = """
import os, sys
from dq.store import door, opening
db = opening.connect(sys.argv[1])
with door.writing(db, "create", "anna") as ledger:
    ledger.insert("contact", {"id": "9", "last_name": "Last"})
os._exit(0)
"""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT, env=env)
    elsewhere = tmp_path / "elsewhere" / "store.duckdb"
    elsewhere.parent.mkdir()
    for of in (lambda one: one, logs.of):
        shutil.copy(of(path), of(elsewhere))
    assert restore(path, copies.listed(path)[-1].path.name) == 0
    assert cards(path) == 0
    assert restore(path, str(elsewhere)) == 0
    assert cards(path) == 4


def test_the_store_is_no_copy_of_itself(path, capsys):
    assert restore(path, str(path)) == 2
    assert "the store itself" in capsys.readouterr().err
    assert cards(path) == 3


@pytest.mark.parametrize("kind", ["folder", "foreign"])
def test_what_is_no_store_is_left_alone(path, tmp_path, kind):
    other = tmp_path / "other"
    if kind == "folder":
        other.mkdir()
    else:
        with duckdb.connect(other) as foreign:
            foreign.execute("create table theirs (id integer)")
    before = other.read_bytes() if kind == "foreign" else None
    assert restore(other, str(copies.listed(path)[0].path)) == 2
    assert other.is_dir() if before is None else other.read_bytes() == before


@pytest.mark.parametrize("folder", ["blocks", "Corrupt newer version"])
def test_words_in_a_path_say_nothing(path, tmp_path, folder):
    place = tmp_path / folder / "store.duckdb"
    place.parent.mkdir()
    content = bytearray(path.read_bytes())
    content[13000:13064] = bytes(byte ^ 255 for byte in content[13000:13064])
    place.write_bytes(content)
    assert restore(place, str(copies.listed(path)[0].path)) == 0
    assert cards(place) == 2


def test_a_store_behind_a_link_is_mended_where_it_is(path, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(path)
    copy = copies.listed(path)[0].path
    path.write_bytes(b"nothing of it is left" * 1000)
    assert restore(link, str(copy)) == 0
    assert link.is_symlink()
    assert cards(path) == cards(link) == 2


def test_a_store_that_is_open_is_left_alone(path, capsys):
    code = "import sys, duckdb; db = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        holder.stdout.readline()
        assert restore(path, copies.listed(path)[0].path.name) == 2
        assert "already running" in capsys.readouterr().err
    finally:
        holder.communicate(b"\n")
    assert cards(path) == 3


def test_a_copy_of_another_store_takes_its_place_and_keeps_it(path, tmp_path, capsys):
    """Two histories with the same numbers are never mixed."""
    other = tmp_path / "elsewhere" / "store.duckdb"
    other.parent.mkdir()
    file = tmp_path / "others.csv"
    file.write_text("Id,LastName\n7,Kok\n8,Pol\n9,Dam\n10,Bol\n", "utf-8")
    for _ in range(2):
        assert main(["load", str(file), "--store", str(other)]) == 0
    file.write_text("Id,LastName\n7,Kok\n8,Pol\n9,Dam\n10,Bol\n11,Kip\n", "utf-8")
    assert main(["load", str(file), "--store", str(other)]) == 0
    assert restore(path, str(copies.listed(other)[0].path)) == 0
    assert cards(path) == 4
    old = Path(capsys.readouterr().out.partition("kept as ")[2].splitlines()[0])
    assert cards(old) == 3
