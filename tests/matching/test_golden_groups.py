"""Golden pairs of firms whose names are made of few words, as those of one group of firms are."""

import random
from functools import partial

import golden
import pyarrow as pa
import pytest

from dq.matching import pipeline
from dq.matching.recipe import typed

COLUMNS = ("name", "number", "website", "street", "postcode", "branch")
KINDS = ("company", "identifier", "website", "address", "postcode", "text")
RECIPE = typed(list(zip(KINDS, COLUMNS, strict=True)))
FIRST = [
    "Noorder",
    "Zuider",
    "Ooster",
    "Wester",
    "Hanze",
    "Delta",
    "Meridiaan",
    "Atlas",
    "Kompas",
    "Horizon",
]
SECOND = [
    "Partners",
    "Diensten",
    "Advies",
    "Logistiek",
    "Techniek",
    "Beheer",
    "Ventures",
    "Zorg",
    "Energie",
    "Media",
]
BRANCHES = [
    "Bouw",
    "Vervoer",
    "Opslag",
    "Vis",
    "Verf",
    "Papier",
    "Glas",
    "Textiel",
    "Reizen",
    "Metaal",
    "Hout",
    "Leer",
    "Zout",
]
TRADES = [
    f"{kind} {branch}" for branch in BRANCHES for kind in ("Groothandel", "Fabriek", "Winkel")
]
# Why, what is expected, and the cells of both.
PAIRS = (
    (
        "a group's number under two names",
        "different",
        ("Noorder Partners", "90000011", None, None, None, "Fabriek Glas"),
        ("Atlas Techniek", "90000011", None, None, None, "Fabriek Glas"),
    ),
    (
        "a usual name and a branch are no more than a name",
        "different",
        ("Zuider Diensten", None, "zuider-een.example", "Kade 9101", "9101AB", "Fabriek Verf"),
        ("Zuider Diensten", None, None, None, None, "Fabriek Verf"),
    ),
    (
        "a usual name at one address",
        "same",
        ("Hanze Advies", None, "hanze-advies.example", "Kade 9102", "9102AB", "Fabriek Hout"),
        ("Hanze Advies", None, None, "Kade 9102", "9102AB", "Fabriek Hout"),
    ),
    (
        "another name at a site and an address of its own number",
        "same",
        ("Delta Logistiek", "90000012", "delta-l.example", "Kade 9103", "9103AB", "Fabriek Leer"),
        ("Kompas Media", "90000012", "delta-l.example", "Kade 9103", "9103AB", "Fabriek Leer"),
    ),
    (
        "a group's number under two names with a word in common",
        "different",
        ("Noorder Scheepvaart", "90000013", None, "Kade 9104", "9104AB", "Fabriek Papier"),
        ("Atlas Scheepvaart", "90000013", None, None, None, "Fabriek Papier"),
    ),
    (
        "a group's number under two more of its names",
        "different",
        ("Wester Scheepvaart", "90000014", None, "Kade 9105", "9105AB", "Winkel Reizen"),
        ("Delta Scheepvaart", "90000014", None, None, None, "Winkel Reizen"),
    ),
    (
        "a number under a name of which a word is damaged",
        "same",
        ("Horizon Molenaars", "90000015", None, "Kade 9106", "9106AB", "Fabriek Zout"),
        ("Hxrizqm Molenaars", "90000015", None, "Kade 9106", "9106AB", "Fabriek Zout"),
    ),
)


def table():
    """Firms of which two in three are there again, and the golden pairs, by id."""
    draw = random.Random(7)
    rows = []
    for count in range(160):
        cells = (
            f"{draw.choice(FIRST)} {draw.choice(SECOND)}",
            f"{80_000_000 + count * 37}" if draw.random() < 0.6 else None,
            f"firm{count}.example",
            f"Laan {count}",
            f"{1000 + count * 11}AA",
            draw.choice(TRADES),
        )
        rows += [(f"{copy}{count:03}", *cells) for copy in ("c", "d", "e")[: 1 + count % 3]]
    for number, (_, _, *sides) in enumerate(PAIRS):
        rows += [(f"g{number}{side}", *cells) for side, cells in enumerate(sides)]
    columns = zip(("id", *COLUMNS), zip(*rows, strict=True), strict=True)
    made = {name: pa.array(cells, pa.string()) for name, cells in columns}
    return pa.table(made).sort_by("id")


wrong = partial(golden.wrong, PAIRS)


@pytest.fixture(scope="module")
def groups():
    return golden.groups(pipeline.match(table(), RECIPE))


@pytest.mark.parametrize("why", [why for why, *_ in PAIRS])
def test_a_golden_pair_of_firms_is_decided_as_expected(groups, why):
    assert why not in wrong(groups)


def test_who_is_there_again_is_found(groups):
    again = [
        {f"{copy}{count:03}" for copy in ("c", "d", "e")[: 1 + count % 3]} for count in range(160)
    ]
    assert all(group in groups for group in again if len(group) > 1)
