"""The page Certainty: what decisions teach, before and after; too few; and switched off."""

import json

import pytest


@pytest.fixture
def decided(filled, change):
    """Somebody decided on the pair that there is."""
    change(
        "insert into decision (id, record_kind, left_id, right_id, same, score)"
        " select 'one', record_kind, left_id, right_id, true, score from pair limit 1"
    )


def check(used):
    """What the last matching found, as it stands in the store."""
    return json.dumps(
        {
            **{"decided": 240, "same": 200, "used": used},
            "before": {"loss": 0.5, "off": 0.061, "wrong": 21},
            "after": {"loss": 0.2, "off": 0.042, "wrong": 12},
            "bands": [{"low": 0.99, "decided": 240, "same": 200, "expected": 0.99}],
        }
    )


def test_too_few_decisions_say_how_many_it_takes(decided, visit):
    assert "Vanaf 100 besluiten" in visit("settings/certainty.py").text


@pytest.mark.parametrize("used", [True, False])
def test_before_and_after_are_shown_and_whether_it_is_used(decided, change, visit, used):
    visit("settings/certainty.py")  # judges, which fills the table
    change(f"update matching set learned = '{check(used)}' where record_kind = 'contact'")
    text = visit("settings/certainty.py").text
    assert "240 paren" in text
    for expected in ("21", "12", "6,1", "4,2"):
        assert expected in text
    assert ("Dat is beter" in text) == used
    assert ("niet duidelijk beter" in text) == (not used)


def test_switched_off_it_says_so(decided, change, visit):
    change("insert into setting values ('learn_from_decisions', 'false')")
    text = visit("settings/certainty.py").text
    assert "staat uit" in text and "Naar Instellingen" in text
