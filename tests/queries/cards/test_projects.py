"""Findings about projects are found by their account and their own name, and named by it."""

import pytest
import template
from rows import account, approval, contact, left, project, put

from dq.checks import all_checks
from dq.handover.lists.findings import listed
from dq.judging import judge
from dq.queries.cards import records
from dq.queries.review import findings, scores
from dq.queries.review.findings import Filter

EVERY = tuple(all_checks())
ROWS = [
    account("acme", owner="Karin"),
    account("bouw", owner="Bas"),
    left("a", account_id="bouw", successor_id="b"),
    contact("b"),
    project("p", account_id="acme", name="Haven"),
    approval("x", "a", "p", kind="invoice"),
]


@pytest.fixture(scope="module")
def db():
    connection = template.fresh()
    put(connection, ROWS)
    exported = {"upstream.project": {"id": "p", "name": "Haven"}, "upstream.contact": {"id": "b"}}
    put(connection, [*exported.items()])
    judge.run(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, True),
        ({"account": "acme"}, True),
        ({"account": "bouw"}, False),
        ({"owner": "Karin"}, True),
        ({"owner": "Bas"}, False),
        ({"team": ("KARIN", "Bo")}, True),
        ({"team": ("Bas",)}, False),
        ({"tree": "acme"}, True),
        ({"tree": "bouw"}, False),
        ({"text": "haven"}, True),
        ({"text": "p"}, True),
        ({"text": "haven", "owner": "Bas"}, False),
        ({"text": "brug"}, False),
    ],
    ids=str,
)
def test_a_filter_finds_a_project(db, given, found):
    chosen = Filter(("project_without_approver",), **given)
    assert findings.count(db, chosen) == found
    assert [row.record_id for row in findings.page(db, chosen)] == ["p"] * found


def test_a_project_has_its_own_name_and_its_accounts(db):
    [row] = findings.page(db, Filter(("project_without_approver",)))
    assert (row.name, row.account, row.account_id, row.contact_id) == (
        "Haven",
        "Acme",
        "acme",
        None,
    )
    assert row.detail == "invoice"
    assert findings.one(db, row.key) == row
    assert row in findings.about(db, "account", "acme")
    assert records.source(db, "project", "p")["name"] == "Haven"


def test_the_list_names_it_as_well(db):
    sql, given = findings.selected(db, Filter(("project_without_approver",)))
    words = {name: [""] for name in ("titles", "severities", "actions")}
    [row] = db.sql(listed(sql), params=given | words).df().to_dict("records")
    assert (row["name"], row["account"], row["owner"]) == ("Haven", "Acme", "Karin")


def test_the_score_counts_projects(db):
    value = {one.dimension: one.value for one in scores.scores(db)}["completeness"]
    assert value == pytest.approx(1 - 1 / 2)  # a card in service and a project
