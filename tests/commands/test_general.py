"""General: one card for the shared mailbox, people on their own address, all in one change."""

import pytest
from office import last, refused, relations, rows, state

from dq.commands import undo
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.general import General, run
from dq.errors import Conflict, Invalid, NotFound

MAILBOX = "planning@zorg.nl"


def general(db, actor="vera", **values):
    people = {"piet": "piet@zorg.nl", "mia": None}
    given = {"account_id": "a3", "address": MAILBOX, "people": people}
    return run(db, General(**{**given, **values}), actor)


def test_the_card_is_in_the_account_s_name_with_the_mailbox_as_its_username(office):
    id = general(office)
    assert rows(office, "contact", id, "kind", "last_name", "email", "username", "status") == (
        "general",
        "Zorg Groep",
        MAILBOX,
        MAILBOX,
        "active",
    )
    assert relations(office, id) == [("a3", True, True)]
    assert office.execute("select general from card where id = ?", [id]).fetchall() == [(True,)]


def test_people_get_their_own_address_or_none(office):
    general(office)
    assert rows(office, "contact", "piet", "email", "username") == ("piet@zorg.nl",) * 2
    assert rows(office, "contact", "mia", "email", "username") == (None, None)


def test_a_portal_user_goes_along_with_a_person_s_own_address(office):
    office.execute(
        "insert into portal_user values ('u2', ?, 'piet', null, true, null, null, null, 1)",
        [MAILBOX],
    )
    general(office)
    assert rows(office, "portal_user", "u2", "username") == ("piet@zorg.nl",)


def test_a_portal_user_of_a_person_without_an_address_does_not_stand_in_the_way(office):
    """Else a mailbox whose people log in with it could never get its general card."""
    office.execute("update contact set username = null where id = 'piet'")
    office.execute("update contact set username = ? where id = 'mia'", [MAILBOX])
    office.execute(
        "insert into portal_user values ('u2', ?, 'mia', null, true, null, null, null, 1)",
        [MAILBOX],
    )
    general(office)


def test_a_long_account_name_is_cut_to_what_salesforce_keeps(office):
    office.execute("update account set name = repeat('z', 90) where id = 'a3'")
    assert rows(office, "contact", general(office), "last_name") == ("z" * 80,)


def test_approvals_go_to_the_general_card(office):
    id = general(office, approvals=("v1",))
    assert rows(office, "approval", "v1", "contact_id", "active") == (id, True)
    assert rows(office, "approval", "v2", "contact_id", "active") == ("mia", True)


def test_of_two_approvals_of_the_same_one_goes_and_one_stops(office):
    id = general(office, approvals=("v1", "v2"))
    assert rows(office, "approval", "v1", "contact_id", "active") == (id, True)
    assert rows(office, "approval", "v2", "contact_id", "active") == ("mia", False)


def test_a_general_card_that_is_there_is_used(office):
    office.execute(
        "insert into contact (id, account_id, last_name, version) values ('g', 'a3', 'Zorg', 1)"
    )
    assert general(office, card_id="g") == "g"
    assert rows(office, "contact", "g", "kind", "email", "username") == (
        "general",
        MAILBOX,
        MAILBOX,
    )
    assert office.execute("select count(*) from contact").fetchall() == [(5,)]


@pytest.fixture
def chosen(office):
    """A general card with an address, username and portal user of its own."""
    office.execute(
        """
        insert into contact (id, account_id, kind, last_name, email, username, version)
        values ('g', 'a3', 'general', 'Zorg Groep', 'oud@zorg.nl', 'oud@zorg.nl', 1)
        """
    )
    office.execute(
        "insert into portal_user values ('u9', 'oud@zorg.nl', 'g', null, true, null, null, null, 1)"
    )
    return office


def test_the_portal_user_of_a_chosen_card_gets_the_new_username(chosen):
    before = state(chosen)
    general(chosen, card_id="g")
    assert rows(chosen, "portal_user", "u9", "username", "active") == (MAILBOX, True)
    undo.run(chosen, undo.Undo(2), "bart")
    assert state(chosen) == before


def test_of_two_portal_users_the_one_with_the_mailbox_stays_on(chosen):
    """Else two of them would have one username, which can exist only once."""
    chosen.execute(
        "insert into portal_user values ('u2', ?, 'piet', null, true, null, null, null, 1)",
        [MAILBOX],
    )
    general(chosen, card_id="g", people={"piet": None})
    assert rows(chosen, "portal_user", "u2", "contact_id", "active") == ("g", True)
    assert rows(chosen, "portal_user", "u9", "username", "active") == ("oud@zorg.nl", False)


def test_a_chosen_card_that_somebody_changed_since_is_not_written_over(chosen):
    edit(chosen, Edit("g", 1, {"title": "Algemeen"}), "anna")
    with refused(chosen, Conflict, "anna changed"):
        general(chosen, card_id="g", versions={"g": 1})


def test_somebody_may_stay_out_of_it(office):
    general(office, people={"piet": "piet@zorg.nl"})
    assert rows(office, "contact", "mia", "email", "username", "version") == (MAILBOX, None, 1)


def test_without_people_only_the_card_is_made(office):
    general(office, account_id="a1", address="info@bouw.nl", people={})
    assert rows(office, "contact", "jan", "email") == ("jan@bouw.nl",)
    assert rows(office, "contact", "piet", "email") == (MAILBOX,)


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"address": "planning"}, Invalid, "not a valid e-mail"),
        ({"address": ""}, Invalid, "not a valid e-mail"),
        ({"people": {"piet": "piet@"}}, Invalid, "not a valid e-mail"),
        ({"people": {"piet": MAILBOX.upper()}}, Invalid, "shared mailbox itself"),
        ({"people": {}}, Invalid, "username of Piet Vos"),
        ({"people": {"piet": "jan@bouw.nl"}}, Invalid, "username of Jan Jansen"),
        ({"people": {"piet": "p@zorg.nl", "mia": "P@zorg.nl"}}, Invalid, "username of Piet"),
        ({"account_id": "a9"}, NotFound, "a9 is gone"),
        ({"card_id": "g"}, NotFound, "g is gone"),
        ({"people": {"kees": None}}, NotFound, "kees is gone"),
        ({"approvals": ("v9",)}, NotFound, "v9 is gone"),
    ],
    ids=[
        "no_such_address",
        "no_address",
        "no_such_own_address",
        "own_address_is_the_mailbox",
        "somebody_keeps_the_username",
        "own_address_taken",
        "two_with_one_address",
        "no_such_account",
        "no_such_card",
        "no_such_person",
        "no_such_approval",
    ],
)
def test_a_refusal_writes_nothing(office, values, error, said):
    with refused(office, error, said):
        general(office, **values)


def test_who_took_the_mailbox_in_between_is_named(office):
    edit(office, Edit("eva", 1, {"email": "plan@zorg.nl"}), "anna")
    with refused(office, Invalid, "username of Eva Bos"):
        general(office, address="plan@zorg.nl")


def test_the_log_has_all_rows_in_one_change(office):
    id = general(office, approvals=("v1", "v2"))
    (_, *head), edits = last(office)
    assert head == ["vera", "general", None]
    assert {(edit["table"], edit["id"]) for edit in edits} >= {
        ("contact", "piet"),
        ("contact", "mia"),
        ("contact", id),
        ("approval", "v1"),
        ("approval", "v2"),
    }


def test_undo_puts_every_row_back(office):
    before = state(office)
    general(office, approvals=("v1", "v2"))
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before


def test_a_person_s_card_that_somebody_changed_since_is_not_written_over(office):
    [(version,)] = office.execute("select version from contact where id = 'piet'").fetchall()
    edit(office, Edit("piet", version, {"title": "Hoofd"}), "anna")
    before = state(office)
    with pytest.raises(Conflict) as error:
        general(office, versions={"piet": version})
    assert error.value.values["actor"] == "anna"
    assert error.value.values["fields"] == {"title": "Hoofd"}
    assert state(office) == before
