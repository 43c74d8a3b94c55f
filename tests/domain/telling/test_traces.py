"""Whoever is removed is told of nowhere, in no notation, and nothing of anybody else goes."""

import json
import re

import pytest
import traced

from dq import settings
from dq.commands import forget, restore, undo
from dq.commands import set as setting
from dq.domain import everybody, forgotten, person
from dq.domain.telling import reading, telling, traces
from dq.handover.lists import person as listed
from dq.handover.lists import removed as ahead
from dq.handover.package import archive
from dq.store import copies, opening
from dq.words.voice import Voice


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.duckdb"


def told(db):
    who = everybody.of(db, traced.ID)
    return who, telling.of(db, who, person.rows(db, who))


def found(db):
    who, known = told(db)
    return [one for row in traces.rows(db, who, known) for one in row.traces]


def removed(db, *also):
    return forget.run(db, forget.Forget(traced.ID, traced.NAME, also=also), "anna")


def body(path):
    """The letters in a file, also as JSON has them."""
    text = path.read_bytes().decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text).lower()


def test_every_form_in_every_column_goes_and_is_in_the_file_first(path):
    db = opening.connect(path)
    planted_there = traced.fill(db)
    assert len(planted_there) > 500
    [said] = [one for one in listed.read(db, traced.ID, Voice("en")) if one.title == listed.SAID]
    texts = {row[-1] for row in said.rows}
    missed = [one for one in planted_there if one[2] not in texts]
    assert missed == []
    opening.close(db)
    assert [one for one, _ in traced.forms() if one.lower() not in body(path)] == []
    db = opening.connect(path)
    removed(db)
    left = "\n".join(text for _, text in traced.everything(db))
    assert [one for one in planted_there if one[2] in left] == []
    opening.close(db)
    opening.close(opening.connect(path))  # written anew
    assert [one for one, _ in traced.forms() if one.lower() in body(path)] == []


def test_what_is_in_the_file_goes_or_is_to_be_put_right_elsewhere(db):
    traced.fill(db)
    db.execute("update contact set title = 'Opvolger van Ferdinand Fokkerink' where id = ?",
               [traced.OTHER])  # fmt: skip
    sections = {one.title: one for one in listed.read(db, traced.ID, Voice("en"))}
    gone = removed(db)
    left = "\n".join(text for _, text in traced.everything(db))
    assert [row for row in sections[listed.SAID].rows if row[-1] in left] == []
    assert [row[1:] for row in sections[listed.OTHERS].rows] == [
        (traced.OTHER, "Job title", "Opvolger van Ferdinand Fokkerink")
    ]
    assert gone.elsewhere == (("contact", traced.OTHER, "title"),)
    assert "Opvolger van Ferdinand" in left  # it is of somebody else


def of_others(db):
    """Rows about others with what is of them, or of many, in every column."""
    number = 9000
    for table, column, kind, columns in traced.places(db):
        for about in (traced.OTHER, traced.FAR):
            for text in traced.SHARED:
                number += 1
                row = traced.row(table, column, kind, columns, f"Over {text}, ja", number, about)
                traced.put(db, f"main.{table}", row)


def test_nothing_of_anybody_else_goes(db):
    traced.fill(db)
    of_others(db)
    theirs = {traced.ID, *(form for form, _ in traced.forms())}

    def others():
        """What has nothing of the person in it; facts are asked again."""
        return sorted(
            one for one in traced.everything(db)
            if one[0] not in person.FACTS and not any(text in one[1] for text in theirs)
        )  # fmt: skip

    before = others()
    assert sum("Over 0182-218800, ja" in text for _, text in before) > 50
    removed(db)
    after = set(others())
    assert [one for one in before if one not in after] == []


def test_a_copy_of_before_brings_nothing_back(path, tmp_path):
    """Nor what was hidden because somebody ticked it."""
    db = opening.connect(path)
    there = traced.fill(db)
    for schema in ("main", "upstream"):
        traced.put(db, f"{schema}.contact", {"id": "003000000000009AAI", "account_id": "001B",
                                              "last_name": "Oudenhove", "version": 0})  # fmt: skip
    traced.put(db, "main.disposition", {"id": "q", "record_id": traced.FAR,
                                        "reason": "Oudenhove belt"})  # fmt: skip
    copy = copies.make(db, "load")
    removed(db, "disposition~q~reason")
    assert db.execute("select reason from disposition where id = 'q'").fetchall() == [(None,)]
    opening.close(db)
    db = opening.connect(path)
    restore.run(db, restore.Restore(copy), "anna")
    left = "\n".join(text for _, text in traced.everything(db))
    assert [one for one in there if one[2] in left and "oudenhove" not in one[3].lower()] == []
    assert "Oudenhove belt" not in left
    opening.close(db)


def test_a_setting_loses_the_line_and_can_be_taken_back(db):
    traced.fill(db)
    db.execute("delete from setting")
    db.execute("delete from change")
    theirs, others = f"Gijs: {traced.ADDRESSES[0].lower()}", "Els: els@kantoor.example"

    def set_to(*lines):
        value = [*lines] if lines else None
        setting.run(db, setting.Set("owner_addresses", value), "anna")
        return db.execute("select max(id) from change").fetchall()[0][0]

    set_to(theirs, others)
    last = set_to(theirs)
    assert ("Settings", 1) in {
        (one.title, one.number) for one in ahead.ahead(db, (traced.ID,), "en").rows
    }
    removed(db)
    assert settings.get(db, "owner_addresses") == []
    undo.run(db, undo.Undo(last), "anna")
    assert settings.get(db, "owner_addresses") == [others]
    settings.apply(db)


def test_who_has_accounts_here_and_is_called_so_is_somebody_else(db):
    traced.fill(db)
    db.execute("delete from setting")
    db.execute("delete from change")
    line = "Ferdinand Fokkerink: ferdinand@kantoor.example"
    setting.run(db, setting.Set("owner_addresses", [line]), "anna")
    removed(db)
    assert settings.get(db, "owner_addresses") == [line]


def test_a_row_that_was_written_over_goes_to_salesforce_no_more(db):
    traced.fill(db)
    db.execute("delete from package_row")
    for key, mobile in (("1-01-00001", traced.MOBILES[0]), ("1-01-00002", "06-87654321")):
        row = {"key": key, "package_id": 1, "file": "contacts", "record_table": "contact",
               "record_id": traced.OTHER, "operation": "update", "state": "failed",
               "old": "{}", "fields": json.dumps({"mobile": mobile}),
               "cells": json.dumps({"MobilePhone": mobile})}  # fmt: skip
        traced.put(db, "main.package_row", row)
    removed(db)
    [made] = archive.again(db, 1, {"1-01-00001", "1-01-00002"})
    assert [row[0] for row in made.rows] == ["1-01-00002"]


def namesake(db, account, **card):
    for schema in ("main", "upstream"):
        traced.put(db, f"{schema}.contact", {
            "id": "003000000000009AAI", "account_id": account, "version": 0,
            "first_name": "Ferdinand", "middle_name": "van der", "last_name": "Fökkerink", **card,
        })  # fmt: skip


@pytest.mark.parametrize(
    ("about", "text", "whose"),
    [
        (traced.OTHER, "Fokkerink is weg", "theirs"),
        (traced.FAR, "Fokkerink is weg", "perhaps"),
        (traced.FAR, "Ferdinand Fokkerink is weg", "perhaps"),
        (traced.FAR, "bel 0031-612345678", "theirs"),
        (traced.FAR, "Fokkerinkweg 3", None),
    ],
)
def test_of_a_namesake_elsewhere_nothing_goes(db, about, text, whose):
    for schema in ("main", "upstream"):
        for card in traced.cards():
            traced.put(db, f"{schema}.contact", card | {"version": 0})
    namesake(db, "001B")
    traced.put(db, "main.disposition", {"id": "x", "record_id": about, "reason": text})
    verdicts = {True: "theirs", False: "perhaps"}
    assert [verdicts[one.sure] for one in found(db)] == ([whose] if whose else [])
    removed(db)
    reason = None if whose == "theirs" else text
    assert db.execute("select reason from disposition").fetchall() == [(reason,)]
    assert db.execute("select last_name from contact where id like '%9AAI'").fetchall() == [
        ("Fökkerink",)
    ]


def test_what_is_not_sure_is_in_the_file_apart(db):
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    namesake(db, "001B")
    traced.put(db, "main.disposition", {"id": "x", "record_id": traced.FAR,
                                        "reason": "Fokkerink is weg"})  # fmt: skip
    sections = {one.title: one for one in listed.read(db, traced.ID, Voice("en"))}
    assert listed.SAID not in sections
    assert [row[-1] for row in sections[listed.MAYBE].rows] == ["Fokkerink is weg"]


def test_what_is_not_sure_goes_where_somebody_says_so(db):
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    namesake(db, "001B")
    for id, text in (("a", "Fokkerink is weg"), ("b", "Fokkerink belt terug")):
        traced.put(db, "main.disposition", {"id": id, "record_id": traced.FAR, "reason": text})
    [first, _second] = [one.place for one in found(db)]
    removed(db, first)
    assert db.execute("select id, reason from disposition order by id").fetchall() == [
        ("a", None), ("b", "Fokkerink belt terug"),
    ]  # fmt: skip


def test_all_of_it_can_go_at_once(db):
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    namesake(db, "001B")
    for id in "ab":
        traced.put(db, "main.disposition", {"id": id, "record_id": traced.FAR,
                                            "reason": f"Fokkerink {id}"})  # fmt: skip
    removed(db, reading.ALL)
    assert db.execute("select reason from disposition").fetchall() == [(None,), (None,)]


def test_a_colleague_of_that_name_is_somebody_else(db):
    """Also one who has no card, and works here."""
    traced.fill(db)
    db.execute("update change set actor = 'Anna Fökkerink'")
    for id, name in (("contact~a", "Anna Fökkerink"), ("contact~b", "Ferdinand Fökkerink")):
        traced.put(db, "main.assignment", {"id": id, "record_id": traced.FAR, "assignee": name})
    traced.put(db, "main.disposition", {"id": "q", "record_id": traced.FAR,
                                        "reason": "Fokkerink vragen"})  # fmt: skip
    assert [one.text for one in found(db) if one.key == "q"] == ["Fokkerink vragen"]
    assert not [one for one in found(db) if one.key == "q" and one.sure]
    removed(db)
    assert db.execute("select reason from disposition where id = 'q'").fetchall()[0][0]
    assert db.execute("select distinct actor from change order by all").fetchall() == [
        ("Anna Fökkerink",), ("anna",),
    ]  # fmt: skip
    kept = "select assignee from assignment where id in ('contact~a', 'contact~b') order by id"
    assert db.execute(kept).fetchall() == [
        ("Anna Fökkerink",), ("Ferdinand Fökkerink",),
    ]  # fmt: skip


def test_words_of_our_own_are_no_last_name(db):
    """As the field "kind" and the object "contact", of somebody who is called so."""
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    for id, name in ((traced.ID, "Kind"), (traced.OTHER, "Contact")):
        db.execute("update contact set last_name = ? where id = ?", [name, id])
    headers = {"kind": "Kind", "name": "Kind of name"}
    file = {"object": "contact", "fields": ["kind"], "headers": headers, "codes": {"kind": {}}}
    files = [file | {"name": "Kind.csv"}]
    traced.put(db, "main.load", {"id": 1, "files": json.dumps(files)})
    for id, name in ((traced.ID, "Kind"), (traced.OTHER, "Contact")):
        who = everybody.of(db, id)
        assert name in who.name
        forget.run(db, forget.Forget(id, who.name), "anna")
    [(kept,)] = db.execute("select files from load").fetchall()
    assert json.loads(kept) == [files[0] | {"name": reading.HIDDEN}]
    assert forgotten.keys(db)["contact"] == {traced.ID, traced.OTHER}


def test_of_a_change_of_somebody_else_only_the_field_goes(db):
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    edit = {"table": "contact", "id": traced.OTHER, "about": [traced.OTHER],
            "before": {"email": traced.ADDRESSES[0], "title": "Planner"},
            "after": {"email": "eva@werk.example", "title": "Chef"}}  # fmt: skip
    traced.put(db, "main.change", {"id": 5, "command": "edit", "edits": json.dumps([edit])})
    db.execute("select nextval('change_id') from range(9)").fetchall()
    removed(db)
    [(edits,)] = db.execute("select edits from change where id = 5").fetchall()
    assert json.loads(edits) == [
        edit | {"before": {"title": "Planner"}, "after": {"title": "Chef"}}
    ]


def test_what_is_kept_of_a_record_that_has_it_itself_stays_with_it(db):
    """As of an assistant's card with the number, of which what waits for Salesforce says so too."""
    for card in traced.cards():
        traced.put(db, "main.contact", card | {"version": 0})
    db.execute("update contact set email = ? where id = ?", [traced.ADDRESSES[0], traced.OTHER])
    fields = json.dumps({"email": traced.ADDRESSES[0]})
    row = {"key": "k", "package_id": 1, "record_id": traced.OTHER, "fields": fields}
    traced.put(db, "main.package_row", row | {"message": f"bounced: {traced.ADDRESSES[0]}"})
    gone = removed(db)
    assert gone.elsewhere == (("contact", traced.OTHER, "email"),)
    assert db.execute("select fields, message from package_row").fetchall() == [(fields, None)]
