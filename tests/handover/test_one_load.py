"""With an external id what names a new record goes in the package that makes it."""

import zipfile
from datetime import date

import pytest
from round_trips import Team, results
from simulator import EXTERNAL

from dq.commands import come_back, create, leave, link, pack
from dq.handover import outgoing, package, sorting

DAY = date(2026, 11, 1)
LEFT = ("Successor__c", "Second_Successor__c", "Taken_Over__c")


@pytest.fixture(params=[True, False], ids=["one load", "two"])
def team(request, db, tmp_path):
    """Piet leaves, and a new card takes over, also on another account."""
    team = Team(db, tmp_path, keyed=request.param)
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    id = create.run(db, card, "anna")
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    leave.run(db, leave.Leave({"jan": version}, DAY, DAY, (id,)), "anna")
    team.keyed = request.param
    return team


def of_new(team):
    """The records in Salesforce that name the new contact, by object."""
    cards = team.there.rows["Contact"].items()
    [id] = [id for id, row in cards if row["Email"] == "nieuw@bouw.example"]
    return {
        name: sum(id in row.values() for row in rows.values())
        for name, rows in team.there.rows.items()
        if name != "Contact"
    }


def test_relations_and_approvals_go_along_with_the_card(team):
    assert team.send(told=False) == []
    found = of_new(team)
    assert found["AccountContactRelation"] == (2 if team.keyed else 1)
    assert bool(found["Approval__c"]) == team.keyed


def test_what_the_leaver_has_stays_until_it_is_known_all_the_same(team):
    before = team.there.rows["Contact"]["jan"]["Status__c"]
    team.send(told=False)
    assert team.there.rows["Contact"]["jan"]["Status__c"] == before
    team.load()
    team.arrive()
    assert team.there.rows["Contact"]["jan"]["Status__c"] == "Uit dienst"


@pytest.mark.parametrize("told", [True, False])
def test_it_arrives_in_the_end_and_nothing_goes_twice(team, told):
    team.arrive(told)
    assert of_new(team)["AccountContactRelation"] == 2


def test_what_names_a_card_that_was_refused_is_refused_and_goes_again(db, tmp_path):
    team = Team(db, tmp_path, keyed=True)
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    link.run(db, link.Link((create.run(db, card, "anna"),), ("a3",), ()), "anna")
    team.there.rows["Contact"]["eva"]["Username__c"] = "nieuw@bouw.example"
    refused = team.send()
    assert [name for name, *_rest in refused] == ["Contact", "AccountContactRelation"]
    team.there.rows["Contact"]["eva"]["Username__c"] = ""
    team.arrive()
    assert of_new(team)["AccountContactRelation"] == 2


def test_what_was_packed_without_the_key_is_not_named_by_it(db, tmp_path):
    team = Team(db, tmp_path)
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    id = create.run(db, card, "anna")
    team.send(told=False)
    db.execute("update setting set value = '\"Key__c\"' where name = 'sf_contact_key'").fetchall()
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    found = outgoing.read(db)
    assert (found.parts, len(found.later)) == ([], 1)


def test_its_files_map_the_key_as_each_tool_wants_it(db, tmp_path):
    team = Team(db, tmp_path, keyed=True)
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    link.run(db, link.Link((create.run(db, card, "anna"),), ("a3",), ()), "anna")
    number = pack.run(db, pack.Pack(team.today), "anna")
    there, _back = package.files(db, number)
    cards, relations = there
    assert EXTERNAL["Contact"] in cards.columns
    assert f"Contact.{EXTERNAL['Contact']}" in relations.columns
    assert "ContactId" not in relations.columns
    package.write(db, number, tmp_path / "p.zip")
    texts = texts_of(tmp_path / "p.zip")
    mapping = texts["dataloader/06-relations-new.sdl"]
    assert f"Contact.{EXTERNAL['Contact']}=Contact:{EXTERNAL['Contact']}" in mapping
    plan = texts["sf/pakket/plan.txt"].splitlines()
    assert "field\tAccountContactRelation\tContactId\tinsert" in plan
    assert f"key\tContact\t{EXTERNAL['Contact']}" in plan
    # A refused card stops the script: the relation builds on it.
    [id] = [row[cards.columns.index(EXTERNAL["Contact"])] for row in cards.rows]
    needed = texts["sf/pakket/04-contacts-new.needed"].split()
    assert any(one in id for one in needed if one.startswith("kb-"))


def texts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_results_without_our_key_are_told_by_the_external_id(db, tmp_path):
    team = Team(db, tmp_path, keyed=True)
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    create.run(db, card, "anna")
    number = pack.run(db, pack.Pack(team.today), "anna")
    [cards], _back = package.files(db, number)
    key = EXTERNAL["Contact"]
    [[*_cells, id]] = cards.rows
    assert cards.columns[-1] == key
    text = f'"sf__Id","sf__Created","{key}"\n"003000000000001AAA","true","{id}"\n'
    told = results.run(db, results.Results((("success.csv", text.encode()),)), "anna")
    assert (told.done, told.unclear) == (1, ())


def test_a_key_of_another_time_is_another(db, tmp_path):
    keys = []
    for moment in ("2026-11-01 08:00:00", "2026-11-01 08:00:01"):
        db.execute("delete from contact where starts_with(id, 'kb-')").fetchall()
        db.execute("insert into contact (id) values ('kb-7-1')").fetchall()
        db.execute("delete from change where id = 7").fetchall()
        db.execute("insert into change (id, moment) values (7, ?)", [moment]).fetchall()
        keys.append(sorting.read(db).keys["kb-7-1"])
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("named", [True, False])
def test_who_takes_over_besides_and_as_of_when_go_where_a_field_is_named(db, tmp_path, named):
    team = Team(db, tmp_path, keyed=named)
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    command = leave.Leave({"jan": version}, DAY, date(2026, 11, 20), ("eva", "piet"))
    leave.run(db, command, "anna")
    team.arrive()
    row = team.there.rows["Contact"]["jan"]
    found = [row[name] for name in LEFT]
    assert found == (["eva", "piet", "2026-11-20"] if named else ["eva", "", ""])
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    come_back.run(db, come_back.ComeBack("jan", version, team.today), "anna")
    team.arrive()
    assert {team.there.rows["Contact"]["jan"][name] for name in LEFT} == {""}
