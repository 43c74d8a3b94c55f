"""The demo company makes way: the store without records, with its settings and history."""

from dq.domain import demo
from dq.objects import OBJECTS


def fill(db):
    db.execute("insert into upstream.contact (id, last_name) values ('1', 'Jansen')")
    db.execute("insert into contact by name select *, 1 as version from upstream.contact")
    db.execute("insert into load (id, actor) values (1, 'demo')")
    db.execute("insert into setting values ('demo', 'true'), ('other', '1')")
    db.execute("insert into mapping values ('s', 'contact', '{}')")
    db.execute("insert into perhaps values ('contact', '1', '2', 0.4, '[]')")
    db.execute("insert into matching values ('contact', '[]', '[]', '[]', null)")


def count(db, table):
    return db.execute(f"select count(*) from {table}").fetchall()[0][0]


def test_no_record_load_or_finding_is_left(db):
    fill(db)
    demo.give_way(db)
    for table in ("upstream.contact", "contact", "load", "finding", "pair", "perhaps", "matching"):
        assert count(db, table) == 0, table


def test_settings_and_mappings_stay_but_the_demo_is_over(db):
    fill(db)
    demo.give_way(db)
    assert db.execute("select name from setting").fetchall() == [("other",)]
    assert count(db, "mapping") == 1


def test_it_says_how_many_it_removed(db):
    fill(db)
    assert demo.give_way(db) == {name: int(name == "contact") for name in OBJECTS}
