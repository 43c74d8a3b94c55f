"""Golden pairs of people in a file of one's own, where cells were damaged as scans are."""

import random
from functools import partial

import golden
import pyarrow as pa
import pytest

from dq.matching import pipeline
from dq.matching.recipe import typed

COLUMNS = ("first_name", "last_name", "email", "phone", "town", "page")
KINDS = ("given_name", "surname", "email", "phone", "place", "website")
RECIPE = typed(list(zip(KINDS, COLUMNS, strict=True)))
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]
PLACES = ["Urk", "Sneek", "Lisse", "Tiel", "Mierlo", "Cothen", "Assen", "Ede", "Breda", "Gouda"]
# Why, what is expected, and the cells of both.
PAIRS = (
    (
        "names with letters lost and changed at one number",
        "same",
        ("Kathryn", "Bermelo", None, "0611229911", "Tiel", None),
        ("Kaphryp", "Bormzlo", None, "0611229911", "Tiel", None),
    ),
    (
        "the beginnings of both names at one number",
        "same",
        ("Catelijne", "Fredovan", None, "0611229922", "Ede", None),
        ("Cat", "Fred", None, "0611229922", "Ede", None),
    ),
    (
        "an address with a slip, of whoever, beside a first name that was cut off",
        "same",
        ("Evano", "Kobbemi", "rudi.son102493@mail.example", None, "Urk", None),
        ("Ev", "Kobbemi", "rudi.sen102493@mail.example", None, "Urk", None),
    ),
    (
        "an initial in an address is no slip",
        "different",
        ("Pieter", "Vrodelani", "p.vrodelani@mail.example", None, "Lisse", None),
        ("Johan", "Vrodelani", "j.vrodelani@mail.example", None, "Lisse", None),
    ),
    (
        "one page on a platform, where everybody has one",
        "same",
        ("Simonne", "Gadripalo", None, "0611229933", "Sneek", "https://linkedin.com/in/gp-88"),
        ("Sim", "Gad", None, None, "Snek", "www.linkedin.com/in/gp-88/"),
    ),
    (
        "slips in all cells and one half of an address",
        "same",
        ("Benjamin", "Jungodat", "dale.380107@mail.example", "0611229944", "Assen", None),
        ("nejamin", "ungodat", "wale.380107@mail.example", "0611229744", "Asen", None),
    ),
)


def table():
    """People of whom every fourth is there twice with slips, and the golden pairs, by id."""
    draw = random.Random(11)
    rows = []
    firsts, lasts = (
        ["".join(draw.choices(SYLLABLES, k=size)).title() for _ in range(number)]
        for size, number in ((2, 150), (4, 300))
    )
    lasts.append("Vrodelani")
    for count in range(6_000):
        first, last = draw.choice(firsts), draw.choice(lasts)
        mailbox = f"{''.join(draw.choices(SYLLABLES, k=3))}{draw.randrange(10_000, 99_999)}"
        cells = [first, last, f"{mailbox}@mail.example", f"06{draw.randrange(10**7, 10**8)}"]
        cells += [draw.choice(PLACES), f"https://linkedin.com/in/{last.lower()}-{count}"]
        rows.append((f"c{count:04}", *cells))
        if count % 4 == 0:
            rows.append((f"d{count:04}", *(slipped(cell, draw) for cell in cells)))
    for number, (_, _, *sides) in enumerate(PAIRS):
        rows += [(f"g{number}{side}", *cells) for side, cells in enumerate(sides)]
    columns = zip(("id", *COLUMNS), zip(*rows, strict=True), strict=True)
    made = {name: pa.array(cells, pa.string()) for name, cells in columns}
    return pa.table(made).sort_by("id")


def slipped(cell, draw):
    """A cell that is gone, cut off, or has letters changed; or as it is."""
    if draw.random() < 0.5:
        return cell
    if draw.random() < 0.2:
        return None
    if draw.random() < 0.2:
        return cell[: max(len(cell) // 2, 2)]
    letters = list(cell)
    for place in draw.sample(range(len(letters)), min(draw.randint(1, 2), len(letters))):
        letters[place] = draw.choice("abdefgklmnoprstvw0123456789")
    return "".join(letters)


wrong = partial(golden.wrong, PAIRS)


@pytest.fixture(scope="module")
def groups():
    return golden.groups(pipeline.match(table(), RECIPE))


@pytest.mark.parametrize("why", [why for why, *_ in PAIRS])
def test_a_golden_pair_of_people_is_decided_as_expected(groups, why):
    assert why not in wrong(groups)


def test_others_are_grouped_rightly(groups):
    """Of a hundred groups of others one at most has two people."""
    others = [{member[1:] for member in group} for group in groups if "g" not in str(group)]
    assert sum(len(one) > 1 for one in others) <= len(others) / 100
    assert len(others) > 1_200
