"""What was changed here and in Salesforce meanwhile is reported, and nothing else."""

import random
from datetime import date

import office as small
import pytest
from office import change, version
from round_trips import Team, clash

from dq.commands import create, end_relation, merge, move, pack, settle, undo
from dq.errors import Invalid, NotFound
from dq.outgoing import ready
from dq.queries.exchange import clashes

NAMES = {"Title": "title", "Phone": "phone", "LastName": "last_name", "Department": "department"}


def test_the_same_field_changed_on_both_sides_clashes(team, db):
    change(db, "jan", title="Hoofd", phone="030 7654321")
    team.there.rows["Contact"]["jan"] |= {"Title": "Directeur", "Department": "Bouw"}
    team.load()
    assert clash(db) == [("contact:jan:title", "jan", "title", "Uitvoerder", "Directeur", "Hoofd")]
    assert small.rows(db, "contact", "jan", "title", "department") == ("Hoofd", "Bouw")
    [part] = ready.read(db).parts
    assert part.lines[0].fields == {"phone": "030 7654321"}


def test_ours_goes_with_the_next_package(team, db):
    change(db, "jan", title="Hoofd")
    team.there.rows["Contact"]["jan"]["Title"] = "Directeur"
    team.load()
    settle.run(db, settle.Settle(("contact:jan:title",), "ours"), "anna")
    team.arrive()
    assert team.there.rows["Contact"]["jan"]["Title"] == "Hoofd"


def test_theirs_is_taken_over_and_can_be_undone(team, db):
    change(db, "jan", title="Hoofd")
    team.there.rows["Contact"]["jan"]["Title"] = "Directeur"
    team.load()
    settle.run(db, settle.Settle(("contact:jan:title",), "theirs"), "anna")
    assert (small.rows(db, "contact", "jan", "title"), clash(db)) == (("Directeur",), [])
    assert ready.read(db).rows == 0
    with small.refused(db, NotFound, "settled this already"):
        settle.run(db, settle.Settle(("contact:jan:title",), "ours"), "anna")
    [(last,)] = db.execute("select max(id) from change").fetchall()
    undo.run(db, undo.Undo(last), "anna")
    assert len(clash(db)) == 1


def test_nothing_chosen_is_refused(team, db):
    with small.refused(db, Invalid, "at least one"):
        settle.run(db, settle.Settle((), "ours"), "anna")


def test_both_the_same_is_no_clash(team, db):
    change(db, "jan", title="Hoofd")
    team.there.rows["Contact"]["jan"]["Title"] = "Hoofd"
    team.load()
    team.arrive()


def test_a_clash_ends_when_salesforce_gives_in(team, db):
    change(db, "jan", title="Hoofd")
    for title in ("Directeur", "Hoofd"):
        team.there.rows["Contact"]["jan"]["Title"] = title
        team.load()
    assert clash(db) == []


def test_what_was_sent_and_then_taken_back_here_goes_back_there(team, db):
    change(db, "jan", title="Hoofd")
    [(made,)] = db.execute("select max(id) from change").fetchall()
    assert team.send(told=False) == []
    undo.run(db, undo.Undo(made), "anna")
    team.load()
    assert small.rows(db, "contact", "jan", "title") == ("Uitvoerder",)
    team.arrive()
    assert team.there.rows["Contact"]["jan"]["Title"] == "Uitvoerder"


def test_an_account_that_is_left_and_taken_back_has_its_relation_once(team, db):
    move.run(db, move.Move("piet", 1, "a1", False, date(2026, 11, 24)), "anna")
    [(made,)] = db.execute("select max(id) from change").fetchall()
    team.arrive()
    undo.run(db, undo.Undo(made), "anna")
    team.arrive()
    assert small.relations(db, "piet") == [("a3", True, True)]


def test_what_was_done_and_then_changed_there_is_taken_over(team, db):
    change(db, "jan", title="Hoofd")
    team.send()
    team.there.rows["Contact"]["jan"]["Title"] = "Directeur"
    team.load()
    assert (clash(db), small.rows(db, "contact", "jan", "title")) == ([], ("Directeur",))


def test_a_package_that_nobody_loaded_is_packed_again(team, db):
    change(db, "jan", title="Hoofd")
    pack.run(db, pack.Pack(), "anna")
    assert ready.read(db).rows == 0
    team.load()
    assert ready.read(db).rows == 1
    team.arrive()


def test_a_merge_that_nobody_made_is_offered_again(team, db):
    merge.run(db, merge.Merge("contact", "piet", 1, {"mia": 1}), "anna")
    pack.run(db, pack.Pack(), "anna")
    assert ready.read(db).work == []
    team.load()
    assert [one.kind for one in ready.read(db).work] == ["merge"]
    team.arrive()


def test_what_was_somebody_s_own_account_is_not_that_of_who_takes_them_in(team, db):
    """Until the merge is made there, every export says so."""
    seen = {id: version(db, id) for id in ("piet", "eva")}
    merge.run(db, merge.Merge("contact", "piet", seen["piet"], {"eva": seen["eva"]}), "anna")
    expected = [("a2", True, False), ("a3", True, True)]
    assert small.relations(db, "piet") == expected
    team.load()
    assert small.relations(db, "piet") == expected
    team.arrive()
    assert small.relations(db, "piet") == expected


def test_a_card_made_on_both_sides_is_one_card(team, db):
    id = create.run(db, create.Create("a1", "Smit", "Planner", "smit@bouw.nl"), "anna")
    team.there._insert(
        "Contact", {"AccountId": "a1", "LastName": "Smit", "Title": "Hoofd",
                    "Email": "smit@bouw.nl", "Phone": "030 1112222"},
    )  # fmt: skip
    team.load()
    assert small.rows(db, "contact", id, "id") is None
    [(new, phone)] = db.execute("select id, phone from contact where last_name = 'Smit'").fetchall()
    assert phone == "030 1112222"
    assert [(one[1], *one[2:]) for one in clash(db)] == [(new, "title", None, "Hoofd", "Planner")]


@pytest.mark.parametrize("choice", ["theirs", "ours"])
def test_what_was_taken_out_here_and_changed_there_is_chosen(team, db, choice):
    seen = version(db, "eva")
    move.run(db, move.Move("eva", seen, "a1", False, date(2026, 11, 24)), "anna")
    team.there.rows["AccountContactRelation"]["r2"]["Roles"] = "Evaluator"
    team.load()
    assert [one[:3] for one in clash(db)] == [("relation:r2", "r2", None)]
    assert [part.file.name for part in ready.read(db).parts] == ["contacts"]
    assert clashes.listing(db, 9)[0].name == "Eva Bos · Bouw Planning"
    settle.run(db, settle.Settle(("relation:r2",), choice), "anna")
    team.arrive()
    assert (team.there.relation("eva", "a2") is None) == (choice == "ours")


@pytest.mark.parametrize("choice", ["theirs", "ours"])
def test_a_change_there_of_who_was_merged_here_is_chosen(team, db, choice):
    merge.run(db, merge.Merge("contact", "piet", 1, {"mia": 1}), "anna")
    team.there.rows["Contact"]["mia"] |= {"Title": "Hoofd", "Phone": "030 7654321"}
    team.load()
    assert [one[1:] for one in clash(db)] == [
        ("mia", "phone", None, "030 7654321", None), ("mia", "title", "Inkoper", "Hoofd", "Inkoper")
    ]  # fmt: skip
    settle.run(db, settle.Settle(("contact:mia:title",), choice), "anna")
    settle.run(db, settle.Settle(("contact:mia:phone",), "theirs"), "anna")
    team.arrive()
    piet = team.there.rows["Contact"]["piet"]
    assert (piet["Phone"], piet["Title"]) == (
        "030 7654321", {"theirs": "Hoofd", "ours": "Inkoper"}[choice]
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_a_merge_that_was_made_there_is_not_taken_back(team, db, kind):
    stays, goes = {"contact": ("piet", "mia"), "account": ("a1", "a2")}[kind]
    seen = {id: version(db, id, kind) for id in (stays, goes)}
    merge.run(db, merge.Merge(kind, stays, seen[stays], {goes: seen[goes]}), "anna")
    [(made,)] = db.execute("select max(id) from change").fetchall()
    team.arrive()
    with small.refused(db, Invalid, "They are one in Salesforce by now"):
        undo.run(db, undo.Undo(made), "anna")


@pytest.mark.parametrize("follows", [True, False])
def test_a_username_that_another_card_keeps_stays_out_and_is_named(db, tmp_path, follows):
    Team(db, tmp_path, follows=follows)
    change(db, "piet", title="Hoofd")
    db.execute("update main.contact set username = 'eva@bouw.nl' where id = 'piet'")
    found = ready.read(db)
    assert found.taken == ("piet",)
    assert [line.fields for part in found.parts for line in part.lines] == [{"title": "Hoofd"}]


def test_a_card_without_an_address_is_recognised_by_name_and_account(team, db):
    create.run(db, create.Create("a1", "Smit", "Planner", "smit@bouw.nl"), "anna")
    [(id,)] = db.execute("select id from contact where last_name = 'Smit'").fetchall()
    change(db, id, email=None)
    team.arrive(told=False)
    [(id,)] = db.execute("select id from contact where last_name = 'Smit'").fetchall()
    assert id in team.there.rows["Contact"]


def test_an_account_changed_on_both_sides_holds_its_relations_back(team, db):
    seen = version(db, "eva")
    move.run(db, move.Move("eva", seen, "a1", False, date(2026, 11, 24)), "anna")
    team.there._update("Contact", {"Id": "eva", "AccountId": "a3"})
    team.load()
    assert [one[2] for one in clash(db)] == ["account_id"]
    assert ready.read(db).parts == []


@pytest.mark.parametrize("choice", ["theirs", "ours"])
@pytest.mark.parametrize("keeps", [True, False])
def test_an_account_changed_on_both_sides_is_settled(db, tmp_path, choice, keeps):
    team = Team(db, tmp_path, keeps=keeps)
    seen = version(db, "eva")
    move.run(db, move.Move("eva", seen, "a1", True, date(2026, 11, 24)), "anna")
    team.there._update("Contact", {"Id": "eva", "AccountId": "a3"})
    team.load()
    for _round in range(2):
        ids = tuple(one[0] for one in clash(db))
        if ids:
            settle.run(db, settle.Settle(ids, choice), "anna")
        team.load()
    team.arrive()
    assert team.there.rows["Contact"]["eva"]["AccountId"] == {"theirs": "a3", "ours": "a1"}[choice]


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_on_both_sides_report_exactly_the_clashes(team, db, seed):
    """Fields changed on one side end on both; fields changed on both clash, and only those."""
    # A value that every field takes, a phone number too.
    chance = random.Random(seed)
    people = ["jan", "eva", "piet", "mia"]
    here = {
        (id, name): f"06 1234567{chance.randrange(2)}"
        for id in people for name in NAMES if chance.random() < 0.4
    }  # fmt: skip
    there = {
        (id, name): chance.choice(["06 12345670", "daar"])
        for id in people for name in NAMES if chance.random() < 0.4
    }  # fmt: skip
    for (id, name), value in here.items():
        change(db, id, **{NAMES[name]: value})
    if here and chance.random() < 0.5:
        pack.run(db, pack.Pack(), "anna")  # made, and not yet loaded
    for (id, name), value in there.items():
        team.there.rows["Contact"][id][name] = value
    team.load()
    both = {key for key in here if key in there and here[key] != there[key]}
    found = {(one[1], one[2]) for one in clash(db)}
    assert found == {(id, NAMES[name]) for id, name in both}
    settle_all = tuple(one[0] for one in clash(db))
    if settle_all:
        settle.run(db, settle.Settle(settle_all, "ours"), "anna")
    team.arrive()
    wanted = there | here
    assert {key: team.there.rows["Contact"][key[0]][key[1]] for key in wanted} == wanted


def test_an_ended_relation_that_changed_there_too(team, db):
    seen = version(db, "r5", "relation")
    end_relation.run(db, end_relation.EndRelation("r5", seen, date(2026, 11, 24)), "anna")
    team.there.rows["AccountContactRelation"]["r5"] |= {"EndDate": "2026-12-31", "Roles": "Other"}
    team.load()
    assert [one[2:] for one in clash(db)] == [("end_date", None, "2026-12-31", "2026-11-24")]
    assert small.rows(db, "relation", "r5", "roles") == ("Other",)
