"""A card says of the login what the last export shows, and what is still to become of it."""

import company
import pytest

from dq.judging import judge
from dq.store import opening

CONTACT = "cards/contact.py"


@pytest.fixture
def portal(filled):
    """Let somebody have a portal user that is on or off by the export, and as it is wanted."""

    def give(id, there, here, status="active"):
        db = opening.connect(filled)
        row = {"id": "005Z", "contact_id": id, "username": "hier@portaal.example"}
        if there is not None:
            company.insert(db, "portal_user", [row | {"active": there}], ["upstream"])
        if here is not None:
            company.insert(db, "portal_user", [row | {"active": here}], ["main"])
        db.execute("update main.contact set status = ? where id = ?", [status, id])
        judge.run(db)
        db.close()

    return give


@pytest.mark.parametrize(
    ("there", "here", "status", "said"),
    [
        (True, True, "active", "can log in with"),
        (True, True, "left", "can still log in with"),
        (True, False, "left", "can still log in with {}; must be switched off"),
        (True, None, "left", "can still log in with"),
        (False, False, "left", "cannot log in: {} is switched off"),
        (False, None, "left", "cannot log in: {} is switched off"),
        (False, True, "active", "cannot log in yet with {}; must be switched on"),
        (None, None, "active", "can log in with"),
        (None, None, "left", "cannot log in: left"),
    ],
)
def test_the_login_is_as_the_export_shows_it(portal, visit, there, here, status, said):
    portal("003A", there, here, status)
    own = "j.vandenbergh@bakker.example"
    username = "hier@portaal.example" if there else own
    sentence = said.format(username)
    text = visit(CONTACT, "en", id="003A").text
    assert sentence in text
    others = ("can log in with", "can still log in with", "cannot log in")
    assert sum(text.count(other) for other in others) == 1


def test_a_login_that_is_still_on_does_not_stand_beside_one_that_is_off(portal, visit):
    """The finding says that it is on; the card said that it was off."""
    portal("003C", there=True, here=True, status="left")
    text = visit(CONTACT, "en", id="003C").text
    assert "Portal user hier@portaal.example is still active." in text
    assert "switched off" not in text
