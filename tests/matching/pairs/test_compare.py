"""At which level two cards agree, where it takes more than one cell to tell."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.kinds.date import DATE
from dq.matching.kinds.website import WEBSITE
from dq.matching.pairs.compare import compare
from dq.matching.recipe import typed
from dq.matching.records.records import prepare

COLUMNS = ("first", "last", "email")
RECIPE = typed([("given_name", "first"), ("surname", "last"), ("email", "email")])


def levels(one, two):
    """Per kind the level of two cards, each a first name, a last name and an address."""
    cells = {name: [a, b] for name, a, b in zip(COLUMNS, one, two, strict=True)}
    records = prepare(pa.table({"id": ["1", "2"]} | cells), RECIPE)
    found = compare(records, np.array([0]), np.array([1]))
    return {
        one.kind.name: one.kind.levels[level - 1].name if level else None
        for one, level in zip(found.fields, found.levels[:, 0], strict=True)
    }


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (
            ("Chris", "Jansen", "chris@a.nl"),
            ("Chris", "Bakker", "chris@bedrijf.nl"),
            "repeats_name",
        ),
        (("Chris", "Jansen", "chris2@a.nl"), ("C.", "Bakker", "chris2@elders.nl"), "repeats_name"),
        (("Els", "Jansen", "els@a.nl"), ("Bert", "Bakker", "els@bedrijf.nl"), "same_mailbox"),
        (("Chris", "Jansen", "cj88@a.nl"), ("Chris", "Bakker", "cj88@elders.nl"), "same_mailbox"),
    ],
)
def test_a_mailbox_name_elsewhere_that_is_the_first_name_repeats_it(one, two, level):
    assert levels(one, two)["email"] == level


def given_name(one, two):
    """The level of two first names of one last name."""
    return levels((one, "Harkstra", None), (two, "Harkstra", None))["given_name"]


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("J.P.", "J.W.", "same_initial"),
        ("J.P.M.", "J.P.A.", "same_initial"),
        ("J.P.", "Jan Willem", "same_initial"),
        ("J.P.", "J.", "initial"),
        ("J.P.M.", "J.M.", "initial"),
        ("J.P.", "Jan", "initial"),
        ("J.P.", "Jan Pieter", "initial"),
        ("J.", "Coby", "formal_initial"),
        ("J.P.", "K.P.", "different"),
    ],
)
def test_further_initials_count(one, two, level):
    assert given_name(one, two) == given_name(two, one) == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("Jan-Willem", "Jan-Kees", "same_initial"),
        ("Anne-Marie", "Anne-Sophie", "same_initial"),
        ("Anne Marie", "Annemarie", "exact"),
        ("Willem-Jan", "Kees-Jan", "different"),
        ("Jan-Willem", "Jan", "nickname"),
        ("Jan-Willem", "Willem", "nickname"),
        ("Jan-Willem", "Jan Willem Kees", "nickname"),
        ("Jan-Willem", "Johan Wim", "nickname"),
        ("Jan W.", "Jan-Willem", "nickname"),
    ],
)
def test_two_double_names_with_one_part_in_common_are_two(one, two, level):
    assert given_name(one, two) == given_name(two, one) == level


@pytest.mark.parametrize(
    ("last", "one", "two", "level"),
    [
        ("Harkstra", "jp.harkstra", "jw.harkstra", "own_names"),
        ("Harkstra", "j.harkstra", "jw.harkstra", "own_names"),
        ("van den Berg", "jpvandenberg", "jwvandenberg", "own_names"),
        ("Harkstra", "jp.harkstra", "jp.harksta", "close"),
        ("Harkstra", "sandra.harkstra", "sandar.harkstra", "close"),
    ],
)
def test_another_initial_in_an_address_is_no_typing_error(last, one, two, level):
    cards = [("J.", last, f"{local}@mu.nl") for local in (one, two)]
    assert levels(*cards)["email"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (("Kees sr.", "Harkstra"), ("Kees jr.", "Harkstra"), "conflict"),
        (("Kees sr.", "Harkstra"), ("Kees", "Harkstra jr."), "conflict"),
        (("Kees jr.", "Harkstra"), ("Kees", "Harkstra jr."), "same"),
        (("Kees jr.", "Harkstra"), ("Kees", "Harkstra"), "one_side"),
    ],
)
def test_a_generation_counts_in_either_cell(one, two, level):
    found = levels((*one, None), (*two, None))
    assert found["generation"] == level
    assert found["given_name"] == "exact"


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("www.lentegroen.example", "https://lentegroen.example/contact", "exact"),
        ("www.lentegroen.example", "lentegroen.nl", "same_name"),
        ("lentegroen.co.uk", "lentegroen.com.be", "same_name"),
        ("lentegroen.sites.example", "lentegroen.example", "different"),
        ("zomer.sites.example", "lente.sites.example", "different"),
        ("werk.abc.example", "werk.xyz.example", "different"),
        ("lentegroen.example", "zomergroen.example", "different"),
    ],
)
def test_a_website_of_one_name_elsewhere_is_nearly_the_same(one, two, level):
    recipe = typed([("company", "name"), ("website", "website")])
    records = prepare(
        pa.table({"id": ["1", "2"], "name": ["Lente", "Lente"], "website": [one, two]}), recipe
    )
    found = compare(records, np.array([0]), np.array([1]))
    assert WEBSITE.levels[found.levels[1, 0] - 1].name == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("1980-05-12", "12-05-1980", "exact"),
        ("1980-05-12", "1980-05-13", "close"),
        ("1980-05-12", "1980-12-05", "close"),
        ("1980-05-12", "1980-05-27", "two_parts"),
        ("1980-05-12", "1963-05-12", "two_parts"),
        ("1980-05-12", "1980-11-12", "two_parts"),
        ("1980-05-12", "1980-11-27", "near"),
        ("1980-05-12", "1963-11-12", "different"),
    ],
)
def test_dates_of_which_two_parts_are_equal_are_a_level(one, two, level):
    records = prepare(pa.table({"id": ["1", "2"], "born": [one, two]}), typed([("date", "born")]))
    found = compare(records, np.array([0]), np.array([1]))
    assert DATE.levels[found.levels[0, 0] - 1].name == level
