"""Which settings that decide what is found were changed since a load."""

import pytest

from dq.commands.set import Set
from dq.commands.set import run as put
from dq.commands.undo import Undo
from dq.commands.undo import run as undo
from dq.queries.review import overview
from dq.queries.settings import ruled
from dq.settings.declared import SETTINGS
from dq.store import logs

DAYS = "unused_login_days"


@pytest.fixture
def later(db):
    """Two loads, a day ago."""
    db.execute(
        """
        insert into load (id, loaded, exported)
        select id, now()::timestamp - interval 1 day, '2026-11-23' from range(1, 3) as made (id);
        insert into measure values (1, 'missing_title', 0), (2, 'missing_title', 1)
        """
    )
    return db


def test_a_setting_that_was_changed_after_the_load_is_named(later):
    assert ruled.since(later, 1) == ()
    put(later, Set(DAYS, 90), "vera")
    assert ruled.since(later, 1) == overview.ruled(later) == (SETTINGS[DAYS].label,)


def test_what_was_undone_or_finds_nothing_is_not_named(later):
    put(later, Set(DAYS, 90), "vera")
    undo(later, Undo(logs.newest(later)), "vera")
    put(later, Set("merge_at_once", 50), "vera")
    assert ruled.since(later, 1) == ()


def test_a_change_before_the_load_is_not_named(later):
    put(later, Set(DAYS, 90), "vera")
    later.execute("update load set loaded = loaded + interval 2 day")
    assert ruled.since(later, 1) == ()


def test_of_the_first_load_there_is_nothing_to_compare_with(later):
    later.execute("delete from measure where load_id = 1")
    put(later, Set(DAYS, 90), "vera")
    assert overview.ruled(later) == ()
