"""A load that takes out or changes more than usual is loaded only when somebody is sure."""

from datetime import date

import pytest

from dq.commands import edit
from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.errors import Invalid
from dq.intake.landing import doubts
from dq.intake.landing.load import Load, run

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


@pytest.mark.parametrize(
    ("known", "new", "asked"),
    [(0, 41, [doubts.ADDS]), (40, 41, [doubts.ADDS]), (0, 40, []), (50, 45, [])],
)
def test_many_that_nobody_knows_are_asked_about(upload, db, known, new, asked):
    """As of another Salesforce, or with keys that are damaged; not as a company grows."""
    upload.load(contacts=contacts(range(200)))
    text = contacts([*range(known), *range(1000, 1000 + new)])
    assert said(db, upload.read(contacts=text)) == asked


def test_in_a_small_table_a_share_is_a_share(upload, db):
    upload.load(contacts=contacts(range(5)))
    text = contacts(range(2), "Piet") + contacts(range(2, 5))[len(HEADER) :]
    assert said(db, upload.read(contacts=text)) == [doubts.CHANGES]


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


def test_a_column_that_the_export_before_had_is_asked_about(upload):
    with_mail = "Id,LastName,Email\n" + "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(9))
    upload.load(contacts=with_mail)
    batch = upload.read(contacts=with_mail.replace("Email", "Electronisch adres"))
    [doubt] = doubts.of(upload.db, batch)
    assert doubt.message == doubts.LACKS
    assert (doubt.values["headers"], doubt.values["instead"]) == ("Email", "Electronisch adres")
    assert doubts.of(upload.db, upload.read(contacts=with_mail)) == []
    # A list of a few columns may well lack one.
    assert doubts.of(upload.db, upload.read(contacts="Id,LastName\n1,Bos1\n")) == []


def test_what_was_changed_in_the_demo_company_is_asked_about(upload):
    upload.load(contacts="Id,LastName\n1,Vos\n")
    batch = upload.read(contacts="Id,LastName\n9,Mol\n")
    assert doubts.of(upload.db, batch, afresh=True) == []
    [(version,)] = upload.db.execute("select version from contact").fetchall()
    edit.run(upload.db, edit.Edit("1", version, {"title": "Chef"}), "anna")
    [doubt] = doubts.of(upload.db, batch, afresh=True)
    assert doubt.message == doubts.DEMO and doubt.values == {"number": 1}


def test_a_file_that_was_cut_off_is_a_part_whatever_comes_with_it(upload):
    rows = "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(9))
    upload.load(contacts=f"Id,LastName,Email\n{rows}")
    batch = upload.read(contacts=f"Id,LastName,Email\n{rows}", more='Id,LastName,Email\n1,Bo"s')
    assert any(sheet.cut for sheet in batch.sheets)
    assert not any(sheet.complete for sheet in batch.sheets)
