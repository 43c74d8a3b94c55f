"""What is one witness counts once: a building, a town."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.pairs.compare import compare
from dq.matching.recipe import typed
from dq.matching.records.records import prepare

RECIPE = typed(
    [("company", "name"), ("address", "street"), ("postcode", "code"), ("place", "town")]
)


def levels(one, two):
    """Per field the level of two organisations; None where it says nothing."""
    cells = dict(zip(("name", "street", "code", "town"), zip(one, two, strict=True), strict=True))
    table = {"id": ["1", "2"]} | {name: pa.array(both, pa.string()) for name, both in cells.items()}
    found = compare(prepare(pa.table(table), RECIPE), np.array([0]), np.array([1]))
    return [
        field.kind.levels[level - 1].name if level else None
        for field, level in zip(found.fields, found.levels[:, 0], strict=True)
    ][1:]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (
            ("Blom", "Kade 100", "1100AB", "Utrecht"),
            ("Vos", "Kade 100", "1100AB", "Utrecht"),
            ["exact", "exact", None],
        ),
        (
            ("Blom", "Kade 100", "1100AB", "Utrecht"),
            ("Vos", "Kade 100", "1177ZZ", "Assen"),
            ["exact", "different", "different"],
        ),
        (
            ("Blom", None, "1100AB", "Utrecht"),
            ("Vos", None, "1100AB", "Uterecht"),
            [None, "exact", None],
        ),
        (
            ("Blom", None, "1100AB", "Utrecht"),
            ("Vos", None, "1100AC", "Utrecht"),
            [None, "close", None],
        ),
        (
            ("Woonzorg Cothen", None, None, "Cothen"),
            ("Welzijn Cothen", None, None, "Cothen"),
            [None, None, None],
        ),
        (
            ("Woonzorg Cothen", None, None, "Cothen"),
            ("Woonzorg", None, None, "Cothen"),
            [None, None, "exact"],
        ),
        ((None, None, None, "Cothen"), (None, None, None, "Cothen"), [None, None, "exact"]),
    ],
)
def test_what_is_one_witness_counts_once(one, two, expected):
    assert levels(one, two) == expected
