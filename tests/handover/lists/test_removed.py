"""What removing somebody leaves to do, and what it takes out, as it is said before and after."""

import known
import pytest

from dq.commands import forget
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
