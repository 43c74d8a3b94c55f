"""A whole weekly export loads: ours is read, the rest is left aside."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dq import intake
from dq.errors import Invalid
from dq.intake.landing import load
from tests.intake import weekly

CASES = Path(__file__).parents[1] / "cases"
OURS = {"account": 20, "contact": 20, "project": 5, "approval": 5}


def read(db, folder, content, name="WE_00D.zip", **more):
    path = folder / name
    path.write_bytes(content)
    return intake.read(db, [(name, path)], **more)


def found(batch):
    return {sheet.object: sheet.counts.new for sheet in batch.sheets}


def carry_out(db, batch):
    return load.run(db, load.Load(batch, date(2026, 11, 23)), "test")


@pytest.mark.parametrize("seed", range(5))
def test_a_weekly_export_of_120_tables_loads_what_is_ours(db, tmp_path, seed):
    batch = read(db, tmp_path, weekly.export(seed))
    carry_out(db, batch)

    assert (found(batch), batch.refused) == (OURS, [])
    assert len(batch.aside) == 120


def test_the_names_in_the_settings_say_which_custom_objects_are_ours(db, tmp_path):
    db.execute("insert into setting values ('sf_project', '\"Klus__c\"')")
    db.execute("insert into setting values ('sf_approval', '\"Tekent__c\"')")

    batch = read(db, tmp_path, weekly.export(projects="Klus__c", approvals="Tekent__c"))

    assert found(batch) == OURS


@pytest.mark.parametrize("seed", range(3))
def test_projects_are_what_the_approvals_refer_to(db, tmp_path, seed):
    batch = read(db, tmp_path, weekly.export(seed, projects="Klus__c", approvals="Tekent__c"))

    assert found(batch) == OURS


def test_what_may_be_projects_is_asked_and_the_answer_is_remembered(db, tmp_path):
    members = {
        name: text
        for name, text in weekly.ours(projects="Klus__c").items()
        if name != "Approval__c"
    }
    content = packed(members)
    asked = read(db, tmp_path, content)

    assert [(one.name, one.maybe) for one in asked.aside] == [
        ("WE_00D.zip: Klus__c.csv", "project")
    ]

    carry_out(db, read(db, tmp_path, content, said={"WE_00D.zip: Klus__c.csv": "project"}))
    again = {**members, "Klus__c": members["Klus__c"].replace("IsDeleted", "Nieuw__c")}
    assert found(read(db, tmp_path, packed(again), "WE_week_2.zip")) == {
        "account": 0,
        "contact": 0,
        "project": 0,
    }


def test_what_is_said_to_be_nothing_is_not_asked_again(db, tmp_path):
    members = weekly.ours(projects="Klus__c")
    del members["Approval__c"]
    carry_out(db, read(db, tmp_path, packed(members), said={"Klus__c.csv": None}))

    [one] = read(db, tmp_path, packed(members)).aside

    assert (one.maybe, one.chosen) == (None, True)


def packed(tables):
    return weekly.packed({f"{name}.csv": text for name, text in tables.items()})


def test_tables_outside_a_zip_are_sorted_alike(db, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(weekly.export()))
    archive.extractall(tmp_path)
    files = [(name, tmp_path / name) for name in archive.namelist()]

    batch = intake.read(db, files)

    assert (found(batch), batch.refused, len(batch.aside)) == (OURS, [], 120)


def test_two_parts_of_one_export_are_sorted_together(db, tmp_path):
    whole = zipfile.ZipFile(io.BytesIO(weekly.export()))
    names = whole.namelist()
    files = []
    for part, members in enumerate((names[:60], names[60:]), 1):
        path = tmp_path / f"WE_{part}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in members:
                archive.writestr(name, whole.read(name))
        files.append((path.name, path))

    assert found(intake.read(db, files)) == OURS


def test_rows_of_what_is_left_aside_are_not_read(db, tmp_path):
    read(db, tmp_path, weekly.export())

    tables = (
        "select count(*) from duckdb_tables() where temporary and table_name ~ 'intake_[0-9]+$'"
    )
    assert db.execute(tables).fetchall() == [(len(OURS),)]


def test_an_export_with_nothing_of_ours_is_one_sentence(db, tmp_path):
    members = {f"Ding{n}__c": "Id,Name\n" for n in range(30)}

    batch = read(db, tmp_path, packed(members))

    assert (batch.sheets, batch.refused, len(batch.aside)) == ([], [], 30)
    with pytest.raises(Invalid, match="None of the 30 tables is one of Kaartenbak."):
        carry_out(db, batch)


def test_the_export_that_refused_to_load(db):
    path = CASES / "03-data-export-zip" / "WE_export.zip"

    batch = intake.read(db, [(path.name, path)])
    carry_out(db, batch)

    assert found(batch) == {"account": 1, "contact": 1}
    assert sorted(name.split(": ")[1] for name in batch.skipped) == [
        "EntityHistory.csv",
        "Lead.csv",
        "Opportunity.csv",
        "PriceList__c.csv",
        "RecordType.csv",
        "TempObject__c.csv",
    ]


@pytest.mark.parametrize("letter", "abcde")
def test_reports_about_something_else_change_nothing(upload, letter):
    folder = CASES / "02-report-taken-for-other-object"
    upload.load(
        accounts=(folder / "accounts.csv").read_text(),
        contacts=(folder / "contacts.csv").read_text(),
    )
    before = upload.rows("upstream.account"), upload.rows("upstream.contact")
    [path] = folder.glob(f"{letter}-*.csv")

    batch = upload.read(file=path.read_text())

    assert batch.objects == []
    with pytest.raises(Invalid):
        upload.carry_out(batch)
    assert (upload.rows("upstream.account"), upload.rows("upstream.contact")) == before


# The second holds other columns and is called less plainly than the first.
TWINS = {
    "contact": (
        ("Contact", "Id,LastName,Email\n003fj00000AAAA0AAP,Bos,a@x.example\n"),
        ("contacten belgie", "Id,FirstName,LastName\n003fj00000BBBB0AAP,Jan,Vos\n"),
    ),
    "account": (
        ("Accounts", "Id,Name,Phone\n001fj00000MKPaHAAX,Alfa,030 1234567\n"),
        ("Accounts adressen", "Id,Name,BillingStreet\n001fj00000MKPaHAAX,Alfa,Kade 1\n"),
    ),
    "project": (
        ("Project", "Id,Project Name,Account ID\nP1,Alfa,A1\n"),
        ("opdrachten zuid", "Id,Project Name,Account ID,Status\nP2,Beta,A1,Open\n"),
    ),
}


def loose(tables):
    return [(f"{name}.csv", text.encode()) for name, text in tables]


def zipped(tables):
    return [("week.zip", packed(dict(tables)))]


def as_workbook(tables):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in tables:
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    return [("week.xlsx", content.getvalue())]


def read_all(db, folder, files):
    for name, content in files:
        (folder / name).write_bytes(content)
    return intake.read(db, [(name, folder / name) for name, _ in files])


@pytest.mark.parametrize("kind", TWINS)
@pytest.mark.parametrize("pack", [loose, zipped, as_workbook])
def test_two_tables_of_one_object_load_however_they_came(db, tmp_path, kind, pack):
    batch = read_all(db, tmp_path, pack(TWINS[kind]))

    assert [sheet.object for sheet in batch.sheets if sheet.ready] == [kind, kind]
    assert batch.aside == []


@pytest.mark.parametrize("pack", [zipped, as_workbook])
def test_nothing_goes_when_loose_files_come_in_a_container_next_time(db, tmp_path, pack):
    carry_out(db, read_all(db, tmp_path, loose(TWINS["contact"])))

    batch = read_all(db, tmp_path, pack(TWINS["contact"]))

    assert [sheet.counts.gone for sheet in batch.sheets] == [0, 0]


@pytest.mark.parametrize("pack", [loose, zipped])
def test_another_custom_object_than_the_settings_name_is_no_project(db, tmp_path, pack):
    header = "Id,Name,Account__c,Status__c\n"
    tables = [
        ("Project__c", f"{header}a0Pfj0000000001AAA,P,001fj00000MKPaHAAX,Open\n"),
        ("Opdracht__c", f"{header.strip()},Soort__c\na0Qfj0000000001AAA,Q,,Open,x\n"),
    ]

    batch = read_all(db, tmp_path, pack(tables))

    assert [sheet.name.split(": ")[-1] for sheet in batch.sheets if sheet.ready] == [
        "Project__c.csv"
    ]


def test_approvals_by_their_cells_are_asked_about_where_others_are_named_so(db, tmp_path):
    tables = weekly.ours(approvals="Tekent__c")
    tables["Goedkeuring__c"] = tables["Tekent__c"].replace("Name", "Naam__c").replace("a0G", "a0H")
    db.execute("insert into setting values ('sf_approval', '\"Anders__c\"')")

    batch = read(db, tmp_path, packed(tables))

    assert [(one.name, one.maybe) for one in batch.aside] == [
        ("WE_00D.zip: Tekent__c.csv", "approval")
    ]


def test_a_file_that_somebody_chose_is_never_silently_left_aside(upload, tmp_path):
    """Also beside a zip with many tables that are not ours."""
    with zipfile.ZipFile(tmp_path / "week.zip", "w") as archive:
        for number in range(30):
            archive.writestr(f"Tabel{number}.csv", f"Id,Foo{number}\na0{number},1\n")
    names = {
        "contacts.csv": "Id,LastName,Email\n1,Bos,b@x.example\n",
        "namenlijst.csv": "Naam,Telefoon\nJan Bos,030\n",
        "vreemd.csv": "Foo,Bar\n1,2\n",
    }
    for name, text in names.items():
        (tmp_path / name).write_text(text, "utf-8")
    files = [(name, tmp_path / name) for name in [*names, "week.zip"]]
    batch = intake.read(upload.db, files)
    assert {sheet.name for sheet in batch.sheets} == names.keys()
    assert len(batch.aside) == 30
