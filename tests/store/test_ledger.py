"""The ledger: rows written within a change, remembered before and after, and put back."""

from datetime import date, datetime

import office
import pytest

from dq.errors import Conflict, NotFound
from dq.store import door


@pytest.fixture
def small(db):
    office.fill(db)
    return db


@pytest.fixture
def ledger(small):
    with door.writing(small, "test", "vera") as ledger:
        yield ledger


def test_an_insert_is_remembered_whole_and_has_the_change_as_version(small):
    with door.writing(small, "test", "vera") as ledger:
        ledger.insert("relation", {"id": "x", "contact_id": "jan", "account_id": "a2"})
    [edit] = office.last(small)[1]
    assert edit == {
        "table": "relation",
        "id": "x",
        "about": ["a2", "jan", "x"],
        "before": None,
        "after": {"id": "x", "contact_id": "jan", "account_id": "a2", "version": 2},
    }
    assert office.rows(small, "relation", "x", "version", "roles") == (2, None)


def test_an_update_remembers_only_what_differs(small):
    with door.writing(small, "test", "vera") as ledger:
        assert ledger.update("contact", "jan", {"title": "Hoofd", "email": "jan@bouw.nl"}, 1)
    [edit] = office.last(small)[1]
    assert edit["before"] == {"title": "Uitvoerder", "version": 1}
    assert edit["after"] == {"title": "Hoofd", "version": 2}


def test_an_update_to_the_same_writes_nothing(ledger):
    assert not ledger.update("contact", "jan", {"title": "Uitvoerder"})
    assert ledger.edits == []


def test_null_to_null_is_no_difference(ledger):
    assert not ledger.update("contact", "jan", {"mobile": None})


def test_a_delete_is_remembered_whole(small):
    with door.writing(small, "test", "vera") as ledger:
        ledger.delete("relation", "r5")
    [edit] = office.last(small)[1]
    assert edit["after"] is None
    assert edit["before"]["start_date"] == "2025-03-01"
    assert edit["about"] == ["a3", "jan", "r5"]
    assert office.rows(small, "relation", "r5", "id") is None


def test_a_change_of_account_is_about_both(ledger):
    ledger.update("contact", "jan", {"account_id": "a3"})
    assert ledger.edits[0]["about"] == ["a1", "a3", "jan"]


def test_a_setting_has_no_version(small):
    with door.writing(small, "test", "vera") as ledger:
        ledger.insert("setting", {"name": "target_score", "value": "0.9"})
        ledger.update("setting", "target_score", {"value": "0.8"})
    assert "version" not in str(office.last(small)[1])
    assert small.execute("from setting").fetchall() == [("target_score", "0.8")]


def test_new_keys_are_never_the_same(small):
    keys = []
    for _ in range(2):
        with door.writing(small, "test", "vera") as ledger:
            keys += [ledger.new_id(), ledger.new_id()]
    assert len(set(keys)) == 4
    assert all(key.startswith("kb-") for key in keys)


@pytest.mark.parametrize("deed", ["update", "delete", "row"])
def test_a_row_that_is_gone_is_said_to_be(ledger, deed):
    more = [{"title": "x"}] if deed == "update" else []
    with pytest.raises(NotFound, match="kees is gone"):
        getattr(ledger, deed)("contact", "kees", *more)


@pytest.mark.parametrize("table", ["load", "upstream.contact", "contact; drop table contact"])
def test_only_known_tables_are_written(ledger, table):
    with pytest.raises(KeyError):
        ledger.insert(table, {"id": "x"})
    with pytest.raises(KeyError):
        ledger.row(table, "x")


def test_a_conflict_without_a_known_change_speaks_of_the_export(ledger):
    with pytest.raises(Conflict, match="new export changed this card"):
        ledger.update("contact", "jan", {"title": "x"}, version=7)


def test_a_conflict_names_the_newest_writer_and_the_fields(small):
    with door.writing(small, "edit", "anna") as ledger:
        ledger.update("contact", "jan", {"title": "Hoofd", "phone": None})
        ledger.update("contact", "eva", {"mobile": "0612345678"})
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("contact", "jan", {"title": "Chef"}, version=1)
    assert caught.value.values["actor"] == "anna"
    assert caught.value.values["fields"] == {"phone": None, "title": "Hoofd"}


def test_a_conflict_names_all_who_wrote_since_and_all_that_they_wrote(small):
    for actor, wrote in (("kees", {"phone": "030 2222222"}), ("rita", {"title": "Hoofd"})):
        with door.writing(small, "edit", actor) as ledger:
            ledger.update("contact", "jan", wrote)
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("contact", "jan", {"phone": "030 1111111"}, version=0)
    assert caught.value.values["actor"] == "kees, rita"
    assert caught.value.values["fields"] == {"phone": "030 2222222", "title": "Hoofd"}


def test_a_username_that_was_taken_back_is_told(small):
    with door.writing(small, "edit", "anna") as ledger:
        ledger.update("contact", "jan", {"username": None})
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("contact", "jan", {"title": "Chef"}, version=0)
    assert caught.value.values["fields"] == {"username": None}


def test_a_conflict_over_a_step_says_who_and_when(small):
    with door.writing(small, "leave", "anna") as ledger:
        ledger.insert("step", {"id": "s1", "tile_id": "t1"})
    with door.writing(small, "tick", "anna") as ledger:
        ledger.update("step", "s1", {"done_by": "Anna"})
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("step", "s1", {"done_by": "Vera"}, version=1)
    assert caught.value.values.keys() == {"actor", "moment"}


def test_a_conflict_tells_days_and_names(small):
    day, at = date(2026, 6, 19), datetime(2026, 6, 19, 9, 30)
    wrote = {"successor_id": "eva", "takeover_date": day, "modified": at}
    with door.writing(small, "edit", "anna") as ledger:
        ledger.update("contact", "jan", wrote)
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("contact", "jan", {"title": "Chef"}, version=1)
    [(name,)] = small.execute(
        "select called(first_name, middle_name, last_name, email, id) from contact where id = 'eva'"
    ).fetchall()
    assert name != "eva"
    del wrote["successor_id"]
    assert caught.value.values["fields"] == wrote | {"successor": name}


def test_a_conflict_over_a_row_of_our_own_tells_its_fields(small):
    with door.writing(small, "leave", "anna") as ledger:
        ledger.insert("tile", {"id": "t1", "contact_id": "eva", "kind": "leave"})
    [(seen,)] = small.execute("select version from tile").fetchall()
    with door.writing(small, "give", "anna") as ledger:
        ledger.update("tile", "t1", {"assignee": "Bart"})
    with door.writing(small, "test", "vera") as ledger, pytest.raises(Conflict) as caught:
        ledger.update("tile", "t1", {"assignee": "Vera"}, version=seen)
    assert caught.value.values["fields"] == {"assignee": "Bart"}


@pytest.mark.parametrize(
    ("table", "id", "values"),
    [
        ("relation", "r5", {"start_date": date(2026, 1, 1), "active": None}),
        ("contact", "jan", {"created": datetime(2026, 1, 1, 9, 30), "title": "é 'x' \"y\" \\"}),
        ("contact", "jan", {"title": None}),
        ("portal_user", "u1", {"active": False}),
    ],
    ids=["dates", "moments_and_signs", "to_null", "from_null"],
)
def test_values_of_every_kind_come_back_exactly(small, table, id, values):
    before = office.state(small)
    with door.writing(small, "test", "vera") as ledger:
        ledger.update(table, id, values)
    with door.writing(small, "test", "vera") as ledger:
        ledger.revert(office.last(small)[1][0], 2)
    assert office.state(small) == before


def test_a_row_that_went_comes_back_exactly(small):
    before = office.state(small)
    with door.writing(small, "test", "vera") as ledger:
        ledger.delete("relation", "r6")
        ledger.delete("approval", "v1")
    edits = office.last(small)[1]
    with door.writing(small, "test", "vera") as ledger:
        for edit in reversed(edits):
            ledger.revert(edit, 2)
    assert office.state(small) == before


def test_the_records_of_a_change_are_found_by_id(small):
    with door.writing(small, "test", "vera") as ledger:
        ledger.delete("relation", "r5")
    assert small.execute(
        "select change_id, actor, command, record_table, row_id, record_id from touched"
        " order by record_id"
    ).fetchall() == [(2, "vera", "test", "relation", "r5", id) for id in ("a3", "jan", "r5")]


@pytest.mark.parametrize("logged", [True, False], ids=["by_a_change", "by_a_load"])
def test_a_new_row_in_which_a_later_change_filled_in_more_stays(small, logged):
    with door.writing(small, "test", "vera") as ledger:
        ledger.insert("relation", {"id": "x", "contact_id": "jan", "account_id": "a2"})
    edits = office.last(small)[1]
    if logged:
        with door.writing(small, "test", "bart") as ledger:
            ledger.update("relation", "x", {"roles": "Evaluator"})
    else:
        small.execute("update relation set roles = 'Evaluator' where id = 'x'")
    with (
        pytest.raises(Conflict, match="bart wrote" if logged else "A later export"),
        door.writing(small, "test", "vera") as ledger,
    ):
        ledger.revert(edits[0], 2)
    assert office.rows(small, "relation", "x", "roles") == ("Evaluator",)


def test_what_is_remembered_is_what_was_written_last(ledger):
    with ledger.remembering():
        before = ledger.row("contact", "jan")
        before["title"] = "of the caller alone"
        ledger.update("contact", "jan", {"title": "Planner"})
        assert ledger.row("contact", "jan")["title"] == "Planner"
        with ledger.remembering():
            ledger.delete("relation", "r1")
        with pytest.raises(NotFound):
            ledger.row("relation", "r1")
        ledger.insert("relation", {"id": "r1", "contact_id": "jan", "account_id": "a2"})
        assert ledger.row("relation", "r1")["account_id"] == "a2"
