"""What may stay different from Salesforce is not sent, until one of the sides changes."""

import office as small
import pytest
from office import change, version

from dq.commands import accept, edit, pack, undo
from dq.errors import Conflict, Invalid, NotFound
from dq.outgoing import ready
from dq.queries.exchange import packages

TITLE, PHONE = ("contact", "jan", "title"), ("contact", "jan", "phone")


@pytest.fixture
def edited(db):
    small.fill(db)
    change(db, "jan", title="Chef", phone="06 12345678")
    return db


def fields(found):
    return {name for part in found.parts for line in part.lines for name in line.fields}


def test_what_is_left_out_stays_out_of_this_package_only(edited):
    assert fields(ready.read(edited, but=[TITLE])) == {"phone"}
    pack.run(edited, pack.Pack(but=frozenset([TITLE])), "anna")
    assert fields(ready.read(edited)) >= {"title"}


def test_what_is_accepted_is_not_offered_again(edited):
    accept.run(edited, accept.Accept(frozenset([TITLE])), "anna")
    assert fields(ready.read(edited)) == {"phone"}
    [one] = packages.accepted(edited)
    assert (one.theirs, one.ours) == ("Uitvoerder", "Chef")


@pytest.mark.parametrize("side", ["main", "upstream"])
def test_it_is_offered_again_when_a_side_changes(edited, side):
    accept.run(edited, accept.Accept(frozenset([TITLE])), "anna")
    edited.execute(f"update {side}.contact set title = 'Directeur' where id = 'jan'")
    assert "title" in fields(ready.read(edited))


def test_it_is_offered_again_when_somebody_says_so_and_that_can_be_undone(edited):
    accept.run(edited, accept.Accept(frozenset([TITLE, PHONE])), "anna")
    assert ready.read(edited).rows == 0
    ids = tuple(one.id for one in packages.accepted(edited))
    accept.offer_again(edited, accept.OfferAgain(ids), "anna")
    assert fields(ready.read(edited)) == {"title", "phone"}
    [(last,)] = edited.execute("select max(id) from change").fetchall()
    undo.run(edited, undo.Undo(last), "anna")
    assert ready.read(edited).rows == 0
    with pytest.raises(NotFound):
        accept.offer_again(edited, accept.OfferAgain(("contact:piet:title",)), "anna")


def test_a_new_card_can_stay_here(edited):
    edited.execute(
        "insert into main.contact (id, last_name, version) values ('kb-9-1', 'Nieuw', 9)"
    )
    place = ("contact", "kb-9-1", None)
    assert "last_name" in fields(ready.read(edited))
    accept.run(edited, accept.Accept(frozenset([place])), "anna")
    assert "last_name" not in fields(ready.read(edited))


def test_nothing_and_what_does_not_differ_are_refused(edited):
    with pytest.raises(Invalid):
        accept.run(edited, accept.Accept(frozenset()), "anna")
    edit.run(edited, edit.Edit("jan", version(edited, "jan"), {"title": "Uitvoerder"}), "bob")
    with pytest.raises(Conflict):
        accept.run(edited, accept.Accept(frozenset([TITLE])), "anna")


def test_a_new_card_that_changes_is_offered_again(edited):
    edited.execute(
        "insert into main.contact (id, last_name, version) values ('kb-9-1', 'Nieuw', 9)"
    )
    accept.run(edited, accept.Accept(frozenset([("contact", "kb-9-1", None)])), "anna")
    edited.execute("update main.contact set last_name = 'Anders' where id = 'kb-9-1'")
    assert "last_name" in fields(ready.read(edited))
