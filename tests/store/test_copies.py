"""Copies of the store: whole under their name, read through, the oldest ones gone."""

import shutil
import subprocess
import sys
import threading

import duckdb
import pytest

from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.errors import Damaged, Full, Invalid, NotFound
from dq.store import contents, copies, door, opening


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.duckdb"


@pytest.fixture
def db(path):
    with opening.connect(path) as opened:
        opened.execute(
            "insert into contact (id, last_name)"
            " select range::varchar, md5(range::varchar) from range(50000)"
        )
        yield opened


def test_a_copy_holds_what_the_store_holds(db):
    with duckdb.connect(copies.make(db, "load"), read_only=True) as copy:
        for table in ("contact", "store_version"):
            rows = f"from {table} order by all"
            assert copy.execute(rows).fetchall() == db.execute(rows).fetchall()


def test_a_copy_is_a_store(db, tmp_path):
    made = copies.make(db, "load")
    with opening.connect(made) as copy:
        assert copy.execute("select count(*) from card").fetchall() == [(50000,)]


def test_a_copy_says_what_it_is_of(db):
    with door.writing(db, "rename", "anna") as ledger:
        ledger.insert("setting", {"name": "x", "value": "1"})
    copies.make(db, "load")
    [copy] = copies.of(db)
    assert (copy.before, copy.change_id) == ("load", 1)


def test_only_so_many_are_kept(db):
    set_value(db, Set("copies", 2), "anna")
    made = [copies.make(db, "load") for _ in range(7)]  # several in one second
    assert [copy.path for copy in copies.of(db)] == made[:4:-1]


def test_a_store_in_memory_has_none():
    with opening.connect(":memory:") as db:
        assert copies.make(db, "load") is None
        assert copies.of(db) == []


def test_only_its_owner_may_read_a_store_and_its_copies(db, path):
    opening.close(db)
    path.chmod(0o644)
    with opening.connect(path) as db:
        with door.writing(db, "rename", "anna") as ledger:
            ledger.insert("setting", {"name": "x", "value": "1"})
        copies.make(db, "load")
        for place in path.parent.rglob("*"):
            wanted = 0o700 if place.is_dir() else 0o600
            assert place.stat().st_mode & 0o777 == wanted, place


@pytest.mark.parametrize("place", [0, 13000, 0.3, 0.5, 0.9])
def test_a_damaged_copy_is_refused(db, place):
    made = copies.make(db, "load")
    content = bytearray(made.read_bytes())
    start = place if isinstance(place, int) else int(place * len(content))
    content[start : start + 64] = bytes(byte ^ 255 for byte in content[start : start + 64])
    made.write_bytes(content)
    with pytest.raises(Damaged, match="is damaged"):
        contents.read_through(made)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_half_a_copy_is_refused(db, share):
    made = copies.make(db, "load")
    content = made.read_bytes()
    made.write_bytes(content[: int(share * len(content))])
    with pytest.raises(Damaged):
        contents.read_through(made)


def test_another_database_is_no_copy(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as other:
        other.execute("create table theirs (id integer)")
    with pytest.raises(Damaged, match="no copy of a Kaartenbak store"):
        contents.read_through(path)


def test_what_cannot_be_read_back_gets_no_name(db, path, monkeypatch):
    monkeypatch.setattr(copies, "COPY", "import sys; open(sys.argv[2], 'wb').write(bytes(40000))")
    with pytest.raises(Damaged, match="is damaged"):
        copies.make(db, "load")
    assert list((path.parent / "backup").iterdir()) == []


def test_what_breaks_off_gets_no_name(db, path, monkeypatch):
    monkeypatch.setattr(copies, "COPY", "raise OSError(28, 'No space left on device')")
    with pytest.raises(Full, match="no room for a copy"):
        copies.make(db, "load")
    assert list((path.parent / "backup").iterdir()) == []


def test_a_copy_leaves_the_store_locked(db, path):
    copies.make(db, "load")
    code = "import sys; from dq.store import door, opening; opening.connect(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert "already running" in done.stderr


def test_a_copy_is_of_one_moment_while_others_write(db):
    """What is written beside commands, as judging does, is in it as a whole or not at all."""
    stop = threading.Event()

    def write():
        other = db.cursor()
        while not stop.is_set():
            other.execute("begin")
            for table in ("email_fact", "placeholder"):
                other.execute(f"delete from {table}").fetchall()
            other.execute(
                "insert into email_fact (email) select md5(random()::varchar) from range(30000)"
            ).fetchall()
            other.execute("insert into placeholder select email, 1 from email_fact").fetchall()
            other.execute("commit")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [copies.make(db, "load") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for copy in made:
        with duckdb.connect(copy, read_only=True) as read:
            assert read.execute(
                "select (select bit_xor(hash(email)) from email_fact)"
                " is not distinct from (select bit_xor(hash(address)) from placeholder)"
            ).fetchall() == [(True,)]


def test_without_room_there_is_no_copy(db, path, monkeypatch):
    usage = shutil.disk_usage(path)
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda place: usage._replace(free=1000))
    with pytest.raises(Full, match="no room for a copy"):
        copies.make(db, "load")
    assert list((path.parent / "backup").iterdir()) == []


def test_what_a_killed_run_left_is_removed_at_the_next_start(db, path):
    copies.make(db, "load")
    opening.close(db)
    left = [
        path.parent / "backup" / "store-20261128-090000-load-1.duckdb.part",
        path.parent / "backup" / "store-20261128-090000-load-1.duckdb.part.wal",
        path.parent / "store.duckdb.part",
        path.parent / "store.duckdb.tmp" / "duckdb_temp_storage_0.tmp",
    ]
    for place in left:
        place.parent.mkdir(exist_ok=True)
        place.touch()
    opening.connect(path).close()
    assert not any(place.exists() for place in left)
    assert len(copies.listed(path)) == 1


def test_only_what_is_ours_is_removed(path):
    """Whatever stands beside a store, and beside a file that is none."""
    theirs = ["store.duckdb.partners.csv", "backup/photos.part1.rar", "backup/x.part",
              "backup/store-20261128-090000-load-1.duckdb.partly"]  # fmt: skip
    (path.parent / "backup" / "old.parts").mkdir(parents=True)
    for name in theirs:
        (path.parent / name).write_text("theirs")
    opening.close(opening.connect(path))
    assert [(path.parent / name).read_text() for name in theirs] == ["theirs"] * len(theirs)


def test_a_file_that_is_not_ours_keeps_its_rights_and_its_neighbours(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as other:
        other.execute("create macro theirs(x) as x + 1")
    path.chmod(0o644)
    (tmp_path / "other.duckdb.part").touch()
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        opening.connect(path)
    assert path.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "other.duckdb.part").exists()


@pytest.mark.parametrize("name", ["crm.partners.duckdb", "crm", "[x].duckdb", "s-old.duckdb"])
def test_stores_in_one_folder_have_their_own_copies(tmp_path, name):
    for other in ("s.duckdb", "crm-2.duckdb", name):
        with opening.connect(tmp_path / other) as db:
            copies.make(db, "load")
    with opening.connect(tmp_path / name) as db:
        set_value(db, Set("copies", 1), "anna")
        made = copies.make(db, "load")
        assert [copy.path for copy in copies.of(db)] == [made]
    assert len(copies.listed(tmp_path / "s.duckdb")) == 1
    assert len(copies.listed(tmp_path / "crm-2.duckdb")) == 1


def test_a_copy_that_is_needed_stays_however_old(db):
    set_value(db, Set("copies", 1), "anna")
    oldest = copies.make(db, "load")
    newest = copies.make(db, "load", spared=oldest)
    assert {copy.path for copy in copies.of(db)} == {oldest, newest}


def test_a_copy_of_a_newer_kaartenbak_is_refused(db):
    made = copies.make(db, "load")
    with duckdb.connect(made) as copy:
        copy.execute("update store_version set version = 999")
    with pytest.raises(Invalid, match="newer Kaartenbak"):
        contents.read_through(made)


def test_a_copy_in_place_of_a_damaged_store_has_no_foreign_log(db, path):
    made = copies.make(db, "load")
    opening.close(db)
    path.write_bytes(b"damaged" * 1000)
    path.with_name("store.duckdb.wal").write_bytes(b"a log of another store")
    old = copies.put_in_place(made, path)
    assert old.read_bytes().startswith(b"damaged")
    assert not path.with_name("store.duckdb.wal").exists()
    with opening.connect(path) as db:
        assert db.execute("select count(*) from contact").fetchall() == [(50000,)]
        assert db.execute("from notice").fetchall() == []


def test_a_copy_is_found_by_its_name_or_path(db, path):
    made = copies.make(db, "load")
    assert copies.find(path, made.name) == made
    assert copies.find(path, str(made)) == made
    with pytest.raises(NotFound, match="no copy nowhere"):
        copies.find(path, "nowhere")
