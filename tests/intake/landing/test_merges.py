"""What is merged in Salesforce is followed here: whatever hangs on the loser goes along."""

import json
from datetime import date

import office as small
import pytest
from office import change, version
from round_trips import Team

from dq.commands import decide, end_relation, leave, link, merge, move, settle
from dq.outgoing import ready
from dq.queries.exchange import clashes as queries

DAY = date(2026, 11, 24)


@pytest.fixture(params=[True, False], ids=["master", "guessed"])
def team(request, db, tmp_path):
    """Once with MasterRecordId in the export, once without the deleted records.

    Mia and Piet have a relation beside their own account, and nobody is related to Zorg besides.
    """
    team = Team(db, tmp_path, everything=request.param)
    team.there.rows["Account"]["a4"] = team.there.rows["Account"]["a3"] | {
        "Id": "a4",
        "Name": "Weg",
    }
    for id in ("r5", "r6"):
        team.there.remove("AccountContactRelation", id)
    team.there._relate("mia", "a2", False)
    team.load()
    return team


def clashes(db):
    return db.execute(
        "select record_id, field, old, theirs, ours from clash order by id"
    ).fetchall()


def told(db):
    """How the newest load says that each merge stands to what was decided here."""
    [(said,)] = db.execute("select told from change order by id desc limit 1").fetchall()
    return {(one["id"], one["winner_id"]): one["how"] for one in json.loads(said)["merges"]}


def ours(db):
    ids = tuple(id for (id,) in db.execute("select id from clash").fetchall())
    if ids:
        settle.run(db, settle.Settle(ids, "ours"), "anna")


def test_nothing_of_it_is_to_go_and_references_name_the_winner(team, db):
    small.company.insert(db, "bc_contact", [{"id": "CT1", "salesforce_id": "mia"}])
    decide.run(db, decide.Decide("contact", "mia", "eva", False), "anna")
    decide.run(db, decide.Decide("contact", "mia", "piet", False), "anna")
    db.execute("update main.contact set username = 'mia@zorg.nl' where id = 'mia'")
    leave.run(db, leave.Leave({"jan": version(db, "jan")}, DAY, DAY, ("mia",)), "anna")
    db.execute("update main.contact set username = null where id = 'mia'")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert (clashes(db), told(db)) == ([], {("mia", "piet"): "there"})
    assert small.rows(db, "contact", "mia", "id") is None
    assert small.rows(db, "merged", "mia", "survivor_id") == ("piet",)
    assert small.rows(db, "bc_contact", "CT1", "salesforce_id") == ("piet",)
    assert small.rows(db, "contact", "jan", "successor_id") == ("piet",)
    assert db.execute("select successor_id from succession").fetchall() == [("piet",)]
    assert db.execute("select left_id, right_id from decision").fetchall() == [("eva", "piet")]
    assert db.execute("select count(*) from step where person_id = 'mia'").fetchall() == [(0,)]
    team.arrive()


def test_what_was_added_or_ended_here_goes_with_the_winner(team, db):
    link.run(db, link.Link(("mia",), ("a4",), ("Evaluator",), DAY), "anna")
    db.execute("update main.approval set active = false where id = 'v2'")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == []
    team.arrive()
    assert team.there.relation("piet", "a4")["Roles"] == "Evaluator"
    row = team.there.rows["Approval__c"]["v2"]
    assert (row["Contact__c"], row["IsActive__c"]) == ("piet", "false")


def test_what_was_added_here_is_what_the_own_relation_has_become(team, db):
    """Eva's account goes into the one with which a relation was added here."""
    link.run(db, link.Link(("eva",), ("a1",), ("Evaluator",), DAY), "anna")
    team.there.merge("Account", "a1", "a2")
    team.load()
    ours(db)
    team.arrive()
    row = team.there.relation("eva", "a1")
    assert (row["Id"], row["Roles"], row["IsDirect"]) == ("r2", "Evaluator", "true")


def test_what_was_added_here_and_the_winner_has_is_not_added_twice(team, db):
    link.run(db, link.Link(("mia",), ("a1",)), "anna")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == []
    team.arrive()


def test_a_field_that_was_to_go_goes_with_the_winner(team, db):
    change(db, "mia", title="Hoofd")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == []
    team.arrive()
    assert team.there.rows["Contact"]["piet"]["Title"] == "Hoofd"


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_field_in_which_the_winner_differs_is_chosen(team, db, choice):
    change(db, "mia", title="Hoofd")
    team.there.rows["Contact"]["piet"]["Title"] = "Directeur"
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == [("piet", "title", "Inkoper", "Directeur", "Hoofd")]
    assert ready.read(db).parts == []
    settle.run(db, settle.Settle(("contact:piet:title",), choice), "anna")
    team.arrive()
    title = team.there.rows["Contact"]["piet"]["Title"]
    assert title == {"ours": "Hoofd", "theirs": "Directeur"}[choice]


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_field_that_was_changed_here_on_both_cards_is_chosen(team, db, choice):
    change(db, "mia", title="Hoofd")
    change(db, "piet", title="Chef")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == [("mia", "title", "Inkoper", "Hoofd", "Chef")]
    assert ready.read(db).parts == []
    [shown] = queries.listing(db, 10)
    assert (shown.name, shown.contact_id, shown.merged) == ("Piet Vos", "piet", True)
    team.load()
    settle.run(db, settle.Settle(("contact:mia:title",), choice), "anna")
    team.arrive()
    title = team.there.rows["Contact"]["piet"]["Title"]
    assert title == {"ours": "Chef", "theirs": "Hoofd"}[choice]


def test_an_account_that_both_cards_were_to_get_is_chosen_with_its_relation(team, db):
    move.run(db, move.Move("mia", version(db, "mia"), "a1", True, DAY), "anna")
    move.run(db, move.Move("piet", version(db, "piet"), "a2", True, DAY), "anna")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert [one[:2] for one in clashes(db)] == [("mia", "account_id")]
    settle.run(db, settle.Settle(("contact:mia:account_id",), "theirs"), "anna")
    team.arrive()
    assert team.there.rows["Contact"]["piet"]["AccountId"] == "a1"


def test_the_own_account_that_only_the_loser_left(team, db):
    move.run(db, move.Move("mia", version(db, "mia"), "a1", True, DAY), "anna")
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert clashes(db) == []
    team.arrive()
    assert team.there.rows["Contact"]["piet"]["AccountId"] == "a1"
    assert team.there.relation("piet", "a3")["IsActive"] == "false"


def test_a_merge_of_here_arrives(team, db):
    merge.run(db, merge.Merge("contact", "piet", 1, {"mia": 1}, {"title": "Hoofd"}), "anna")
    assert team.send() == []
    team.load()
    assert told(db) == {("mia", "piet"): "arrived"}
    team.arrive()


def test_what_the_merge_of_here_moved_there_is_no_clash_with_where_it_went_since(team, db):
    merge.run(db, merge.Merge("contact", "piet", 1, {"mia": 1}), "anna")
    assert team.send() == []
    db.execute("update main.approval set contact_id = 'jan' where id = 'v2'")
    team.load()
    assert (clashes(db), told(db)) == ([], {("mia", "piet"): "arrived"})
    team.arrive()
    assert team.there.rows["Approval__c"]["v2"]["Contact__c"] == "jan"


def test_the_other_way_round_is_recognised(team, db):
    command = merge.Merge("contact", "piet", version(db, "piet"), {"mia": version(db, "mia")})
    merge.run(db, command, "anna")
    change(db, "piet", phone="030 7654321")
    team.there.merge("Contact", "mia", "piet")
    team.load()
    assert told(db) == {("piet", "mia"): "turned"}
    assert small.rows(db, "contact", "piet", "id") is None
    assert small.rows(db, "contact", "mia", "phone") == ("030 7654321",)
    assert db.execute("select id, survivor_id from merged").fetchall() == [("piet", "mia")]
    assert ready.read(db).work == []
    ours(db)
    team.arrive()
    assert team.there.rows["Contact"]["mia"]["Phone"] == "030 7654321"


def test_into_another_one_than_here_is_said_and_chosen(team, db):
    command = merge.Merge("contact", "piet", version(db, "piet"), {"mia": version(db, "mia")})
    merge.run(db, command, "anna")
    team.there.merge("Contact", "jan", "mia")
    team.load()
    assert told(db) == {("mia", "jan"): "other"}
    assert {field for _id, field, *_ in clashes(db)} == {"contact_id"}
    for _round in range(2):
        ours(db)
        team.load()
    team.arrive()
    assert team.there.rows["Approval__c"]["v2"]["Contact__c"] == "piet"


def test_a_chain_names_the_last(team, db):
    if not team.everything:
        pytest.skip("nothing tells of a chain then")
    team.there.merge("Contact", "piet", "mia")
    team.there.merge("Contact", "jan", "piet")
    team.load()
    assert told(db) == {("mia", "jan"): "there", ("piet", "jan"): "there"}
    team.arrive()


def test_a_winner_that_is_new_here_has_the_card(team, db):
    change(db, "mia", title="Hoofd")
    id = team.there._insert("Contact", {"AccountId": "a1", "LastName": "Kok-Vos", "Title": "Chef"})
    team.there.merge("Contact", id, "mia")
    team.load()
    assert small.rows(db, "contact", "mia", "id") is None
    assert [one[:2] for one in clashes(db)] == [(id, "title")]
    assert small.rows(db, "approval", "v2", "contact_id") == (id,)
    ours(db)
    team.arrive()


def test_accounts_are_followed_likewise(team, db):
    team.there._relate("piet", "a1", False)
    team.load()
    link.run(db, link.Link(("eva",), ("a1",), (), DAY), "anna")
    [(id, now)] = db.execute(
        "select id, version from relation where contact_id = 'piet' and account_id = 'a1'"
    ).fetchall()
    end_relation.run(db, end_relation.EndRelation(id, now, DAY), "anna")
    team.there.merge("Account", "a2", "a1")
    team.load()
    assert told(db) == {("a1", "a2"): "there"}
    assert small.rows(db, "account", "a1", "id") is None
    assert small.rows(db, "project", "p1", "account_id") == ("a2",)
    assert clashes(db) == []
    team.arrive()


def test_an_account_that_is_to_be_merged_here_takes_in_another_there(team, db):
    team.there._relate("eva", "a3", False)
    team.load()
    account = {id: version(db, id, "account") for id in ("a1", "a3")}
    merge.run(db, merge.Merge("account", "a3", account["a3"], {"a1": account["a1"]}), "anna")
    team.there.merge("Account", "a1", "a2")
    team.load()
    assert (clashes(db), told(db)) == ([], {("a2", "a1"): "there"})
    assert small.relations(db, "eva") == [("a3", True, True)]
    team.arrive()


def test_who_was_only_deleted_is_in_nobody(team, db):
    team.there.take_out("mia")
    team.load()
    assert (told(db), db.execute("from merged").fetchall()) == ({}, [])
    team.arrive()


def test_who_left_here_and_was_merged_there_into_somebody_in_service_is_in_service(team, db):
    team.there.remove("AccountContactRelation", team.there.relation("piet", "a3")["Id"])
    leave.run(db, leave.Leave({"mia": version(db, "mia")}, DAY, DAY), "anna")
    for row in team.there.rows["AccountContactRelation"].values():
        if (row["ContactId"], row["AccountId"]) == ("mia", "a3"):
            row["ContactId"] = "piet"
    team.there.merge("Contact", "piet", "mia")
    team.load()
    assert small.rows(db, "contact", "piet", "status") == (None,)
    assert db.execute("select count(*) from departure").fetchall() == [(0,)]
    assert ("a3", True, True) in small.relations(db, "piet")


def test_the_own_relation_of_who_was_merged_here_is_beside_that_of_who_stays(team, db):
    """Also one that is new in the export, and at another version than before."""
    given = {"mia": version(db, "mia")}
    merge.run(db, merge.Merge("contact", "eva", version(db, "eva"), given), "anna")
    there = team.there.relation("mia", "a3")
    team.there.remove("AccountContactRelation", there["Id"])
    team.there._relate("mia", "a3", True)
    team.load()
    assert [account for account, _on, direct in small.relations(db, "eva") if direct] == ["a2"]
    [(at,)] = db.execute("select max(id) from change").fetchall()
    found = db.execute("select version from relation where contact_id = 'eva' and account_id='a3'")
    assert found.fetchall() == [(at,)]
