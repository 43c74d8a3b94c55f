"""Random edits here and in Salesforce: exactly the clashes are told, and every choice arrives."""

import random
from datetime import date

import pytest
from round_trips import Team

from dq.commands import link, pack, settle

# Per object its table, and per field in Salesforce the field here with two values to choose from.
FIELDS = {
    "Account": ("account", {"Name": ("name", "Een", "Twee"), "Phone": ("phone", "030 1", "030 2")}),
    "Contact": (
        "contact",
        {"Title": ("title", "Een", "Twee"), "Phone": ("phone", "06 12345670", "06 12345671")},
    ),
    "AccountContactRelation": (
        "relation",
        {
            "Roles": ("roles", "Evaluator", "Other"),
            "IsActive": ("active", "false", "false"),
            "EndDate": ("end_date", "2026-11-30", "2026-12-31"),
        },
    ),
    "Approval__c": ("approval", {"IsActive__c": ("active", "false", "false")}),
}
REMOVED = None
# What a package makes anew has the organisation's word, the office the code.
WORDS = {"Uren": "hours", "Factuur": "invoice"}
NATURAL = {
    "AccountContactRelation": ("ContactId", "AccountId"),
    "Approval__c": ("Project__c", "Contact__c", "Kind__c"),
}


def beside(team):
    """Relations and approvals that can be taken out: those of the own account cannot, and an
    export without any approval says nothing."""
    for name in NATURAL:
        for id, row in team.there.rows[name].items():
            if row.get("IsDirect") != "true" and id != "v3":
                yield name, id


def edits(team, chance):
    """Per record what somebody does: another value for some fields, or taken out."""
    found = {}
    removable = set(beside(team))
    for name, (_table, fields) in FIELDS.items():
        for id, row in team.there.rows[name].items():
            if (name, id) in removable and chance.random() < 0.2:
                found[name, id] = REMOVED
                continue
            new = {
                field: chance.choice([value for value in values if value != row[field]])
                for field, (_ours, *values) in fields.items()
                if set(values) != {row[field]} and chance.random() < 0.25
            }
            if new:
                found[name, id] = new
    return found


def carry_out_here(db, found):
    for (name, id), new in found.items():
        table, fields = FIELDS[name]
        if new is REMOVED:
            db.execute(f"delete from main.{table} where id = ?", [id])
            continue
        for field, value in new.items():
            db.execute(f"update main.{table} set {fields[field][0]} = ? where id = ?", [value, id])


def carry_out_there(team, found):
    for (name, id), new in found.items():
        if new is REMOVED:
            team.there.remove(name, id)
        else:
            team.there.rows[name][id] |= new


def expected_clashes(here, there):
    found = set()
    for key in here.keys() & there.keys():
        (name, id), ours, theirs = key, here[key], there[key]
        table, fields = FIELDS[name]
        if ours is REMOVED and theirs is REMOVED:
            continue
        if ours is REMOVED or theirs is REMOVED:
            found.add((table, id, None))
            continue
        found |= {
            (table, id, fields[field][0])
            for field in ours.keys() & theirs.keys()
            if ours[field] != theirs[field]
        }
    return found


def state(team):
    """What matters of every record, by what people know it by."""
    found = {}
    for name, (_table, fields) in FIELDS.items():
        for id, row in team.there.rows[name].items():
            parts = [row[part] for part in NATURAL.get(name, ())]
            key = tuple(WORDS.get(part, part) for part in parts) or id
            found[name, key] = {field: row[field] for field in fields}
    return found


def expected_state(before, keys, first, last):
    """What both sides did; where they did different things, what `last` did."""
    found = {key: dict(values) for key, values in before.items()}
    for key in first.keys() | last.keys():
        new = {**(first.get(key) or {}), **(last.get(key) or {})}
        if last.get(key, first.get(key)) is REMOVED:
            del found[keys[key]]
        else:
            found[keys[key]] |= new
    return found


def meet(team, db, seed, choice):
    chance = random.Random(seed)
    for contact, account in (("piet", "a1"), ("mia", "a2"), ("eva", "a1")):
        team.there._relate(contact, account, False)
    team.load()
    here, there = edits(team, chance), edits(team, chance)
    keys = {
        (name, id): (name, tuple(row[part] for part in NATURAL.get(name, ())) or id)
        for name in FIELDS
        for id, row in team.there.rows[name].items()
    }
    before = state(team)
    carry_out_here(db, here)
    if chance.random() < 0.5:
        pack.run(db, pack.Pack(), "anna")  # made, and nobody loads it
    carry_out_there(team, there)
    team.load()
    assert set(team.clashes()) == expected_clashes(here, there)
    ids = tuple(id for (id,) in db.execute("select id from clash order by id").fetchall())
    if ids:
        settle.run(db, settle.Settle(ids, choice), "anna")
    team.arrive()
    sides = (there, here) if choice == "ours" else (here, there)
    assert state(team) == expected_state(before, keys, *sides)


@pytest.mark.parametrize("choice", ["ours", "theirs"])
@pytest.mark.parametrize("seed", range(3))
def test_exactly_the_clashes_are_told_and_the_choice_arrives(db, tmp_path, seed, choice):
    meet(Team(db, tmp_path, everything=seed % 2 == 0), db, seed, choice)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_done_and_then_changed_there_is_followed(db, tmp_path, seed):
    """Nothing clashes, since it had arrived, and nothing of it is sent again."""
    team, chance = Team(db, tmp_path), random.Random(seed)
    here = edits(team, chance)
    carry_out_here(db, here)
    assert team.send() == []
    there = {
        (name, id): new
        for (name, id), new in edits(team, chance).items()
        if new is not REMOVED and id in team.there.rows[name]
    }
    carry_out_there(team, there)
    after = state(team)
    team.load()
    assert team.clashes() == []
    team.arrive()
    assert state(team) == after


@pytest.mark.parametrize("roles", ["Evaluator", "Other", ""])
@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_relation_that_both_sides_added_is_one(db, tmp_path, roles, choice):
    team = Team(db, tmp_path)
    link.run(db, link.Link(("piet",), ("a1",), ("Evaluator",), date(2026, 11, 24)), "anna")
    team.there._relate("piet", "a1", False)
    team.there.relation("piet", "a1")["Roles"] = roles
    team.load()
    clashes = [field for _table, _id, field in team.clashes()]
    assert clashes == (["roles"] if roles == "Other" else [])
    if clashes:
        [(id,)] = db.execute("select id from clash").fetchall()
        settle.run(db, settle.Settle((id,), choice), "anna")
    team.arrive()
    row = team.there.relation("piet", "a1")
    kept = "Other" if roles == "Other" and choice == "theirs" else "Evaluator"
    assert (row["Roles"], row["StartDate"]) == (kept, "2026-11-24")
