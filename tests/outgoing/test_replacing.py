"""Who loses something keeps it until what replaces it is known to be in Salesforce."""

from datetime import date

import leaving
import pytest
from office import change, version

from dq.commands import create, leave, pack
from dq.errors import Invalid
from dq.outgoing import ready, waiting

DAY = date(2026, 11, 1)


def leaves(db, *to, **given):
    command = leave.Leave({"jan": version(db, "jan")}, DAY, DAY, to, **given)
    leave.run(db, command, "anna")


def files(db):
    return [part.file.name for part in ready.read(db).parts]


LOSES = {"approvals", "contacts-status", "relations-ended", "users"}


def test_the_leaver_loses_nothing_until_the_successor_has_it(office):
    leaves(office, "eva")
    found = ready.read(office)
    assert [part.file.name for part in found.parts] == ["relations-new", "approvals-new"]
    assert {(one.day, one.taker) for one in found.later} == {(None, "eva")}
    [wait] = waiting.read(office, found.later)
    assert (wait.contact_id, wait.taker, wait.records) == ("jan", "Eva Bos", len(found.later))


@pytest.mark.parametrize("state", ["done", "failed", "sent", "missed", "withdrawn", "arrived"])
def test_what_a_success_file_said_is_known(office, state):
    leaves(office, "eva")
    pack.run(office, pack.Pack(), "anna")
    office.execute("update package_row set state = ? where file = 'approvals-new'", [state])
    assert (LOSES & set(files(office)) == LOSES) == (state == "done")


def test_what_an_export_shows_is_known(office):
    leaves(office, "eva")
    office.execute(
        "insert into upstream.approval by name select * exclude (version) from approval"
        " where contact_id = 'eva'"
    )
    assert set(files(office)) >= LOSES


def test_a_new_card_is_waited_for(office):
    id = create.run(office, create.Create("a1", "Smit", "Planner", "smit@bouw.example"), "anna")
    office.execute("update main.contact set username = 'smit@bouw.example' where id = ?", [id])
    leaves(office, id)
    assert files(office) == ["contacts-new"]
    # Its own approvals wait for its id.
    assert {one.taker for one in ready.read(office).later} == {id, None}


def test_where_somebody_else_approves_already_nobody_is_waited_for(office):
    command = leave.Leave({"piet": version(office, "piet")}, DAY, DAY, ("eva",))
    leave.run(office, command, "anna")  # Mia approves on that project too
    assert {"approvals", "contacts-status"} <= set(files(office))


def test_where_nobody_takes_over_nobody_is_waited_for(office):
    leaves(office)
    assert set(files(office)) == LOSES


def test_what_is_none_of_it_goes_at_once(office):
    leaving.fill(office)
    leaves(office, "eva")
    change(office, "jan", phone="030 7654321")
    assert "contacts" in files(office)
    assert not {"contacts-status", "relations-ended", "users"} & set(files(office))


def test_a_column_that_no_export_has_is_no_fault(office):
    fields = '[{"object": "approval", "fields": ["id", "project_id", "contact_id", "kind"]}]'
    office.execute("update load set files = ?", [fields])
    leaves(office, "eva")
    assert not {"contacts-status", "users"} & set(files(office))


def test_what_somebody_has_to_choose_first_holds_the_rest(office):
    leaves(office, "eva")
    office.execute(
        "insert into clash values"
        " ('approval:v3:active', 'approval', 'v3', 'active', 'true', 'true', 'false', 2, 2)"
    )
    assert not {"contacts-status", "users"} & set(files(office))


def test_what_arrived_before_and_is_off_now_is_not_known(office):
    leaves(office, "eva")
    pack.run(office, pack.Pack(), "anna")
    office.execute("update package_row set state = 'arrived'")
    office.execute(
        "insert into upstream.approval by name"
        " select * exclude (version) replace (false as active) from approval"
        " where contact_id = 'eva'"
    )
    assert not LOSES & set(files(office)) - {"approvals"}


def test_somebody_of_a_list_cannot_take_over(office):
    office.execute("update main.contact set id = 'list-1' where id = 'eva'")
    with pytest.raises(Invalid, match="on a list only"):
        leaves(office, "list-1")
