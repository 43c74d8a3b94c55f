"""Restore: every row as it was, the history as it went, and a way back from it."""

from datetime import date

import company
import older
import pytest

from dq.commands import edit, restore, undo
from dq.errors import Damaged
from dq.judging import judge
from dq.judging.resident import Resident
from dq.store import copies, door, opening

APART = ("change", "log_expected", "notice", "judged")


def rows(db):
    tables = db.execute(
        "select schema_name || '.' || table_name, table_name from duckdb_tables() order by all"
    ).fetchall()
    return {
        name: db.execute(f"from {name} order by all").fetchall()
        for name, table in tables
        if table not in APART
    }


@pytest.fixture
def db(tmp_path):
    with opening.connect(tmp_path / "store.duckdb") as opened:
        company.fill(opened)
        yield opened


def changed(db, id="003A", title="Chef"):
    [(version,)] = db.execute("select version from contact where id = ?", [id]).fetchall()
    edit.run(db, edit.Edit(id, version, {"title": title}), "anna")


def test_every_row_is_as_in_the_copy(db):
    before, copy = rows(db), copies.make(db, "load")
    changed(db)
    db.execute("delete from upstream.account")
    db.execute("insert into load values (99, now(), current_date, 'x', '[]')")
    restore.run(db, restore.Restore(copy), "anna")
    assert rows(db) == before


def test_later_changes_are_in_the_history_as_undone(db):
    copy = copies.make(db, "load")
    changed(db)
    restore.run(db, restore.Restore(copy), "anna")
    [(id,)] = db.execute("select max(id) from change where command = 'restore'").fetchall()
    assert db.execute(
        "select command, actor, undone_by from change order by id desc limit 2"
    ).fetchall() == [("restore", "anna", None), ("edit", "anna", id)]


def test_what_was_undone_since_stands_again(db):
    changed(db)
    [(edited,)] = db.execute("select max(id) from change").fetchall()
    copy = copies.make(db, "load")
    undo.run(db, undo.Undo(edited), "bart")
    restore.run(db, restore.Restore(copy), "anna")
    assert db.execute("select title from contact where id = '003A'").fetchall() == [("Chef",)]
    assert db.execute("select undone_by from change where id = ?", [edited]).fetchall() == [(None,)]


def test_it_can_be_taken_back_itself(db):
    copy = copies.make(db, "load")
    changed(db)
    after = rows(db)
    restore.run(db, restore.Restore(copy), "anna")
    newest = copies.of(db)[0]
    assert newest.before == "restore"
    restore.run(db, restore.Restore(newest.path), "anna")
    assert rows(db) == after
    stands = "select command from change where undone_by is null order by id desc limit 2"
    assert db.execute(stands).fetchall() == [("restore",), ("edit",)]


def test_the_copy_stays_as_it_is(db):
    copy = copies.make(db, "load")
    content = copy.read_bytes()
    restore.run(db, restore.Restore(copy), "anna")
    assert copy.read_bytes() == content


def test_a_damaged_copy_changes_nothing(db):
    copy = copies.make(db, "load")
    changed(db)
    before = rows(db)
    copy.write_bytes(copy.read_bytes()[:30000])
    with pytest.raises(Damaged):
        restore.run(db, restore.Restore(copy), "anna")
    assert rows(db) == before
    assert db.execute("select count(*) from change where command = 'restore'").fetchall() == [(0,)]


def test_a_copy_of_an_older_version_is_brought_up_to_date(db, tmp_path):
    copy = copies.make(db, "load")
    with opening.connect(copy) as old:
        older.age(old)
    before = rows(db)
    changed(db)
    restore.run(db, restore.Restore(copy), "anna")
    after = rows(db)
    # Or have a new column.
    new = {"main.matching", "main.empty_word", "main.text_fact", "main.duration", "main.tally"}
    assert {name for name in before if after[name] != before[name]} <= new


def test_what_is_kept_in_memory_follows(db):
    resident = Resident()
    resident.warm(db)
    copy = copies.make(db, "load")
    db.execute("delete from main.contact where id = '003A'")
    with door.writing(db, "load", "x") as ledger:
        ledger.told = {}
    judge.refresh(db, resident=resident)
    restore.run(db, restore.Restore(copy), "anna")
    [(name,)] = db.execute("select last_name from contact where id = '003A'").fetchall()
    assert "003A" in [hit.id for hit in resident.find(db, name)]


def test_a_load_after_it_begins_where_the_copy_was(db):
    copy = copies.make(db, "load")
    [(last,)] = db.execute("select max(id) from load").fetchall()
    db.execute("insert into load values (?, now(), ?, 'x', '[]')", [last + 1, date(2026, 11, 23)])
    restore.run(db, restore.Restore(copy), "anna")
    assert db.execute("select max(id) from load").fetchall() == [(last,)]
