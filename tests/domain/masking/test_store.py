"""A masked store has nothing of the one that it was made of, and hangs together as that does."""

import json

import at_work
import company
import duckdb
import pytest

from dq.domain import person
from dq.domain.masking import store
from dq.judging import judge
from dq.store import opening

MARK = "Geheim"
VALUES = {"INTEGER": 1, "BIGINT": 1, "DOUBLE": 0.5, "BOOLEAN": True, "DATE": "2026-11-23"}
VALUES |= {"TIMESTAMP": "2026-11-23 09:00:00"}
ALIKE = (
    "select a.id, b.id from {table} as a join {table} as b on a.id < b.id and a.{field} = b.{field}"
)


def texts(db):
    """Every text of every table, with where it is."""
    for (schema, table), columns in person.tables(db).items():
        for row in db.execute(f"from {schema}.{table}").fetchall():
            for column, value in zip(columns, row, strict=True):
                yield f"{schema}.{table}.{column}", str(value)


def masked(path):
    """The masked copy of a store, open."""
    target = path.parent / "masked" / "store.duckdb"
    opening.close(opening.connect(target))
    db = opening.connect(path)
    store.copy(db, target, b"salt")
    opening.close(db)
    return target, opening.connect(target)


@pytest.mark.parametrize("shape", ["word", "words", "address", "key"])
def test_of_a_marked_value_in_every_text_of_every_table_none_is_left(tmp_path, shape):
    """The tables are those of the store, so that a new one is tried by itself."""
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    shapes = {
        "word": "{0}", "words": "Jan {0} van {0}", "address": "{0}@{0}.nl", "key": "contact~{0}:x",
    }  # fmt: skip
    for (schema, table), columns in person.tables(db).items():
        if table in ("store_version", "log_expected"):
            continue
        row = {}
        for column, kind in columns.items():
            text = shapes[shape].format(f"{MARK}{column.replace('_', '')}")
            if kind == "JSON":
                text = json.dumps([{"name": text, "object": "contact", "fields": [text], text: 1}])
            row[column] = VALUES.get(kind, text)
        places = ", ".join("?" * len(row))
        db.execute(f"delete from {schema}.{table}")
        db.execute(f"insert into {schema}.{table} values ({places})", [*row.values()])
    opening.close(db)
    target, copy = masked(path)
    kept = [(place, text) for place, text in texts(copy) if MARK.lower() in text.lower()]
    opening.close(copy)
    assert kept == []
    assert MARK.lower() not in target.read_bytes().decode("latin-1").lower()
    assert MARK.encode() in path.read_bytes()


@pytest.fixture
def both(tmp_path):
    path = tmp_path / "store.duckdb"
    company.build(path)
    at_work.fill(path)
    _target, copy = masked(path)
    db = duckdb.connect(path, read_only=True)
    yield db, copy
    db.close()
    opening.close(copy)


def test_every_row_is_there_and_hangs_together(both):
    db, copy = both
    for table in ("contact", "account", "relation", "approval", "portal_user", "bc_contact", "tile",
                  "step", "departure", "succession", "load"):  # fmt: skip
        count = f"select count(*) from {table}"
        assert copy.execute(count).fetchall() == db.execute(count).fetchall(), table
    for sql in (
        "select count(*) from contact join account on account.id = contact.account_id",
        "select count(*) from step join tile on tile.id = step.tile_id",
        "select count(*) from step join contact on contact.id = step.person_id",
        "select count(*) from portal_user join contact using (username)",
        "select count(*) from main.contact join upstream.contact as there using (id, email)",
    ):
        assert copy.execute(sql).fetchall() == db.execute(sql).fetchall(), sql


@pytest.mark.parametrize("field", ["email", "username", "last_name", "phone"])
def test_what_was_double_is_double_and_nothing_else(both, field):
    found = [one.execute(ALIKE.format(table="contact", field=field)).fetchall() for one in both]
    assert len(found[0]) == len(found[1])


def test_no_name_of_the_company_is_left(both):
    _db, copy = both
    words = ("bakker", "johanna", "bergh", "yildiz", "zuidas", "karin", "haven")
    for place, text in texts(copy):
        assert not any(word in text.lower() for word in words), (place, text)


def test_it_is_judged_and_can_be_worked_in(both):
    db, copy = both
    judge.run(copy)
    counted = "select count(*) from {} where record_kind = 'contact'"
    for table in ("cluster", "pair"):
        here, there = (one.execute(counted.format(table)).fetchall()[0][0] for one in both)
        assert there and abs(here - there) <= max(2, here // 4)
    assert copy.execute("select count(*) from open_finding").fetchall()[0][0]
    newest = "select max(version) from contact"
    [(next_one,)] = copy.execute("select nextval('change_id')").fetchall()
    assert next_one > copy.execute(newest).fetchall()[0][0]


def test_only_numbers_of_settings_go_along(tmp_path):
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    db.execute("insert into setting values ('keep_leavers', '12'), ('own_domains', '[\"x.nl\"]')")
    opening.close(db)
    _target, copy = masked(path)
    assert copy.execute("select name, value from setting").fetchall() == [("keep_leavers", "12")]
    opening.close(copy)
