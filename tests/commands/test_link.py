"""Link: relations beside the own account, a pair only once, all or none, undone."""

from datetime import date

import pytest
from office import last, refused, relations, rows, state, written

from dq.commands import undo
from dq.commands.link import Link, run
from dq.errors import Invalid, NotFound


def test_a_person_gets_a_relation_that_is_not_the_direct_one(office):
    run(office, Link(("jan",), ("a2",)), "vera")
    assert relations(office, "jan") == [
        ("a1", True, True),
        ("a2", True, False),
        ("a3", True, False),
    ]


def test_roles_and_the_first_day_are_kept(office):
    run(office, Link(("jan",), ("a2",), ("Evaluator", "Other"), date(2026, 11, 1)), "vera")
    [(_, id)] = written(office)
    assert rows(office, "relation", id, "roles", "start_date", "end_date") == (
        "Evaluator;Other",
        date(2026, 11, 1),
        None,
    )


def test_several_people_and_accounts_are_linked_each_to_each(office):
    run(office, Link(("piet", "mia"), ("a1", "a2")), "vera")
    assert [one[0] for one in relations(office, "piet")] == ["a1", "a2", "a3"]
    assert [one[0] for one in relations(office, "mia")] == ["a1", "a2"]


def test_one_account_named_twice_is_linked_once(office):
    run(office, Link(("jan", "jan"), ("a2", "a2")), "vera")
    assert len(written(office)) == 1


def test_an_ended_relation_is_made_active_again(office):
    run(office, Link(("eva",), ("a3",), ("Other",), date(2026, 11, 1)), "vera")
    assert written(office) == [("relation", "r6")]
    assert rows(office, "relation", "r6", "active", "roles", "start_date", "end_date") == (
        True,
        "Other",
        date(2026, 11, 1),
        None,
    )


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        (Link((), ("a2",)), Invalid, "at least one person"),
        (Link(("jan",), ()), Invalid, "at least one account"),
        (Link(("jan",), ("a1",)), Invalid, "own account of Jan Jansen"),
        (Link(("mia",), ("a3",)), Invalid, "own account of Mia Kok"),
        (Link(("jan",), ("a3",)), Invalid, "Jan Jansen is related to Zorg Groep"),
        (Link(("jan",), ("a2", "a3")), Invalid, "related to Zorg Groep"),
        (Link(("kees",), ("a2",)), NotFound, "kees is gone"),
        (Link(("jan",), ("a2", "a9")), NotFound, "a9 is gone"),
        (Link(("jan",), ("a2",), ("x" * 256,)), Invalid, "at most 255"),
    ],
    ids=[
        "nobody",
        "no_account",
        "own_account",
        "own_account_without_a_relation",
        "related",
        "one_of_two_related",
        "no_such_person",
        "one_of_two_gone",
        "long_roles",
    ],
)
def test_a_refusal_writes_nothing(office, command, error, said):
    with refused(office, error, said):
        run(office, command, "vera")


def test_a_relation_without_a_state_is_an_active_one(office):
    office.execute("update relation set active = null where id = 'r5'")
    with refused(office, Invalid, "related to Zorg Groep"):
        run(office, Link(("jan",), ("a3",)), "vera")


def test_the_second_of_two_who_link_the_same_is_told(office):
    run(office, Link(("jan",), ("a2",)), "anna")
    with refused(office, Invalid, "related to Bouw Planning"):
        run(office, Link(("jan",), ("a2",)), "bart")


def test_the_log_names_the_person_and_the_account(office):
    run(office, Link(("jan",), ("a2",)), "vera")
    (number, *head), [edit] = last(office)
    assert head == ["vera", "link", None]
    assert edit["before"] is None
    assert edit["about"] == sorted([edit["id"], "jan", "a2"])
    assert rows(office, "relation", edit["id"], "version") == (number,)


def test_undo_takes_new_relations_away_and_ends_the_old_again(office):
    before = state(office)
    run(office, Link(("eva", "piet"), ("a1",)), "vera")
    run(office, Link(("eva",), ("a3",), ("Other",), date(2026, 11, 1)), "vera")
    undo.run(office, undo.Undo(3), "bart")
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before
