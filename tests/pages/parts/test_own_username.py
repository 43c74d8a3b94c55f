"""A card that lacks its username gets it with one click, in small letters, where it can."""

import pytest

from dq.judging import judge
from dq.store import opening

CONTACT, USERNAMES = "cards/contact.py", "review/usernames.py"
PLACES = [(CONTACT, {"id": "003A"}), (USERNAMES, {"u_kind": "username_missing"})]


@pytest.fixture
def without(filled):
    """The company in which 003A approves and has no username; its address is `email`."""

    def prepare(email):
        db = opening.connect(filled)
        for schema in ("main", "upstream"):
            db.execute(
                f"update {schema}.contact set username = null, email = ? where id = '003A'", [email]
            )
        db.execute(
            """update load set files = '[{"object": "contact",
            "fields": ["last_name", "email", "username"]}]'"""
        )
        judge.run(db)
        db.close()

    return prepare


@pytest.mark.parametrize(("script", "address"), PLACES)
@pytest.mark.parametrize("email", ["johanna@bakker.example", "Johanna@BAKKER.example"])
def test_the_username_is_made_from_the_address(without, visit, stored, script, address, email):
    without(email)
    page = visit(script, "en", **address)
    assert "Approves, but has no username" in page.text + str(page.app.selectbox)
    page.app.button(key="own_username_003A").click().run()
    assert stored("select username from contact where id = '003A'") == [("johanna@bakker.example",)]
    assert "own_username_003A" not in [one.key for one in page.app.button]


@pytest.mark.parametrize(("script", "address"), PLACES)
@pytest.mark.parametrize("email", [None, "no address", "info@zuidas.example"])
def test_an_address_that_cannot_be_it_is_corrected_first(without, visit, script, address, email):
    without(email)
    page = visit(script, "en", **address)
    assert "own_username_003A" not in [one.key for one in page.app.button]
    assert "Correct the e-mail address" in page.text
