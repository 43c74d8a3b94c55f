"""Put right: what somebody was given waits for the next export, which shows whether it is so."""

from datetime import date

import pytest
from office import slipped

from dq import errors
from dq.casework.ways.others import BACK_OFFICE
from dq.commands import hand_to, put_right, undo
from dq.commands.hand_to import HandTo
from dq.commands.put_right import PutRight
from dq.judging import judge
from dq.queries.backoffice import handed
from dq.queries.review import disposed, findings

TITLE = "missing_title~contact~jan~"
TYPO = "email_domain_typo~contact~jan~"
JAN = (("contact", "jan"),)
DUE = date(2999, 12, 7)


@pytest.fixture
def judged(office):
    slipped(office)
    return office


@pytest.fixture
def given(judged):
    hand_to.run(judged, HandTo(JAN, BACK_OFFICE, DUE), "Vera")
    return judged


def listed(db):
    """Those of the two, with their days."""
    every = [(one.found.key, one.due) for one in handed.to(db, BACK_OFFICE)]
    return [one for one in every if one[0] in (TITLE, TYPO)]


def state(db, key):
    judge.refresh(db)
    return findings.one(db, key).state


def test_what_was_given_is_listed_with_its_day(given):
    assert listed(given) == [(TYPO, DUE), (TITLE, DUE)]
    assert handed.of(given, "contact", "jan") == (BACK_OFFICE, DUE)
    assert handed.to(given, "Gijs") == []


def test_nobody_was_given_anything(judged):
    assert listed(judged) == []
    assert handed.of(judged, "contact", "jan") is None


def test_it_waits_for_the_next_export(given):
    put_right.run(given, PutRight((TITLE,)), "Noor")
    assert state(given, TITLE) == "later"
    assert disposed.of(given, TITLE).reason == put_right.REASON
    assert [key for key, _due in listed(given)] == [TYPO]
    given.execute("insert into load (id, exported) values (2, '2026-11-30')")
    assert state(given, TITLE) == "earlier"  # the export has it as it was
    assert [key for key, _due in listed(given)] == [TYPO, TITLE]


def test_it_can_be_taken_back(given):
    put_right.run(given, PutRight((TITLE,)), "Noor")
    [(last,)] = given.execute("select max(id) from change").fetchall()
    undo.run(given, undo.Undo(last), "Noor")
    assert state(given, TITLE) in ("new", "earlier")


@pytest.mark.parametrize(
    "keys, error", [((), errors.Invalid), (("missing_title~contact~piet~",), errors.NotFound)]
)
def test_what_is_not_there_is_refused(given, keys, error):
    before = given.execute("select count(*) from change").fetchall()
    with pytest.raises(error):
        put_right.run(given, PutRight(keys), "Noor")
    assert given.execute("select count(*) from change").fetchall() == before


def test_what_nobody_was_given_is_refused(judged):
    with pytest.raises(errors.Invalid):
        put_right.run(judged, PutRight((TITLE,)), "Noor")
    assert state(judged, TITLE) != "later"
