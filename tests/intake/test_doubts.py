"""A load that takes out or changes more than usual is loaded only when somebody is sure."""

from datetime import date

import pytest

from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.errors import Invalid
from dq.intake import doubts
from dq.intake.load import Load, run

HEADER = "Contact ID,Account ID,First Name,Last Name,Email\n"


def contacts(numbers, title="Jan"):
    return HEADER + "".join(
        f"003{n:012d}AAA,001000000000001AAA,{title},Jansen{n},j{n}@bouw.example\n" for n in numbers
    )


def said(db, batch):
    return [doubt.message for doubt in doubts.of(db, batch)]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [(200, []), (195, []), (191, []), (180, [doubts.REMOVES]), (151, [doubts.REMOVES])],
)
def test_many_that_are_gone_are_asked_about(upload, db, kept, asked):
    upload.load(contacts=contacts(range(200)))
    assert said(db, upload.read(contacts=contacts(range(kept)))) == asked


def test_a_part_takes_nothing_out(upload, db):
    upload.load(contacts=contacts(range(200)))
    batch = upload.read(contacts=contacts(range(120)))
    assert not batch.sheets[0].complete  # so much is hardly gone
    assert said(db, batch) == []
    batch.sheets[0].complete = True
    assert said(db, batch) == [doubts.REMOVES]


@pytest.mark.parametrize(("changed", "asked"), [(40, []), (41, [doubts.CHANGES])])
def test_many_that_change_are_asked_about(upload, db, changed, asked):
    upload.load(contacts=contacts(range(200)))
    text = contacts(range(changed), "Piet") + contacts(range(changed, 200))[len(HEADER) :]
    assert said(db, upload.read(contacts=text)) == asked


def test_the_share_is_the_teams(upload, db):
    upload.load(contacts=contacts(range(200)))
    set_value(db, Set("load_removes", 50), "anna")
    assert said(db, upload.read(contacts=contacts(range(160)))) == []


def test_a_first_load_is_not_doubtful(upload, db):
    assert said(db, upload.read(contacts=contacts(range(200)))) == []


def test_without_a_yes_nothing_is_loaded(upload, db):
    upload.load(contacts=contacts(range(200)))
    batch = upload.read(contacts=contacts(range(160)))
    with pytest.raises(Invalid, match="40 of the 200 records"):
        run(db, Load(batch, date(2026, 11, 23)), "anna")
    assert db.execute("select count(*) from contact").fetchall() == [(200,)]
    run(db, Load(batch, date(2026, 11, 23), sure=True), "anna")
    assert db.execute("select count(*) from contact").fetchall() == [(160,)]
