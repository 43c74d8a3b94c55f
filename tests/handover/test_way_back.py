"""A package that is loaded and taken back leaves Salesforce as it was; merges aside."""

import random
from contextlib import suppress
from datetime import date

import pytest
from round_trips import Team
from weeks import Week

from dq.commands import create, edit, link, move
from dq.errors import Invalid
from dq.handover import back, package


def picture(there):
    """Every record of Salesforce without the ids that it gives by itself."""
    names = {
        row["Id"]: f"{name} {row.get('Email') or row['Id']}"
        for name in ("Contact", "Account")
        for row in there.rows[name].values()
    }
    found = []
    for name, rows in there.rows.items():
        for row in rows.values():
            own = row["Id"] if name in ("Contact", "Account", "User") else ""
            told = {key: names.get(value, value) for key, value in row.items() if key != "Id"}
            found.append((name, own, tuple(sorted(told.items()))))
    return sorted(found)


def taken_back(team, number):
    """Carry out the way back of a package, as it says."""
    refused = []
    for one in package.files(team.db, number)[1]:
        refused += team.there.load(one.content, one.object, one.operation)[2]
    for contact, account in back.read(team.db, number).loose:
        there = team.there.relation(contact, account)
        team.there.remove("AccountContactRelation", there["Id"])
    return refused


def there_and_back(team):
    before = picture(team.there)
    assert team.send() == []
    [(number,)] = team.db.execute("select max(id) from package").fetchall()
    assert taken_back(team, number) == []
    assert picture(team.there) == before


@pytest.fixture(params=[(True, True), (False, False), (True, False), (False, True)])
def team(request, db, tmp_path):
    follows, keeps = request.param
    return Team(db, tmp_path, follows=follows, keeps=keeps)


def version(team, id):
    return team.db.execute("select version from contact where id = ?", [id]).fetchall()[0][0]


def test_two_usernames_that_were_swapped_are_swapped_back(team):
    jan, eva = "jan@bouw.nl", "eva@bouw.nl"
    for id, address in (("jan", "even@bouw.nl"), ("eva", jan), ("jan", eva)):
        edit.run(team.db, edit.Edit(id, version(team, id), {"email": address}), "anna")
    there_and_back(team)


def test_a_new_card_is_gone_with_all_that_hangs_on_it(team):
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    id = create.run(team.db, card, "anna")
    link.run(team.db, link.Link((id,), ("a3",), ()), "anna")
    there_and_back(team)


@pytest.mark.parametrize("keep", [True, False])
def test_who_moved_is_where_they_were_with_no_relation_more(team, keep):
    to = move.Move("eva", version(team, "eva"), "a3", keep, date(2026, 11, 1))
    move.run(team.db, to, "anna")
    there_and_back(team)


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_changes_is_taken_back_whole(db, tmp_path, seed):
    dice = random.Random(seed)
    ways = dice.random() < 0.5, dice.random() < 0.5
    team = Team(db, tmp_path, *ways, keyed=seed % 2 == 1)
    Week(team, dice).run()
    with suppress(Invalid):
        there_and_back(team)
