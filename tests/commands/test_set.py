"""Set: a setting of the team's own, or the product's again; refused, logged, undone."""

import pytest
from office import last, refused, state

from dq import settings
from dq.commands import undo
from dq.commands.set import Set, run
from dq.errors import Invalid
from dq.settings.declared import DECLARED


def kept(db):
    return db.execute("select name from setting").fetchall()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("target_score", 0.9, 0.9),
        ("target_score", 1, 1.0),
        ("salesforce_address", "https://zorg.lightning.force.com/lightning/page/home",
         "https://zorg.lightning.force.com"),
        ("survivor_rules", ["recent", "portal", "recent"], ["recent", "portal"]),
        ("mailbox_words", [" Keuken", "keuken", "", "balie "], ["keuken", "balie"]),
    ],
    ids=["number", "whole_number", "only_the_host", "each_rule_once", "words_once_in_lower_case"],
)  # fmt: skip
def test_a_value_holds_at_once(office, name, value, expected):
    run(office, Set(name, value), "vera")
    assert settings.get(office, name) == expected


def test_the_newest_value_counts(office):
    run(office, Set("target_score", 0.9), "vera")
    run(office, Set("target_score", 0.8), "vera")
    assert settings.get(office, "target_score") == 0.8
    assert len(kept(office)) == 1


@pytest.mark.parametrize("value", [None, 0.95], ids=["none", "the_same"])
def test_the_product_s_own_value_is_not_kept(office, value):
    run(office, Set("target_score", 0.9), "vera")
    run(office, Set("target_score", value), "vera")
    assert kept(office) == []
    assert settings.get(office, "target_score") == 0.95


def test_an_empty_address_of_salesforce_takes_it_away(office):
    run(office, Set("salesforce_address", "https://zorg.lightning.force.com"), "vera")
    run(office, Set("salesforce_address", ""), "vera")
    assert settings.get(office, "salesforce_address") == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("colour", "red", "no setting colour"),
        ("target_score", "high", "no value"),
        ("target_score", 1.1, "between 0 and 100"),
        ("target_score", 10**400, "no value"),
        ("target_score", -0.1, "between 0 and 100"),
        ("mailbox_words", "keuken", "no value"),
        ("merge_at_once", 0, "1 to 500"),
        ("merge_at_once", 501, "1 to 500"),
        ("survivor_rules", ["portal", "tallest"], "tallest is no rule"),
        ("salesforce_address", "zorg.force.com", "https"),
        ("salesforce_address", "http://zorg.force.com", "https"),
        ("salesforce_address", "javascript:alert(1)", "https"),
        ("salesforce_address", "https://", "https"),
    ],
)
def test_a_refusal_writes_nothing(office, name, value, said):
    with refused(office, Invalid, said):
        run(office, Set(name, value), "vera")


def test_the_log_says_who_set_what(office):
    run(office, Set("target_score", 0.9), "vera")
    (_, *head), [edit] = last(office)
    assert head == ["vera", "set", None]
    assert (edit["table"], edit["id"], edit["before"]) == ("setting", "target_score", None)


@pytest.mark.parametrize("first", [None, 0.9], ids=["it_had_none", "it_had_another"])
@pytest.mark.parametrize("value", [None, 0.8], ids=["taken_away", "set"])
def test_undo_gives_the_value_of_before(office, first, value):
    run(office, Set("target_score", first or 0.7), "vera")
    if first is None:
        run(office, Set("target_score", None), "vera")
        run(office, Set("target_score", 0.85), "vera")
    before = state(office)
    run(office, Set("target_score", value), "vera")
    undo.run(office, undo.Undo(last(office)[0][0]), "bart")
    assert state(office) == before


@pytest.mark.parametrize(
    "one", [one for one in DECLARED if one.kind == "number"], ids=lambda one: one.name
)
def test_a_number_holds_up_to_the_ends_of_its_range_and_is_refused_beyond(office, one):
    least, most = one.within
    for value in one.within:
        run(office, Set(one.name, value), "vera")
        assert settings.get(office, one.name) == value
    for value in (least - 1, most + 1):
        with refused(office, Invalid, one.refusal.format(least=least, most=most)):
            run(office, Set(one.name, value), "vera")
