"""What no export shows, and a guessed day, go only with a yes; and are not put back."""

from datetime import date

import leaving
import pytest
from office import change, version

from dq.commands import leave, pack
from dq.handover.package import archive
from dq.outgoing import ready

SHOWN = '[{"object": "contact", "fields": ["id", "last_name", "email"]}]'
DEPARTMENT = ("contact", "department", "unknown")
DAY = date(2026, 11, 1)


@pytest.fixture
def edited(office):
    office.execute("update load set files = ?", [SHOWN])
    change(office, "jan", last_name="Janssen", department="Planning")
    return office


def rows(found):
    return {line.record_id: line.fields for part in found.parts for line in part.lines}


def test_a_field_that_no_export_shows_waits_for_a_yes(edited):
    found = ready.read(edited)
    assert rows(found) == {"jan": {"last_name": "Janssen"}}
    assert [one.sort for one in found.asks] == [DEPARTMENT]


def test_with_a_yes_it_goes_and_its_old_value_is_not_known(edited):
    number = pack.run(edited, pack.Pack(sure=frozenset([DEPARTMENT])), "anna")
    there, back = archive.files(edited, number)
    assert there[0].columns[2:] == ["LastName", "Department"]
    assert back[0].columns[2:] == ["LastName"]


def test_what_the_last_export_lacks_is_not_known_any_more(edited):
    fuller = SHOWN.replace('"email"', '"email", "department"')
    edited.execute("update load set files = ?", [fuller])
    assert ready.read(edited).asks == ()
    edited.execute("insert into load (id, files) values (9, ?)", [SHOWN])
    assert [one.field for one in ready.read(edited).asks] == ["department"]


def test_what_an_export_without_the_field_says_of_it_is_nothing(team):
    """It goes once, and neither arrives nor is missed until an export shows it."""
    change(team.db, "jan", department="Planning", title="Chef")
    pack.run(team.db, pack.Pack(), "anna")
    team.db.execute("update package_row set state = 'done'")
    team.there.rows["Contact"]["jan"]["Title"] = "Chef"
    export = team.there.export
    team.there.export = lambda everything: {
        name: content.replace(b'"Department"', b'"Ooit"')
        for name, content in export(everything).items()
    }
    team.load()
    states = team.db.execute("select state from package_row where record_id = 'jan'").fetchall()
    assert states == [("done",)]
    assert ready.read(team.db, sure=[DEPARTMENT]).rows == 0


def ended(db, guessed):
    leaving.fill(db)
    to = leave.Leave({"jan": version(db, "jan")}, DAY, DAY, guessed=guessed)
    leave.run(db, to, "anna")
    return {
        line.record_id: line.fields
        for part in ready.read(db).parts
        if part.file.name == "relations-ended"
        for line in part.lines
    }


def test_a_guessed_day_is_no_end_date_without_a_yes(office):
    assert all("end_date" not in fields for fields in ended(office, guessed=True).values())
    asks = ready.read(office).asks
    assert {one.sort for one in asks} == {("relation", "end_date", "guessed")}
    with_days = ready.read(office, sure=[("relation", "end_date", "guessed")])
    assert any("end_date" in line.fields for part in with_days.parts for line in part.lines)


def test_a_day_that_somebody_said_goes_along(office):
    assert all(fields["end_date"] == str(DAY) for fields in ended(office, guessed=False).values())


@pytest.mark.parametrize("field", ["email", "username"])
def test_an_address_that_is_left_out_takes_its_username_along(office, field):
    change(office, "eva", email="eva.new@bouw.nl")
    [row] = [line for part in ready.read(office).parts for line in part.lines]
    assert rows(ready.read(office, but=row.places)) == {}
    assert rows(ready.read(office, but=[("contact", "eva", field)])) == {}
    office.execute("update load set files = ?", [SHOWN.replace('"email"', '"username"')])
    assert rows(ready.read(office)) == {}


def test_what_went_with_a_yes_is_not_asked_again(edited):
    pack.run(edited, pack.Pack(sure=frozenset([DEPARTMENT])), "anna")
    found = ready.read(edited)
    assert (found.asks, found.rows, found.under_way) == ((), 0, 1)


def test_what_no_export_showed_is_not_emptied_on_the_way_back(edited):
    pack.run(edited, pack.Pack(sure=frozenset([DEPARTMENT])), "anna")
    [(kept,)] = edited.execute("select back::varchar from package").fetchall()
    assert "Department" not in kept
