"""What comes in a .zip or a workbook, and what is refused."""

import io
import zipfile

import openpyxl
import pytest

from dq import intake
from dq.reading import workbook

CONTACTS = "Id,Email,LastName\n1,a@x.example,Bakker\n"


def packed(members, **options):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def read(db, folder, name, content):
    path = folder / "upload"
    path.write_bytes(content)
    return intake.read(db, [(name, path)])


def refusals(batch):
    return [str(error) for _, error in batch.refused]


def test_zip_gives_its_tables_and_nothing_else(db, tmp_path):
    content = packed(
        {
            "map/Contact.csv": CONTACTS,
            "Account.txt": "Id;Accountnaam\n1;Abel B.V.\n",
            "__MACOSX/map/._Contact.csv": "\0",
            "map/.DS_Store": "x",
            "~$Contact.xlsx": "x",
            "map/Thumbs.db": "x",
            "desktop.ini": "x",
            "map/leeg/": "",
        }
    )

    batch = read(db, tmp_path, "week.zip", content)

    assert [(sheet.name, sheet.object) for sheet in batch.sheets] == [
        ("week.zip: Contact.csv", "contact"),
        ("week.zip: Account.txt", "account"),
    ]
    assert (batch.refused, batch.skipped, batch.unread) == ([], [], [])


def test_members_of_one_name_are_told_apart_by_their_folder(db, tmp_path):
    content = packed({f"{week}/Contact.csv": CONTACTS for week in ("week46", "week47")})

    batch = read(db, tmp_path, "weken.zip", content)

    assert [sheet.name for sheet in batch.sheets] == [
        "weken.zip: week46/Contact.csv",
        "weken.zip: week47/Contact.csv",
    ]


def test_members_of_another_kind_are_named(db, tmp_path):
    others = ("accounts.xls", "oud.zip", "Account.csv.gz", "ACCOUNT", "leesmij.pdf")
    content = packed({"Contact.csv": CONTACTS, **{f"map/{name}": "x" for name in others}})

    batch = read(db, tmp_path, "week.zip", content)

    assert batch.unread == [f"week.zip: {name}" for name in others]
    assert (batch.refused, [sheet.counts.new for sheet in batch.sheets]) == ([], [1])


@pytest.mark.parametrize("kind", ["tsv", "TSV", "tab"])
def test_text_with_tabs_is_read(db, tmp_path, kind):
    text = CONTACTS.replace(",", "\t")

    for name, content in (
        (f"Contact.{kind}", text.encode()),
        ("a.zip", packed({f"c.{kind}": text})),
    ):
        assert read(db, tmp_path, name, content).sheets[0].counts.new == 1


def test_two_members_of_one_name_are_both_read(db, tmp_path):
    content = packed({"1/Contact.csv": CONTACTS, "2/Contact.csv": "Id,Email\n2,b@x.example\n"})

    batch = read(db, tmp_path, "week.zip", content)

    assert [sheet.counts.new for sheet in batch.sheets] == [1, 1]


def test_workbook_in_a_zip_is_read(db, tmp_path, golden):
    content = packed({"a.xlsx": (golden / "workbook.xlsx").read_bytes()})

    assert read(db, tmp_path, "week.zip", content).sheets[0].counts.new == 3


def test_a_workbook_saved_as_csv_is_read(db, tmp_path, golden):
    content = (golden / "workbook.xlsx").read_bytes()

    assert read(db, tmp_path, "contacts.csv", content).sheets[0].counts.new == 3


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "a.pdf",
            b"%PDF",
            "a.pdf cannot be read; a .csv, .tsv, .tab, .txt, .xlsx or .zip was expected.",
        ),
        ("a.zip", b"PK\x03\x04 broken", "a.zip is not a .zip file, or it is damaged."),
        ("a.zip", packed({"a.pdf": "x"}), "a.zip holds no .csv, .tsv, .tab, .txt or .xlsx file."),
        ("a.xlsx", b"PK\x03\x04 broken", "a.xlsx is not an Excel workbook, or it is damaged."),
        ("a.xlsx", b"Id,Email", "a.xlsx is not an Excel workbook, or it is damaged."),
        ("a.csv", packed({"b.csv": "x"}), "a.csv is not an Excel workbook, or it is damaged."),
    ],
    ids=["kind", "broken_zip", "empty_zip", "broken_workbook", "text_as_xlsx", "zip_as_csv"],
)
def test_what_cannot_be_opened_is_refused_in_one_sentence(db, tmp_path, name, content, sentence):
    batch = read(db, tmp_path, name, content)

    assert refusals(batch) == [sentence]
    assert batch.sheets == []


def test_an_empty_workbook_is_refused(db, tmp_path):
    content = io.BytesIO()
    openpyxl.Workbook().save(content)

    batch = read(db, tmp_path, "a.xlsx", content.getvalue())

    assert refusals(batch) == ["a.xlsx is empty; a header row with column names was expected."]


def test_a_zip_that_swells_is_refused_unread(db, tmp_path):
    content = packed({"Contact.csv": "Id,Email\n" + "\0" * (1 << 25)})

    batch = read(db, tmp_path, "a.zip", content)

    assert refusals(batch) == ["a.zip becomes too large when it is unpacked."]


def test_a_workbook_that_swells_is_refused_unread(db, tmp_path):
    content = packed({"xl/worksheets/sheet1.xml": "\0" * (1 << 25)})

    batch = read(db, tmp_path, "a.xlsx", content)

    assert refusals(batch) == ["a.xlsx becomes too large when it is unpacked."]


def test_a_member_larger_than_it_says_is_refused(db, tmp_path):
    content = bytearray(packed({"Contact.csv": CONTACTS * 100}))
    # The stated size in the directory at the end of the archive.
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")

    batch = read(db, tmp_path, "a.zip", bytes(content))

    assert refusals(batch) == ["a.zip: Contact.csv cannot be unpacked."]


def test_other_objects_of_a_data_export_are_left_aside(db, tmp_path):
    content = packed(
        {
            "Project__c.csv": "Id,Name,Account_Id__c,Status__c\na0D30000001n7PiEAI,P,1,Open\n",
            "Auto__c.csv": "Id,Name,Account_Id__c,Merk\na0E30000001n7PiEAI,A,1,Volvo\n",
            "Lead.csv": "Id,FirstName,LastName,Email\n00Qx0000000fNSiAAM,A,B,a@x.example\n",
            "AccountContactRole.csv": "Id,AccountId,ContactId\n02Zx0000000fNSiEAM,1,2\n",
        }
    )

    batch = read(db, tmp_path, "WE_00D.zip", content)

    assert [(sheet.name, sheet.object) for sheet in batch.sheets] == [
        ("WE_00D.zip: Project__c.csv", "project")
    ]
    assert batch.skipped == [
        "WE_00D.zip: Auto__c.csv",
        "WE_00D.zip: Lead.csv",
        "WE_00D.zip: AccountContactRole.csv",
    ]


def test_one_bad_file_does_not_stop_the_others(db, tmp_path):
    content = packed({"leeg.csv": "", "Contact.csv": CONTACTS})

    batch = read(db, tmp_path, "a.zip", content)

    assert (refusals(batch), batch.skipped) == ([], ["a.zip: leeg.csv"])
    assert [sheet.counts.new for sheet in batch.sheets] == [1]


def test_a_cell_is_written_as_an_export_would():
    from datetime import date, datetime

    cells = [None, True, 3.0, 3.5, date(2026, 1, 2), datetime(2026, 1, 2), datetime(2026, 1, 2, 3)]

    assert [workbook.cell(cell) for cell in cells] == [
        "",
        "true",
        "3",
        "3.5",
        "2026-01-02",
        "2026-01-02",
        "2026-01-02 03:00:00",
    ]
