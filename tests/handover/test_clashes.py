"""What was changed here and in Salesforce meanwhile is reported, and nothing else."""

import random
from datetime import date

import office as small
import pytest
from round_trips import Team

from dq.commands import create, decide, edit, end_relation, link, merge, move, pack, settle, undo
from dq.errors import Invalid, NotFound
from dq.handover import outgoing
from dq.queries import clashes

NAMES = {"Title": "title", "Phone": "phone", "LastName": "last_name", "Department": "department"}


@pytest.fixture
def team(db, tmp_path):
    return Team(db, tmp_path)


def change(db, id, **values):
    version = small.rows(db, "contact", id, "version")[0]
    edit.run(db, edit.Edit(id, version, values), "anna")


def clash(db):
    return db.execute(
        "select id, record_id, field, old, theirs, ours from clash order by id"
    ).fetchall()


def test_the_same_field_changed_on_both_sides_clashes(team, db):
    change(db, "jan", title="Hoofd", phone="030 7654321")
    team.there.rows["Contact"]["jan"] |= {"Title": "Directeur", "Department": "Bouw"}
    team.load()
    assert clash(db) == [("contact:jan:title", "jan", "title", "Uitvoerder", "Directeur", "Hoofd")]
    assert small.rows(db, "contact", "jan", "title", "department") == ("Hoofd", "Bouw")
    [part] = outgoing.read(db).parts
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
    assert outgoing.read(db).rows == 0
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
    assert outgoing.read(db).rows == 0
    team.load()
    assert outgoing.read(db).rows == 1
    team.arrive()


def test_a_merge_that_nobody_made_is_offered_again(team, db):
    merge.run(db, merge.Merge("contact", "piet", 1, {"mia": 1}), "anna")
    pack.run(db, pack.Pack(), "anna")
    assert outgoing.read(db).work == []
    team.load()
    assert [one.kind for one in outgoing.read(db).work] == ["merge"]
    team.arrive()


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
    version = small.rows(db, "contact", "eva", "version")[0]
    move.run(db, move.Move("eva", version, "a1", False, date(2026, 11, 24)), "anna")
    team.there.rows["AccountContactRelation"]["r2"]["Roles"] = "Evaluator"
    team.load()
    assert [one[:3] for one in clash(db)] == [("relation:r2", "r2", None)]
    assert [part.file.name for part in outgoing.read(db).parts] == ["contacts"]
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


@pytest.mark.parametrize("choice", ["theirs", "ours"])
def test_a_record_that_is_gone_there_is_told(team, db, choice):
    change(db, "mia", title="Hoofd", email="mia@zorg.nl")
    relations = team.there.rows["AccountContactRelation"]
    for row in [row for row in relations.values() if row["ContactId"] == "mia"]:
        del relations[row["Id"]]
    del team.there.rows["Approval__c"]["v2"]
    del team.there.rows["Contact"]["mia"]
    team.load()
    assert [one[:3] for one in clash(db)] == [("contact:mia", "mia", None)]
    assert outgoing.read(db).rows == 0
    settle.run(db, settle.Settle(("contact:mia",), choice), "anna")
    team.arrive()
    left = [row["Title"] for row in team.there.rows["Contact"].values() if row["LastName"] == "Kok"]
    assert left == ([] if choice == "theirs" else ["Hoofd"])


def everything(db):
    """Every row of `main`, without versions and the history itself."""
    tables = db.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not temporary"
        " and table_name not in ('change', 'store_version') order by 1"
    ).fetchall()
    found = {}
    for (name,) in tables:
        rows = db.execute(f"from main.{name}")
        columns = [column[0] for column in rows.description]
        kept = [place for place, column in enumerate(columns) if column != "version"]
        found[name] = sorted(repr([row[place] for place in kept]) for row in rows.fetchall())
    return found


def test_making_a_record_anew_is_undone_whole_and_done_again(team, db):
    link.run(db, link.Link(("mia",), ("a1",), ("Evaluator",), date(2026, 11, 24)), "anna")
    change(db, "mia", title="Hoofd")
    pack.run(db, pack.Pack(), "anna")
    decide.run(db, decide.Decide("contact", "mia", "eva", False), "anna")
    team.there.take_out("mia")
    team.load()
    before, history = everything(db), db.execute("select id, edits from change").fetchall()
    settle.run(db, settle.Settle(("contact:mia",), "ours"), "anna")
    after = everything(db)
    assert small.rows(db, "contact", "mia", "id") is None
    [(made,)] = db.execute("select max(id) from change").fetchall()
    for undone, expected in ((made, before), (made + 1, after), (made, before)):
        undo.run(db, undo.Undo(undone), "anna")
        assert everything(db) == expected
    listed = db.execute("select id, edits from change").fetchall()
    assert listed[: len(history)] == history
    settle.run(db, settle.Settle(("contact:mia",), "theirs"), "anna")
    team.load()
    assert small.rows(db, "contact", "mia", "id") is None


def test_a_card_made_anew_that_is_on_its_way_stays(team, db):
    change(db, "mia", title="Hoofd", email="mia@zorg.nl")
    team.there.take_out("mia")
    team.load()
    settle.run(db, settle.Settle(("contact:mia",), "ours"), "anna")
    [(made,)] = db.execute("select max(id) from change").fetchall()
    assert team.send() == []
    with small.refused(db, Invalid, "in Salesforce by now"):
        undo.run(db, undo.Undo(made), "anna")


def test_what_a_package_cannot_make_is_not_made_anew(team, db):
    team.there.rows["Account"]["a9"] = team.there.rows["Account"]["a3"] | {"Id": "a9"}
    team.load()
    db.execute("update main.account set phone = '030 1' where id = 'a9'")
    team.there.remove("Account", "a9")
    team.load()
    with small.refused(db, Invalid, "cannot be made from here"):
        settle.run(db, settle.Settle(("account:a9",), "ours"), "anna")
    settle.run(db, settle.Settle(("account:a9",), "theirs"), "anna")
    team.arrive()


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_a_merge_that_was_made_there_is_not_taken_back(team, db, kind):
    stays, goes = {"contact": ("piet", "mia"), "account": ("a1", "a2")}[kind]
    versions = {id: small.rows(db, kind, id, "version")[0] for id in (stays, goes)}
    merge.run(db, merge.Merge(kind, stays, versions[stays], {goes: versions[goes]}), "anna")
    [(change,)] = db.execute("select max(id) from change").fetchall()
    team.arrive()
    with small.refused(db, Invalid, "They are one in Salesforce by now"):
        undo.run(db, undo.Undo(change), "anna")


def test_an_account_that_is_gone_and_that_something_new_names_is_chosen(team, db):
    """A card that was to move there, one that was made there and a relation wait, and let go."""
    team.there.rows["Account"]["a9"] = team.there.rows["Account"]["a3"] | {"Id": "a9"}
    team.load()
    version = small.rows(db, "contact", "eva", "version")[0]
    move.run(db, move.Move("eva", version, "a9", True, date(2026, 11, 24)), "anna")
    create.run(db, create.Create("a9", "Smit", "Planner", "smit@bouw.nl"), "anna")
    link.run(db, link.Link(("jan",), ("a9",)), "anna")
    team.there.remove("Account", "a9")
    team.load()
    assert [one[:3] for one in clash(db)] == [("account:a9", "a9", None)]
    assert {part.file.name for part in outgoing.read(db).parts} == {"relations-ended"}
    assert outgoing.read(db).waiting > 0
    with small.refused(db, Invalid, "cannot be made from here"):
        settle.run(db, settle.Settle(("account:a9",), "ours"), "anna")
    settle.run(db, settle.Settle(("account:a9",), "theirs"), "anna")
    assert small.rows(db, "contact", "eva", "account_id") == ("a2",)
    assert db.execute("select count(*) from relation where account_id = 'a9'").fetchall() == [(0,)]
    [(account,)] = db.execute("select account_id from contact where last_name = 'Smit'").fetchall()
    assert account is None
    team.arrive()


def test_what_was_to_be_merged_into_a_record_that_is_gone_is_one_of_its_own_again(db, tmp_path):
    """Its address was given to another card meanwhile, which keeps it."""
    team = Team(db, tmp_path, everything=True)
    version = {id: small.rows(db, "contact", id, "version")[0] for id in ("piet", "eva")}
    merged = merge.Merge("contact", "piet", version["piet"], {"eva": version["eva"]})
    merge.run(db, merged, "anna")
    change(db, "piet", title="Hoofd")
    create.run(db, create.Create("a1", "Smit", "Planner", "eva@bouw.nl"), "anna")
    for table in ("AccountContactRelation", "Approval__c"):
        for id, row in list(team.there.rows[table].items()):
            if row.get("ContactId", row.get("Contact__c")) == "piet":
                team.there.remove(table, id)
    team.there.remove("Contact", "piet")
    team.there.rows["Contact"]["eva"] |= {"Title": "Hoofd Planning"}
    team.load()
    for one in clash(db):
        settle.run(db, settle.Settle((one[0],), "theirs"), "anna")
    assert small.rows(db, "contact", "eva", "title", "account_id") == ("Hoofd Planning", "a2")
    assert db.execute("select count(*) from merged").fetchall() == [(0,)]
    team.arrive()


def test_so_is_an_account(db, tmp_path):
    team = Team(db, tmp_path, everything=True)
    team.there.rows["Account"]["a9"] = team.there.rows["Account"]["a3"] | {"Id": "a9"}
    team.load()
    version = {id: small.rows(db, "account", id, "version")[0] for id in ("a9", "a2")}
    merged = merge.Merge("account", "a9", version["a9"], {"a2": version["a2"]})
    merge.run(db, merged, "anna")
    assert small.rows(db, "contact", "eva", "account_id") == ("a9",)
    team.there.remove("Account", "a9")
    team.load()
    assert [one[:3] for one in clash(db)] == [("account:a9", "a9", None)]
    assert (outgoing.read(db).parts, outgoing.read(db).work) == ([], [])
    settle.run(db, settle.Settle(("account:a9",), "theirs"), "anna")
    assert small.rows(db, "contact", "eva", "account_id") == ("a2",)
    team.arrive()


@pytest.mark.parametrize("follows", [True, False])
def test_a_username_that_another_card_keeps_stays_out_and_is_named(db, tmp_path, follows):
    Team(db, tmp_path, follows=follows)
    change(db, "piet", title="Hoofd")
    db.execute("update main.contact set username = 'eva@bouw.nl' where id = 'piet'")
    found = outgoing.read(db)
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
    version = small.rows(db, "contact", "eva", "version")[0]
    move.run(db, move.Move("eva", version, "a1", False, date(2026, 11, 24)), "anna")
    team.there._update("Contact", {"Id": "eva", "AccountId": "a3"})
    team.load()
    assert [one[2] for one in clash(db)] == ["account_id"]
    assert outgoing.read(db).parts == []


@pytest.mark.parametrize("choice", ["theirs", "ours"])
@pytest.mark.parametrize("keeps", [True, False])
def test_an_account_changed_on_both_sides_is_settled(db, tmp_path, choice, keeps):
    team = Team(db, tmp_path, keeps=keeps)
    version = small.rows(db, "contact", "eva", "version")[0]
    move.run(db, move.Move("eva", version, "a1", True, date(2026, 11, 24)), "anna")
    team.there._update("Contact", {"Id": "eva", "AccountId": "a3"})
    team.load()
    for _round in range(2):
        ids = tuple(one[0] for one in clash(db))
        if ids:
            settle.run(db, settle.Settle(ids, choice), "anna")
        team.load()
    team.arrive()
    assert team.there.rows["Contact"]["eva"]["AccountId"] == {"theirs": "a3", "ours": "a1"}[choice]


@pytest.mark.parametrize("seed", range(6))
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
    version = small.rows(db, "relation", "r5", "version")[0]
    end_relation.run(db, end_relation.EndRelation("r5", version, date(2026, 11, 24)), "anna")
    team.there.rows["AccountContactRelation"]["r5"] |= {"EndDate": "2026-12-31", "Roles": "Other"}
    team.load()
    assert [one[2:] for one in clash(db)] == [("end_date", None, "2026-12-31", "2026-11-24")]
    assert small.rows(db, "relation", "r5", "roles") == ("Other",)
