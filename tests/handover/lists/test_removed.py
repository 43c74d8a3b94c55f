"""What removing somebody leaves to do, and what it takes out, as it is said before and after."""

from types import SimpleNamespace

import known
import pytest

from dq.commands import forget, merge
from dq.domain import everybody, forgetting, person
from dq.domain.telling import telling
from dq.handover.lists import removed
from dq.words.voice import Voice


@pytest.fixture
def filled(db):
    known.fill(db)
    return db


def test_what_goes_and_what_stays_empty(filled):
    rows = removed.ahead(filled, (known.ID,), "en").rows
    by_title = {one.title: one for one in rows}
    assert rows[0].title == "Contacts as the team wants them"
    assert by_title["Tiles"].said == removed.GOES
    assert {one.title for one in rows if one.said == removed.EMPTIED} == {
        "History",
        "Rows of packages",
    }
    assert known.MARK not in str(rows)


def test_the_list_before_is_the_list_after_and_names_nobody(filled):
    before = removed.ahead(filled, (known.ID,), "nl").left
    gone = forget.run(filled, forget.Forget(known.ID, known.NAME), "anna")
    after = removed.elsewhere(gone.keys, gone.elsewhere, Voice("nl"))
    assert after == before
    said = removed.to_csv(after, Voice("nl")).decode()
    assert known.ID in said and "Business Central;" in said
    assert known.MARK not in said


def test_every_system_is_on_it(filled):
    """Also one that comes later."""
    left = removed.ahead(filled, (known.ID,), "en").left
    assert {one.system for one in left} == {"Salesforce", "Business Central"}
    assert {one.key for one in left} >= {known.ID, "portal_user-of-them", "bc_contact-of-them"}


def test_what_is_said_to_become_of_rows_is_what_does(filled):
    """Of every table: as many are gone, and as many stay."""
    filled.execute(
        "insert into succession (id, contact_id, successor_id, version) values ('q', 'q', ?, 0)",
        [known.ID],
    )
    who = everybody.of(filled, known.ID)
    found = person.rows(filled, who)
    went = {
        place: sum(forgetting.becomes(place[1], row, who) == "goes" for row in rows)
        for place, rows in found.items()
    }

    def counts():
        return {
            (schema, table): filled.execute(f"select count(*) from {schema}.{table}").fetchall()[0][
                0
            ]
            for schema, table in found
        }

    before = counts()
    forget.run(filled, forget.Forget(known.ID, known.NAME), "anna")
    after = counts()
    after["main", "change"] -= 1  # the removal itself
    assert {place: before[place] - after[place] for place in found} == went
    assert went["main", "package"] == went["main", "matching"] == 0
    assert went["main", "succession"] == 1


def test_a_merged_card_of_another_who_goes_too_is_nobody_else(filled):
    """The preview and the removal ask alike."""
    for id, last in (("003Q", "Oudenbosch"), ("003R", known.NAME)):
        filled.execute("insert into contact (id, first_name, last_name, version) values"
                       " (?, 'Eva', ?, 0)", [id, last])  # fmt: skip
    merge.run(filled, merge.Merge("contact", "003Q", 0, {"003R": 0}), "anna")
    asked = []

    def of(db, who, found, besides=()):
        asked.append({*besides})
        return telling.of(db, who, found, besides)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(removed, "telling", SimpleNamespace(of=of))
        removed.ahead(filled, (known.ID, "003Q"), "en")
    assert all({known.ID, "003Q", "003R"} <= one for one in asked)


def test_a_row_of_two_people_counts_once(filled):
    """As a reason with both names in it."""
    filled.execute("insert into contact (id, first_name, last_name, version) values"
                   " ('003Q', 'Eva', 'Oudenbosch', 0)")  # fmt: skip
    filled.execute("insert into disposition (id, record_id, reason) values ('q', '003R', ?)",
                   [f"{known.NAME} en Eva Oudenbosch"])  # fmt: skip
    rows = removed.ahead(filled, (known.ID, "003Q"), "en").rows
    [said] = [
        one for one in rows if one.title == "Decisions on findings" and one.said != removed.GOES
    ]
    assert said.number == 1
