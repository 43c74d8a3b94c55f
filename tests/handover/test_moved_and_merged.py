"""Who left an account without history and is merged here: in Salesforce that account is still
theirs until the merge."""

from datetime import date

import office as small
import pytest
from office import version
from round_trips import Team

from dq.commands import link, merge, move, undo

DAY = date(2026, 11, 24)


@pytest.fixture(params=[True, False], ids=["keeps", "drops"])
def team(request, db, tmp_path):
    """Piet moves from Zorg to Bouw as if he had never been there; Eva is related to Zorg."""
    team = Team(db, tmp_path, keeps=request.param)
    move.run(db, move.Move("piet", version(db, "piet"), "a1", False, DAY), "anna")
    return team


@pytest.mark.parametrize(("stays", "goes"), [("eva", "piet"), ("piet", "eva")])
def test_the_relation_of_the_other_arrives(team, db, stays, goes):
    command = merge.Merge("contact", stays, version(db, stays), {goes: version(db, goes)})
    merge.run(db, command, "anna")
    team.arrive()
    row = team.there.relation(stays, "a3")
    assert (row["IsActive"], row["EndDate"], row["IsDirect"]) == ("false", "2025-06-30", "false")


def test_so_does_one_that_was_made_here(team, db):
    link.run(db, link.Link(("mia",), ("a1",), ("Evaluator",), DAY), "anna")
    move.run(db, move.Move("mia", version(db, "mia"), "a2", False, DAY), "anna")
    link.run(db, link.Link(("piet",), ("a3",), ("Other",), DAY), "anna")
    command = merge.Merge("contact", "mia", version(db, "mia"), {"piet": version(db, "piet")})
    merge.run(db, command, "anna")
    team.arrive()
    assert team.there.relation("mia", "a3")["Roles"] == "Other"


@pytest.mark.parametrize(("stays", "goes"), [("a2", "a3"), ("a3", "a2")])
def test_accounts_are_no_different(team, db, stays, goes):
    link.run(db, link.Link(("piet",), ("a2",), ("Evaluator",), DAY), "anna")
    command = merge.Merge(
        "account", stays, version(db, stays, "account"), {goes: version(db, goes, "account")}
    )
    merge.run(db, command, "anna")
    team.arrive()
    assert team.there.relation("piet", stays)["Roles"] == "Evaluator"


def test_undo_takes_it_back(team, db):
    before = small.rows(db, "relation", "r6", "contact_id", "active", "end_date")
    command = merge.Merge("contact", "eva", version(db, "eva"), {"piet": version(db, "piet")})
    merge.run(db, command, "anna")
    assert small.rows(db, "relation", "r6", "id") is None
    [(change,)] = db.execute("select max(id) from change").fetchall()
    undo.run(db, undo.Undo(change), "anna")
    assert small.rows(db, "relation", "r6", "contact_id", "active", "end_date") == before
    team.arrive()
