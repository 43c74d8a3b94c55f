"""The tiles' page: what the back office was given besides, and that it was put right."""

from datetime import date

import pytest

from dq.casework.ways.others import BACK_OFFICE

TILES = "backoffice/tiles.py"
TITLE = "missing_title~contact~003F~"


@pytest.fixture
def given(filled, change):
    change(
        "insert into assignment (id, record_kind, record_id, assignee, due, version)"
        f" values ('contact~003F', 'contact', '003F', '{BACK_OFFICE}', '2020-01-01', 1)"
    )


def test_nobody_was_given_anything(filled, visit):
    assert "Recht te zetten" not in visit(TILES).text


def test_what_was_given_is_done_and_waits(given, visit, stored):
    page = visit(TILES)
    assert "Recht te zetten in Salesforce of Business Central (" in page.text
    assert "Er is geen functie ingevuld" in page.text
    assert f":red[uiterlijk {date(2020, 1, 1).day} jan. 2020]" in page.text
    for _ in range(5):
        left = [one for one in page.app.button if str(one.key).startswith("t_handed_")]
        if not left:
            break
        left[0].click().run()
        assert not page.app.exception and not page.app.error
    assert "Recht te zetten" not in page.text
    assert {state for (state,) in stored("select state from disposition")} == {"later"}
    assert TITLE in {key for (key,) in stored("select id from disposition")}
