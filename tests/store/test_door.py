"""The store: opened, written through one door, refused when it cannot be."""

import os
import subprocess
import sys
from contextlib import suppress

import duckdb
import pytest

from dq.commands import decide, undo
from dq.errors import Conflict, Invalid, StoreBusy
from dq.store import door

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
    assert db.execute("select version from store_version").fetchall() == [(door.VERSION,)]
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
    monkeypatch.setattr(door, "VERSION", door.VERSION + len(steps))
    monkeypatch.setattr(door, "MIGRATIONS", [*door.MIGRATIONS, *steps])


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
    version = door.VERSION
    later(monkeypatch, "alter table setting add column note varchar", "select * from nowhere")
    with pytest.raises(duckdb.CatalogException):
        door.connect(path)
    with duckdb.connect(path) as db:
        assert ("note", "VARCHAR") not in columns(db, "main", "setting")
        assert db.execute("select version from store_version").fetchall() == [(version,)]


@pytest.fixture
def first_store(tmp_path):
    """A store as version 0 made it, with a line in each table that changed since."""
    path = tmp_path / "store.duckdb"
    door.connect(path).close()
    with duckdb.connect(path) as db:
        for statement in FIRST.split(";"):
            db.execute(statement)
    return path


FIRST = """
    alter table main.contact drop column second_successor_id;
    alter table main.contact drop column takeover_date;
    alter table upstream.contact drop column second_successor_id;
    alter table upstream.contact drop column takeover_date;
    drop view shown_field;
    drop table accepted;
    alter table finding drop column under_way;
    drop macro said;
    drop macro general_known;
    drop table text_fact;
    drop table empty_word;
    drop macro is_general;
    drop macro called;
    drop view ruling;
    drop macro compared;
    drop table later;
    drop table clash;
    drop table package_row;
    drop table package;
    drop view survivor;
    drop table merged;
    drop view board;
    drop view heir;
    drop macro lets_in;
    drop macro table bc_of;
    drop view in_bc;
    drop table step;
    drop table tile;
    drop table succession;
    drop table departure;
    drop view touched;
    drop table change;
    drop table decision;
    drop table judged;
    drop table matching;
    drop table log_expected;
    drop table notice;
    alter table main.contact drop column bounced;
    alter table main.contact drop column bounce_reason;
    alter table upstream.contact drop column bounced;
    alter table upstream.contact drop column bounce_reason;
    alter table main.portal_user drop column first_name;
    alter table main.portal_user drop column last_name;
    alter table main.portal_user drop column last_login;
    alter table upstream.portal_user drop column first_name;
    alter table upstream.portal_user drop column last_name;
    alter table upstream.portal_user drop column last_login;
    create table change (
        id bigint default nextval('change_id'), moment timestamp, actor varchar, command varchar,
        before json, after json, reason varchar
    );
    create table decision (
        record_kind varchar, left_id varchar, right_id varchar, same boolean, score double
    );
    create table judged (load_id integer, change_id bigint, code varchar);
    insert into change (moment, actor, command, before, after, reason)
    values ('2026-11-02 09:00', 'anna', 'decide', '{"same": null}', '{"same": true}', 'one man');
    insert into decision values ('contact', '1', '2', true, 0.9);
    insert into judged values (1, 1, 'abc');
    update store_version set version = 0
"""


def test_a_store_of_the_first_version_keeps_its_history_and_decisions(first_store):
    with door.connect(first_store) as db:
        assert db.execute(
            "select id, actor, command, reason, edits, told, undoes, undone_by from change"
        ).fetchall() == [
            (
                *(1, "anna", "decide", "one man", "[]"),
                *('{"before":{"same":null},"after":{"same":true}}', None, None),
            )
        ]
        assert db.execute(
            "select id, record_kind, left_id, right_id, same, score from decision"
        ).fetchall() == [("contact:1:2", "contact", "1", "2", True, 0.9)]
        assert db.execute("select load_id, change_id, code, seconds from judged").fetchall() == [
            (1, 1, "abc", None)
        ]


def test_a_store_of_the_first_version_gets_what_a_new_one_has(first_store, db):
    def shape(store):
        return store.execute(
            """
            select table_name, column_name, data_type
            from duckdb_columns()
            where not internal
            union all
            select index_name, table_name, expressions from duckdb_indexes()
            union all
            select function_name, parameters::varchar, macro_definition
            from duckdb_functions()
            where not internal
            order by all
            """
        ).fetchall()

    with door.connect(first_store) as migrated:
        assert shape(migrated) == shape(db)


@pytest.mark.parametrize("name", OBJECTS)
def test_in_a_store_of_the_first_version_the_row_version_stays_the_last_column(
    first_store, db, name
):
    with door.connect(first_store) as migrated:
        assert columns(migrated, "main", name) == columns(db, "main", name)


def test_a_store_of_the_first_version_keeps_its_cards(first_store):
    with duckdb.connect(first_store) as db:
        db.execute("insert into main.contact (id, email, version) values ('1', 'a@x.example', 5)")
    with door.connect(first_store) as db:
        assert db.execute("select id, email, bounced, version from main.contact").fetchall() == [
            ("1", "a@x.example", None, 5)
        ]
        assert db.execute("select id, address from card").fetchall() == [("1", "a@x.example")]


def test_a_store_of_the_first_version_can_be_written(first_store):
    with door.connect(first_store) as db:
        db.execute("insert into contact (id) values ('1'), ('2')")
        decide.run(db, decide.Decide("contact", "1", "2", same=False), "bart")
        undo.run(db, undo.Undo(2), "bart")
        assert db.execute("select same from decision").fetchall() == [(True,)]
        assert db.execute(
            "select change_id, record_id from touched where undoes is null"
            " and row_id = 'contact:1:2' group by all order by all"
        ).fetchall() == [
            (2, "1"),
            (2, "2"),
            (2, "contact:1:2"),
        ]


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
