"""What is known of people's names, to be left out one by one.

Tested in tests/bench/test_ablation.py.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.matching.left_out import CONTACTS, TYPED, around, level, mechanism, never, nothing, same
from dq.matching.comparing import names, texts
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import GENERATION
from dq.matching.pairs import damaged
from dq.matching.values import lists, name_cells, normalise, written
from dq.matching.values import names as people
from dq.matching.values.names import Names

Function = Callable[..., Any]


def _no_parts(real: Function) -> Function:
    def levels_of(*given: Any) -> np.ndarray:
        levels = real(*given)
        levels[levels == names.PART] = names.SURNAME_DIFFERENT
        return levels

    return levels_of


def _not_turned(first: Any, last: Any, *_: Any) -> Any:
    return first, last, np.zeros(len(first.codes), bool)


def _all(*tables: np.ndarray) -> np.ndarray:
    return np.ones(len(tables[0]), bool)


def _nobody_made(*given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    none = np.zeros(len(given[-1]), bool)
    return none, none


GENERATIONS = (
    mechanism('"jr" on one card', CONTACTS, level(GENERATION, "one_side", m=0.5, least=-1.0)),
    mechanism(
        '"jr" and "sr" at all',
        CONTACTS,
        (names, "_generations", lambda _, left, __: np.zeros(len(left), np.int8)),
    ),
)
IN_NAMES = (
    mechanism(
        "slips and two usual names apart from close", CONTACTS, (names, "_made", _nobody_made)
    ),
    mechanism(
        "initials in capitals", CONTACTS, (written, "in_capitals", lambda _, name, *__: list(name))
    ),
    mechanism(
        "a whole name in one cell",
        CONTACTS,
        (written, "taken_apart", lambda first, last, *_: (first, last)),
    ),
    mechanism(
        "names in each other's cell",
        CONTACTS,
        (people, "unswapped", _not_turned),
        (names, "_swapped", never(1)),
    ),
    mechanism(
        "tussenvoegsels glued to a name",
        CONTACTS,
        (name_cells, "_parted_humps", same),
        (name_cells, "_unglued", same),
    ),
    mechanism(
        "call names",
        CONTACTS,
        (lists, "nicknames", lambda _=(): {}),
        (people, "_initials_of_lines", lambda _: {}),
    ),
    mechanism(
        "initials of formal names",
        CONTACTS,
        (people, "_initials_of_lines", lambda _: defaultdict(int)),
    ),
    mechanism("further initials", CONTACTS, (names, "_nested", _all)),
    mechanism("halves of double names", CONTACTS, (names, "_apart", never(1))),
    mechanism(
        "two usual first names are two people's",
        CONTACTS,
        level(GIVEN_NAME, "two_names", contradicts=False),
    ),
    mechanism("first names in one word or two", CONTACTS, (names, "_spaced", never(1))),
    mechanism("parts of last names", CONTACTS, around(names, "surname_levels", _no_parts)),
    mechanism(
        "ij is y",
        CONTACTS,
        (Names, "spelt", property(lambda one: one.squeezed)),
        (Names, "spelt_lengths", property(lambda one: one.lengths)),
    ),
    mechanism("letters of another alphabet", CONTACTS, (normalise, "LOOKALIKES", {})),
    mechanism(
        "rare names say more",
        CONTACTS,
        (Names, "_term_frequency", lambda _, __, counts: np.zeros(len(counts), np.float32)),
    ),
    mechanism("what is left of a damaged name", TYPED, (damaged, "settle", nothing)),
    mechanism(
        "two of three parts of a date",
        "members",
        (texts, "_month", lambda _: ""),
        (texts, "_day", lambda _: ""),
    ),
)
EVERY = (*GENERATIONS, *IN_NAMES)
