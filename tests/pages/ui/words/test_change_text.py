"""Whatever was done, the history says it in sentences, without what only a machine reads."""

import random
import re
from datetime import date

import pytest
import template
from torture import commands

from dq.commands import dispose, edit, hand_to
from dq.judging import judge
from dq.queries.settings import history
from pages.ui.words import change_text

# Dates and moments as a machine writes them, our own keys, column names, and JSON.
MACHINE = re.compile(r"\d{4}-\d\d-\d\d|\.\d{6}|\bkb-\d|~|\b[a-z]+_[a-z_]+\b|[{}]|\b003[0-9a-f]{12}")
# What another store of the tests calls its records, which are no words.
IDS = re.compile(r"\b(a\d|v\d|u\d|r\d|jan|eva|piet|mia)\b(?![.@])")


@pytest.fixture
def db():
    return template.fresh()


def said(db):
    return [
        line
        for change in history.changes(db, history.Filter(), size=1000)
        for line in change_text.lines(change, most=None)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_is_in_sentences(db, seed):
    commands.fill(db)
    rng = random.Random(seed)
    for _ in range(60):
        commands.step(db, rng)
    lines = said(db)
    assert len(lines) > 20
    assert [line for line in lines if MACHINE.search(line) or IDS.search(line)] == []


def test_what_was_decided_of_a_finding_and_to_whom_it_went_is_in_sentences(db):
    commands.fill(db)
    judge.run(db)
    rows = db.execute(
        "select check_id, record_kind, record_id, coalesce(other_id, '') from finding limit 3"
    ).fetchall()
    keys, records = tuple("~".join(row) for row in rows), tuple(row[1:3] for row in rows)
    for day in (None, date(2099, 1, 1)):
        for state in ("accepted", "later", None):
            dispose.run(db, dispose.Dispose(keys, state, "zo bedoeld", day), "vera")
        for who in ("Karin", "Bas", None):
            hand_to.run(db, hand_to.HandTo(records, who, day), "vera")
    lines = said(db)
    assert len(lines) >= 12
    assert [line for line in lines if MACHINE.search(line) or "empty" in line] == []


def test_an_address_tells_the_username_that_it_brought(db):
    commands.fill(db)
    [id, version] = db.execute(
        "select id, version from contact where username is not null order by id limit 1"
    ).fetchone()
    edit.run(db, edit.Edit(id, version, {"email": "nieuw@acme.example"}), "vera")
    assert any("→ nieuw@acme.example" in line for line in said(db))
    assert "De gebruikersnaam gaat mee." in said(db)
