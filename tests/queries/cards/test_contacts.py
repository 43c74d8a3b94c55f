import company
import pytest

from dq.queries.cards import accounts, contacts


def test_a_card_is_complete(company_db):
    card = contacts.card(company_db, "003A")
    assert (card.name, card.account, card.owner) == (
        "Johanna van der Bergh",
        "Bakker Bouw",
        "Karin de Wit",
    )
    assert card.active and card.logs_in and not card.general
    assert contacts.card(company_db, "003Z") is None


@pytest.mark.parametrize(
    ("change", "logs_in"),
    [
        ("update contact set username = null", False),
        ("update contact set status = 'left'", False),
        (
            "insert into portal_user values ('005A', 'x', '003A', null, false, null, null, null, 1)",  # noqa: E501
            False,
        ),
        (
            "insert into portal_user values ('005A', 'x', '003A', null, true, null, null, null, 1)",
            True,
        ),
        (
            "insert into portal_user values ('005A', 'x', '003A', null, false, null, null, null, 1),"  # noqa: E501
            " ('005B', 'y', '003A', null, true, null, null, null, 1)",
            True,
        ),
    ],
    ids=["no username", "left", "switched off", "switched on", "one of two on"],
)
def test_who_can_log_in(company_db, change, logs_in):
    company_db.execute(change)
    assert contacts.card(company_db, "003A").logs_in is logs_in


def test_the_own_account_comes_first_even_without_a_relation(company_db):
    found = contacts.relations(company_db, "003A")
    assert [(one.account_id, one.direct) for one in found] == [("001A", True), ("001C", False)]


def test_the_own_account_is_not_listed_twice(company_db):
    row = {"id": "07kZ", "account_id": "001A", "contact_id": "003A", "direct": True}
    company.insert(company_db, "relation", [row])
    assert [one.account_id for one in contacts.relations(company_db, "003A")] == ["001A", "001C"]


def test_approvals_are_a_line_per_project_and_inactive_ones_do_not_count(company_db):
    [one] = contacts.approvals(company_db, "003A")
    assert (one.project, one.kinds) == ("Project Haven", ("hours", "invoice"))
    company_db.execute("update approval set active = false")
    assert contacts.approvals(company_db, "003A") == []


def test_lookalikes_are_found_from_both_sides(company_db):
    assert [one.id for one in contacts.lookalikes(company_db, "003A")] == ["003B"]
    assert [one.id for one in contacts.lookalikes(company_db, "003B")] == ["003A"]


def test_business_central_is_found_by_the_salesforce_id(company_db):
    [one] = contacts.back_office(company_db, "003A")
    assert (one.id, one.blocked) == ("CT001", False)
    assert contacts.back_office(company_db, "003C") == []


def test_an_account_knows_its_company_departments_people_and_projects(company_db):
    assert accounts.card(company_db, "001B").parent == "Bakker Bouw"
    assert accounts.card(company_db, "001Z") is None
    assert accounts.departments(company_db, "001A") == [("001B", "Bakker Bouw Planning")]
    assert accounts.headcount(company_db, "001C") == 4
    people = accounts.people(company_db, "001C")
    assert [(one.id, one.direct) for one in people][-1] == ("003A", False)
    assert {one.id: one.findings for one in people}["003D"] == 2
    assert [one.name for one in accounts.projects(company_db, "001C")] == ["Project Haven"]


def test_a_relation_to_a_contact_that_is_gone_counts_nobody(company_db):
    row = {"id": "07kZ", "account_id": "001C", "contact_id": "003Z", "active": True}
    company.insert(company_db, "relation", [row])
    assert accounts.headcount(company_db, "001C") == len(accounts.people(company_db, "001C")) == 4


def test_account_lookalikes_come_from_the_pairs(company_db):
    company_db.execute("insert into pair values ('account', '001A', '001C', 0.8, '[]')")
    assert [one.id for one in accounts.lookalikes(company_db, "001C")] == ["001A"]


def test_the_accounts_above_come_topmost_first(company_db):
    company.insert(company_db, "account", [{"id": "001D", "name": "Ploeg", "parent_id": "001B"}])
    assert accounts.above(company_db, "001D") == [
        ("001A", "Bakker Bouw"),
        ("001B", "Bakker Bouw Planning"),
    ]
    assert accounts.above(company_db, "001A") == []
    assert accounts.above(company_db, "001Z") == []


def test_a_ring_of_parents_ends(company_db):
    company_db.execute("update account set parent_id = '001B' where id = '001A'")
    assert accounts.above(company_db, "001B") == [("001A", "Bakker Bouw")]


def test_a_parent_that_is_not_in_the_export_is_left_out(company_db):
    company_db.execute("update account set parent_id = '001Z' where id = '001A'")
    assert accounts.above(company_db, "001B") == [("001A", "Bakker Bouw")]


def test_who_approves_what_per_project(company_db):
    assert accounts.approvers(company_db, "001C") == {
        "a0P1": [
            ("003A", "Johanna van der Bergh", ("hours", "invoice")),
            ("003C", "Piet Vertrokken", ("hours",)),
        ]
    }
    assert accounts.approvers(company_db, "001A") == {}


def test_an_approval_that_is_switched_off_does_not_count(company_db):
    company_db.execute("update approval set active = false where contact_id = '003A'")
    [found] = accounts.approvers(company_db, "001C").values()
    assert [id for id, _, _ in found] == ["003C"]


def test_a_card_has_its_name_in_parts_and_its_version(company_db):
    company_db.execute("update contact set version = 7 where id = '003A'")
    card = contacts.card(company_db, "003A")
    parts = [card.fields[name] for name in ("first_name", "middle_name", "last_name")]
    assert (parts, card.version) == (["Johanna", "van der", "Bergh"], 7)


def test_a_relation_has_its_key_and_version_where_it_is_one(company_db):
    company_db.execute("update relation set version = 7 where id = '07kA'")
    own, other = contacts.relations(company_db, "003A")
    assert (own.id, own.version) == (None, None)
    assert (other.id, other.version) == ("07kA", 7)


def test_the_roles_of_relations_are_the_organisation_s_own(company_db):
    company_db.execute("update relation set roles = 'Beslisser; Inkoper' where id = '07kA'")
    assert accounts.roles(company_db) == ["Beslisser", "Inkoper"]


@pytest.mark.parametrize("account_id", [None, "001B"])
def test_the_own_account_is_the_card_s_whatever_a_relation_calls_direct(company_db, account_id):
    row = {"id": "07kZ", "account_id": "001A", "contact_id": "003A", "direct": True}
    company.insert(company_db, "relation", [row])
    company_db.execute("update contact set account_id = ? where id = '003A'", [account_id])
    found = contacts.relations(company_db, "003A")
    assert [one.account_id for one in found if one.own] == [account_id] * (account_id is not None)
    assert [one.account_id for one in found if one.direct and not one.own] == ["001A"]


def test_where_no_export_shows_the_card_s_account_the_relation_says_which_is_own(company_db):
    row = {"id": "07kZ", "account_id": "001C", "contact_id": "003C", "direct": True}
    company.insert(company_db, "relation", [row])
    company_db.execute("update contact set account_id = null")
    company_db.execute(
        """update load set files = '[{"object": "contact", "fields": ["last_name"]}]'"""
    )
    assert [one.own for one in contacts.relations(company_db, "003C")] == [True]
