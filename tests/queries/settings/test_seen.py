"""What the last export calls otherwise than the settings is found, and labels tell nothing."""

import json
from datetime import date

import pytest

from dq import intake
from dq.intake.landing import load
from dq.queries.settings import seen


def loaded(db, folder, files, day=date(2026, 11, 23)):
    """Load these files: name and text."""
    named = []
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
        named.append((name, folder / name))
    batch = intake.read(db, named)
    assert all(sheet.ready for sheet in batch.sheets), [str(one.problem) for one in batch.sheets]
    load.run(db, load.Load(batch, day, sure=True), "vera")


def found(db):
    return [(one.setting, one.ours, one.theirs) for one in seen.differing(db)]


PROJECTS = "Id,Name,AccountId,Status\na0P000000000001AAA,Brug,001000000000001AAA,Open\n"
APPROVALS = (
    "Id,{project},Contact__c,Kind__c,IsActive__c\n"
    "a0A000000000001AAA,a0P000000000001AAA,003000000000001AAA,{kind},true\n"
    "a0A000000000002AAA,a0P000000000001AAA,003000000000002AAA,{kind},true\n"
    "a0A000000000003AAA,a0P000000000001AAA,003000000000003AAA,Factuur,true\n"
)


@pytest.mark.parametrize(
    ("name", "project", "kind", "expected"),
    [
        ("Approval__c.csv", "Project__c", "Uren", []),
        ("approval__c.csv", "PROJECT__C", "uren", []),
        ("approvals.csv", "ProjectId", "Uren",
         [("sf_approval_project_id", "Project__c", "ProjectId")]),
        ("Goedkeuring__c.csv", "Project__c", "Urenstaat",
         [("sf_approval", "Approval__c", "Goedkeuring__c"),
          ("sf_approval_hours", "Uren", "Urenstaat")]),
    ],
)  # fmt: skip
def test_names_and_words_of_the_last_export_are_compared(
    db, tmp_path, name, project, kind, expected
):
    files = {"Project__c.csv": PROJECTS, name: APPROVALS.format(project=project, kind=kind)}
    loaded(db, tmp_path, files)
    assert found(db) == expected


def test_labels_are_no_api_names(db, tmp_path):
    text = "Contactpersoon-id,Voornaam,Achternaam,Status\n003000000000001AAA,Jan,Bos,Vertrokken\n"
    loaded(db, tmp_path, {"contacten.csv": text})
    assert found(db) == []


def test_what_was_taken_over_is_no_contradiction_and_a_later_export_may_be(db, tmp_path):
    text = "Id,LastName,Stand__c\n003000000000001AAA,Bos,{}\n003000000000002AAA,Vos,Actief\n"
    db.execute("""insert into setting values ('sf_contact_status', '"Stand__c"')""")
    loaded(db, tmp_path, {"Contact.csv": text.format("Vertrokken")})
    assert found(db) == [("sf_status_left", "Uit dienst", "Vertrokken")]
    db.execute("insert into setting values ('sf_status_left', ?)", [json.dumps("vertrokken")])
    assert found(db) == []
    loaded(db, tmp_path, {"Contact.csv": text.format("Uit dienst")}, date(2026, 11, 24))
    assert found(db) == [("sf_status_left", "vertrokken", "Uit dienst")]


def test_an_object_is_judged_by_the_last_load_that_had_it(db, tmp_path):
    text = "Id,LastName,JobTitle\n003000000000001AAA,Bos,Planner\n"
    loaded(db, tmp_path, {"Contact.csv": text})
    loaded(db, tmp_path, {"Project__c.csv": PROJECTS}, date(2026, 11, 24))
    assert found(db) == [("sf_contact_title", "Title", "JobTitle")]


def test_a_store_without_loads_says_nothing(db):
    assert found(db) == []
