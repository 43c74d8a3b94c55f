"""Give username: cards and their portal users get one, all of them or none."""

import company
import pytest
from office import last, refused, rows, state, version, written

from dq.commands import undo
from dq.commands.give_username import GiveUsername, run
from dq.errors import Conflict, Invalid, NotFound


def give(db, **usernames):
    """Give usernames to cards as they are now."""
    versions = {id: version(db, id) for id in usernames}
    run(db, GiveUsername(usernames, versions), "anna")


def user(db, id, contact_id, username, active=True):
    row = {"id": id, "contact_id": contact_id, "username": username, "active": active}
    company.insert(db, "portal_user", [row])


def test_the_card_gets_it_and_keeps_its_address(office):
    give(office, mia="mia@zorg.nl")
    assert rows(office, "contact", "mia", "email", "username") == (
        "planning@zorg.nl",
        "mia@zorg.nl",
    )
    assert written(office) == [("contact", "mia")]


def test_its_portal_user_goes_along(office):
    give(office, jan="j.jansen@bouw.nl")
    assert rows(office, "portal_user", "u1", "username", "email") == (
        "j.jansen@bouw.nl",
        "j.jansen@bouw.nl",
    )


@pytest.mark.parametrize("active", [True, False])
def test_so_does_the_only_one_though_it_had_another_name(office, active):
    user(office, "u2", "mia", "heel.anders@zorg.nl", active)
    give(office, mia="mia@zorg.nl")
    assert rows(office, "portal_user", "u2", "username", "active") == ("mia@zorg.nl", active)


def test_it_is_brought_in_step_where_the_card_has_it_already(office):
    user(office, "u2", "eva", "oud@bouw.nl")
    give(office, eva="eva@bouw.nl")
    assert written(office) == [("portal_user", "u2")]
    assert rows(office, "portal_user", "u2", "username") == ("eva@bouw.nl",)


def test_of_two_portal_users_nobody_knows_which(office):
    user(office, "u2", "mia", "een@zorg.nl")
    user(office, "u3", "mia", "twee@zorg.nl")
    give(office, mia="mia@zorg.nl")
    assert written(office) == [("contact", "mia")]


def test_one_may_get_what_another_lets_go_of(office):
    give(office, piet="piet@zorg.nl", mia="planning@zorg.nl")
    assert rows(office, "contact", "piet", "username") == ("piet@zorg.nl",)
    assert rows(office, "contact", "mia", "username") == ("planning@zorg.nl",)


def test_spaces_around_and_capitals_are_put_right(office):
    give(office, mia=" Mia@ZORG.nl ")
    assert rows(office, "contact", "mia", "username") == ("mia@zorg.nl",)


@pytest.mark.parametrize(
    ("usernames", "versions", "error", "said"),
    [
        ({}, {}, Invalid, "at least one"),
        ({"mia": "geen adres"}, {"mia": 1}, Invalid, "not a valid"),
        ({"mia": "planning@zorg.nl"}, {"mia": 1}, Invalid, "already the username"),
        ({"mia": "JAN@bouw.nl"}, {"mia": 1}, Invalid, "already the username"),
        ({"nobody": "n@zorg.nl"}, {"nobody": 1}, NotFound, "gone"),
        ({"mia": "mia@zorg.nl"}, {"mia": 0}, Conflict, "."),
        ({"mia": "mia@zorg.nl", "eva": "jan@bouw.nl"}, {"mia": 1, "eva": 1}, Invalid, "already"),
    ],
    ids=["none", "no address", "a card's", "a portal user's", "gone", "stale", "one of two"],
)
def test_what_cannot_be_is_refused_and_nothing_written(office, usernames, versions, error, said):
    with refused(office, error, said):
        run(office, GiveUsername(usernames, versions), "anna")


def test_it_can_be_undone(office):
    user(office, "u2", "mia", "heel.anders@zorg.nl")
    before = state(office)
    give(office, jan="j.jansen@bouw.nl", mia="mia@zorg.nl")
    undo.run(office, undo.Undo(last(office)[0][0]), "anna")
    assert state(office) == before
