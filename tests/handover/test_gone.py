"""What is gone from Salesforce while something here changes or names it waits for a choice."""

from datetime import date

import office as small
import pytest
from office import change, version
from round_trips import Team, clash

from dq.commands import create, decide, link, merge, move, pack, settle, undo
from dq.errors import Invalid
from dq.outgoing import ready


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
    assert ready.read(db).rows == 0
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


def test_an_account_that_is_gone_and_that_something_new_names_is_chosen(team, db):
    """A card that was to move there, one that was made there and a relation wait, and let go."""
    team.there.rows["Account"]["a9"] = team.there.rows["Account"]["a3"] | {"Id": "a9"}
    team.load()
    seen = version(db, "eva")
    move.run(db, move.Move("eva", seen, "a9", True, date(2026, 11, 24)), "anna")
    create.run(db, create.Create("a9", "Smit", "Planner", "smit@bouw.nl"), "anna")
    link.run(db, link.Link(("jan",), ("a9",)), "anna")
    team.there.remove("Account", "a9")
    team.load()
    assert [one[:3] for one in clash(db)] == [("account:a9", "a9", None)]
    assert {part.file.name for part in ready.read(db).parts} == {"relations-ended"}
    assert ready.read(db).waiting > 0
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
    seen = {id: version(db, id) for id in ("piet", "eva")}
    merged = merge.Merge("contact", "piet", seen["piet"], {"eva": seen["eva"]})
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
    clashes = [one[0] for one in clash(db)]
    # The merge gave the relation a start date; it goes with its card.
    assert clashes == ["contact:eva:title", "contact:piet", "relation:r3"]
    settle.run(db, settle.Settle(tuple(clashes), "theirs"), "anna")
    assert small.rows(db, "contact", "eva", "title", "account_id") == ("Hoofd Planning", "a2")
    assert db.execute("select count(*) from merged").fetchall() == [(0,)]
    team.arrive()


def test_so_is_an_account(db, tmp_path):
    team = Team(db, tmp_path, everything=True)
    team.there.rows["Account"]["a9"] = team.there.rows["Account"]["a3"] | {"Id": "a9"}
    team.load()
    seen = {id: version(db, id, "account") for id in ("a9", "a2")}
    merged = merge.Merge("account", "a9", seen["a9"], {"a2": seen["a2"]})
    merge.run(db, merged, "anna")
    assert small.rows(db, "contact", "eva", "account_id") == ("a9",)
    team.there.remove("Account", "a9")
    team.load()
    assert [one[:3] for one in clash(db)] == [("account:a9", "a9", None)]
    assert (ready.read(db).parts, ready.read(db).work) == ([], [])
    settle.run(db, settle.Settle(("account:a9",), "theirs"), "anna")
    assert small.rows(db, "contact", "eva", "account_id") == ("a2",)
    team.arrive()
