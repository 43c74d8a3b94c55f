"""Families of accounts and the domains in use there."""

from dq import settings
from dq.judging import facts


def refresh(db):
    settings.apply(db)
    facts.refresh(db)


def accounts(db, *rows):
    for id, parent in rows:
        db.execute("insert into account (id, name, parent_id) values (?, ?, ?)", [id, id, parent])


def roots(db):
    return dict(db.execute("select account_id, root_id from family").fetchall())


def test_a_department_of_a_department_belongs_to_the_top(db):
    accounts(db, ("top", None), ("mid", "top"), ("low", "mid"))
    refresh(db)
    assert roots(db) == {"top": "top", "mid": "top", "low": "top"}


def test_an_unknown_parent_ends_the_climb(db):
    accounts(db, ("a", "gone"))
    refresh(db)
    assert roots(db) == {"a": "a"}


def test_parents_in_a_circle_end(db):
    accounts(db, ("a", "b"), ("b", "a"), ("c", "c"))
    refresh(db)
    assert set(roots(db)) == {"a", "b", "c"}


def test_the_usual_domain_of_a_family(db):
    accounts(db, ("top", None), ("low", "top"))
    addresses = ["a@acme.example", "b@ACME.example", "c@acme.example", "d@beta.example",
                 "e@gmail.com", "no address", "f@acme.example"]  # fmt: skip
    for n, email in enumerate(addresses):
        status = "left" if email.startswith("f") else "active"
        account = "low" if n % 2 else "top"
        db.execute(
            "insert into contact (id, account_id, email, status) values (?, ?, ?, ?)",
            [str(n), account, email, status],
        )
    refresh(db)
    rows = db.execute("from family_domain order by domain").fetchall()
    assert rows == [
        ("top", "acme.example", 3, 0.75, True),
        ("top", "beta.example", 1, 0.25, False),
    ]


def test_working_it_out_again_changes_nothing(db):
    accounts(db, ("a", None))
    refresh(db)
    refresh(db)
    assert roots(db) == {"a": "a"}


def test_progress_grows_to_the_end(db):
    told = []
    settings.apply(db)
    facts.refresh(db, lambda fraction, message, **values: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0
