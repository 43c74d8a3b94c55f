"""Whoever was removed does not come back with a copy of before, whatever their card was then, and
nothing of others goes with them."""

import json

import pytest
import traced
from traced import put

from dq.commands import forget, merge, restore, undo
from dq.domain import everybody
from dq.store import copies, opening, renaming

JAN, LOSER, EVA = "003000000000001AAA", "003000000000002AAB", "003000000000003AAC"
LOGIN = "005000000000001AAA"
MARK = "Geheimzinnig"
NUMBER = "06-12345678"


def card(db, id, last=MARK, **fields):
    row = {"id": id, "first_name": "Jan", "last_name": last, "account_id": "001A", "version": 0}
    for schema in ("main", "upstream") if not id.startswith("kb-") else ("main",):
        put(db, f"{schema}.contact", row | fields)


def drop(db, *ids):
    for schema in ("main", "upstream"):
        for id in ids:
            db.execute(f"delete from {schema}.contact where id = ?", [id])


def merged(db):
    merge.run(db, merge.Merge("contact", JAN, 0, {LOSER: 0}), "anna")


def plain(db):
    card(db, JAN)


def two(db):
    card(db, JAN)
    card(db, LOSER, f"{MARK}er")


def two_merged(db):
    two(db)
    merged(db)


def settled(db):
    """Salesforce has them as one."""
    db.execute("delete from merged")
    drop(db, LOSER)


def made(db):
    edit = {"table": "contact", "id": "kb-1-1", "about": ["kb-1-1"], "before": None}
    edits = json.dumps([edit | {"after": {"last_name": MARK}}])
    put(db, "main.change", {"id": 1, "command": "create", "edits": edits, "moment": "2026-11-01"})
    db.execute("select nextval('change_id')").fetchall()
    card(db, "kb-1-1")


def arrived(db):
    renaming.rename(db, "contact", {"kb-1-1": JAN})


def login(db, contact_id=EVA):
    for schema in ("main", "upstream"):
        put(db, f"{schema}.portal_user", {"id": LOGIN, "contact_id": contact_id, "version": 0,
                                          "username": f"{MARK}@x.example"})  # fmt: skip


def two_with_login(db):
    two(db)
    login(db, LOSER)
    db.execute("update main.portal_user set active = false")
    db.execute("update upstream.portal_user set active = false")


def no_more(db):
    db.execute("update main.portal_user set contact_id = ?, active = true", [JAN])
    db.execute("update upstream.portal_user set contact_id = ?", [JAN])


def taken_back(db):
    [(id,)] = db.execute("select max(id) from change where command = 'merge'").fetchall()
    undo.run(db, undo.Undo(id), "anna")


def loose_login(db):
    card(db, JAN)
    login(db, "003000000000009AAI")  # whose card no export has


def later(db):
    db.execute("update main.contact set mobile = ? where id = ?", [NUMBER, JAN])


def said(db):
    plain(db)
    put(db, "main.disposition", {"id": "q", "record_id": EVA, "reason": f"bel {NUMBER}"})
    edit = {"table": "contact", "id": EVA, "about": [EVA], "before": {"mobile": NUMBER},
            "after": {"mobile": "06-1"}}  # fmt: skip
    put(db, "main.change", {"id": 1, "moment": "2026-11-01", "edits": json.dumps([edit])})
    db.execute("select nextval('change_id')").fetchall()


def namesake(db):
    plain(db)
    card(db, "003000000000004AAD", account_id="001B")
    put(db, "main.disposition", {"id": "q", "record_id": EVA, "reason": f"{MARK} belt {NUMBER}"})


def nothing(db):
    pass


STATES = {
    "open": (plain, nothing),
    "gone": (plain, lambda db: drop(db, JAN)),
    "merged since": (two, merged),
    "merged then": (two_merged, nothing),
    "merged in Salesforce since": (two, lambda db: (merged(db), settled(db))),
    "merged in Salesforce then": (two_merged, settled),
    "gone since it was merged": (two_merged, lambda db: (settled(db), drop(db, JAN))),
    "made here": (made, nothing),
    "made here, there by now": (made, arrived),
    "made here, gone by now": (made, lambda db: (arrived(db), drop(db, JAN))),
    "login moved by export": (loose_login, no_more),
    "login of the merged": (two_with_login, lambda db: (merged(db), settled(db), no_more(db))),
    "a number since": (said, later),
    "a namesake then": (namesake, lambda db: (drop(db, "003000000000004AAD"), later(db))),
}


@pytest.mark.parametrize("state", STATES)
def test_a_copy_of_before_brings_nothing_back(tmp_path, state):
    then, since = STATES[state]
    db = opening.connect(tmp_path / "store.duckdb")
    card(db, EVA, "Bos", first_name="Eva", account_id="001B", email="eva@x.example")
    put(db, "main.disposition", {"id": "z", "record_id": EVA, "reason": "gebeld"})
    then(db)
    copy = copies.make(db, "load")
    since(db)
    [(id,)] = db.execute(
        "select max(id) from (select id from contact union select ?)"
        " where id <> ? and id in ('kb-1-1', ?)", [JAN, EVA, JAN]
    ).fetchall()  # fmt: skip
    who = id if state == "made here" else JAN
    name = everybody.of(db, who).name
    forget.run(db, forget.Forget(who, name), "anna")
    assert MARK not in str([*traced.everything(db)]).replace("003000000000004AAD", "")
    restore.run(db, restore.Restore(copy), "anna")
    left = [text for table, text in traced.everything(db) if "003000000000004AAD" not in text]
    assert [one for one in left if MARK.lower() in one.lower() or NUMBER in one] == []
    kept = db.execute("select id, reason from disposition order by id desc").fetchall()
    assert kept[0] == ("z", "gebeld")
    assert (EVA, "Bos", "eva@x.example") in db.execute(
        "select id, last_name, email from contact"
    ).fetchall()
    opening.close(db)


def test_who_was_one_with_them_for_a_while_stays(tmp_path):
    """A merge that was taken back makes nobody else theirs, also where the copy has it."""
    db = opening.connect(tmp_path / "store.duckdb")
    two_merged(db)
    copy = copies.make(db, "load")
    taken_back(db)
    forget.run(db, forget.Forget(LOSER, f"Jan {MARK}er"), "anna")
    restore.run(db, restore.Restore(copy), "anna")
    assert db.execute("select id from contact").fetchall() == [(JAN,)]
    opening.close(db)


def test_what_was_given_to_somebody_else_since_is_theirs(tmp_path):
    """As a login that was Eva's when the copy was made, and the removed person's after it."""
    db = opening.connect(tmp_path / "store.duckdb")
    card(db, JAN)
    card(db, EVA, "Bos")
    login(db)
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.portal_user set username = 'eva@x.example'")
    copy = copies.make(db, "load")
    no_more(db)
    forget.run(db, forget.Forget(JAN, f"Jan {MARK}"), "anna")
    assert db.execute("select id from portal_user").fetchall() == []
    restore.run(db, restore.Restore(copy), "anna")
    assert db.execute("select id, contact_id from portal_user").fetchall() == [(LOGIN, EVA)]
    opening.close(db)


def test_another_text_at_the_place_of_one_that_was_hidden_stays(tmp_path):
    db = opening.connect(tmp_path / "store.duckdb")
    plain(db)
    put(db, "main.disposition", {"id": "q", "record_id": EVA, "reason": "gebeld"})
    copy = copies.make(db, "load")
    db.execute("update disposition set reason = ?", [f"{MARK} belt"])
    forget.run(db, forget.Forget(JAN, f"Jan {MARK}"), "anna")
    restore.run(db, restore.Restore(copy), "anna")
    assert db.execute("select reason from disposition").fetchall() == [("gebeld",)]
    opening.close(db)
