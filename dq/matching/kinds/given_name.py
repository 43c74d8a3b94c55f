"""A person's first name; and whether both names stand in each other's cell.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.kind import Kind, Level

GIVEN_NAME = Kind(
    "given_name",
    (
        Level("exact", 0.70, 0.004, least=0.5),
        Level("nickname", 0.10, 0.004, least=0.0),
        Level("initial", 0.10, 0.02, least=-0.5),
        Level("formal_initial", 0.01, 0.03, most=1.0, least=-3.0),
        Level("slip", 0.04, 0.0005, least=0.0),
        Level("close", 0.03, 0.001, most=7.0, least=0.0),
        Level("two_names", 0.01, 0.005, most=3.0, least=-6.0, contradicts=True),
        Level("same_initial", 0.005, 0.06, most=-4.0, least=-7.0, contradicts=True),
        Level("different", 0.01, 0.88, most=-4.0, least=-7.0, contradicts=True),
        *(
            Level(f"{name}_apart", 0.0003, 0.0003, most=-4.0, least=-7.0, contradicts=True)
            for name in ("slip", "close", "two_names")
        ),
        Level("beginning", 0.01, 0.002, most=6.0, least=-4.0),
        Level("damaged", 0.01, 0.004, most=6.0, least=-4.0),
    ),
    phrases={
        "exact": N_("same first name"),
        "nickname": N_("first names that stand for each other"),
        "initial": N_("initial fits the first name"),
        "formal_initial": N_("initial may be of the formal first name"),
        "slip": N_("first name with a slip in it"),
        "close": N_("first name spelt slightly differently"),
        "two_names": N_("first names that are alike, both usual"),
        "same_initial": N_("different first name with the same initial"),
        "different": N_("different first name"),
        "slip_apart": N_("first names that are alike, each in its own address"),
        "close_apart": N_("first names that are alike, each in its own address"),
        "two_names_apart": N_("first names that are alike, each in its own address"),
        "beginning": N_("first name that is the beginning of the other"),
        "damaged": N_("first names that have most letters in common"),
    },
    beyond_name=False,
)

ORDER = Kind(
    "order",
    (
        Level("straight", 0.98, 0.98, most=0.0, least=0.0),
        Level("swapped", 0.01, 0.3, most=-1.0, least=-6.0),
    ),
    phrases={"swapped": N_("first and last name swapped")},
    beyond_name=False,
)
