"""Another system that knows our contacts is one file: it is read, kept, compared and shown."""

import pytest
from altered import VISIT, Altered

JAN, PIET = "003Kb000000G02iIAC", "003Kb000001SwJaIAK"
AFAS = '''"""AFAS: its persons, who name the Salesforce contact that they are."""

from dq.errors import N_
from dq.sources.declaration import Field, Object, People, Source

PERSON = Object(
    "afas_person",
    N_("AFAS persons"),
    (
        Field("id", N_("ID"), "number"),
        Field("salesforce_id", N_("Salesforce ID"), "key", of="contact"),
        Field("name", N_("Name"), words=True),
        Field("email", N_("E-mail"), words=True),
        Field("blocked", N_("Blocked"), "boolean"),
        Field("birth_name", N_("Birth name"), words=True),
    ),
    telling=("name",),
    identity=("name", "email", "blocked"),
)
SOURCE = Source("afas", "AFAS", (PERSON,), People("afas_person", "AFAS", "afas", "Geblokkeerd"))
'''
WEEK = """
import csv, sys
from datetime import date
from pathlib import Path

from dq import intake
from dq.checks import all_checks
from dq.intake.landing import gone, load, preview
from dq.judging import judge
from dq.outgoing import ready
from dq.queries.cards import contacts
from dq.store import opening

folder = Path(sys.argv[1])
db = opening.connect(folder / "store.duckdb")
ACME = "001Kb00000CBjeRIAT"
JAN, PIET = sys.argv[2:4]
FILES = {
    "Account": [["Id", "Name"], [ACME, "Acme"]],
    "Contact": [
        ["Id", "AccountId", "LastName", "Title", "Email", "Phone", "Status__c"],
        [JAN, ACME, "Jansen", "Planner", "jan@acme.example", "030-2345678", "Actief"],
        [PIET, ACME, "Pieters", "Inkoper", "piet@acme.example", "030-2345679", "Uit dienst"],
    ],
    "afas_person": [
        ["ID", "Salesforce ID", "Name", "E-mail", "Blocked", "Birth name"],
        ["1001", JAN, "Jansen", "j.jansen@acme.example", "false", "Pieters"],
        ["1002", PIET, "CafÃ©", "piet@acme.example", "false", ""],
        ["1003", "", "Nobody's", "", "true", ""],
    ],
}
named = []
for name, lines in FILES.items():
    path = folder / f"{name}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(lines)
    named.append((path.name, path))
batch = intake.read(db, named)
assert [sheet.object for sheet in batch.sheets] == ["account", "contact", "afas_person"], [
    (sheet.name, sheet.object, sheet.problem) for sheet in batch.sheets
] + batch.aside
load.run(db, load.Load(batch, date.today(), sure=True), "anna")
assert db.execute("select id, birth_name from main.afas_person order by id").fetchall() == [
    ("1001", "Pieters"), ("1002", None), ("1003", None)
]
judge.run(db)
found = db.execute("select check_id, record_id, other_id, detail from finding").fetchall()
assert ("afas_email_differs", JAN, "1001", "j.jansen@acme.example") in found, found
assert ("leaver_active_in_afas", PIET, "1002", "1002") in found, found
assert ("damaged_afas_person", "1002", None, "CafÃ© → Café") in found, found
print(all_checks()["afas_email_differs"].title)
[jan] = contacts.in_other_systems(db, JAN)["AFAS"]
assert (jan.id, jan.email, jan.blocked) == ("1001", "j.jansen@acme.example", False)
assert ready.read(db).rows == 0  # nothing of it goes to Salesforce
# The same again changes nothing.
batch = intake.read(db, named)
assert [(s.counts.new, s.counts.changed, s.counts.unchanged) for s in batch.sheets][2] == (0, 0, 3)
# A week later somebody is called otherwise there, and somebody is gone.
FILES["afas_person"][1][2] = "Janssen"
with (folder / "afas_person.csv").open("w", newline="") as file:
    csv.writer(file).writerows(FILES["afas_person"][:3])
batch = intake.read(db, named)
sheet = batch.sheets[2]
[changed] = preview.changed(db, sheet, 10)
assert changed.name == "Jansen", changed
assert [name for name, _ in gone.first(db, batch, sheet, 10)] == ["Nobody's"]
load.run(db, load.Load(batch, date.today(), sure=True), "anna")
assert db.execute("select name from upstream.afas_person order by id").fetchall() == [
    ("Janssen",), ("CafÃ©",)
]
opening.close(db)
"""


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    altered = Altered(tmp_path_factory.mktemp("altered"))
    altered.write("dq/sources/afas.py", AFAS)
    folder = tmp_path_factory.mktemp("week")
    return altered, folder, altered.run(WEEK, folder, JAN, PIET)


def test_its_people_are_read_kept_and_judged(week):
    altered, _, told = week
    assert altered.touched == {"dq/sources/afas.py"}
    assert "Other e-mail address in AFAS" in told


def test_a_card_shows_who_it_is_there(week):
    altered, folder, _ = week
    told = altered.run(VISIT, folder / "store.duckdb", "cards/contact.py", JAN)
    assert "AFAS" in told
    assert "1001" in told and "j.jansen" in told


@pytest.mark.parametrize("page", ["review/findings.py", "review/overview.py", "exchange/upload.py"])
def test_the_other_pages_know_it(week, page):
    altered, folder, _ = week
    assert altered.run(VISIT, folder / "store.duckdb", page)
