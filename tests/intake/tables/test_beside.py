"""Where more of an object lies beside what is loaded, nothing of it is taken out."""

import io
import zipfile
from datetime import date

import pytest

from dq import intake
from dq.intake.landing import load

BEFORE = "Id,LastName,Email\n003A,Bos,a@x.example\n003B,Vos,b@x.example\n"
NOW = "Id,LastName,Email\n003A,Bos,a@x.example\n"
NO_KEY = "FirstName,LastName,Email\nJan,Vos,b@x.example\n"


def packed(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def read(db, folder, **members):
    """Read Contact.csv with others in a .zip, after it was loaded with a contact more."""
    (folder / "Contact.csv").write_text(BEFORE)
    batch = intake.read(db, [("Contact.csv", folder / "Contact.csv")])
    load.run(db, load.Load(batch, date(2026, 11, 16)), "test")
    (folder / "week.zip").write_bytes(packed({"Contact.csv": NOW, **members}))
    return intake.read(db, [("week.zip", folder / "week.zip")])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Contact_2.csv", NO_KEY),
        ("contacten zuid.xlsx", "PK\x03\x04 broken"),
        ("Contacten.xls", "\xd0\xcf"),
        ("Contact.csv.gz", "\x1f\x8b"),
    ],
    ids=["no_key", "damaged", "unread", "packed"],
)
def test_what_is_not_in_it_stays_where_more_may_lie_beside(db, tmp_path, name, text):
    batch = read(db, tmp_path, **{name: text})

    [sheet] = batch.of("contact")
    assert (sheet.counts.gone, sheet.complete) == (1, False)
    assert [str(remark) for remark in sheet.remarks] == [
        f"What is not in it stays: week.zip: {name} may hold more of it, and is not loaded."
    ]
    load.run(db, load.Load(batch, date(2026, 11, 23)), "test")
    assert db.execute("select count(*) from contact").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Account.csv", "Id,Name\n001A,Alfa\n"),
        ("leeg contact.csv", ""),
        ("leesmij.pdf", "%PDF"),
        ("Lead.csv", "Id,FirstName,LastName,Email\n00Qx0000000fNSiAAM,A,B,a@x.example\n"),
    ],
    ids=["another", "empty", "unread", "not_ours"],
)
def test_what_holds_none_of_it_keeps_nothing(db, tmp_path, name, text):
    [sheet] = read(db, tmp_path, **{name: text}).of("contact")

    assert (sheet.counts.gone, sheet.complete, sheet.remarks) == (1, True, [])


def test_a_file_with_too_few_columns_may_hold_more_of_what_it_is_called(db, tmp_path):
    read(db, tmp_path)
    (tmp_path / "Contact.csv").write_text(NOW)
    (tmp_path / "contacten zuid.csv").write_text("Kaart,Email\n003B,b@x.example\n")

    names = ("Contact.csv", "contacten zuid.csv")
    batch = intake.read(db, [(one, tmp_path / one) for one in names])

    assert not batch.of("contact")[0].complete


def test_a_zip_that_cannot_be_read_may_hold_anything(db, tmp_path):
    read(db, tmp_path)
    (tmp_path / "Contact.csv").write_text(NOW)
    (tmp_path / "deel 2.zip").write_text("broken")

    batch = intake.read(db, [(one, tmp_path / one) for one in ("Contact.csv", "deel 2.zip")])

    assert not batch.of("contact")[0].complete


def test_it_is_whole_again_when_the_user_says_that_the_other_is_nothing(db, tmp_path):
    batch = read(db, tmp_path, **{"Contact_2.csv": NO_KEY})
    other = next(sheet for sheet in batch.sheets if sheet.problem)

    intake.remap(db, batch, other, None)

    assert batch.of("contact")[0].complete
