"""A shared mailbox: who has it, what they approve, and the general cards that could take it."""

import office
import pytest

from dq.queries.cards import mailboxes

MAILBOX = "planning@zorg.nl"


@pytest.fixture
def small(db):
    office.fill(db)
    return db


def users(db, address=MAILBOX):
    return [user.id for user in mailboxes.users(db, address)]


def test_people_with_the_address_or_the_username_are_found_by_name(small):
    assert users(small) == ["mia", "piet"]
    small.execute(
        "update contact set email = 'm@zorg.nl', username = ? where id = 'mia'", [MAILBOX]
    )
    assert users(small, " PLANNING@zorg.nl ") == ["mia", "piet"]


@pytest.mark.parametrize(
    "change",
    ["update contact set status = 'left' where id = 'mia'",
     "update contact set kind = 'general' where id = 'mia'"],
    ids=["left", "general"],
)  # fmt: skip
def test_who_left_and_general_cards_are_not_people_on_it(small, change):
    small.execute(change)
    assert users(small) == ["piet"]


def test_each_comes_with_account_and_approvals(small):
    mia, piet = mailboxes.users(small, MAILBOX)
    assert (piet.name, piet.account_id, piet.account) == ("Piet Vos", "a3", "Zorg Groep")
    assert piet.approvals == (("v1", "Kliniek", "hours"),)
    assert mia.approvals == (("v2", "Kliniek", "hours"),)


@pytest.mark.parametrize(
    "change",
    ["update approval set active = false", "update project set status = 'closed'"],
    ids=["switched_off", "project_closed"],
)
def test_only_what_is_approved_now_counts(small, change):
    small.execute(change)
    assert all(user.approvals == () for user in mailboxes.users(small, MAILBOX))


def test_an_approval_of_a_project_that_is_not_in_the_export_counts(small):
    small.execute("delete from project")
    assert mailboxes.users(small, MAILBOX)[1].approvals == (("v1", "p2", "hours"),)


def test_nobody_has_another_address(small):
    assert users(small, "nobody@zorg.nl") == []


def test_general_cards_with_the_address_come_first_then_those_of_the_account(small):
    small.execute(
        """
        insert into contact (id, account_id, kind, last_name, email, username, status)
        values
            ('g1', 'a3', 'general', 'Zorg Groep', 'info@zorg.nl', null, null),
            ('g2', 'a1', 'general', 'Bouw BV', 'Planning@zorg.nl', 'planning@zorg.nl', null),
            ('g3', 'a1', 'general', 'Bouw BV', 'info@bouw.nl', null, null),
            ('g4', 'a3', 'general', 'Zorg oud', 'oud@zorg.nl', null, 'left')
        """
    )
    found = mailboxes.general_cards(small, "a3", MAILBOX)
    assert [(one.id, one.name, one.email, one.username) for one in found] == [
        ("g2", "Bouw BV", "Planning@zorg.nl", "planning@zorg.nl"),
        ("g1", "Zorg Groep", "info@zorg.nl", None),
    ]


def test_without_general_cards_there_is_none(small):
    assert mailboxes.general_cards(small, "a3", MAILBOX) == []


def test_who_holds_it_as_a_username_is_known(small):
    assert [user.holds for user in mailboxes.users(small, MAILBOX)] == [False, True]
    small.execute(
        "insert into portal_user values ('u9', ?, 'mia', null, true, null, null, null, 1)",
        [MAILBOX],
    )
    assert [user.holds for user in mailboxes.users(small, MAILBOX)] == [True, True]


@pytest.mark.parametrize(
    ("address", "named"),
    [("p.vos@zorg.nl", True), ("Piet@zorg.nl", True), ("pietvos@zorg.nl", True),
     ("planning@zorg.nl", False), ("info@vos.nl", False)],
)  # fmt: skip
def test_an_address_with_somebody_s_name_is_theirs(small, address, named):
    small.execute("update contact set email = ? where id = 'piet'", [address])
    [piet] = (
        mailboxes.users(small, address)
        if address != MAILBOX
        else [user for user in mailboxes.users(small, address) if user.id == "piet"]
    )
    assert piet.named is named
