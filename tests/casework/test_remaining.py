"""What is left of a case: what is still wrong once a part of it was put right, and no more."""

import itertools

import company
import planted
import pytest
import template

from dq.casework import case, queue, remaining
from dq.casework.ways import Ask, Do
from dq.commands import decide, edit, undo
from dq.commands.decide import Decide
from dq.commands.edit import Edit
from dq.judging import judge
from dq.store import door

FAULTS = {
    "title": {"title": None},
    "first name": {"first_name": None, "kind": "person"},
    "phone": {"phone": "12"},
    "mobile": {"mobile": "06 123"},
    "no address": {"email": None, "username": None},
    "address": {"email": "vera@", "username": "vera@"},
    "letters": {"department": "CafÃ©"},
}
# What is typed into a field.
TYPED = {
    "title": "Inkoper", "first_name": "Vera", "phone": "030 2345678", "mobile": "06 23456789",
    "email": "vera@{domain}",
}  # fmt: skip
BOTH = "030 2345678, 06 23456789"
PAIRS = [
    pair
    for pair in itertools.combinations(FAULTS, 2)
    if not FAULTS[pair[0]].keys() & FAULTS[pair[1]].keys()
]


class Box:
    """A store with a card for each pair of faults, judged."""

    def __init__(self):
        self.db = template.fresh()
        names, numbers = planted.words(), itertools.count(900_000)
        self.at = {pair: planted.Company("pair", names, numbers) for pair in PAIRS}
        for pair, at in self.at.items():
            values = {**FAULTS[pair[0]], **FAULTS[pair[1]]}
            if "address" in pair:  # nobody else's
                values |= {"email": f"{at.firm}@", "username": f"{at.firm}@"}
            at.person(**values)
            for table, values in at.rows:
                company.insert(self.db, table, [values])
        judge.run(self.db)

    def open(self, pair):
        """The findings of the pair's card as the last judgement has them."""
        rows = self.db.execute(
            "select check_id from open_finding where record_id in $ids order by 1",
            {"ids": self.at[pair].ids()},
        ).fetchall()
        return [check for (check,) in rows]


@pytest.fixture(scope="module")
def decided():
    """Per pair: what was found, what is left after the first decision, after the second, and what
    is open at the end; with what was open after the first as the judgement has it."""
    box = Box()
    shown = {pair: _case(box, pair) for pair in PAIRS}
    first = {pair: _decide(box, pair, one) for pair, one in shown.items()}
    judge.run(box.db)
    between = {pair: box.open(pair) for pair in PAIRS}
    second = {}
    for pair, left in first.items():
        second[pair] = _decide(box, pair, case.of(box.db, shown[pair].id, left)) if left else None
    judge.run(box.db)
    yield shown, first, between, second, {pair: box.open(pair) for pair in PAIRS}
    box.db.close()


def _case(box, pair):
    [person] = box.at[pair].ids("contact")
    return case.read(box.db, queue.containing(box.db, f"contact~{person}"))


def _decide(box, pair, one):
    """Carry the way out out, and say what is left."""
    with door.listening() as changes:
        if isinstance(one.way, Do):
            one.way.run(box.db, one.way.command, "anna")
        elif isinstance(one.way, Ask):
            said = BOTH if pair == ("phone", "mobile") else TYPED[one.way.name]
            typed = said.format(domain=box.at[pair].domain)
            one.way.run(box.db, one.way.make(typed), "anna")
    return remaining.of(box.db, one.findings, one.about, changes)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_what_is_left_is_what_the_next_judgement_finds(decided, pair):
    shown, first, between, _, _ = decided
    assert shown[pair].findings
    assert sorted(one.check_id for one in first[pair]) == between[pair]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_when_nothing_is_left_nothing_comes_back(decided, pair):
    _, _, _, second, after = decided
    assert not second[pair]
    assert after[pair] == []


def test_what_was_decided_on_is_not_asked_again_though_nothing_was_written(decided):
    shown, *_ = decided
    one = shown["title", "phone"]
    left = remaining.of(template.fresh(), one.findings, one.about, [])
    assert [found.key for found in left] == [
        found.key for found in one.findings if found.key != one.about.key
    ]


def judged(make):
    """A store in which `make` planted at a company, judged, and what that says."""
    db = template.fresh()
    at = planted.Company("left", planted.words(), itertools.count(800_000))
    made = make(at)
    for table, values in at.rows:
        company.insert(db, table, [values])
    judge.run(db)
    return db, made


def left_of(make):
    """What is left of a case once its way out was carried out, and what the next judgement finds;
    `make` plants at a company and says whose case."""
    db, person = judged(make)
    one = case.read(db, queue.containing(db, f"contact~{person}"))
    with door.listening() as changes:
        one.way.run(db, one.way.command, "anna")
    left = {found.check_id for found in remaining.of(db, one.findings, one.about, changes)}
    judge.run(db)
    rows = db.execute("select distinct check_id from open_finding").fetchall()
    return left, {check for (check,) in rows}


def one_with_two_cards(at):
    first, second = planted.twice(at, phone=None)
    for _table, row in at.rows:
        if row["id"] in (first, second):
            row["mobile"] = "06 123"
    return first


def one_who_never_logs_in_by_another_name(at):
    person = at.person()
    at.user(person, at.mail("anders"), last_login="2019-01-01 10:00:00")
    return person


@pytest.mark.parametrize("make", [one_with_two_cards, one_who_never_logs_in_by_another_name])
def test_what_the_way_out_does_not_touch_is_asked_next(make):
    left, found = left_of(make)
    assert found
    assert left == found


def two_of_one_name(at):
    return planted.twice(at, phone=None)


def test_what_anybody_decided_since_is_not_asked_before_it_is_judged():
    db, (first, second) = judged(two_of_one_name)
    of = queue.containing(db, f"contact~{first}")
    asked = {one.check_id for one in case.read(db, of).findings}
    assert "duplicate_person" in asked
    with door.listening() as changes:
        decide.run(db, Decide("contact", first, second, False), "bas")
    left = case.read(db, of)
    assert left is None or "duplicate_person" not in {one.check_id for one in left.findings}
    judge.run(db)
    undo.run_all(db, [undo.Undo(id) for id in changes], "bas")
    judge.run(db)
    assert {one.check_id for one in case.read(db, of).findings} == asked


def test_a_merge_that_is_undone_after_it_was_judged_can_be_done_again():
    db, (first, _second) = judged(two_of_one_name)
    one = case.read(db, queue.containing(db, f"contact~{first}"))
    with door.listening() as changes:
        one.way.run(db, one.way.command, "bas")
    judge.run(db)
    undo.run_all(db, [undo.Undo(id) for id in changes], "bas")
    again = case.of(db, one.id, one.findings)
    assert again.way.says == one.way.says
    again.way.run(db, again.way.command, "bas")


def test_what_an_undo_settles_is_not_asked_before_it_is_judged():
    db, person = judged(planted.Company.person)
    with door.listening() as changes:
        edit.run(db, Edit(person, 1, {"title": None}), "bas")
    judge.run(db)
    of = queue.containing(db, f"contact~{person}")
    assert "missing_title" in {one.check_id for one in case.read(db, of).findings}
    undo.run_all(db, [undo.Undo(id) for id in changes], "bas")
    left = case.read(db, of)
    assert left is None or "missing_title" not in {one.check_id for one in left.findings}
