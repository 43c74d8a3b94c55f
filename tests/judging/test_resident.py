"""What a server keeps in memory: a search sees each change at once, and edits match as in full."""

from datetime import date

import company
import duckdb
import pytest

from dq.commands.create import Create
from dq.commands.create import run as create
from dq.commands.decide import Decide
from dq.commands.decide import run as decide
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.move import Move
from dq.commands.move import run as move
from dq.commands.undo import Undo
from dq.commands.undo import run as undo
from dq.errors import Conflict
from dq.judging import duplicates, judge
from dq.judging.resident import Resident
from dq.store import faults


@pytest.fixture
def filled(db):
    company.insert(db, "account", company.ACCOUNTS)
    company.insert(db, "contact", company.CONTACTS)
    for table, rows in company.OTHERS.items():
        company.insert(db, table, rows)
    company.loaded(db, 1, date(2026, 11, 23))
    return db


@pytest.fixture
def resident(filled):
    """One that has read the company before anything was changed."""
    found = Resident()
    found.warm(filled)
    return found


def ids(resident, db, text):
    return [hit.id for hit in resident.find(db, text)]


def version(db, id):
    [(found,)] = db.execute("select version from contact where id = ?", [id]).fetchall()
    return found


def rename(db, id, **values):
    edit(db, Edit(id, version(db, id), values), "vera")


def newcomer(db, **values):
    card = {"last_name": "Quaedvlieg", "title": "Planner", "email": "q@zuidas.nl", **values}
    return create(db, Create("001C", **card), "vera")


def test_it_is_ready_once_it_was_warmed(filled):
    resident = Resident()
    assert not resident.ready
    resident.warm(filled)
    assert resident.ready


def test_the_first_search_reads_the_cards_itself(filled):
    assert ids(Resident(), filled, "fatima@zuidas.example") == ["003D"]


def test_an_edit_is_found_by_what_is_new_and_no_more_by_what_was(filled, resident):
    rename(filled, "003D", email="f.yildiz@zuidas.nl", last_name="Yilmaz")
    assert ids(resident, filled, "f.yildiz@zuidas.nl") == ["003D"]
    assert ids(resident, filled, "Yilmaz") == ["003D"]
    assert "003D" not in ids(resident, filled, "info@zuidas.example")


def test_a_second_edit_is_seen_too(filled, resident):
    rename(filled, "003D", email="een@zuidas.nl")
    assert ids(resident, filled, "een@zuidas.nl") == ["003D"]
    rename(filled, "003D", email="twee@zuidas.nl")
    assert ids(resident, filled, "twee@zuidas.nl")[0] == "003D"
    assert "een@zuidas.nl" not in [hit.by for hit in resident.find(filled, "een@zuidas.nl")]


def test_a_new_card_is_found_and_after_undo_it_is_gone(filled, resident):
    id = newcomer(filled)
    assert ids(resident, filled, "q@zuidas.nl") == [id]
    assert ids(resident, filled, "Quaedv") == [id]
    [(change_id,)] = filled.execute("select max(id) from change").fetchall()
    undo(filled, Undo(change_id), "vera")
    assert ids(resident, filled, "q@zuidas.nl") == []


def test_a_new_card_stands_among_the_others_by_how_likely_it_is(filled, resident):
    """An exact hit that was there before comes before a likely one that is new."""
    newcomer(filled, first_name="Fatima", last_name="Yildiz", email="fatimah@zuidas.example")
    found = resident.find(filled, "fatima@zuidas.example")
    assert found[0].id == "003D"
    tiers = [hit.tier for hit in found]
    assert len(found) == 2 and tiers == sorted(tiers)


def test_a_login_that_changed_along_is_found(filled, resident):
    filled.execute(
        "insert into portal_user values ('u1', 'fatima@zuidas.example', '003D', null, true, null, null, null, 1)"  # noqa: E501
    )
    filled.execute("update contact set username = 'fatima@zuidas.example' where id = '003D'")
    resident = Resident()
    resident.warm(filled)
    rename(filled, "003D", email="f.yildiz@zuidas.nl")
    assert ids(resident, filled, "f.yildiz@zuidas.nl") == ["003D"]


def test_a_load_is_read_at_the_next_search(filled, resident):
    company.insert(filled, "contact", [{"id": "003Z", "last_name": "Quaedvlieg"}])
    company.loaded(filled, 2, date(2026, 11, 30))
    assert ids(resident, filled, "Quaedvlieg") == ["003Z"]


def test_who_looks_like_a_card_is_found_as_it_is_now(filled, resident):
    asked = {"first_name": "Johanna", "last_name": "van der Bergh", "account_id": "001A"}
    assert {one.id for one in resident.lookup(filled, asked)} >= {"003A"}
    id = newcomer(filled, first_name="Johanna", last_name="van der Bergh", email="jo@zuidas.nl")
    rename(filled, "003A", first_name="Xerxes", last_name="Anders", email="x@elders.nl", mobile="")
    best = [one.id for one in resident.lookup(filled, asked)]
    assert id in best
    assert "003A" not in best


def test_lookup_knows_the_company_of_the_account(filled, resident):
    name = {"first_name": "Johanna", "last_name": "van der Bergh"}
    here = resident.lookup(filled, {**name, "account_id": "001B"})
    there = resident.lookup(filled, {**name, "account_id": "001C"})
    bits = [next(one.bits for one in found if one.id == "003A") for found in (here, there)]
    assert bits[0] > bits[1]


def test_lookup_gives_the_best_few(filled, resident):
    found = resident.lookup(filled, {"last_name": "Bergh", "account_id": "001A"}, most=1)
    assert len(found) == 1


def matched(db):
    pairs = db.execute(
        "select left_id, right_id, round(score, 6) from pair where record_kind = 'contact'"
        " order by all"
    ).fetchall()
    groups = db.execute(
        "select record_id, group_id from cluster where record_kind = 'contact' order by all"
    ).fetchall()
    return pairs, groups


def test_after_edits_only_what_changed_is_matched_and_the_outcome_is_that_of_a_full_run(
    filled, resident
):
    duplicates.run(filled)
    assert matched(filled)[0] != []
    twin = newcomer(filled, first_name="Fatima", last_name="Yildiz", email="fatima@zuidas.example")
    rename(filled, "003B", email="anders@elders.nl", mobile="", first_name="Xandra")
    move(filled, Move("003F", version(filled, "003F"), "001C", True, date(2026, 11, 24)), "vera")
    assert resident.update(filled)
    part = matched(filled)
    assert ("003D", twin) in [pair[:2] for pair in part[0]]
    duplicates.run(filled)
    full = matched(filled)
    assert [pair[:2] for pair in part[0]] == [pair[:2] for pair in full[0]]
    assert part[1] == full[1]


def test_without_changes_an_update_leaves_the_pairs_alone(filled, resident):
    duplicates.run(filled)
    before = matched(filled)
    assert resident.update(filled)
    assert matched(filled) == before


def test_each_update_goes_on_from_the_last(filled, resident):
    duplicates.run(filled)
    for address in ("q1@zuidas.nl", "q2@zuidas.nl"):
        newcomer(filled, first_name="Quirine", mobile="06 44445555", email=address)
        assert resident.update(filled)
    [pair] = filled.execute(
        "select left_id, right_id from pair where left_id like 'kb-%' and right_id like 'kb-%'"
    ).fetchall()
    assert len(set(pair)) == 2


def test_a_decision_asks_for_a_full_run(filled, resident):
    decide(filled, Decide("contact", "003A", "003B", same=False), "vera")
    assert not resident.update(filled)


def test_a_load_asks_for_a_full_run(filled, resident):
    company.loaded(filled, 2, date(2026, 11, 30))
    assert not resident.update(filled)


def test_nothing_read_yet_asks_for_a_full_run(filled):
    assert not Resident().update(filled)


def test_judging_with_it_finds_what_judging_without_it_does(filled):
    resident = Resident()
    judge.run(filled, resident=resident)
    assert resident.ready
    newcomer(filled, first_name="Fatima", last_name="Yildiz", email="fatima@zuidas.example")
    decide(filled, Decide("contact", "003A", "003B", same=False), "vera")
    rename(filled, "003A", title="")
    judge.run(filled, resident=resident)
    open_now = "select check_id, record_id, other_id from finding where solved_load is null"
    found = filled.execute(f"{open_now} order by all").fetchall(), matched(filled)
    filled.execute("delete from finding")
    judge.run(filled)
    assert (filled.execute(f"{open_now} order by all").fetchall(), matched(filled)) == found
    assert ("missing_title", "003A", None) in found[0]


def test_accounts_come_with_how_many_people_they_have_now(filled, resident):
    assert resident.accounts(filled, "bakker") == [("001A", 2), ("001B", 1)]
    newcomer(filled)
    move(filled, Move("003F", version(filled, "003F"), "001C", True, date(2026, 11, 24)), "vera")
    assert resident.accounts(filled, "bakker")[0] == ("001A", 1)
    assert resident.accounts(filled, "zuidas") == [("001C", 5)]


@pytest.mark.parametrize("text", ["bakker@zuidas.example", "0612345678", "b", " "])
def test_what_is_no_name_finds_no_account(filled, resident, text):
    assert resident.accounts(filled, text) == []


class ClosedAt:
    """A connection that is closed before its query of that number."""

    def __init__(self, db, number):
        self.db, self.left = db.cursor(), number

    def __getattr__(self, name):
        if name in ("sql", "execute"):
            self.left -= 1
            if self.left < 0:
                self.db.close()
        return getattr(self.db, name)


def test_a_store_that_is_closed_meanwhile_is_no_fault_of_a_card(filled, resident, caplog):
    """A server that stops closes its store while somebody reads, at any query."""
    rename(filled, "003D", last_name="Bosman")
    for ask in (Resident().warm, resident.warm, resident.update):
        number = 0
        while True:
            db = ClosedAt(filled, number)
            try:
                ask(db)
                break
            except (Conflict, duckdb.ConnectionException) as error:
                assert faults.explained(error).message == faults.CLOSED
            number += 1
        assert number > 1, "it asked nothing"
    assert not caplog.records
