"""The store is opened: made, migrated, and refused when it cannot be."""

import os
import subprocess
import sys

import duckdb
import pytest

from dq.errors import Invalid, StoreBusy
from dq.store import opening, shape

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
    opening.connect(path).close()
    db = opening.connect(path)
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
        opening.connect(path)
    assert path.read_bytes().startswith(b"Id,Name")


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "store.duckdb"
    path.touch()
    with opening.connect(path) as db:
        assert db.execute("select count(*) from store_version").fetchall() == [(1,)]


def test_a_folder_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store.duckdb"
    path.mkdir()
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        opening.connect(path)
    assert path.is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Invalid, match="may not write"):
        opening.connect(tmp_path / "store.duckdb")


def test_another_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as other:
        other.execute("create table theirs (id integer)")
    with pytest.raises(Invalid, match="not a Kaartenbak store"):
        opening.connect(path)
    with duckdb.connect(path) as other:
        assert other.execute("select table_name from duckdb_tables()").fetchall() == [("theirs",)]


def test_a_store_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "store.duckdb"
    with opening.connect(path) as db:
        db.execute("update store_version set version = 999")
    with pytest.raises(Invalid, match="newer Kaartenbak"):
        opening.connect(path)


def test_a_store_held_by_another_process_is_busy(tmp_path):
    path = tmp_path / "store.duckdb"
    opening.connect(path).close()
    code = "import sys, duckdb; db = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        holder.stdout.readline()
        with pytest.raises(StoreBusy, match="already running"):
            opening.connect(path)
    finally:
        holder.communicate(b"\n")
    opening.connect(path).close()


def later(monkeypatch, *steps):
    """Let this Kaartenbak be newer than the stores that were made until now."""
    monkeypatch.setattr(shape, "VERSION", shape.VERSION + len(steps))
    monkeypatch.setattr(shape, "MIGRATIONS", [*shape.MIGRATIONS, *steps])


def test_an_older_store_is_copied_and_migrated(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    opening.connect(path).close()
    later(monkeypatch, "alter table setting add column note varchar")
    with opening.connect(path) as db:
        assert ("note", "VARCHAR") in columns(db, "main", "setting")
    [copy] = (tmp_path / "backup").iterdir()
    with duckdb.connect(copy) as db:
        assert ("note", "VARCHAR") not in columns(db, "main", "setting")


def test_a_failed_migration_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    opening.connect(path).close()
    version = shape.VERSION
    later(monkeypatch, "alter table setting add column note varchar", "select * from nowhere")
    with pytest.raises(duckdb.CatalogException):
        opening.connect(path)
    with duckdb.connect(path) as db:
        assert ("note", "VARCHAR") not in columns(db, "main", "setting")
        assert db.execute("select version from store_version").fetchall() == [(version,)]
