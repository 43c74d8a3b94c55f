"""A package that is loaded and taken back leaves Salesforce as it was; merges aside."""

import random
from contextlib import suppress
from datetime import date

import pytest
from round_trips import Team
from weeks import Watch, Week

from dq.commands import create, edit, link, move, pack, withdraw
from dq.errors import Invalid
from dq.handover.package import archive
from dq.outgoing import back


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
    for one in archive.files(team.db, number)[1]:
        refused += team.there.load(one.content, one.object, one.operation)[2]
    for contact, account in back.read(team.db, number).loose:
        there = team.there.relation(contact, account)
        team.there.remove("AccountContactRelation", there["Id"])
    return refused


def there_and_back(team, refused=0):
    before = picture(team.there)
    watch = Watch(team)
    watch.start(refused)
    assert bool(team.send()) <= bool(refused)
    watch.stop()
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


@pytest.mark.parametrize("seed", [21, 26])
def test_with_rows_refused_it_is_taken_back_as_well(db, tmp_path, seed):
    dice = random.Random(seed)
    ways = dice.random() < 0.5, dice.random() < 0.5
    team = Team(db, tmp_path, *ways, keyed=seed % 2 == 1)
    Week(team, dice).run()
    with suppress(Invalid):
        there_and_back(team, refused=0.4)


def test_what_was_refused_is_not_in_it(team):
    edit.run(team.db, edit.Edit("eva", version(team, "eva"), {"title": "Hoofd"}), "anna")
    edit.run(team.db, edit.Edit("jan", version(team, "jan"), {"title": "Hoofd"}), "anna")
    assert keys(team, refused={"eva"}) == {"jan"}


def test_a_relation_that_could_not_be_deleted_is_not_made_again(team):
    link.run(team.db, link.Link(("eva",), ("a3",), ()), "anna")
    team.arrive()
    id = team.there.relation("eva", "a3")["Id"]
    team.db.execute("delete from main.relation where id = ?", [id]).fetchall()
    assert keys(team, refused={id}) == set()


def keys(team, refused):
    """The records in the way back of a package of which these were refused."""
    run = team.there.carry_out

    def some(name, operation, given):
        no = given.get("Id") in refused
        return (given["Id"], "UNABLE_TO_LOCK_ROW") if no else run(name, operation, given)

    team.there.carry_out = some
    team.send()
    team.there.carry_out = run
    [(number,)] = team.db.execute("select max(id) from package").fetchall()
    assert refused & {row.key for file in back.read(team.db, number).files for row in file.rows}
    return {row.key for file in back.needed(team.db, number).files for row in file.rows}


def test_a_card_that_another_package_made_is_not_deleted_by_a_withdrawn_one(team):
    card = create.Create("a1", "Nieuw", "Planner", "nieuw@bouw.example")
    create.run(team.db, card, "anna")
    first = pack.run(team.db, pack.Pack(team.today), "anna")
    withdraw.run(team.db, withdraw.Withdraw(first), "anna")
    team.send()
    assert archive.files(team.db, first)[1] == []
    assert [one.operation for one in archive.files(team.db, first + 1)[1]] == ["delete"]


def test_no_relation_goes_by_hand_of_a_move_that_was_refused(team):
    to = move.Move("eva", version(team, "eva"), "a3", True, date(2026, 11, 1))
    move.run(team.db, to, "anna")
    refuse = {"eva"}
    assert keys(team, refuse) & refuse == set()
    [(number,)] = team.db.execute("select max(id) from package").fetchall()
    assert back.needed(team.db, number).loose == []
