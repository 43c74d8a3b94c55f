"""What is declared of a setting fits its default, and every page and refusal can build on it."""

from itertools import groupby

import pytest

from dq import settings
from dq.settings import api, kept
from dq.settings.declared import DECLARED, HEADS, SECTIONS, SETTINGS, TITLES

TYPES = {
    "number": int, "share": float, "target": float, "switch": bool, "choice": str,
    "address": str, "link": str, "order": list, "lines": list, "together": list, "names": list,
    "teams": list, "receivers": list,
}  # fmt: skip
every = pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)


@every
def test_the_default_is_of_its_kind(one):
    assert type(settings.defaults()[one.name]) is TYPES[one.kind]


@pytest.mark.parametrize("one", [one for one in DECLARED if any(one.within)], ids=lambda o: o.name)
def test_the_default_is_within_the_range_that_the_refusal_names(one):
    least, most = one.within
    value = settings.defaults()[one.name] * (1 if one.kind == "number" else 100)
    assert least <= value <= most
    said = one.refusal.format(least=least, most=most)
    assert str(most) in said


@pytest.mark.parametrize("one", [one for one in DECLARED if one.choices], ids=lambda o: o.name)
def test_the_default_is_made_of_its_choices(one):
    default = settings.defaults()[one.name]
    assert default in one.choices if one.kind == "choice" else default == list(one.choices)


def test_each_is_declared_once_and_a_group_stands_together():
    assert len(SETTINGS) == len(DECLARED)
    groups = [group for group, _members in groupby(DECLARED, key=lambda one: one.group)]
    assert len(groups) == len(set(groups))
    assert set(HEADS) <= set(groups)


def test_what_can_be_refused_has_a_sentence_for_it():
    kinds = (
        "number", "share", "target", "choice", "address", "link", "order", "together", "names",
        "teams", "receivers",
    )  # fmt: skip
    refusable = [one for one in DECLARED if one.kind in kinds or one.pattern]
    assert [one.name for one in refusable if not one.refusal] == []


def test_every_limit_for_reading_is_there():
    limits = {name for name in settings.defaults() if name.startswith(settings.READING)}
    assert limits == {one.name for one in DECLARED if one.group == "reading"}


@every
def test_the_default_is_a_value_for_it(one):
    assert kept.value(one.name, settings.defaults()[one.name]) == settings.defaults()[one.name]


def test_every_setting_but_what_salesforce_calls_things_is_declared():
    named = {name for name in settings.defaults() if name not in api.defaults()}
    assert named == set(SETTINGS)


def test_every_section_has_a_title_and_settings():
    assert list(SECTIONS) == list(TITLES)
    assert all(SECTIONS.values())
