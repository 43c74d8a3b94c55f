"""Clear: the store without records, with its settings and log."""

from dq.commands import clear


def fill(db):
    db.execute("insert into upstream.contact (id, last_name) values ('1', 'Jansen')")
    db.execute("insert into contact by name select *, 1 as version from upstream.contact")
    db.execute("insert into load (id, actor) values (1, 'demo')")
    db.execute("insert into setting values ('demo', 'true'), ('other', '1')")
    db.execute("insert into mapping values ('s', 'contact', '{}')")
    db.execute("insert into perhaps values ('contact', '1', '2', 0.4, '[]')")
    db.execute("insert into matching values ('contact', '[]', '[]', '[]')")


def count(db, table):
    return db.execute(f"select count(*) from {table}").fetchall()[0][0]


def test_no_record_load_or_finding_is_left(db):
    fill(db)
    clear.run(db, clear.Clear(), "anna")
    for table in ("upstream.contact", "contact", "load", "finding", "pair", "perhaps", "matching"):
        assert count(db, table) == 0, table


def test_settings_and_mappings_stay_but_the_demo_is_over(db):
    fill(db)
    clear.run(db, clear.Clear(), "anna")
    assert db.execute("select name from setting").fetchall() == [("other",)]
    assert count(db, "mapping") == 1


def test_the_log_says_who_removed_how_many(db):
    fill(db)
    clear.run(db, clear.Clear(), "anna")
    [(actor, contacts)] = db.execute(
        "select actor, (told ->> 'contact')::integer from change"
    ).fetchall()
    assert (actor, contacts) == ("anna", 1)
