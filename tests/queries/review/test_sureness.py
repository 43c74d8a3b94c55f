"""Sure or to be looked at: beside a slow recomputation, on the demo and on random groups."""

import itertools
import json
import random
from math import prod

import company
import pytest
import template

from dq.casework import merging as casework
from dq.cli.load import load_files
from dq.commands import decide, hand_to, merge, postpone
from dq.commands.decide import Decide
from dq.domain import demo, risk
from dq.judging import judge
from dq.queries.review import decisions, duplicates, merging, sureness


def slow_chance(ids, links):
    """The best tree by trying all of them."""
    best = 0.0
    for tree in itertools.combinations(links.items(), len(ids) - 1):
        tied = {ids[0]}
        for _ in ids:
            tied |= {id for pair, _p in tree if tied & set(pair) for id in pair}
        if tied == set(ids):
            best = max(best, prod(probability for _, probability in tree))
    return min(best, *links.values())


def slowly(db, kind, group):
    """The same group, worked out by itself from what the pages read of it."""
    calibrated = decisions.calibrated(db, kind)
    links, two = {}, False
    for pair in duplicates.pairs(db, kind, group.id):
        ruling = decisions.of_pair(db, kind, pair.left_id, pair.right_id)
        if ruling is None or ruling.same:
            known = 1.0 if ruling else calibrated(pair.score)
            links[pair.left_id, pair.right_id] = known
        if ruling is None:
            said = {f"{one['field']}:{one['level']}" for one in pair.evidence}
            two = two or not said.isdisjoint(sureness.TWO)
    proposal = casework.proposed(db, kind, group.ids)
    cost = risk.WRONG
    if kind == "contact":
        cost += risk.LOGIN * any(one.portal for one in proposal.candidates)
    cost += risk.APPROVAL * sum(one.approvals for one in proposal.candidates)
    hanging = {
        "contact": "select count(*) from relation where contact_id in $ids"
        " and coalesce(direct, false) = false and coalesce(active, true)",
        "account": "select count(*) from contact where account_id in $ids",
    }
    [(number,)] = db.execute(hanging[kind], {"ids": list(group.ids)}).fetchall()
    cost += risk.HANGING * number
    doubt = 1 - slow_chance(group.ids, links)
    values = [
        {(row[name] or "").strip().lower() or None for row in proposal.rows} - {None}
        for name in (("account_id", "title") if kind == "contact" else ("kvk_number",))
    ]
    differs = all(len(some) > 1 for some in values)
    losers = list(proposal.command.losers)
    way = merging.obstacles(db, kind, proposal.command.survivor_id, losers)
    look = proposal.look or any(one.what == "accounts" for one in way)
    look = look or differs or two or rivalled(db, kind, group.ids)
    return doubt, cost, not (doubt * cost > risk.LOOKING or look)


def rivalled(db, kind, ids):
    """Whether one of them makes a pair with another record that nobody decided to be another."""
    rows = db.execute("select left_id, right_id from pair where record_kind = ?", [kind]).fetchall()
    outside = [pair for pair in rows if len(set(pair) & set(ids)) == 1]
    rulings = [decisions.of_pair(db, kind, *pair) for pair in outside]
    return any(ruling is None or ruling.same for ruling in rulings)


def assert_as_slowly(db, kind):
    found = sureness.groups(db, kind)
    for group in found:
        doubt, cost, sure = slowly(db, kind, group)
        assert group.risk == pytest.approx(doubt)
        assert (group.cost, group.sure) == (cost, sure), group
    return found


@pytest.fixture(scope="module")
def shown():
    """The demo company, judged."""
    with template.fresh() as db:
        day, files = demo.weeks()[2]
        load_files(db, files, day, actor=demo.ACTOR, sure=True)
        judge.refresh(db)
        yield db


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_the_demo_is_split_as_a_slow_recomputation_does(shown, kind):
    assert assert_as_slowly(shown, kind)


def test_in_the_demo_many_groups_are_sure_and_some_are_not(shown):
    found = sureness.groups(shown, "contact")
    assert len(found) / 3 < sum(one.sure for one in found) < len(found)


def fill(db, draw):
    """Groups of people and accounts, drawn at random, with logins, approvals and relations."""
    sides = ["a1", "a2", None]
    company.insert(db, "account", [{"id": "a1", "name": "A"}, {"id": "a2", "name": "B"}])
    for group in range(12):
        ids = [f"{group:02}{letter}" for letter in "abcd"[: draw.randint(2, 4)]]
        for id in ids:
            card = {"id": id, "last_name": "Vos", "account_id": draw.choice(sides)}
            card |= {"title": draw.choice(["Planner", "Chef", "chef ", None])}
            card |= {"status": draw.choice(["active", "active", "left"])}
            company.insert(db, "contact", [card])
            db.execute("insert into cluster values ('contact', ?, ?)", [id, ids[0]])
            for schema in ("main", "upstream"):
                if draw.random() < 0.2:
                    db.execute(
                        f"insert into {schema}.portal_user (id, contact_id, username, active)"
                        " values (?, ?, ?, ?)",
                        [f"u{id}", id, id, draw.random() < 0.8],
                    )
            for number in range(draw.choice([0, 0, 0, 1, 5])):
                db.execute(
                    "insert into approval (id, contact_id, kind, active) values (?, ?, 'hours', ?)",
                    [f"g{id}{number}", id, draw.choice([True, False, None])],
                )
                db.execute(
                    "insert into relation (id, contact_id, account_id, direct, active)"
                    " values (?, ?, 'a1', ?, ?)",
                    [f"r{id}{number}", id, draw.choice([True, False]), draw.random() < 0.8],
                )
        for left, right in itertools.combinations(ids, 2):
            if draw.random() < 0.8:
                score = draw.choice([0.5, 0.9, 0.99, 0.9995, 1.0])
                db.execute(
                    "insert into pair values ('contact', ?, ?, ?, '[]')", [left, right, score]
                )
            if draw.random() < 0.15:
                decide.run(db, Decide("contact", left, right, draw.random() < 0.7), "anna")


@pytest.mark.parametrize("seed", range(8))
def test_random_groups_are_split_as_a_slow_recomputation_does(db, seed):
    fill(db, random.Random(seed))
    assert assert_as_slowly(db, "contact")


def test_the_chance_is_that_of_the_strongest_tree_and_no_more_than_the_weakest_pair():
    assert risk.chance("ab", {("a", "b"): 0.9}) == 0.9
    pairs = {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.75}
    assert risk.chance("abc", pairs) == pytest.approx(0.72)
    assert risk.chance("abc", pairs | {("a", "c"): 0.1}) == 0.1
    assert risk.chance("abc", {("a", "b"): 0.9}) == 0


def test_without_decisions_the_certainty_is_believed_up_to_a_bound(db):
    calibrated = decisions.calibrated(db, "contact")
    assert calibrated(0.8) == pytest.approx(0.8)
    assert calibrated(1.0) == decisions.MOST


def test_what_people_decided_moves_the_certainty_of_its_band(db):
    rows = [(f"contact:{n}:x", "contact", str(n), "x", n % 2 == 0, 0.995) for n in range(40)]
    db.executemany("insert into decision values (?, ?, ?, ?, ?, ?, null)", rows)
    calibrated = decisions.calibrated(db, "contact")
    assert calibrated(0.995) == pytest.approx((20 + 500 * 0.995) / 540)
    assert calibrated(0.8) == pytest.approx(0.8)
    assert decisions.calibrated(db, "account")(0.995) == pytest.approx(0.995)


@pytest.fixture
def twins(office):
    """One person twice, of whom everything is known."""
    office.execute(
        "insert into contact (id, last_name, account_id, version) values"
        " ('x1', 'Vos', 'a1', 1), ('x2', 'Vos', 'a1', 1)"
    )
    office.execute("insert into cluster values ('contact', 'x1', 'x1'), ('contact', 'x2', 'x1')")
    office.execute("insert into pair values ('contact', 'x1', 'x2', 1.0, '[]')")
    return office


def only(db):
    [group] = sureness.groups(db, "contact")
    return group


def test_a_certain_pair_of_whom_little_is_at_stake_is_sure(twins):
    assert only(twins).sure
    assert only(twins).cost == risk.WRONG


def test_two_who_both_log_in_are_looked_at(twins):
    for schema in ("main", "upstream"):
        twins.execute(
            f"insert into {schema}.portal_user (id, contact_id, username, active)"
            " values ('u1', 'x1', 'x1', true), ('u2', 'x2', 'x2', true)"
        )
    assert only(twins).why == ("logins",)
    assert only(twins).cost == risk.WRONG + risk.LOGIN


def test_another_account_and_another_title_are_looked_at(twins):
    twins.execute("update contact set account_id = 'a3', title = 'Chef' where id = 'x2'")
    assert only(twins).sure  # a title that is missing says nothing
    twins.execute("update contact set title = 'Planner' where id = 'x1'")
    assert only(twins).why == ("places",)


def test_what_waits_or_is_given_to_somebody_says_so(twins):
    twins.execute("insert into load (id) values (1)")
    twins.execute(
        "insert into finding (check_id, record_kind, record_id)"
        " values ('duplicate_person', 'contact', 'x2')"
    )
    postpone.run(twins, postpone.Postpone("contact", "x1"), "anna")
    hand_to.run(twins, hand_to.HandTo((("contact", "x2"),), "Bas"), "anna")
    assert (only(twins).off, only(twins).assignee) == (True, "Bas")
    twins.execute("update finding set solved_load = 1")
    assert only(twins).assignee is None  # what was given is settled


def test_a_group_that_is_merged_or_decided_to_be_two_is_gone(twins):
    decide.run(twins, Decide("contact", "x1", "x2", False), "anna")
    assert sureness.groups(twins, "contact") == []
    decide.run(twins, Decide("contact", "x1", "x2", None), "anna")
    merge.run(twins, merge.Merge("contact", "x1", 1, {"x2": 1}), "anna")
    assert sureness.groups(twins, "contact") == []


def pair(db, left, right, *said, score=1.0):
    evidence = [
        {"field": field, "level": level, "points": 1.0}
        for field, _, level in (one.partition(":") for one in said)
    ]
    db.execute(
        "insert into pair values ('contact', ?, ?, ?, ?)",
        [left, right, score, json.dumps(evidence)],
    )


@pytest.fixture
def two(db):
    """A group of two cards of one company, and one card beside it."""
    company.insert(db, "account", [{"id": "a1", "name": "A"}])
    for id in "xyz":
        company.insert(db, "contact", [{"id": id, "last_name": "Vos", "account_id": "a1"}])
    db.execute("insert into cluster values ('contact', 'x', 'x'), ('contact', 'y', 'x')")
    return db


def why(db):
    [group] = sureness.groups(db, "contact")
    return group.why


@pytest.mark.parametrize("said", sureness.TWO)
def test_what_speaks_for_two_people_is_looked_at_however_sure_the_rest_is(two, said):
    pair(two, "x", "y", "email:exact", "mobile:exact", said)
    assert why(two) == ("people",)
    assert_as_slowly(two, "contact")
    decide.run(two, Decide("contact", "x", "y", True), "anna")
    assert why(two) == ()


def test_what_speaks_for_one_is_not(two):
    pair(two, "x", "y", "email:exact", "mobile:exact", "given_name:exact")
    assert why(two) == ()


def test_a_card_that_fits_two_people_is_looked_at(two):
    pair(two, "x", "y", "surname:exact")
    pair(two, "y", "z", "surname:exact", score=0.999)
    assert why(two) == ("rival",)
    assert_as_slowly(two, "contact")
    decide.run(two, Decide("contact", "y", "z", False), "anna")
    assert why(two) == ()
    assert_as_slowly(two, "contact")
