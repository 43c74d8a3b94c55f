"""Perhaps the same person: groups of one name, the likeliest first, without what was decided."""

import itertools
import random

import pytest

from dq.commands import decide, postpone
from dq.commands.decide import Decide
from dq.queries.review import name_only


@pytest.fixture
def namesakes(db):
    db.execute("insert into account (id, name) values ('a', 'Bouw'), ('b', 'Zorg')")
    for id in "123456":
        db.execute("insert into contact (id, last_name, version) values (?, 'Vos', 1)", [id])
    return db


def perhaps(db, *pairs):
    for place, (left, right) in enumerate(pairs):
        db.execute(
            "insert into perhaps values ('contact', ?, ?, ?, '[]')", [left, right, 0.4 - place / 50]
        )


def say(db, pair, same):
    decide.run(db, Decide("contact", *pair, same), "anna")


def ids(db):
    return [group.ids for group in name_only.groups(db)]


def test_a_name_that_several_share_is_one_group(namesakes):
    perhaps(namesakes, "56", "12", "23", "13")
    assert ids(namesakes) == [("5", "6"), ("1", "2", "3")]
    assert name_only.count(namesakes) == 2
    assert name_only.groups(namesakes)[1].pairs == (("1", "2"), ("2", "3"), ("1", "3"))


def test_a_decided_pair_is_gone(namesakes):
    perhaps(namesakes, "12", "34")
    say(namesakes, "12", False)
    assert ids(namesakes) == [("3", "4")]


def test_what_follows_from_decisions_is_not_asked(namesakes):
    perhaps(namesakes, "12", "23", "13")
    say(namesakes, "12", False)
    say(namesakes, "23", True)
    assert ids(namesakes) == []


def test_what_waits_comes_last_until_there_is_a_new_load(namesakes):
    namesakes.execute("insert into load (id) values (1)")
    perhaps(namesakes, "12", "34")
    [first, _] = name_only.groups(namesakes)
    postpone.run(namesakes, postpone.Postpone("contact", first.id), "anna")
    assert [group.waits for group in name_only.groups(namesakes)] == [False, True]
    assert ids(namesakes) == [("3", "4"), ("1", "2")]
    namesakes.execute("insert into load (id) values (2)")
    assert ids(namesakes) == [("1", "2"), ("3", "4")]


def test_a_card_that_is_gone_is_in_no_group(namesakes):
    perhaps(namesakes, "12", "23")
    namesakes.execute("delete from contact where id = '3'")
    assert ids(namesakes) == [("1", "2")]


@pytest.mark.parametrize("seed", range(5))
def test_groups_are_what_pairs_tie_together(namesakes, seed):
    every = list(itertools.combinations("123456", 2))
    pairs = random.Random(seed).sample(every, 4)
    perhaps(namesakes, *pairs)
    slow = [set(pair) for pair in pairs]
    while touching := next(
        ((one, two) for one, two in itertools.combinations(slow, 2) if one & two), None
    ):
        slow = [part for part in slow if part not in touching] + [touching[0] | touching[1]]
    assert sorted(ids(namesakes)) == sorted(tuple(sorted(part)) for part in slow)
