"""A field more is a line in one file: it is then read, kept, shown, typed, merged and sent."""

import pytest
from altered import VISIT, Altered

from dq.objects import OBJECTS, PARTS, known_by
from dq.store import opening

JAN = "003Kb000000G02iIAC"

AFTER = """        Field("mobile", N_("Mobile"), "phone", length=40, api="MobilePhone", typed=True),
"""
FIELD = """        Field("language", N_("Language"), length=40, api="Language__c", typed=True),
"""
# The page that shows it, where it is to stand among the details.
SHOWN = """            "department",
"""
TRIP = """
import csv, io, sys, zipfile
from datetime import date
from pathlib import Path

from dq import intake
from dq.commands import edit, merge, pack
from dq.errors import Invalid
from dq.handover.package import archive
from dq.intake.landing import load
from dq.outgoing import ready
from dq.queries.cards import contacts
from dq.queries.exchange import clashes
from dq.queries.review import merging
from dq.store import opening

folder = Path(sys.argv[1])
db = opening.connect(folder / "store.duckdb")
HEADER = ["Id", "AccountId", "LastName", "Email", "Language__c"]
JAN, PIET = "003Kb000000G02iIAC", "003Kb000001SwJaIAK"
ACME = "001Kb00000CBjeRIAT"


def upload(day, rows):
    files = {
        "Account": [["Id", "Name"], [ACME, "Acme"]],
        "Contact": [HEADER, *rows],
    }
    named = []
    for name, lines in files.items():
        path = folder / f"{name}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(lines)
        named.append((path.name, path))
    batch = intake.read(db, named)
    load.run(db, load.Load(batch, date(2026, 11, day), sure=True), "anna")


def version(id):
    return contacts.card(db, id).version


upload(2, [[JAN, ACME, "Jansen", "jan@acme.example", "nl"],
           [PIET, ACME, "Janssen", "piet@acme.example", "de"]])
assert contacts.card(db, JAN).fields["language"] == "nl"

edit.run(db, edit.Edit(JAN, version(JAN), {"language": "fr"}), "anna")
assert contacts.card(db, JAN).fields["language"] == "fr"
try:
    edit.run(db, edit.Edit(JAN, version(JAN), {"language": "x" * 41}), "anna")
    raise SystemExit("a text that is too long was taken")
except Invalid as refused:
    assert "40" in str(refused)

[shown] = merging.records(db, "contact", [PIET])
assert shown["language"] == "de"
taken = merge.Merge("contact", JAN, version(JAN), {PIET: version(PIET)}, {"language": "de"})
merge.run(db, taken, "anna")
assert contacts.card(db, JAN).fields["language"] == "de"

pack.run(db, pack.Pack(), "anna")
archive.write(db, 1, folder / "package.zip")
with zipfile.ZipFile(folder / "package.zip") as zip:
    texts = {name: zip.read(name).decode("utf-8-sig") for name in zip.namelist()}
rows = [
    row
    for name, text in texts.items()
    if name.endswith("contacts.csv") and "/" not in name
    for row in csv.DictReader(io.StringIO(text))
]
assert [(row["Id"], row["Language__c"]) for row in rows] == [(JAN, "de")], (rows, list(texts))
assert any("Language__c" in text for name, text in texts.items() if name.endswith(".sdl"))

upload(9, [[JAN, ACME, "Jansen", "jan@acme.example", "de"]])
assert ready.read(db).rows == 0
assert contacts.card(db, JAN).fields["language"] == "de"
assert clashes.count(db) == 0
db.close()
"""
KIND = """        Field("kind", N_("Kind"), "code", codes="approval", api="Kind__c"),
"""
PROXY = """        Field("proxy_id", N_("Proxy ID"), "key", of="contact", api="Proxy__c"),
"""
ROLES = """        Field("roles", N_("Roles"), length=255, api="Roles"),
"""
MANAGER = """        Field("manager_id", N_("Manager ID"), "key", of="contact", api="Manager__c"),
"""
MERGE = """
import sys
from dq.commands import merge
from dq.store import opening

db = opening.connect(sys.argv[1])
for id in ("jan", "piet"):
    db.execute("insert into contact (id, last_name, version) values (?, 'Jansen', 1)", [id])
db.execute("insert into approval (id, project_id, contact_id, kind, proxy_id, active, version)"
           " values ('v', 'p', 'piet', 'hours', 'piet', true, 1)")
db.execute("insert into relation (id, contact_id, manager_id, version)"
           " values ('r', 'eva', 'piet', 1)")
merge.run(db, merge.Merge("contact", "jan", 1, {"piet": 1}), "anna")
print(
    db.execute("select id, contact_id, proxy_id, active from approval").fetchall(),
    db.execute("select id, contact_id, manager_id from relation").fetchall(),
)
"""
OPEN = """
import sys
from dq.store import opening

db = opening.connect(sys.argv[1])
print(db.execute("select id, last_name, language, version from contact").fetchall())
db.execute("select language from card").fetchall()
"""


@pytest.fixture(scope="module")
def altered(tmp_path_factory):
    altered = Altered(tmp_path_factory.mktemp("altered"))
    altered.replace("dq/sources/salesforce.py", AFTER, AFTER + FIELD)
    altered.replace("pages/cards/contact.py", SHOWN, SHOWN + '            "language",\n')
    return altered


def test_every_object_is_known_by_fields_that_it_has():
    assert [name for name, one in OBJECTS.items() if not known_by(name)] == []
    assert [
        name for name, one in OBJECTS.items() if not set(known_by(name)) <= one.by_name.keys()
    ] == []
    expected = {
        "contact": PARTS,
        "relation": ("contact_id", "account_id"),
        "approval": ("contact_id", "project_id"),
        "portal_user": ("username",),
        "bc_contact": ("name",),
    }
    assert {name: known_by(name) for name in expected} == expected


def test_it_goes_all_the_way_round(altered, tmp_path):
    altered.run(TRIP, tmp_path)
    assert len(altered.touched) <= 4


def test_its_card_shows_it_and_its_form_asks_for_it(altered, tmp_path):
    altered.run(TRIP, tmp_path)
    told = altered.run(VISIT, tmp_path / "store.duckdb", "cards/contact.py", JAN, "edit")
    assert "<dt>Language</dt><dd>de</dd>" in told
    assert "Language = de" in told


def test_an_older_store_gets_it_and_is_copied_before(altered, tmp_path):
    store = tmp_path / "store.duckdb"
    db = opening.connect(store)
    db.execute("insert into contact (id, last_name, version) values ('a', 'Jansen', 7)").fetchall()
    opening.close(db)
    told = altered.run(OPEN, store)
    assert "[('a', 'Jansen', None, 7)]" in told
    [copy] = (tmp_path / "backup").glob("*.duckdb*")


def test_a_field_that_names_a_card_follows_it_into_another(tmp_path_factory, tmp_path):
    altered = Altered(tmp_path_factory.mktemp("naming"))
    altered.replace("dq/sources/salesforce.py", KIND, KIND + PROXY)
    altered.replace("dq/sources/salesforce.py", ROLES, ROLES + MANAGER)
    assert (
        altered.run(MERGE, tmp_path / "store.duckdb")
        == "[('v', 'jan', 'jan', True)] [('r', 'eva', 'jan')]\n"
    )


def test_fields_of_one_name_are_called_the_same():
    found = {}
    for one in OBJECTS.values():
        for field in one.fields:
            found.setdefault(field.name, set()).add(field.label)
    assert {name: labels for name, labels in found.items() if len(labels) > 1} == {}
