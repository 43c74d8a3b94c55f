"""Postpone: a group waits behind the others, until the next load."""

import pytest
from office import last

from dq.commands import undo
from dq.commands.postpone import Postpone, run
from dq.queries.review import duplicates


@pytest.fixture
def groups(office):
    """Two groups, Jan's the more certain."""
    for left, right, score in (("jan", "eva", 0.9), ("mia", "piet", 0.8)):
        office.execute("insert into pair values ('contact', ?, ?, ?, '[]')", [left, right, score])
        for id in (left, right):
            office.execute("insert into cluster values ('contact', ?, ?)", [id, left])
    return office


def first(db):
    return duplicates.place(db, "contact").group_id


def test_the_group_comes_last(groups):
    assert first(groups) == "jan"
    run(groups, Postpone("contact", "jan"), "vera")
    assert first(groups) == "mia"
    assert duplicates.place(groups, "contact").total == 2


def test_with_the_next_load_it_is_back_in_its_place(groups):
    run(groups, Postpone("contact", "jan"), "vera")
    groups.execute("insert into load (id, exported) values (2, '2026-11-30')")
    assert first(groups) == "jan"


def test_it_is_logged_and_can_be_undone(groups):
    run(groups, Postpone("contact", "jan"), "vera")
    assert last(groups)[0][1:3] == ("vera", "postpone")
    undo.run(groups, undo.Undo(2), "bart")
    assert first(groups) == "jan"
