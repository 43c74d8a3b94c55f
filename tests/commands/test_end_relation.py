"""End relation: off with a last day, never the own account, a stale form refused, undone."""

from datetime import date

import pytest
from office import last, refused, rows, state, written

from dq.commands import undo
from dq.commands.end_relation import EndRelation, run
from dq.commands.link import Link
from dq.commands.link import run as link
from dq.errors import Conflict, Invalid, NotFound

DAY = date(2026, 11, 24)


def test_it_is_switched_off_and_keeps_its_days(office):
    run(office, EndRelation("r5", 1, DAY), "vera")
    assert rows(office, "relation", "r5", "active", "start_date", "end_date") == (
        False,
        date(2025, 3, 1),
        DAY,
    )


def test_it_may_end_on_its_first_day(office):
    run(office, EndRelation("r5", 1, date(2025, 3, 1)), "vera")
    assert rows(office, "relation", "r5", "end_date") == (date(2025, 3, 1),)


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        (EndRelation("r1", 1, DAY), Invalid, "own account"),
        (EndRelation("r6", 1, DAY), Invalid, "ended already"),
        (EndRelation("r5", 1, date(2025, 2, 28)), Invalid, "before the first"),
        (EndRelation("r9", 1, DAY), NotFound, "r9 is gone"),
        (EndRelation("r5", 0, DAY), Conflict, "."),
    ],
    ids=["direct", "ended", "before_its_start", "gone", "stale"],
)
def test_a_refusal_writes_nothing(office, command, error, said):
    with refused(office, error, said):
        run(office, command, "vera")


def test_the_account_of_the_card_is_own_though_no_relation_says_direct(office):
    office.execute("update relation set direct = null where id = 'r1'")
    with refused(office, Invalid, "own account"):
        run(office, EndRelation("r1", 1, DAY), "vera")


def test_a_conflict_says_who_changed_which_fields(office):
    run(office, EndRelation("r5", 1, DAY), "anna")
    link(office, Link(("jan",), ("a3",), ("Other",)), "bart")
    with refused(office, Conflict, "anna, bart changed") as caught:
        run(office, EndRelation("r5", 1, DAY), "vera")
    assert caught.value.values["actor"] == "anna, bart"
    assert {"active", "roles"} <= set(caught.value.values["fields"])


def test_the_log_says_who_ended_which(office):
    run(office, EndRelation("r5", 1, DAY), "vera")
    (number, *head), [edit] = last(office)
    assert head == ["vera", "end_relation", None]
    assert written(office) == [("relation", "r5")]
    assert edit["about"] == sorted(["r5", "jan", "a3"])
    assert edit["after"] == {"active": False, "end_date": "2026-11-24", "version": number}


def test_undo_makes_it_active_again(office):
    before = state(office)
    run(office, EndRelation("r5", 1, DAY), "vera")
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before
