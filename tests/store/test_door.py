"""The store: opened, written through one door, refused when it cannot be."""

import os
import subprocess
import sys
from contextlib import suppress

import duckdb
import pytest

from dq.errors import Conflict, Invalid, StoreBusy
from dq.store import door, shape

OBJECTS = ("account", "contact", "relation", "portal_user", "project", "approval", "bc_contact")


def columns(db, schema, table):
    return db.execute(
        """
        select column_name, data_type
        from duckdb_columns()
        where schema_name = ? and table_name = ?
        order by column_index
        """,
        [schema, table],
    ).fetchall()


def test_a_new_file_becomes_a_store(tmp_path):
    path = tmp_path / "folder" / "store.duckdb"
    door.connect(path).close()
    db = door.connect(path)
    assert db.execute("select version from store_version").fetchall() == [(shape.VERSION,)]
    db.close()


@pytest.mark.parametrize("name", OBJECTS)
def test_main_has_the_columns_of_upstream_and_a_version(db, name):
    assert columns(db, "main", name) == [
        *columns(db, "upstream", name),
        ("version", "INTEGER"),
    ]


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "store.duckdb"
    path.write_bytes(b"Id,Name\n1,Jan\n" * 1000)
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        door.connect(path)
    assert path.read_bytes().startswith(b"Id,Name")


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "store.duckdb"
    path.touch()
    with door.connect(path) as db:
        assert db.execute("select count(*) from store_version").fetchall() == [(1,)]


def test_a_folder_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store.duckdb"
    path.mkdir()
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        door.connect(path)
    assert path.is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Invalid, match="may not write"):
        door.connect(tmp_path / "store.duckdb")


def test_another_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as other:
        other.execute("create table theirs (id integer)")
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        door.connect(path)
    with duckdb.connect(path) as other:
        assert other.execute("select table_name from duckdb_tables()").fetchall() == [("theirs",)]


def test_a_store_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "store.duckdb"
    with door.connect(path) as db:
        db.execute("update store_version set version = 999")
    with pytest.raises(Invalid, match="newer Kaartenbak"):
        door.connect(path)


def test_a_store_held_by_another_process_is_busy(tmp_path):
    path = tmp_path / "store.duckdb"
    door.connect(path).close()
    code = "import sys, duckdb; db = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        holder.stdout.readline()
        with pytest.raises(StoreBusy, match="already running"):
            door.connect(path)
    finally:
        holder.communicate(b"\n")
    door.connect(path).close()


def later(monkeypatch, *steps):
    """Let this Kaartenbak be newer than the stores that were made until now."""
    monkeypatch.setattr(shape, "VERSION", shape.VERSION + len(steps))
    monkeypatch.setattr(shape, "MIGRATIONS", [*shape.MIGRATIONS, *steps])


def test_an_older_store_is_copied_and_migrated(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    door.connect(path).close()
    later(monkeypatch, "alter table setting add column note varchar")
    with door.connect(path) as db:
        assert ("note", "VARCHAR") in columns(db, "main", "setting")
    [copy] = (tmp_path / "backup").iterdir()
    with duckdb.connect(copy) as db:
        assert ("note", "VARCHAR") not in columns(db, "main", "setting")


def test_a_failed_migration_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    door.connect(path).close()
    version = shape.VERSION
    later(monkeypatch, "alter table setting add column note varchar", "select * from nowhere")
    with pytest.raises(duckdb.CatalogException):
        door.connect(path)
    with duckdb.connect(path) as db:
        assert ("note", "VARCHAR") not in columns(db, "main", "setting")
        assert db.execute("select version from store_version").fetchall() == [(version,)]


def test_a_write_is_logged_with_who_what_and_why(db):
    with door.writing(db, "rename", "anna", reason="typo") as ledger:
        ledger.insert("setting", {"name": "x", "value": "1"})
        ledger.told = {"files": 2}
    assert db.execute(
        "select id, actor, command, reason, told, undoes, undone_by from change"
    ).fetchall() == [(1, "anna", "rename", "typo", '{"files": 2}', None, None)]


def test_no_reason_is_no_reason_in_the_log(db):
    with door.writing(db, "rename", "anna", reason="") as ledger:
        ledger.insert("setting", {"name": "x", "value": "1"})
    assert db.execute("select reason, told from change").fetchall() == [(None, None)]


def test_what_changed_nothing_is_not_in_the_log(db):
    before = door.commits()
    with door.listening() as changes, door.writing(db, "rename", "anna"):
        pass
    assert db.execute("select count(*) from change").fetchall() == [(0,)]
    assert (changes, door.commits()) == ([], before)


def test_who_listens_hears_the_changes_that_were_committed_inside(db):
    def change(value):
        with door.writing(db, "rename", "anna") as ledger:
            ledger.write("setting", "x", {"value": value})

    change("1")
    with door.listening() as changes:
        change("2")
        change("3")
        with suppress(ZeroDivisionError), door.writing(db, "rename", "anna") as ledger:
            ledger.write("setting", "x", {"value": "4"})
            raise ZeroDivisionError
    change("5")
    logged = db.execute("select id from change order by id").fetchall()
    assert [(id,) for id in changes] == logged[1:3]


def test_a_refusal_writes_nothing_and_logs_nothing(db):
    with pytest.raises(Invalid), door.writing(db, "rename", "anna"):
        db.execute("insert into setting values ('x', '1')")
        raise Invalid("no")
    assert db.execute("select count(*) from setting").fetchall() == [(0,)]
    assert db.execute("select count(*) from change").fetchall() == [(0,)]


def test_an_error_inside_the_door_rolls_back_and_leaves_the_connection_usable(db):
    with pytest.raises(duckdb.CatalogException), door.writing(db, "rename", "anna"):
        db.execute("insert into setting values ('x', '1')")
        db.execute("select * from nowhere")
    assert db.execute("select count(*) from setting").fetchall() == [(0,)]


def test_two_writers_of_one_row_conflict(db):
    db.execute("insert into setting values ('x', '1')")
    other = db.cursor()
    with (
        pytest.raises(Conflict),
        door.writing(db, "set", "anna"),
        door.writing(other, "set", "bart"),
    ):
        db.execute("update setting set value = '2'")
        other.execute("update setting set value = '3'")
    assert db.execute("select value from setting").fetchall() == [("1",)]


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("insert into setting select 'n', '1' from range(9)", "select 9 = count(*) from setting"),
        ("update accepted set ours = 'new'", "select bool_and(ours = 'new') from accepted"),
        (
            "update accepted set ours = 'new' returning id",
            "select bool_and(ours = 'new') from accepted",
        ),
        ("delete from accepted", "select count(*) = 0 from accepted"),
        ("delete from accepted returning id", "select count(*) = 0 from accepted"),
        ("create table made as from range(100000)", "select count(*) = 100000 from made"),
        ("alter table accepted add column made integer", "select count(made) = 0 from accepted"),
    ],
)
def test_a_statement_that_writes_is_done_when_it_is_executed(tmp_path, statement, seen):
    """So nobody reads its answer; with a later DuckDB it may have to be read first."""
    with door.connect(tmp_path / "store.duckdb") as db:
        db.execute("insert into accepted (id, ours) select range, 'old' from range(100000)")
        writer, other = db.cursor(), db.cursor()
        writer.execute(statement)
        assert other.execute(seen).fetchall() == [(True,)]
        other.execute("insert into mapping (shape) values ('s')")
        other.execute("checkpoint")
    assert not (tmp_path / "store.duckdb.wal").exists()
