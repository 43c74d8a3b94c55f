"""Golden pairs of customers: what they share beside the name, and what that is worth."""

import csv
import random
from pathlib import Path

import golden
import pyarrow as pa
import pytest

from dq.matching import pipeline
from dq.matching.recipe import typed

PAIRS = list(
    csv.DictReader(Path(__file__).with_name("golden_accounts.csv").read_text("utf-8").splitlines())
)
COLUMNS = ("name", "street", "postcode", "town", "phone", "website")
KINDS = ("company", "address", "postcode", "place", "phone", "website")
RECIPE = typed(list(zip(KINDS, COLUMNS, strict=True)))
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]
BRANCHES = [
    "Transport",
    "Techniek",
    "Bouw",
    "Zorg",
    "Logistiek",
    "Advies",
    "Vastgoed",
    "Infra",
    "Food",
    "Drukkerij",
]
PLACES = [
    "Urk",
    "Sneek",
    "Lisse",
    "Tiel",
    "Mierlo",
    "Cothen",
    "Zuidwending",
    "Assen",
    "Ede",
    "Breda",
    "Gouda",
    "Venlo",
    "Almelo",
]


def customers(number=1_500):
    """Customers of whom nobody is there twice; one in ten is named after its town."""
    draw = random.Random(5)
    rows = []
    for count in range(number):
        branch, place = draw.choice(BRANCHES), draw.choice(PLACES)
        name = "".join(draw.choices(SYLLABLES, k=5)).title()
        rows.append(
            {
                "id": f"c{count:04}",
                "name": f"{branch} {place} {name[:4]}" if count % 10 == 0 else f"{name} {branch}",
                "street": f"Laan {count}",
                "postcode": f"{1000 + count * 5}AA",
                "town": place,
                "phone": f"030{2_000_000 + count * 37:07}",
                "website": f"{name.lower()}.example",
            }
        )
    return rows


def table():
    """The customers and the golden pairs, by id."""
    rows = customers()
    for number, pair in enumerate(PAIRS):
        for side in ("left", "right"):
            cells = {name: pair[f"{side}_{name}"] or None for name in COLUMNS}
            rows.append({"id": f"g{number}{side}"} | cells)
    names = ("id", *COLUMNS)
    return pa.table(
        {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    ).sort_by("id")


def wrong(groups):
    """Why the pairs are there that are decided otherwise than expected.

    :param groups: sets of ids
    """
    return [
        pair["why"]
        for number, pair in enumerate(PAIRS)
        if any({f"g{number}left", f"g{number}right"} <= group for group in groups)
        is not (pair["expected"] == "same")
    ]


@pytest.fixture(scope="module")
def groups():
    return golden.groups(pipeline.match(table(), RECIPE))


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[pair["why"] for pair in PAIRS])
def test_a_golden_pair_of_customers_is_decided_as_expected(groups, number):
    assert PAIRS[number]["why"] not in wrong(groups)


def test_nobody_else_is_grouped(groups):
    assert not any(member[0] == "c" for group in groups for member in group)
