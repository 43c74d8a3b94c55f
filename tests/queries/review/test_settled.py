"""What follows from what people decided of pairs, beside a slow and obvious closure."""

import itertools
import random

import pytest

from dq.commands import decide, edit, merge, undo
from dq.commands.decide import Decide
from dq.queries.review.decisions import Ruling, of_pair

CARDS = "abcdefgh"


@pytest.fixture
def cards(db):
    for id in CARDS:
        db.execute("insert into contact (id, last_name, version) values ($1, $1, 1)", [id])
        db.execute("insert into account (id, name, version) values ($1, $1, 1)", [id])
    return db


def say(db, *said, kind="contact"):
    for pair, same in said:
        decide.run(db, Decide(kind, *pair, same), "anna")


def settled(db, kind="contact"):
    rows = db.execute(
        "select left_id || right_id, same from settled where record_kind = ?", [kind]
    ).fetchall()
    assert len(rows) == len(dict(rows))
    return dict(rows)


def slowly(said):
    """Every pair of which something holds: who is one with whom is walked step by step."""

    def one_with(card):
        found = {card}
        while more := {
            other
            for pair, same in said.items()
            if same and found & set(pair)
            for other in set(pair) - found
        }:
            found |= more
        inside = itertools.combinations(sorted(found), 2)
        return {card} if any(said.get("".join(pair)) is False for pair in inside) else found

    holds = dict(said)
    for pair in map("".join, itertools.combinations(CARDS, 2)):
        one, two = map(one_with, pair)
        if pair in said:
            continue
        if pair[1] in one:
            holds[pair] = True
        elif any(said.get("".join(sorted(both))) is False for both in itertools.product(one, two)):
            holds[pair] = False
    return holds


@pytest.mark.parametrize("seed", range(25))
def test_it_is_as_a_slow_closure(cards, seed):
    draw = random.Random(seed)
    pairs = ["".join(pair) for pair in itertools.combinations(CARDS, 2)]
    said = {pair: draw.random() < 0.6 for pair in draw.sample(pairs, draw.randint(1, 12))}
    rows = [(f"contact:{p[0]}:{p[1]}", "contact", p[0], p[1], same) for p, same in said.items()]
    cards.executemany(
        "insert into decision (id, record_kind, left_id, right_id, same) values (?, ?, ?, ?, ?)",
        rows,
    )
    assert settled(cards) == slowly(said)


def test_who_is_one_with_another_is_not_who_that_is_not(cards):
    say(cards, ("ab", False), ("bc", True))
    assert settled(cards) == {"ab": False, "bc": True, "ac": False}
    assert of_pair(cards, "contact", "c", "a") == Ruling(same=False, follows=True)


def test_it_is_of_one_kind(cards):
    say(cards, ("ab", False))
    say(cards, ("bc", True), kind="account")
    assert settled(cards) == {"ab": False}
    assert settled(cards, "account") == {"bc": True}


def test_what_was_said_of_the_pair_itself_goes_first(cards):
    say(cards, ("ab", True), ("bc", True), ("ac", False))
    assert settled(cards) == {"ab": True, "bc": True, "ac": False}


def test_where_decisions_contradict_each_other_nothing_follows(cards):
    say(cards, ("ab", True), ("bc", True), ("ac", False), ("ad", True), ("ce", False))
    assert settled(cards) == {"ab": True, "bc": True, "ac": False, "ad": True, "ce": False}


def test_it_is_undone_with_the_decision(cards):
    say(cards, ("ab", False), ("bc", True))
    [(change,)] = cards.execute("select max(id) from change").fetchall()
    undo.run(cards, undo.Undo(change), "anna")
    assert settled(cards) == {"ab": False}


def test_it_ends_where_a_decision_ends_because_a_card_changed(cards):
    say(cards, ("ab", False), ("bc", True))
    edit.run(cards, edit.Edit("a", 1, {"title": "Planner"}), "anna")
    assert settled(cards) == {"bc": True}


def test_after_a_merge_it_is_of_the_card_that_stays(cards):
    say(cards, ("ab", False))
    merge.run(cards, merge.Merge("contact", "c", 1, {"b": 1}), "anna")
    assert settled(cards) == {"ac": False}
