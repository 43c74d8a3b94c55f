"""The history's file says what the page says, in the language and by the clock of its reader."""

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dq.commands import edit
from dq.queries.settings.history import Filter
from pages.settings.parts import history_file
from pages.ui.session import clock, opened


def read(content, separator):
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=separator))


@pytest.mark.parametrize(
    ("code", "separator", "head", "said"),
    [
        ("en", ",", "Who", "Job title: Planner → Chef"),
        ("nl", ";", "Wie", "Functie: Planner → Chef"),
    ],
)
def test_the_file_is_in_sentences(filled, code, separator, head, said):
    db = opened.open_store()
    values = {"title": "Chef", "mobile": None}
    edit.run(db, edit.Edit("003A", 0, values, "=gebeld"), "Anna")
    rows = read(history_file.csv(db, Filter(), code, None)(), separator)
    assert len(rows) == 2
    assert all(row[head] == "Anna" for row in rows)
    assert any(said in row.values() for row in rows)
    assert all("'=gebeld" in row.values() for row in rows)
    assert all("Johanna van der Bergh" in row.values() for row in rows)
    assert not any(sign in value for row in rows for value in row.values() for sign in "{}_")


def test_a_moment_is_by_the_reader_s_clock():
    moment = datetime(2026, 11, 20, 9, 0)
    there = moment.astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)
    assert clock.local(moment, ZoneInfo("Asia/Tokyo")) == there
    assert clock.local(moment, None) == moment
