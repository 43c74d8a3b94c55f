"""The history: newest first, by record, person, kind and period, a line per record to download."""

from datetime import date

import office
import pytest

from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.link import Link
from dq.commands.link import run as link
from dq.commands.merge import Merge
from dq.commands.merge import run as merge
from dq.commands.move import Move
from dq.commands.move import run as move
from dq.commands.undo import Undo
from dq.commands.undo import run as undo
from dq.queries.settings import history
from dq.queries.settings.history import Filter


@pytest.fixture
def changed(db):
    """A load, an edit by Anna, a link by Bart, and Bart's undo of Anna's edit."""
    office.fill(db)
    edit(db, Edit("jan", 1, {"title": "Hoofd", "phone": ""}, "gebeld"), "anna")
    link(db, Link(("eva",), ("a1",)), "bart")
    undo(db, Undo(2), "bart")
    for id, day in ((2, "2026-11-23 10:00"), (3, "2026-11-24 23:59:59"), (4, "2026-11-25 00:00")):
        db.execute("update change set moment = ?::timestamp where id = ?", [day, id])
    return db


def ids(db, **chosen):
    found = history.changes(db, Filter(**chosen))
    assert history.count(db, Filter(**chosen)) == len(found)
    return [change.id for change in found]


def test_the_newest_change_stands_first(changed):
    assert ids(changed) == [4, 3, 2, 1]


def test_an_empty_store_has_no_history(db):
    assert ids(db) == []
    assert history.actors(db) == history.commands(db) == []


def test_a_change_tells_who_what_when_why_and_each_field(changed):
    change = history.changes(changed, Filter(command="edit"))[0]
    assert (change.actor, change.command, change.reason) == ("anna", "edit", "gebeld")
    assert str(change.moment) == "2026-11-23 10:00:00"
    assert {(field.name, field.before, field.after) for field in change.fields} == {
        ("title", "Uitvoerder", "Hoofd"),
        ("phone", "030 1234567", None),
    }


def test_a_change_names_the_cards_and_accounts_that_it_is_about_people_first(changed):
    change = history.changes(changed, Filter(command="link"))[0]
    assert change.records == (("contact", "eva", "Eva Bos"), ("account", "a1", "Bouw BV"))


def test_a_record_that_is_gone_has_no_name(changed):
    changed.execute("delete from contact where id = 'eva'")
    change = history.changes(changed, Filter(command="link"))[0]
    assert [id for _, id, _ in change.records] == ["a1"]


def test_an_undo_and_what_it_undid_know_each_other(changed):
    by_id = {change.id: change for change in history.changes(changed, Filter())}
    assert (by_id[4].undoes, by_id[2].undone_by) == (2, 4)


@pytest.mark.parametrize(("id", "undoable"), [(1, False), (2, False), (3, True), (4, True)])
def test_what_can_be_undone(changed, id, undoable):
    [change] = [one for one in history.changes(changed, Filter()) if one.id == id]
    assert change.undoable is undoable


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"record_id": "jan"}, [4, 2]),
        ({"record_id": "a1"}, [4, 3, 2]),
        ({"record_id": "eva"}, [3]),
        ({"record_id": "nobody"}, []),
        ({"actor": "bart"}, [4, 3]),
        ({"command": "undo"}, [4]),
        ({"first": date(2026, 11, 24), "last": date(2026, 11, 24)}, [3]),
        ({"last": date(2026, 11, 23)}, [2, 1]),
        ({"first": date(2026, 11, 25)}, [4]),
        ({"actor": "bart", "record_id": "jan"}, [4]),
    ],
    ids=[
        "a_card",
        "an_account",
        "another_card",
        "no_record",
        "a_person",
        "a_command",
        "one_day_until_its_end",
        "until_a_day",
        "from_a_day",
        "together",
    ],
)
def test_the_filters(changed, chosen, expected):
    assert ids(changed, **chosen) == expected


def test_what_was_merged_into_a_record_brings_its_history(changed):
    merge(changed, Merge("contact", "piet", 1, {"eva": 1}), "anna")
    assert ids(changed, record_id="piet") == [5, 3]
    undo(changed, Undo(5), "anna")
    assert ids(changed, record_id="piet") == [6, 5]


def test_pages_follow_each_other(changed):
    pages = [history.changes(changed, Filter(), number, size=3) for number in (1, 2, 3)]
    assert [[change.id for change in page] for page in pages] == [[4, 3, 2], [1], []]


def test_the_choices_are_what_there_is(changed):
    assert history.actors(changed) == ["anna", "bart", "vera"]
    assert history.commands(changed) == ["edit", "link", "load", "undo"]


def test_dates_come_as_dates(changed):
    [change] = [one for one in history.changes(changed, Filter()) if one.command == "load"]
    assert change.fields == []
    changed.execute(
        """
        update change set edits = '[{"table": "relation", "id": "r5", "about": ["jan", "a3", "r5"],
            "before": {"end_date": null}, "after": {"end_date": "2026-11-23"}}]'
        where id = 3
        """
    )
    [change] = history.changes(changed, Filter(command="link"))
    [field] = change.fields
    assert (field.name, field.before, field.after) == ("end_date", None, date(2026, 11, 23))


def test_of_a_card_s_own_fields_the_account_is_not_named(changed):
    [change] = history.changes(changed, Filter(command="edit"))
    assert change.records == (("contact", "jan", "Jan Jansen"),)


def test_a_change_of_company_names_both_companies(changed):
    [(version,)] = changed.execute("select version from contact where id = 'eva'").fetchall()
    move(changed, Move("eva", version, "a3", False, date(2026, 11, 24)), "anna")
    [change] = history.changes(changed, Filter(command="move"))
    assert {id for _, id, _ in change.records} == {"eva", "a2", "a3"}


def test_a_record_is_named_by_its_id(changed):
    assert history.name(changed, "jan") == "Jan Jansen"
    assert history.name(changed, "a1") == "Bouw BV"
    assert history.name(changed, "nobody") is None


def test_what_a_change_took_back_is_known(changed):
    assert (history.undoes(changed, 4), history.undoes(changed, 2)) == (2, None)
    assert history.undoes(changed, 99) is None


def test_who_is_gone_is_called_as_they_were(changed):
    [before] = history.changes(changed, Filter(command="link"))
    known = {id: name for id, (_kind, name) in before.names.items()}
    changed.execute(
        """
        insert into change (id, moment, actor, command, edits)
        select 90, now(), 'vera', 'merge', json_array(json_object(
            'table', 'account', 'id', id, 'about', json_array(id),
            'before', json_object('name', name), 'after', null
        ))
        from main.account where id = 'a3'
        """
    )
    changed.execute("delete from main.account where id = 'a3'")
    [after] = history.changes(changed, Filter(command="link"))
    assert {id: name for id, (_kind, name) in after.names.items()} == known
