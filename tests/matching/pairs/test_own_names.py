"""Two addresses of which each is made of its own card's name."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.pairs.compare import compare
from dq.matching.recipe import typed
from dq.matching.records.records import prepare

COLUMNS = ("first", "last", "email")
RECIPE = typed([("given_name", "first"), ("surname", "last"), ("email", "email")])


def levels(one, two):
    """Per kind the level of two cards, each a first name, a last name and an address."""
    cells = {name: [a, b] for name, a, b in zip(COLUMNS, one, two, strict=True)}
    found = compare(prepare(pa.table({"id": ["1", "2"]} | cells), RECIPE), *np.array([[0], [1]]))
    return {
        one.kind.name: one.kind.levels[level - 1].name if level else None
        for one, level in zip(found.fields, found.levels[:, 0], strict=True)
    }


@pytest.mark.parametrize(
    ("one", "two", "email", "given", "surname"),
    [
        # Neither last name is a slip.
        (
            ("Peter", "Fokkerink", "p.fokkerink@a.nl"),
            ("Peter", "Fukkerink", "p.fukkerink@a.nl"),
            "own_names", "exact", "close_apart",
        ),
        # Addresses of alike names are alike for no other reason.
        (
            ("Anna", "Fokkerink", "p.fokkerink@a.nl"),
            ("Anna", "Fukkerink", "p.fukkerink@a.nl"),
            "same_domain", "exact", "close_apart",
        ),
        # Nor is either first name.
        (
            ("Hans", "Fokkerink", "hans.fokkerink@a.nl"),
            ("Hank", "Fokkerink", "hank.fokkerink@a.nl"),
            "own_names", "slip_apart", "exact",
        ),
        (
            ("A.", "Fokkerink", "anna.fokkerink@a.nl"),
            ("A.", "Fokkerink", "anja.fokkerink@a.nl"),
            "own_names", "same_initial", "exact",
        ),
        (
            ("Johanna", "Fokkerink", "fokkerink.j@a.nl"),
            ("H.E.", "Fokkerink", "fokkerink.h@a.nl"),
            "own_names", "different", "exact",
        ),
        # One card has a slip, the other's name is in both addresses.
        (
            ("Peter", "Fokkerink", "p.fokkerink@a.nl"),
            ("Peter", "Fokerink", "p.fokkerink@a.nl"),
            "exact", "exact", "close",
        ),
        (
            ("Peter", "Fokkerink", "p.fokkerink@a.nl"),
            ("Peter", "Fokkerink", "p.fokerink@a.nl"),
            "close", "exact", "exact",
        ),
        # She married, and has her address still.
        (
            ("Els", "Fokkerink", "els.tomassenaar@a.nl"),
            ("Els", "Tomassenaar", None),
            None, "exact", "by_address",
        ),
    ],
)  # fmt: skip
def test_what_each_address_repeats_is_no_slip(one, two, email, given, surname):
    found = levels(one, two)
    assert (found["email"], found["given_name"], found["surname"]) == (email, given, surname)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("jansen1@lambda.nl", "jansen2@lamda.nl"),
        ("jan@lambda.nl", "janjr@lambda.nl"),
        ("jan.jansen@lambda.nl", "jan.jansen.sr@lambda.nl"),
    ],
)
def test_a_number_or_junior_tells_two_apart(one, two):
    assert levels(("Jan", "Jansen", one), ("Jan", "Jansen", two))["email"] == "numbered"
