"""Stores as every earlier version made them are opened, and are then as a new one is."""

import lzma
import shutil
from pathlib import Path

import duckdb
import pytest
import template

from dq.commands import decide, undo
from dq.store import door, logs, shape

KEPT = {path.name.split(".")[0]: path for path in Path(__file__).parent.glob("versions/*.xz")}
COLUMNS = """
    select schema_name, table_name, column_name, data_type, column_default
    from duckdb_columns()
    join duckdb_tables() using (table_oid, schema_name, table_name)
    where not duckdb_tables.internal
    order by schema_name, table_name, column_index
"""
VIEWS = "select view_name, sql from duckdb_views() where not internal order by all"
MACROS = """
    select function_name, function_type, parameters, macro_definition
    from duckdb_functions()
    where not internal
    order by all
"""
INDEXES = "select index_name from duckdb_indexes()"
ALIKE = [COLUMNS, VIEWS, MACROS, INDEXES]
# What a migration writes anew.
MOVED = {("main.decision", "id")}


def unpacked(folder, name):
    path = folder / "store.duckdb"
    path.write_bytes(lzma.decompress(KEPT[name].read_bytes()))
    return path


def columns(db):
    """The columns of each table in which there is data, by its name with its schema."""
    found = {}
    for schema, table, column, *_ in db.execute(COLUMNS).fetchall():
        if table not in ("store_version", "log_expected", "notice"):
            found.setdefault(f"{schema}.{table}", []).append(column)
    return found


def rows(db, table, names):
    found = db.execute(f"select {', '.join(names)} from {table} order by rowid").fetchall()
    return [list(row) for row in found]


def everything(db):
    return {table: rows(db, table, names) for table, names in columns(db).items()}


@pytest.fixture(scope="module")
def new():
    with template.fresh() as db:
        yield [db.execute(of).fetchall() for of in ALIKE]


@pytest.fixture(scope="module", params=sorted(KEPT))
def opened(request, tmp_path_factory):
    """A store as an earlier version made it: its columns and rows; and the open store."""
    path = unpacked(tmp_path_factory.mktemp("old"), request.param)
    with duckdb.connect(path) as db:
        was = columns(db), everything(db)
    with door.connect(path) as db:
        yield *was, db


@pytest.fixture
def first_store(tmp_path):
    return unpacked(tmp_path, "0")


def test_every_version_has_a_store_here():
    """After a new version: tests/store/versions/keep.py."""
    assert {name.split("-")[0] for name in KEPT} == {str(n) for n in range(shape.VERSION + 1)}


@pytest.mark.parametrize("of", range(len(ALIKE)), ids=["columns", "views", "macros", "indexes"])
def test_an_older_store_has_what_a_new_one_has(opened, new, of):
    *_, db = opened
    assert db.execute(ALIKE[of]).fetchall() == new[of]


def test_every_view_of_an_older_store_can_be_read(opened):
    *_, db = opened
    views = db.execute(VIEWS).fetchall()
    for view, _ in views:
        db.execute(f"from {view}").fetchall()
    assert len(views) > 10


def test_the_rows_of_an_older_store_stay(opened):
    before, was, db = opened
    assert len(was["main.contact"]) == 2
    now = columns(db)
    for table, names in before.items():
        kept = [name for name in names if name in now[table] and (table, name) not in MOVED]
        there = [names.index(name) for name in kept]
        assert rows(db, table, kept) == [[row[n] for n in there] for row in was[table]], table


@pytest.mark.parametrize("name", ["0", "4-first", "8"])
def test_a_kill_just_after_a_store_was_brought_up_to_date_loses_nothing(tmp_path, new, name):
    path, killed = unpacked(tmp_path, name), tmp_path / "killed.duckdb"
    with duckdb.connect(path) as db:
        with door.transaction(db):
            shape.bring(db, shape.version(db, path))
        for of in (lambda path: path, logs.of):
            shutil.copyfile(of(path), of(killed))
        was = everything(db)
    with door.connect(killed) as again:
        assert [again.execute(of).fetchall() for of in ALIKE] == new
        assert everything(again) == was


OWN = (
    'create view "my ""view""" as from contact',
    "create macro own(x) as x",
    "create macro own_table(x) as table select x",
    'create schema "my schema"',
    'create view "my schema".v as select 1 as one',
    'create table "my schema".t (id varchar)',
    'create index "my ""index""" on "my schema".t (id)',
)


def test_views_are_made_anew_where_their_text_is_another(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    with door.connect(path) as db:
        for statement in OWN:
            db.execute(statement)
    text = shape.views() + "\ncreate view new as from card;\ncreate macro new(x) as x;"
    monkeypatch.setattr(shape, "views", lambda: text)
    for _ in range(2):
        with door.connect(path) as db:
            views = {view for view, _ in db.execute(VIEWS).fetchall()}
            macros = {macro for macro, *_ in db.execute(MACROS).fetchall()}
            assert {"card", "new", 'my "view"', "v"} <= views
            assert {"said", "new", "own", "own_table"} <= macros
    assert not (tmp_path / "backup").exists()


def test_what_somebody_made_in_an_older_store_stays(tmp_path):
    path = tmp_path / "store.duckdb"
    with door.connect(path) as db:
        for statement in OWN:
            db.execute(statement)
        db.execute('alter table main.contact add column "my ""column""" varchar')
        db.execute("create index theirs on main.contact (id)")
        db.execute("update store_version set version = 8")
    with door.connect(path) as db:
        assert db.execute('from "my schema".v').fetchall() == [(1,)]
        assert db.execute('select "my ""column""" from contact').fetchall() == []
        indexes = db.execute("select index_name from duckdb_indexes()").fetchall()
        assert indexes == [('my "index"',)]


def test_nothing_is_made_anew_where_nothing_differs(tmp_path):
    path = tmp_path / "store.duckdb"
    with door.connect(path) as db:
        db.execute("create view mine as select 1 as one")
    with door.connect(path) as db:
        assert "mine" in {view for view, _ in db.execute(VIEWS).fetchall()}


def test_what_a_version_has_besides_is_there_for_its_migration(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    with door.connect(path) as db:
        db.execute("alter table tile add column colour varchar")
        db.execute("insert into tile (id, colour) values ('t', 'red')")
    monkeypatch.setattr(shape, "VERSION", shape.VERSION + 1)
    step = "update tile set kind = colour; alter table tile drop column colour"
    monkeypatch.setattr(shape, "MIGRATIONS", [*shape.MIGRATIONS, step])
    with door.connect(path) as db:
        assert db.execute("select id, kind from tile").fetchall() == [("t", "red")]
        assert "colour" not in columns(db)["main.tile"]


def test_a_store_of_the_first_version_keeps_its_history_and_decisions(first_store):
    with door.connect(first_store) as db:
        assert db.execute(
            "select id, actor, command, reason, edits, told, undoes, undone_by from change"
            " where id = 1"
        ).fetchall() == [
            (
                *(1, "actor 1", "decide", "reason 1", "[]"),
                *('{"before":{"same":null},"after":{"same":true}}', None, None),
            )
        ]
        assert db.execute(
            "select id, record_kind, left_id, right_id, same, score from decision where same"
        ).fetchall() == [("contact:left 1:right 1", "contact", "left 1", "right 1", True, 0.25)]


def test_a_store_of_the_first_version_can_be_written(first_store):
    with door.connect(first_store) as db:
        db.execute("insert into contact (id) values ('left 1'), ('right 1')")
        decide.run(db, decide.Decide("contact", "left 1", "right 1", same=False), "bart")
        undo.run(db, undo.Undo(3), "bart")
        assert db.execute("select same from decision where left_id = 'left 1'").fetchall() == [
            (True,)
        ]
        assert db.execute(
            "select change_id, record_id from touched where undoes is null"
            " and row_id = 'contact:left 1:right 1' group by all order by all"
        ).fetchall() == [(3, "contact:left 1:right 1"), (3, "left 1"), (3, "right 1")]


def test_no_column_has_a_default_which_a_table_that_is_rebuilt_would_lose(db):
    rows = db.execute(
        "select table_name, column_name from duckdb_columns() where column_default is not null"
        " and not internal"
    ).fetchall()
    assert rows == []
