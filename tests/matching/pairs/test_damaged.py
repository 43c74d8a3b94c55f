"""Names of which little is left, in files without companies."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.pairs.compare import compare
from dq.matching.recipe import CONTACTS, typed
from dq.matching.records.records import prepare

RECIPE = typed([("given_name", "first"), ("surname", "last")])


def levels(one, two, recipe=RECIPE):
    """The levels of the first and the last names of two cards."""
    columns = {name for field in recipe.fields for name in field.columns} | {recipe.stratum or "id"}
    cells = dict.fromkeys(sorted(columns), pa.nulls(2, pa.string())) | {"id": pa.array(["1", "2"])}
    for place, field in enumerate(recipe.fields[:2]):
        cells[field.columns[0]] = pa.array([one[place], two[place]])
    found = compare(prepare(pa.table(cells), recipe), np.array([0]), np.array([1]))
    return [
        field.kind.levels[level - 1].name
        for field, level in zip(found.fields[:2], found.levels[:2, 0], strict=True)
    ]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (("Catherine", "Weiss"), ("Cat", "Weiss"), ["beginning", "exact"]),
        (("Catherine", "Lawrence"), ("C", "LAW"), ["initial", "beginning"]),
        (("Kathryn", "Benjamin"), ("Kaphryp", "Bunjtauin"), ["damaged", "damaged"]),
        (("Kathryn", "Smith"), ("Pieter", "Vrolijk"), ["different", "different"]),
        (("Anna", "Smith"), ("Otto", "Vos"), ["different", "different"]),
    ],
)
def test_what_is_left_of_a_name_is_a_level(one, two, expected):
    assert levels(one, two) == expected


def test_colleagues_with_such_names_are_two():
    found = levels(("Catherine", "Lawrence"), ("Cat", "Law"), CONTACTS)
    assert found == ["same_initial", "different"]
