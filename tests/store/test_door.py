"""The store is written through one door: all or nothing, and with a line in the history."""

from contextlib import suppress

import duckdb
import pytest

from dq.errors import Conflict, Invalid
from dq.store import door, opening


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
    with opening.connect(tmp_path / "store.duckdb") as db:
        db.execute("insert into accepted (id, ours) select range, 'old' from range(100000)")
        writer, other = db.cursor(), db.cursor()
        writer.execute(statement)
        assert other.execute(seen).fetchall() == [(True,)]
        other.execute("insert into mapping (shape) values ('s')")
        other.execute("checkpoint")
    assert not (tmp_path / "store.duckdb.wal").exists()
