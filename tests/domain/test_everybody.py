"""Who is or ever was known here is found, whatever became of the card."""

import json

import pytest
from traced import put

from dq.commands import edit, forget, merge, undo
from dq.domain import everybody
from dq.errors import NotFound
from dq.queries.cards import gone

JAN, OTHER = "003000000000001AAA", "003000000000002AAB"


@pytest.fixture
def two(db):
    for schema in ("main", "upstream"):
        for id, first, last in ((JAN, "Jan", "Reus"), (OTHER, "Eva", "Bos")):
            put(db, f"{schema}.contact", {"id": id, "first_name": first, "last_name": last,
                                          "account_id": "001A", "version": 0})  # fmt: skip
    return db


def drop(db, *ids):
    for schema in ("main", "upstream"):
        for id in ids:
            db.execute(f"delete from {schema}.contact where id = ?", [id])


def merged(db, loser=JAN, survivor=OTHER):
    merge.run(db, merge.Merge("contact", survivor, 0, {loser: 0}), "anna")


def test_a_merged_card_is_the_person_that_it_went_into(two):
    merged(two)
    who = everybody.of(two, JAN)
    assert (who.id, who.name, who.cards) == (OTHER, "Eva Bos", {JAN, OTHER})


def test_also_once_the_merge_is_settled_in_salesforce(two):
    merged(two)
    two.execute("delete from merged")
    drop(two, JAN)
    assert everybody.of(two, OTHER).cards == {JAN, OTHER}


def test_and_where_it_was_salesforce_that_merged(two):
    told = {"merges": [{"kind": "contact", "id": JAN, "winner_id": OTHER, "how": "there"}]}
    put(two, "main.change", {"id": 1, "command": "load", "edits": "[]", "told": json.dumps(told)})
    drop(two, JAN)
    assert everybody.of(two, OTHER).cards == {JAN, OTHER}


def test_a_merge_that_was_taken_back_says_nothing(two):
    merged(two)
    [(id,)] = two.execute("select max(id) from change").fetchall()
    undo.run(two, undo.Undo(id), "anna")
    assert everybody.of(two, OTHER).cards == {OTHER}
    assert everybody.of(two, JAN).cards == {JAN}


def test_who_is_gone_is_known_by_what_was_changed(two):
    edit.run(two, edit.Edit(JAN, 0, {"last_name": "Reuzen"}), "anna")
    drop(two, JAN)
    who = everybody.of(two, JAN)
    assert who.name == "Reuzen"
    assert gone.named(two, "reuz") == [(JAN, "Reuzen")]
    assert gone.named(two, JAN[:15]) == [(JAN, "Reuzen")]
    assert gone.named(two, "Bos") == []


@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("main.portal_user", {"id": "005A", "contact_id": JAN, "version": 0}),
        ("upstream.approval", {"id": "a0A", "contact_id": JAN}),
        ("main.departure", {"id": JAN, "version": 1}),
        ("main.finding", {"check_id": "EM01", "record_kind": "contact", "record_id": JAN}),
        ("main.package_row", {"key": "1", "record_table": "contact", "record_id": JAN}),
    ],
)
def test_or_by_what_names_them(two, place, row):
    drop(two, JAN)
    put(two, place, row)
    assert everybody.of(two, JAN).name == JAN
    forget.run(two, forget.Forget(JAN, JAN), "anna")
    with pytest.raises(NotFound):
        everybody.of(two, JAN)


def test_or_by_the_key_alone_until_it_was_removed(two):
    """Of which a copy may have more."""
    id = "003000000000009AAI"
    assert everybody.of(two, id).name == id
    forget.run(two, forget.Forget(id, id), "anna")
    with pytest.raises(NotFound):
        everybody.of(two, id)


def test_what_was_given_on_here_is_of_who_has_it(two):
    """Also before it has gone to Salesforce, where the person has it still."""
    for schema, id in (("main", OTHER), ("upstream", JAN)):
        put(two, f"{schema}.approval", {"id": "a0A", "contact_id": id, "version": 0})
    put(two, "upstream.approval", {"id": "a0B", "contact_id": JAN})
    gone = forget.run(two, forget.Forget(JAN, "Jan Reus"), "anna")
    assert two.execute("select id, contact_id from main.approval").fetchall() == [("a0A", OTHER)]
    assert two.execute("select id from upstream.approval").fetchall() == []
    assert gone.keys["approval"] == ("a0A", "a0B")  # there both are theirs still


@pytest.mark.parametrize("id", ["001A", "a0A", "1", "EM01", "anna", ""])
def test_what_is_nobody_is_not_found(two, id):
    put(two, "main.approval", {"id": "a0A", "contact_id": JAN, "version": 0})
    put(two, "main.account", {"id": "001A", "name": "Werk", "version": 0})
    with pytest.raises(NotFound):
        everybody.of(two, id)
