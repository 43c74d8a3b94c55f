"""Stores as every earlier version made them are opened, and are then as a new one is."""

import lzma
import shutil
from pathlib import Path

import duckdb
import pytest
import template

from dq.commands import decide, undo
from dq.store import door, logs, opening, shape

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
    with opening.connect(path) as db:
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
    for table in before.keys() - {"main.score"}:  # scores are worked out from what is counted
        names = before[table]
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
    with opening.connect(killed) as again:
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
    with opening.connect(path) as db:
        for statement in OWN:
            db.execute(statement)
    text = shape.views() + "\ncreate view new as from card;\ncreate macro new(x) as x;"
    monkeypatch.setattr(shape, "views", lambda: text)
    for _ in range(2):
        with opening.connect(path) as db:
            views = {view for view, _ in db.execute(VIEWS).fetchall()}
            macros = {macro for macro, *_ in db.execute(MACROS).fetchall()}
            assert {"card", "new", 'my "view"', "v"} <= views
            assert {"said", "new", "own", "own_table"} <= macros
    assert not (tmp_path / "backup").exists()


def test_what_somebody_made_in_an_older_store_stays(tmp_path):
    path = tmp_path / "store.duckdb"
    with opening.connect(path) as db:
        for statement in OWN:
            db.execute(statement)
        db.execute('alter table main.contact add column "my ""column""" varchar')
        db.execute("create index theirs on main.contact (id)")
        db.execute("update store_version set version = 8")
    with opening.connect(path) as db:
        assert db.execute('from "my schema".v').fetchall() == [(1,)]
        assert db.execute('select "my ""column""" from contact').fetchall() == []
        indexes = db.execute("select index_name from duckdb_indexes()").fetchall()
        assert indexes == [('my "index"',)]


def test_nothing_is_made_anew_where_nothing_differs(tmp_path):
    path = tmp_path / "store.duckdb"
    with opening.connect(path) as db:
        db.execute("create view mine as select 1 as one")
    with opening.connect(path) as db:
        assert "mine" in {view for view, _ in db.execute(VIEWS).fetchall()}


def test_what_a_version_has_besides_is_there_for_its_migration(tmp_path, monkeypatch):
    path = tmp_path / "store.duckdb"
    with opening.connect(path) as db:
        db.execute("alter table tile add column colour varchar")
        db.execute("insert into tile (id, colour) values ('t', 'red')")
    monkeypatch.setattr(shape, "VERSION", shape.VERSION + 1)
    step = "update tile set kind = colour; alter table tile drop column colour"
    monkeypatch.setattr(shape, "MIGRATIONS", [*shape.MIGRATIONS, step])
    with opening.connect(path) as db:
        assert db.execute("select id, kind from tile").fetchall() == [("t", "red")]
        assert "colour" not in columns(db)["main.tile"]


EARLIER = """
    create table score (load_id integer, dimension varchar, value double);
    insert into score values
        (1, 'validity', 0.8), (1, 'overall', 0.8), (2, 'validity', 0.9), (2, 'timeliness', 0.7),
        (2, 'overall', 0.8);
    insert into load (id, exported) values (1, '2026-11-02'), (2, '2026-11-09');
    insert into judged (load_id) values (2);
    insert into finding (
        check_id, record_kind, record_id, first_load, last_load, solved_load, disposed
    )
    values
        ('invalid_email', 'contact', 'a', 1, 2, null, null),
        ('invalid_phone', 'contact', 'a', 1, 2, null, null),
        ('invalid_phone', 'contact', 'b', 1, 1, 2, null),
        ('damaged_text', 'contact', 'c', 2, 2, null, null),
        ('damaged_text', 'contact', 'd', 2, 2, null, 'accepted');
    insert into disposition (id, load_id) values ('damaged_text~contact~d~', 1);
    update store_version set version = 11;
"""


def test_scores_of_the_formula_before_are_converted_by_the_findings_of_their_load(tmp_path):
    path = tmp_path / "store.duckdb"
    with opening.connect(path) as db:
        db.execute(EARLIER)
    with opening.connect(path) as db:
        found = db.execute(
            "select load_id, dimension, errors / asked, warnings / asked, notices / asked"
            " from tally where estimated order by all"
        ).fetchall()
        assert [row[:2] for row in found] == [
            (1, "validity"), (2, "timeliness"), (2, "validity")
        ]  # fmt: skip
        # Of what was lost as much was an error, a warning or a notice as of the findings.
        assert [value for row in found for value in row[2:]] == pytest.approx(
            [0.1, 0, 0.1, 0, 0.3, 0, 0.1 / 3, 0, 0.2 / 3], abs=1e-4
        )
        rows = db.execute("select record_id, shown_load from finding order by rowid").fetchall()
        assert rows == [("a", 2), ("a", 2), ("b", 1), ("c", 2), ("d", None)]
        assert db.execute("from duration order by load_id").fetchall() == [
            (1, 0, None, 3, 0, 0), (2, 1, 7, 4, 3.5, 0)
        ]  # fmt: skip


def test_a_store_of_the_first_version_keeps_its_history_and_decisions(first_store):
    with opening.connect(first_store) as db:
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
    with opening.connect(first_store) as db:
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
