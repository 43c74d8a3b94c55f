"""A case as it is read: what was found, the facts of its records, its likely duplicates."""

from itertools import count

import company
import planted
import pytest
import template

from dq.casework import case, queue
from dq.checks import all_checks
from dq.judging import judge


def contacts(at):
    at.person(email=at.mail("samen"))
    at.person(email=at.mail("samen"), username=None)


def relations(at):
    one, there = at.person(), at.account()
    at.relation(one, there, roles="Evaluator")
    at.relation(one, there, start_date="2026-01-02")


MADE = {
    "contacts": contacts,
    "accounts": planted.duplicate_account,
    "damaged account": planted.damaged_account,
    "relations": relations,
    "project": planted.damaged_project,
    "user": lambda at: at.user(None, at.mail("schade"), last_name="CafÃ©"),
    "bc": planted.damaged_bc_contact,
    "elsewhere": planted.bc_email_differs,
    "three": planted.duplicate_person__of_three,
    "worst first": lambda at: at.person(email=None, title=None, phone="12"),
    "nothing": lambda at: at.person(),
}


@pytest.fixture(scope="module")
def shelf():
    db, names, numbers = template.fresh(), planted.words(), count(800_000)
    companies = {name: planted.Company(name, names, numbers) for name in MADE}
    for name, make in MADE.items():
        make(companies[name])
        for table, values in companies[name].rows:
            company.insert(db, table, [values])
    judge.run(db)
    yield db, companies
    db.close()


@pytest.fixture
def read(shelf):
    """The case that has the company's last record of a kind, and those records' ids."""
    db, companies = shelf

    def run(name, kind):
        ids = companies[name].ids(kind)
        found = queue.containing(db, f"{kind}~{ids[-1]}")
        return found and case.read(db, found), ids

    return run


def shown(found):
    return [fact["id"] for fact in found.facts]


def test_cards_are_side_by_side_and_who_logs_in_first(read):
    found, ids = read("contacts", "contact")
    assert (found.kind, shown(found)) == ("contact", ids)
    assert [fact["username"] is None for fact in found.facts] == [False, True]


def test_accounts_are_side_by_side(read):
    found, ids = read("accounts", "account")
    assert (found.kind, sorted(shown(found))) == ("account", sorted(ids))
    assert {fact["city"] for fact in found.facts} == {"Utrecht"}


def test_one_account_is_told(read):
    found, [_own, damaged] = read("damaged account", "account")
    assert (found.kind, shown(found)) == ("account", [damaged])
    assert found.facts[0]["name"] == "CafÃ© Zonnebloem"


def test_relations_are_side_by_side_with_whose_they_are(shelf, read):
    found, ids = read("relations", "relation")
    assert (found.kind, shown(found)) == ("relation", ids)
    assert [fact["roles"] for fact in found.facts] == ["Evaluator", None]
    [person] = [row for table, row in shelf[1]["relations"].rows if table == "contact"]
    [_own, there] = [row for table, row in shelf[1]["relations"].rows if table == "account"]
    for fact in found.facts:
        assert fact["name"] == f"{person['first_name']} {person['last_name']}"
        assert fact["account"] == there["name"]
        assert not {"contact_id", "account_id", "version"} & set(fact)


@pytest.mark.parametrize(
    ("name", "kind", "field", "said"),
    [
        ("project", "project", "name", "RenovatiÃ« Noord"),
        ("user", "portal_user", "last_name", "CafÃ©"),
        ("bc", "bc_contact", "name", "JosÃ©"),
    ],
)
def test_another_record_is_told_as_it_is(read, name, kind, field, said):
    found, ids = read(name, kind)
    assert (found.kind, shown(found)) == (kind, ids)
    assert found.facts[0][field] == said


def test_of_a_card_and_what_another_system_says_the_card_is_told(read):
    found, ids = read("elsewhere", "contact")
    assert (found.kind, shown(found)) == ("contact", ids)
    assert read("elsewhere", "bc_contact")[0] == found


def test_every_pair_of_a_group_of_three_is_told(read):
    found, ids = read("three", "contact")
    pairs = {frozenset(pair) for _kind, *pair in found.pairs}
    assert {kind for kind, *_pair in found.pairs} == {"contact"}
    assert pairs == {frozenset((one, two)) for one in ids for two in ids if one < two}
    assert len(found.pairs) == len(pairs)


@pytest.mark.parametrize("name, kind", [("three", "contact"), ("accounts", "account")])
def test_what_stays_comes_first(read, name, kind):
    found, _ids = read(name, kind)
    assert found.stays == found.way.command.survivor_id == found.facts[0]["id"]


def test_where_nothing_is_merged_nothing_stays(read):
    assert read("worst first", "contact")[0].stays is None


def test_pairs_of_accounts_are_told(read):
    found, ids = read("accounts", "account")
    assert [(kind, {one, two}) for kind, one, two in found.pairs] == [("account", set(ids))]


def test_who_shares_an_address_is_no_pair(read):
    assert read("contacts", "contact")[0].pairs == ()


def test_the_worst_is_said_first(read):
    found, _ids = read("worst first", "contact")
    order = list(all_checks())
    places = [order.index(one.check_id) for one in found.findings]
    assert places == sorted(places)
    assert {one.check_id for one in found.findings} == {
        "missing_email", "missing_title", "invalid_phone"
    }  # fmt: skip


def test_what_is_in_order_is_no_case(read):
    assert read("nothing", "contact")[0] is None


@pytest.mark.parametrize("state", ["solved_load = 1", "under_way = true", "disposed = 'accepted'"])
def test_a_case_of_which_nothing_is_open_any_more_is_none(shelf, state):
    db, companies = shelf
    [id] = companies["worst first"].ids("contact")
    where = "where record_id = ? and check_id <> 'missing_title'"
    db.execute(f"update finding set {state} {where}", [id])
    found = case.read(db, f"contact~{id}")
    assert [one.check_id for one in found.findings] == ["missing_title"]
    db.execute(f"update finding set {state} where record_id = ?", [id])
    assert case.read(db, f"contact~{id}") is None
    db.execute(
        "update finding set solved_load = null, under_way = null, disposed = null"
        " where record_id = ?",
        [id],
    )


def test_what_never_was_is_none(shelf):
    assert case.read(shelf[0], "contact~gone") is None
