"""The checks as they hold in a store: on or off, and as grave as the team finds them."""

import pytest

from dq import settings
from dq.checks import all_checks
from dq.commands import set as set_
from dq.commands.set import Set
from dq.errors import Invalid
from dq.settings import rules
from dq.settings.sections.checks import OFF, PREFIX, SETTINGS

IDS = list(all_checks())


def test_every_check_has_a_setting_and_holds_as_it_comes(office):
    assert [one.name for one in SETTINGS] == [f"{PREFIX}{id}" for id in IDS]
    assert rules.every(office) == all_checks()
    assert list(rules.every(office)) == IDS
    assert rules.off(office) == []


@pytest.mark.parametrize("check_id", IDS)
def test_a_check_that_is_off_is_not_there(office, check_id):
    set_.run(office, Set(f"{PREFIX}{check_id}", OFF), "vera")
    assert list(rules.every(office)) == [id for id in IDS if id != check_id]
    assert rules.off(office) == [check_id]
    set_.run(office, Set(f"{PREFIX}{check_id}", None), "vera")
    assert rules.every(office) == all_checks()


def test_another_severity_is_another_place_in_the_order_of_work(office):
    last = IDS[-1]
    assert all_checks()[last].severity == "notice"
    set_.run(office, Set(f"{PREFIX}{last}", "error"), "vera")
    held = rules.every(office)
    assert held[last].severity == "error"
    severities = [check.severity for check in held.values()]
    assert severities == sorted(severities, key=["error", "warning", "notice"].index)


def test_what_is_no_severity_is_refused(office):
    with pytest.raises(Invalid, match="grave is no severity"):
        set_.run(office, Set(f"{PREFIX}missing_name", "grave"), "vera")


def test_a_value_of_another_version_breaks_no_page():
    values = settings.defaults() | {f"{PREFIX}missing_name": "fatal"}
    assert rules.held(values) == all_checks()
