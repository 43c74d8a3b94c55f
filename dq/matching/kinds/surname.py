"""A person's last name; and the junior or senior that stands with it.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.kind import Kind, Level

SURNAME = Kind(
    "surname",
    (
        Level("exact", 0.84, 0.002, least=0.5),
        Level("close", 0.09, 0.001, least=0.0),
        Level("part", 0.03, 0.001, least=0.0),
        Level("different", 0.04, 0.996, most=-3.0, least=-7.0),
    ),
    phrases={
        "exact": N_("same last name"),
        "close": N_("last name spelt slightly differently"),
        "part": N_("part of the last name is the same"),
        "different": N_("different last name"),
    },
    beyond_name=False,
)

GENERATION = Kind(
    "generation",
    (
        Level("same", 0.90, 0.5, most=2.0),
        Level("one_side", 0.5, 0.9, most=-1.0, least=-1.0),
        Level("conflict", 0.001, 0.9, most=-30.0, least=-30.0, contradicts=True),
    ),
    phrases={
        "same": N_("same junior or senior"),
        "one_side": N_("junior or senior on one card only"),
        "conflict": N_("one is junior, the other senior"),
    },
    beyond_name=False,
)
