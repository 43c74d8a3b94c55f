"""A whole name in one cell, and initials in capitals."""

import pyarrow as pa
import pytest

from dq.matching.columns.columns import encode
from dq.matching.values import names


def read(*cards):
    """The given name and last name of the last of these cards (first-name cell, last-name cell)."""
    first, last = (encode(pa.array(column, pa.string())) for column in zip(*cards, strict=True))
    found = names.read(first, last, lambda: None)
    return found.texts[found.given[-1]], found.texts[found.surname[-1]]


@pytest.mark.parametrize(
    ("cell", "given", "surname"),
    [
        ("Jan Noorderstraten", "jan", "noorderstraten"),
        ("Jan Willem van den Noorderstraten", "jan willem", "noorderstraten"),
        ("Jan W. Noorderstraten", "jan w", "noorderstraten"),
        ("J.W. Noorderstraten", "j w", "noorderstraten"),
        ("Noorderstraten, Jan", "jan", "noorderstraten"),
        ("van den Noorderstraten", "", "noorderstraten"),
        ("Noorderstraten Zuiderburg", "", "noorderstraten zuiderburg"),
        ("Jan", "", "jan"),
        ("Jan jr.", "", "jan"),
    ],
)
def test_a_whole_name_in_the_last_name_cell_is_taken_apart(cell, given, surname):
    assert read(("Piet", "Bakker"), (None, cell)) == (given, surname)


def test_a_first_name_that_others_have_is_one():
    others = [("Ahmed", "Bakker"), ("Ahmed", "Jansen")]
    assert read(*others, (None, "Ahmed Noorderstraten")) == ("ahmed", "noorderstraten")
    assert read(*others[:1], (None, "Ahmed Noorderstraten")) == ("", "ahmed noorderstraten")
    whole = [("Piet", "Bakker"), (None, "Orion Flex"), (None, "Orion Zorg")]
    assert read(*whole) == ("", "orion zorg")
    whole = [(None, "Ahmed Bakker"), (None, "Ahmed Jansen")]
    assert read(*whole, (None, "Ahmed Noorderstraten")) == ("ahmed", "noorderstraten")
    assert read(*others, ("Piet", "Ahmed Noorderstraten")) == ("piet", "ahmed noorderstraten")


@pytest.mark.parametrize(
    ("cards", "given"),
    [
        ([("EC", "Hofmanink")], "e c"),
        ([("EC", "HOFMANINK")], "ec"),
        ([("JAN", "Hofmanink")], "jan"),
        ([("FINN", "Hofmanink")], "f i n n"),
        ([("Finn", "Bakker"), ("Finn", "Jansen"), ("FINN", "Hofmanink")], "finn"),
        ([("JP", "HOFMANINK")], "j p"),
    ],
)
def test_capitals_that_nobody_is_called_are_initials(cards, given):
    assert read(*cards)[0] == given
