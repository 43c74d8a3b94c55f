"""An export of too many days ago is one finding about the file."""

from functools import partial

import pytest
from rows import ago, cases

from dq import settings


def load(id, days, **values):
    return "load", {"id": id, "exported": partial(ago, days), "actor": "Vera", **values}


@pytest.fixture(autouse=True)
def as_it_comes(monkeypatch):
    monkeypatch.setitem(settings.defaults(), "export_days", 7)


@cases(
    just_too_old=([load(1, 8)], [8]),
    long_too_old=([load(1, 80)], [80]),
    not_yet=([load(1, 7)], []),
    of_today=([load(1, 0)], []),
    dated_ahead=([load(1, -3)], []),
    the_newest_counts=([load(1, 80), load(2, 9)], [9]),
    a_new_one_came=([load(1, 80), load(2, 1)], []),
    loaded_after_a_newer_one=([load(1, 1), load(2, 80)], []),
    two_of_one_day=([load(1, 9), load(2, 9)], [9]),
    another_term=([("setting", {"name": "export_days", "value": "3"}), load(1, 4)], [4]),
    the_demo=([load(1, 80, actor="demo")], []),
    after_the_demo=([load(1, 80, actor="demo"), load(2, 9)], [9]),
    nothing_loaded=([], []),
)
def test_export_outdated(find, rows, expected):
    assert find(rows) == [(str(ago(days)), None, str(days)) for days in expected]
