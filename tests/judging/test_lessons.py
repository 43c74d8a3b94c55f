"""What matching learns from in a store: decided pairs, and merged ones as they were before."""

import json
import random

import company
import pytest
from office import last

from dq.commands import decide as decide_
from dq.commands import edit, undo
from dq.commands.merge import Merge, run
from dq.commands.set import Set
from dq.commands.set import run as put
from dq.judging import duplicates, judge, lessons
from dq.matching.files import engine_duckdb
from dq.matching.recipe import ACCOUNTS, CONTACTS
from dq.matching.weighing import adjustment
from dq.matching.weighing import lessons as weighing
from dq.queries.review import decisions


def read(db, recipe=CONTACTS):
    source = engine_duckdb.contacts if recipe is CONTACTS else engine_duckdb.accounts
    return lessons.every(db, lessons.ruled(db, source(db), recipe), recipe, source)


def pairs(found):
    return list(zip(found.left, found.right, found.same, strict=True))


def cells(found, id, *names):
    [row] = [row for row in found.table.to_pylist() if row["id"] == id]
    return tuple(row[name] for name in names)


def decide(db, left, right, same, kind="contact"):
    decide_.run(db, decide_.Decide(kind, left, right, same), "vera")


def test_nothing_was_decided(office):
    assert pairs(read(office)) == []


def test_decided_pairs_are_read_as_they_are(office):
    decide(office, "piet", "mia", False)
    decide(office, "jan", "eva", True)
    found = read(office)
    assert pairs(found) == [("eva", "jan", True), ("mia", "piet", False)]
    assert cells(found, "jan", "first_name", "company_id") == ("Jan", "bouw")


def test_a_decision_that_ended_because_a_card_changed_teaches_nothing(office):
    decide(office, "piet", "mia", False)
    edit.run(office, edit.Edit("mia", 1, {"last_name": "Kokkelink"}), "anna")
    assert pairs(read(office)) == []


def test_a_merge_is_a_pair_of_the_cards_before_it(office):
    run(office, Merge("contact", "piet", 1, {"mia": 1}, {"last_name": "Kok"}), "vera")
    found = read(office)
    [(stays, went, same)] = pairs(found)
    assert same
    assert cells(found, stays, "first_name", "last_name", "company_id") == (
        "Piet",
        "Vos",
        "zorg groep",
    )
    assert cells(found, went, "first_name", "last_name", "company_id") == (
        "Mia",
        "Kok",
        "zorg groep",
    )


def test_two_merges_into_one_card_are_each_with_the_card_of_then(office):
    run(office, Merge("contact", "piet", 1, {"mia": 1}, {"last_name": "Kok"}), "vera")
    office_version = office.execute("select version from contact where id = 'piet'").fetchone()[0]
    run(office, Merge("contact", "piet", office_version, {"eva": 1}, {"title": "Planner"}), "vera")
    found = read(office)
    names = {
        (*cells(found, stays, "last_name", "title"), *cells(found, went, "first_name"))
        for stays, went, _ in pairs(found)
    }
    assert names == {("Vos", "Inkoper", "Mia"), ("Kok", "Inkoper", "Eva")}


def test_a_card_that_stayed_and_then_went_is_still_known(office):
    run(office, Merge("contact", "mia", 1, {"piet": 1}), "vera")
    now = office.execute("select version from contact where id = 'mia'").fetchone()[0]
    run(office, Merge("contact", "eva", 1, {"mia": now}), "vera")
    assert len(pairs(read(office))) == 2


def test_decisions_and_merges_are_read_together(office):
    decide(office, "jan", "eva", False)
    run(office, Merge("contact", "piet", 1, {"mia": 1}), "vera")
    found = read(office)
    assert sorted(found.same) == [False, True]
    assert len(set(found.table["id"].to_pylist())) == 4


def test_an_undone_merge_teaches_nothing(office):
    run(office, Merge("contact", "piet", 1, {"mia": 1}), "vera")
    undo.run(office, undo.Undo(last(office)[0][0]), "vera")
    assert pairs(read(office)) == []


def test_accounts_that_were_merged_are_read_as_accounts(office):
    run(office, Merge("account", "a1", 1, {"a3": 1}), "vera")
    found = read(office, ACCOUNTS)
    [(stays, went, same)] = pairs(found)
    assert (cells(found, stays, "name"), cells(found, went, "name"), same) == (
        ("Bouw BV",),
        ("Zorg Groep",),
        True,
    )


def test_a_team_can_switch_it_off(office):
    decide(office, "piet", "mia", False)
    put(office, Set("learn_from_decisions", False), "vera")
    source = engine_duckdb.contacts
    assert lessons.read(office, source(office), CONTACTS, source) is None


def test_where_nobody_said_no_the_history_stays_unread(office, monkeypatch):
    source = engine_duckdb.contacts
    run(office, Merge("contact", "piet", 1, {"mia": 1}, {}), "vera")
    assert pairs(lessons.read(office, source(office), CONTACTS, source)) == []
    monkeypatch.setattr(weighing, "EACH", 1)
    decide(office, "jan", "eva", False)
    assert len(pairs(lessons.read(office, source(office), CONTACTS, source))) == 2


@pytest.fixture
def taught(db, monkeypatch):
    """Cards of which half of the pairs with one name and one number were found to be two people."""
    for module in (adjustment, weighing):
        monkeypatch.setattr(module, "LEAST", 40)
    draw = random.Random(3)
    cards = []
    for number in range(60):
        name = "".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(4))
        for side in ("l", "r"):
            card = {
                "id": f"{number:03}{side}",
                "first_name": "Jan",
                "last_name": name.title(),
                "email": f"jan.{name}@x{number % 9}.nl",
                "account_id": f"a{number % 9}",
                "title": "Planner" if number % 2 or side == "l" else "Monteur",
                "kind": "person",
            }
            cards.append(card)
    company.insert(db, "account", [{"id": f"a{n}", "name": f"Bedrijf {n} BV"} for n in range(9)])
    company.insert(db, "contact", cards)
    db.execute("insert into load (id, exported) values (1, '2026-11-23')")
    judge.run(db)
    said = [decide_.Decide("contact", f"{n:03}l", f"{n:03}r", bool(n % 2)) for n in range(50)]
    decide_.run_all(db, said, "vera")
    return db


def score(db, number):
    [(found,)] = db.execute(
        "select max(score) from pair where least(left_id, right_id) = ?", [f"{number:03}l"]
    ).fetchall()
    return found or 0.0


def test_what_a_full_run_learns_is_kept_and_used(taught):
    before = score(taught, 58), score(taught, 59)
    duplicates.run(taught)
    learned = decisions.learned(taught)
    assert learned.used and (learned.decided, learned.same) == (50, 25)
    assert learned.after.off < learned.before.off
    assert learned.after.wrong < learned.before.wrong
    # Nobody said anything of these: two job titles were two people elsewhere, one title one.
    assert score(taught, 58) < before[0] - 0.2
    assert score(taught, 59) > 0.5


def test_switched_off_everything_is_as_it_was(taught):
    before = score(taught, 58)
    put(taught, Set("learn_from_decisions", False), "vera")
    duplicates.run(taught)
    assert decisions.learned(taught) is None
    assert score(taught, 58) == pytest.approx(before)


def test_certainty_for_risk_is_calibrated_by_what_is_shown_now(taught):
    duplicates.run(taught)
    band = decisions.learned(taught).bands[0]
    assert band.low >= 0.5
    middle = (band.low + band.high) / 2
    expected = (band.same + decisions.WEIGHT * middle) / (band.decided + decisions.WEIGHT)
    assert decisions.calibrated(taught, "contact")(middle) == pytest.approx(
        min(expected, decisions.MOST)
    )


def test_the_next_version_of_a_check_is_read_by_name(db):
    """What stands in the store is JSON of `adjustment.Check`."""
    side = {"loss": 1.0, "off": 0.1, "wrong": 2}
    check = {"decided": 3, "same": 2, "before": side, "after": side, "used": False, "bands": []}
    db.execute("insert into matching (record_kind, learned) values ('contact', ?)",
               [json.dumps(check)])  # fmt: skip
    assert decisions.learned(db).before == decisions.Measure(0.1, 2)


def test_a_card_that_cannot_be_read_is_left_out_of_the_lessons(taught, monkeypatch):
    def stumbles(table, recipe):
        if "000l" in table["id"].to_pylist():
            raise ValueError("odd")
        return weighing.prepare(table, recipe)

    monkeypatch.setattr(lessons, "prepare", stumbles)
    found = read(taught)
    assert len(found.left) == 49 and "000l" not in found.table["id"].to_pylist()
    duplicates.run(taught)
    assert decisions.learned(taught).decided == 49
