"""Advice on an address: whether it can be one, what was meant, whose it is, where it belongs."""

import json

import pytest

from dq import settings
from dq.judging import facts
from dq.queries.cards import advice


@pytest.fixture
def domains(db):
    """A company of which everybody but one has an address at bouw.nl, and its department."""
    db.execute("insert into account (id, name) values ('a1', 'Bouw')")
    db.execute("insert into account (id, name, parent_id) values ('a2', 'Planning', 'a1')")
    db.execute("insert into account (id, name) values ('a3', 'Zorg')")
    for number in range(12):
        db.execute(
            "insert into contact (id, account_id, last_name, email, username) values (?,?,?,?,?)",
            [f"c{number}", "a1", f"Nr{number}", f"p{number}@bouw.nl", f"p{number}@bouw.nl"],
        )
    settings.apply(db)
    facts.refresh(db)
    return db


@pytest.mark.parametrize(
    ("email", "valid"),
    [("ans@bouw.nl", True), ("ans@", False), ("ans", False), ("a b@c.nl", False)],
)
def test_whether_it_can_be_an_address(domains, email, valid):
    assert advice.of(domains, email, "a1").valid is valid


@pytest.mark.parametrize(
    ("email", "suggestion"),
    [
        ("ans@gmial.com", "ans@gmail.com"),
        ("ans@hotmial.com", "ans@hotmail.com"),
        ("a@bouw.nl", None),
    ],
)
def test_what_was_likely_meant(domains, email, suggestion):
    assert advice.of(domains, email, "a1").suggestion == suggestion


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("P3@bouw.nl", advice.OTHER),
        ("info@bouw.nl", advice.MAILBOX),
        ("ans@gmial.com", advice.MEANT),
        ("ans@bouw.nl", None),
        ("p1@bouw.nl", None),  # its own
        ("p5@bouw.nl", None),  # another's username, which is refused
        ("ans@", None),  # no address, which is refused
    ],
)
def test_why_an_address_may_not_be_this_person_s(domains, email, message):
    domains.execute("update contact set username = null where id = 'c3'")
    found = advice.doubt(domains, email, "c1")
    assert (found and found[0]) == message


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("info@bouw.nl", True),
        ("INFO@bouw.nl", True),
        ("planning-utrecht@bouw.nl", True),
        ("planning2@bouw.nl", True),
        ("ans.smit@bouw.nl", False),
        ("informant@bouw.nl", False),
    ],
)
def test_whether_it_is_a_desk_s(domains, email, mailbox):
    assert advice.of(domains, email, "a1").mailbox is mailbox


def test_the_team_s_own_words_count(domains):
    assert not advice.is_mailbox(domains, "keuken@bouw.nl")
    domains.execute("insert into setting values ('mailbox_words', ?)", [json.dumps(["keuken"])])
    assert advice.is_mailbox(domains, "keuken@bouw.nl")
    assert not advice.is_mailbox(domains, "info@bouw.nl")


@pytest.mark.parametrize(
    ("email", "account_id", "usual"),
    [
        ("ans@elders.nl", "a1", "bouw.nl"),
        ("ans@elders.nl", "a2", "bouw.nl"),
        ("ans@BOUW.nl", "a1", None),
        ("ans@elders.nl", "a3", None),
        ("ans@elders.nl", None, None),
    ],
    ids=["other", "of_a_department", "the_usual", "none_usual", "no_account"],
)
def test_the_usual_domain_where_this_is_another(domains, email, account_id, usual):
    assert advice.of(domains, email, account_id).usual_domain == usual


def test_who_holds_it_as_a_username(domains):
    assert advice.of(domains, "P3@bouw.nl", "a1").holder.contact_id == "c3"
    assert advice.of(domains, "p3@bouw.nl", "a1", "c3").holder is None
    assert advice.of(domains, "new@bouw.nl", "a1").holder is None


def test_the_usual_domains_of_an_account_are_those_of_its_company(domains):
    assert advice.usual_domains(domains, "a2") == ["bouw.nl"]
    assert advice.usual_domains(domains, "a3") == []
