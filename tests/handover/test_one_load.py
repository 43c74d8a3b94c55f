"""With an external id what names a new record goes in the package that makes it."""

import zipfile
from contextlib import suppress
from datetime import date, timedelta

import pytest
from round_trips import Team, results
from simulator import EXTERNAL

from dq.commands import accept, come_back, create, general, leave, link, merge, move, pack, undo
from dq.commands import set as set_value
from dq.errors import Invalid
from dq.handover.package import archive as package
from dq.outgoing import ready, sorting
from dq.settings import names

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
    found = ready.read(db)
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
    set_value.run(db, set_value.Set("sf_contact_key", "Key__c"), "anna")
    keys = []
    for moment in ("2026-11-01 08:00:00", "2026-11-01 08:00:01"):
        db.execute("delete from contact where starts_with(id, 'kb-')").fetchall()
        db.execute("insert into contact (id) values ('kb-7-1')").fetchall()
        db.execute("delete from change where id = 7").fetchall()
        db.execute("insert into change (id, moment) values (7, ?)", [moment]).fetchall()
        keys.append(sorting.read(db, names.read(db)).keys["kb-7-1"])
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


def new(team, account="a1", actor="anna"):
    card = create.Create(account, "Nieuw", "Planner", "nieuw@bouw.example")
    return create.run(team.db, card, actor)


def version(db, id):
    [(found,)] = db.execute("select version from contact where id = ?", [id]).fetchall()
    return found


def test_an_approval_that_was_given_to_the_new_card_is_given_back(db, tmp_path):
    team = Team(db, tmp_path, keyed=True)
    before = dict(team.there.rows["Approval__c"]["v2"])
    command = general.General("a1", "planning@bouw.example", None, {}, ("v2",))
    general.run(db, command, "anna")
    assert team.send() == []
    assert team.there.rows["Approval__c"]["v2"] != before
    for one in package.files(db, 1)[1]:
        team.there.load(one.content, one.object, one.operation)
    assert team.there.rows["Approval__c"]["v2"] == before


@pytest.mark.parametrize("days", [0, 20])
def test_the_relation_with_the_account_that_the_card_went_with_is_made_by_salesforce(
    db, tmp_path, days
):
    team = Team(db, tmp_path, keyed=True)
    id = new(team)
    if not days:
        team.send(told=False)
    to = move.Move(id, version(db, id), "a2", True, team.today + timedelta(days=days))
    move.run(db, to, "anna")
    with suppress(Invalid):
        assert team.send(told=False) == []
    team.load()
    team.arrive()


def test_a_key_of_another_name_is_not_used(db, tmp_path):
    team = Team(db, tmp_path, keyed=True)
    id = new(team)
    team.send(told=False)
    set_value.run(db, set_value.Set("sf_contact_key", "Other_Key__c"), "anna")
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    assert ready.read(db).parts == []


@pytest.mark.parametrize("name", ["Email", "EMAIL"])
def test_the_name_of_another_field_is_refused(db, name):
    with pytest.raises(Invalid, match="another field"):
        set_value.run(db, set_value.Set("sf_contact_key", name), "anna")


def test_two_names_may_be_exchanged_at_once(db):
    swapped = (set_value.Set("sf_contact_phone", "MobilePhone"),
               set_value.Set("sf_contact_mobile", "Phone"))  # fmt: skip
    set_value.run_all(db, swapped, "anna")
    words = names.read(db)
    assert (words.field("contact", "phone"), words.field("contact", "mobile")) == (
        "MobilePhone", "Phone",
    )  # fmt: skip


def test_nothing_is_merged_into_a_card_that_is_not_there_yet(db, tmp_path):
    team = Team(db, tmp_path)
    id = new(team)
    versions = {"eva": version(db, "eva")}
    merge.run(db, merge.Merge("contact", id, version(db, id), versions), "anna")
    assert ready.read(db).work == []
    team.arrive()
    assert team.there.bin["Contact"]["eva"]["MasterRecordId"]


def test_what_was_accepted_of_a_new_card_stays_accepted_under_its_id(db, tmp_path):
    team = Team(db, tmp_path)
    id = new(team)
    leave.run(db, leave.Leave({"eva": version(db, "eva")}, DAY, DAY, (id,)), "anna")
    place = ("contact", "eva", "successor_id")
    accept.run(db, accept.Accept(frozenset([place])), "anna")
    team.send()
    assert place in ready.read(db).left_out


def test_what_names_a_new_card_that_stays_here_stays_with_it(db, tmp_path):
    team = Team(db, tmp_path)
    id = new(team)
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    leave.run(db, leave.Leave({"eva": version(db, "eva")}, DAY, DAY, (id,)), "anna")
    accept.run(db, accept.Accept(frozenset([("contact", id, None)])), "anna")
    found = ready.read(db)
    assert "contacts-new" not in {part.file.name for part in found.parts}
    assert ("contact", "eva", "successor_id") in found.left_out
    assert not [one for one in found.later if (one.day, one.taker) == (None, None)]
    [(change,)] = db.execute("select max(id) from change").fetchall()
    undo.run(db, undo.Undo(change), "anna")
    team.arrive()


@pytest.mark.parametrize("keyed", [True, False])
def test_a_relation_that_stays_here_does_so_under_the_id_of_its_card(db, tmp_path, keyed):
    team = Team(db, tmp_path, keyed=keyed)
    id = new(team)
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    [(relation,)] = db.execute(
        "select id from relation where contact_id = ? and account_id = 'a3'", [id]
    ).fetchall()
    accept.run(db, accept.Accept(frozenset([("relation", relation, None)])), "anna")
    team.send()
    team.load()
    assert ("relation", relation, None) in ready.read(db).left_out


def test_a_return_for_later_is_refused_by_what_was_said_last(db, tmp_path):
    team = Team(db, tmp_path)
    later = date.today() + timedelta(days=10)

    def leaves():
        leave.run(db, leave.Leave({"jan": version(db, "jan")}, DAY, DAY), "anna")

    def returns(day):
        come_back.run(db, come_back.ComeBack("jan", version(db, "jan"), day), "anna")

    leaves()
    team.send()
    returns(date.today())
    team.send()
    leaves()
    with pytest.raises(Invalid, match="no package has it"):
        returns(later)
    # Where no status can be told, there is nothing to wait for.
    set_value.run(db, set_value.Set("sf_contact_status", ""), "anna")
    returns(later)
