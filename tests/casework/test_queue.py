"""The queue: whose, in which order, how long; and the case that has a record."""

from datetime import date, timedelta

import company
import pytest
import template

from dq.casework import queue
from dq.commands import hand_to
from dq.commands import set as set_
from dq.commands.hand_to import HandTo
from dq.judging import judge

OWNERS = {"a": "Karin de Wit", "b": "Bas Peters", "c": None}


@pytest.fixture(scope="module")
def shelf():
    """Per account a card without an e-mail address (an error) and one without a title (a notice),
    and two cards with one address."""
    db = template.fresh()
    for id, owner in OWNERS.items():
        company.insert(db, "account", [{"id": id, "name": f"Firma {id}{id}{id}", "owner": owner}])
        card(db, f"{id}1", account_id=id, last_name=f"Adresloos{id}", email=None)
        card(db, f"{id}2", account_id=id, last_name=f"Titelloos{id}", title=None)
    card(db, "d1", account_id="c", last_name="Kwartel", email="samen@firma.example")
    card(db, "d2", account_id="c", first_name="Bo", last_name="Vink", email="samen@firma.example")
    judge.run(db)
    yield db
    db.close()


def card(db, id, **values):
    own = {"first_name": "Vera", "title": "Planner", "email": f"{id}.x@firma.example"}
    company.insert(db, "contact", [{"id": id, **own, **values}])


@pytest.fixture
def db(shelf):
    shelf.execute("delete from assignment")
    shelf.execute("delete from pace")
    return shelf


def ids(db, whose, me=""):
    return [one.id.partition("~")[2] for one in queue.entries(db, whose, me)]


def give(db, id, who, days=None):
    due = date.today() + timedelta(days=days) if days is not None else None
    hand_to.run(db, HandTo((("contact", id),), who, due), "anna")


def test_the_worst_come_first_and_then_the_first_id(db):
    assert ids(db, "all") == ["a1", "b1", "c1", "d1", "a2", "b2", "c2"]


@pytest.mark.parametrize("me", ["Karin de Wit", "karin de wit", " KARIN DE WIT "])
def test_mine_are_those_of_my_accounts_however_i_write_my_name(db, me):
    assert ids(db, "mine", me) == ["a1", "a2"]


def test_mine_come_first_among_all(db):
    assert ids(db, "all", "bas peters") == ["b1", "b2", "a1", "c1", "d1", "a2", "c2"]


def test_what_was_given_to_me_is_mine_and_nobody_elses(db):
    give(db, "a1", "bas peters")
    assert ids(db, "mine", "Bas Peters") == ["a1", "b1", "b2"]
    assert ids(db, "mine", "Karin de Wit") == ["a2"]


@pytest.fixture
def teams(db):
    lines = ["Noord: Karin de Wit, Anna", "Zuid: bas peters, Mia", "Alles: Mia, Karin de Wit"]
    set_.run(db, set_.Set("teams", lines), "anna")
    yield db
    set_.run(db, set_.Set("teams", None), "anna")


@pytest.mark.parametrize(
    ("me", "wanted"),
    [
        ("Anna", ["a1", "a2"]),
        ("anna", ["a1", "a2"]),
        ("Bas Peters", ["b1", "b2"]),
        ("Mia", ["a1", "b1", "a2", "b2"]),
        ("Piet", []),
        ("", []),
    ],
)
def test_my_teams_are_those_of_everybody_in_it(teams, me, wanted):
    assert sorted(ids(teams, "team", me)) == sorted(wanted)


def test_what_was_given_to_the_team_is_the_teams(teams):
    give(teams, "c1", "anna")
    give(teams, "a1", "Bas Peters")
    assert ids(teams, "team", "Anna") == ["c1", "a2"]


def test_who_has_no_name_has_no_cases(db):
    assert ids(db, "mine", "") == []


def test_what_has_a_day_comes_before_what_is_worse(db):
    give(db, "b2", "Bas Peters", 3)
    give(db, "b1", "Bas Peters", 5)
    give(db, "a2", "Bas Peters")
    assert ids(db, "mine", "Bas Peters") == ["b2", "b1", "a2"]


def test_nobodys_are_those_that_were_given_to_nobody(db):
    give(db, "a1", "Bas Peters", 3)
    give(db, "b1", "Bas Peters", 3)
    give(db, "b1", None)
    assert ids(db, "nobody") == ["b1", "c1", "d1", "a2", "b2", "c2"]


def test_the_day_is_of_who_was_given_it_last(db):
    give(db, "d1", "Bas Peters", 3)
    give(db, "d2", "Karin de Wit")
    [entry] = [one for one in queue.entries(db, "all", "") if one.id == "contact~d1"]
    assert (entry.assignee, entry.due) == ("Karin de Wit", None)


@pytest.fixture
def own():
    db = template.fresh()
    company.insert(db, "account", [{"id": "a", "name": "Firma aaa", "owner": "Karin de Wit"}])
    card(db, "a1", account_id="a", last_name="Adresloos", email=None)
    company.loaded(db, 1, date.today() - timedelta(days=1))
    judge.run(db)
    yield db
    db.close()


def export(db, days, **values):
    """An export of a later day shows this of the card."""
    for name, value in values.items():
        db.execute(f"update contact set {name} = ? where id = 'a1'", [value])
    company.loaded(db, days + 1, date.today() + timedelta(days=days))
    judge.run(db)


def test_what_was_given_is_nobodys_once_an_export_shows_it_settled(own):
    give(own, "a1", "Gijs", 3)
    export(own, 1, title=None)
    assert ids(own, "nobody") == []  # the address that was given is missing still
    export(own, 2, email="a1.x@firma.example")
    assert ids(own, "mine", "Gijs") == []
    [entry] = queue.entries(own, "nobody", "")
    assert (entry.check_id, entry.assignee, entry.due) == ("missing_title", None, None)
    export(own, 3, email=None)
    assert ids(own, "mine", "Gijs") == []  # what comes back was not given
    give(own, "a1", "Gijs")
    own.execute("update change set moment = moment + interval 5 day")
    assert ids(own, "mine", "Gijs") == ["a1"]


def test_an_entry_says_what_it_is(db):
    give(db, "d2", "Karin de Wit", 3)
    [entry] = [one for one in queue.entries(db, "all", "") if one.id == "contact~d1"]
    assert (entry.check_id, entry.findings, entry.owner) == ("duplicate_email", 2, None)
    assert (entry.assignee, entry.due) == ("Karin de Wit", date.today() + timedelta(days=3))


@pytest.mark.parametrize("record", ["d1", "d2"])
def test_any_record_of_a_case_leads_to_it(db, record):
    assert queue.containing(db, f"contact~{record}") == "contact~d1"


@pytest.mark.parametrize("key", ["contact~gone", "account~d1", "d1", ""])
def test_what_is_in_no_case_leads_nowhere(db, key):
    assert queue.containing(db, key) is None


def entries(**numbers):
    return [
        queue.Entry(f"{check}{n}", check, 1, None, None, None)
        for check, number in numbers.items()
        for n in range(number)
    ]


def test_nothing_takes_no_time(db):
    assert queue.minutes(db, []) == 0


def test_one_case_takes_a_minute_at_least(db):
    assert queue.minutes(db, entries(duplicate_person=1)) == 1


def test_typing_takes_longer_than_a_key_and_a_form_longer_than_both(db):
    a_key, typed, form = (
        queue.minutes(db, entries(**{check: 100}))
        for check in ("duplicate_person", "missing_title", "general_card_missing")
    )
    assert (a_key, typed, form) == (25, round(100 * 25 / 60), 100)


def test_what_decisions_took_here_counts_by_the_middle_one(db):
    for seconds in (2, 6, 240):
        queue.took(db, "duplicate_person", seconds)
    assert queue.minutes(db, entries(duplicate_person=100)) == 10
    # Of other kinds nothing is known yet.
    assert queue.minutes(db, entries(general_card_missing=10)) == 10
    assert queue.minutes(db, entries(duplicate_person=100, general_card_missing=10)) == 20


def test_the_last_decisions_count_and_those_before_are_forgotten(db):
    for seconds in [600] * queue.RECENT + [6] * queue.RECENT:
        queue.took(db, "duplicate_person", seconds)
    assert queue.minutes(db, entries(duplicate_person=100)) == 10


def test_the_last_decisions_of_a_kind_are_not_pushed_out_by_another_kind(db):
    queue.took(db, "duplicate_person", 6)
    for _ in range(2 * queue.RECENT):
        queue.took(db, "missing_title", 60)
    assert queue.minutes(db, entries(duplicate_person=100)) == 10


def test_what_somebody_else_was_given_comes_last(db):
    give(db, "a1", "Bas Peters", 1)
    assert ids(db, "all")[-1] == "a1"
    assert ids(db, "all", "Bas Peters")[0] == "a1"
