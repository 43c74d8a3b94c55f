"""Business Central gets only its contacts that are to change, each whole and in its own layout."""

import csv
from datetime import date, timedelta

import leaving
import office as small
import openpyxl
import pytest

from dq.commands import leave
from dq.handover.lists import business_central
from dq.reading import dialect


def there(db, *rows):
    """Contacts in Business Central, here and there: number, id, e-mail, blocked."""
    for id, salesforce_id, email, blocked in rows:
        row = {"id": id, "salesforce_id": salesforce_id, "email": email, "blocked": blocked}
        small.company.insert(db, "bc_contact", [row])


def rows(db, day=None):
    return business_central.read(db, day).rows


def test_what_agrees_is_not_in_it(office):
    there(office, ("CT1", "jan", "Jan@bouw.nl", False), ("CT2", None, "eva@elders.nl", None))
    assert rows(office) == []


@pytest.mark.parametrize(
    ("row", "change", "expected"),
    [
        (("CT1", "jan", "j@bouw.nl", False), "", ("CT1", "jan@bouw.nl", "false", "jan")),
        (("CT1", "jan", None, False), "", ("CT1", "jan@bouw.nl", "false", "jan")),
        (("CT1", "jan", "x@y.nl; JAN@bouw.nl", False), "", None),
        (("CT1", None, "eva@bouw.nl", False), "", ("CT1", "eva@bouw.nl", "false", "eva")),
        (("CT1", None, "planning@zorg.nl", False), "", None),  # two cards have it
        (("CT1", "weg", "eva@bouw.nl", True), "", ("CT1", "eva@bouw.nl", "true", "eva")),
        (("CT1", "jan", "old@bouw.nl", False), "set status = 'left'",
         ("CT1", "old@bouw.nl", "true", "jan")),
        (("CT1", "jan", "jan@bouw.nl", True), "set status = 'active'", None),
        (("CT1", "jan", "j@bouw.nl", None), "set email = null", None),
        (("CT1", "jan", "j@bouw.nl", None), "set id = 'kb-9-1'", None),
    ],
)  # fmt: skip
def test_a_row_is_whole_and_has_what_is_wanted(office, row, change, expected):
    there(office, row)
    if change:
        office.execute(f"update main.contact {change} where id = 'jan'")
    assert rows(office) == ([expected] if expected else [])


def test_who_was_merged_here_has_the_id_of_the_card_that_stays(office):
    there(office, ("CT1", "mia", "planning@zorg.nl", False))
    office.execute("update main.bc_contact set salesforce_id = 'piet'")
    assert rows(office) == [("CT1", "planning@zorg.nl", "false", "piet")]


def test_who_leaves_later_stays_active_until_then(office):
    leaving.fill(office)
    last = date.today() + timedelta(days=10)
    version = small.version(office, "jan")
    leave.run(office, leave.Leave({"jan": version}, last, last, ()), "anna")
    office.execute("update upstream.bc_contact set email = 'jan@bouw.nl'")
    assert rows(office) == []
    later = last + timedelta(days=1)
    assert rows(office, later) == [("CT1", "jan@bouw.nl", "true", "jan")]


def test_a_column_that_no_export_had_is_left_out(office):
    there(office, ("CT1", None, "eva@bouw.nl", None), ("CT2", "piet", "p@zorg.nl", None))
    office.execute("update main.contact set status = 'left'")
    fields = '[{"object": "bc_contact", "fields": ["email", "blocked"]}]'
    office.execute("update load set files = ?", [fields])
    found = business_central.read(office)
    assert found.headings == ["No.", "E-Mail", "Blocked"]
    assert found.rows == [("CT1", "eva@bouw.nl", "true"), ("CT2", "p@zorg.nl", "true")]


@pytest.mark.parametrize(
    ("name", "said"), [("Niet actief", "true"), ("Actief", "false"), ("Uit dienst", "true")]
)
def test_the_column_of_who_is_not_active_is_as_the_team_calls_it(office, name, said):
    there(office, ("CT1", "jan", "jan@bouw.nl", False))
    office.execute("update main.contact set status = 'left' where id = 'jan'")
    office.execute("insert into setting values ('bc_inactive_column', ?)", [f'["{name}"]'])
    found = business_central.read(office)
    assert found.headings == ["No.", "E-Mail", name, "External ID"]
    assert found.rows == [("CT1", "jan@bouw.nl", said, "jan")]


def test_excel_is_laid_out_as_a_configuration_package(office, tmp_path):
    there(office, ("001", "jan", "j@bouw.nl", False))
    business_central.to_xlsx(business_central.read(office), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Contact"]
    cells = [list(row) for row in book["Contact"].iter_rows(values_only=True)]
    assert cells[0][:3] == ["KAARTENBAK", "Contact", 5050]
    assert set(cells[1]) == {None}
    assert cells[2] == ["No.", "E-Mail", "Blocked", "External ID"]
    assert cells[3] == ["001", "jan@bouw.nl", "false", "jan"]
    assert book["Contact"].auto_filter.ref == "A3:D4"


def test_csv_is_the_same_table(office, tmp_path):
    there(office, ("CT1", "jan", "j@bouw.nl", False))
    path = tmp_path / "x.csv"
    business_central.to_csv(business_central.read(office), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found == [
        ["No.", "E-Mail", "Blocked", "External ID"], ["CT1", "jan@bouw.nl", "false", "jan"],
    ]  # fmt: skip
    assert dialect.sniff(path, tmp_path, "x.csv").headers == found[0]
