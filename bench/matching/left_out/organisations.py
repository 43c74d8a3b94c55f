"""What is known of organisations, to be left out one by one.

Tested in tests/bench/test_ablation.py.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.matching.left_out import around, mechanism, never, nothing
from dq.matching.comparing import companies, texts
from dq.matching.kinds import text
from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.department import DEPARTMENT
from dq.matching.pairs import between_fields, one_witness
from dq.matching.values import lists, organisations
from dq.matching.weighing import scored_pairs, weigh

Function = Callable[..., Any]
# What customers have: all columns, name and place, or the name alone.
NAMES = "customers,customers by name and city,customers by name"
FULL, ALL = "accounts,customers,dupehell accounts", f"accounts,{NAMES},dupehell accounts,restaurant"
STREETS = f"{FULL},restaurant"
NOT_OLD = r"\((?:oud|old|vervallen|inactief|dubbel)\)|[(-]? *niet (?:meer )?gebruiken\)?$"


def _no_spellings(real: Function) -> Function:
    def levels_of(*given: Any) -> np.ndarray:
        levels = real(*given)
        levels[levels == companies.SPELLING] = companies.CLOSE
        return levels

    return levels_of


def _unnumbered(real: Function) -> Function:
    def read(column: Any) -> tuple:
        *rest, numbers = real(column)
        return *rest, np.full(len(numbers), "", object)

    return read


NAMED = (
    mechanism('"(oud)", "ZZZ" and such', ALL, (organisations, "_OLD", re.compile("xx^"))),
    mechanism('"ZZZ"', NAMES, (organisations, "_OLD", re.compile(NOT_OLD))),
    mechanism("legal forms", ALL, (organisations, "_legal", lambda _: (frozenset(), ()))),
    mechanism("shortened words", ALL, (lists, "written_out", dict)),
    mechanism('words that say little ("Groep")', ALL, (companies, "_weak", frozenset)),
    mechanism(
        "names written otherwise",
        ALL,
        *(around(kind, "levels_of", _no_spellings) for kind in (COMPANY, DEPARTMENT)),
    ),
    mechanism("slips in names", ALL, (companies, "_slips", lambda *_: False)),
    mechanism(
        "words that are not meant for one another", ALL, (companies, "_meant", lambda *_: True)
    ),
    mechanism("streets without their numbers", STREETS, (texts, "_street", str)),
    mechanism("names alike in usual words", ALL, (between_fields, "_usual_words", nothing)),
    mechanism("numbers in names", ALL, around(companies, "_read", _unnumbered)),
    mechanism("names that chance makes", ALL, (between_fields, "_coincidences", nothing)),
    mechanism(
        "rare names where there is nothing else", ALL, (between_fields, "_only_names", nothing)
    ),
    mechanism("that a name is rare is usual", ALL, (COMPANY, "rare", text.term_frequency)),
    mechanism("names with a letter left out as keys", ALL, (COMPANY, "tokens", text.words)),
)
BESIDE = (
    mechanism("one building", FULL, (weigh, "_one_building", nothing)),
    mechanism(
        "a town in the name",
        "accounts,customers,customers by name and city,dupehell accounts",
        (one_witness, "_named_after", nothing),
    ),
    mechanism("a group's number under two names", FULL, (between_fields, "_of_a_group", nothing)),
    mechanism(
        "a line of business is no more than the name",
        "dupehell accounts",
        (scored_pairs, "_on_description", never(2)),
    ),
    mechanism("one site in two countries", FULL, (organisations, "site", lambda _: "")),
    mechanism(
        "pages on platforms", "dupehell contacts", (organisations, "_platform", lambda _: "")
    ),
)
EVERY = (*NAMED, *BESIDE)
