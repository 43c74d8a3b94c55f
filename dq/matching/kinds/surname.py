"""A person's last name; and the junior or senior that stands with it.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.kind import Kind, Level

SURNAME = Kind(
    "surname",
    (
        Level("exact", 0.84, 0.002, least=0.5),
        Level("slip", 0.05, 0.0005, least=0.0),
        Level("close", 0.04, 0.0003, least=0.0),
        Level("two_names", 0.01, 0.001, most=6.0, least=-4.0),
        Level("part", 0.03, 0.001, least=0.0),
        Level("by_address", 0.01, 0.0002, least=0.0),
        Level("different", 0.04, 0.996, most=-3.0, least=-7.0),
        *(
            Level(f"{name}_apart", 0.0003, 0.0003, most=-5.0, least=-7.0)
            for name in ("slip", "close", "two_names")
        ),
        Level("beginning", 0.01, 0.002, most=6.0, least=-4.0),
        Level("damaged", 0.01, 0.003, most=6.0, least=-4.0),
    ),
    phrases={
        "exact": N_("same last name"),
        "slip": N_("last name with a slip in it"),
        "close": N_("last name spelt slightly differently"),
        "two_names": N_("last names that are alike, both usual"),
        "part": N_("part of the last name is the same"),
        "by_address": N_("the address has the last name of the other card"),
        "different": N_("different last name"),
        "slip_apart": N_("last names that are alike, each in its own address"),
        "close_apart": N_("last names that are alike, each in its own address"),
        "two_names_apart": N_("last names that are alike, each in its own address"),
        "beginning": N_("last name that is the beginning of the other"),
        "damaged": N_("last names that have most letters in common"),
    },
    beyond_name=False,
)

GENERATION = Kind(
    "generation",
    (
        Level("same", 0.90, 0.5, most=2.0),
        Level("one_side", 0.2, 0.9, most=-1.0, least=-7.0),
        Level("conflict", 0.001, 0.9, most=-30.0, least=-30.0, contradicts=True),
    ),
    phrases={
        "same": N_("same junior or senior"),
        "one_side": N_("junior or senior on one card only"),
        "conflict": N_("one is junior, the other senior"),
    },
    beyond_name=False,
)
