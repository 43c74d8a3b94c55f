"""An organisation's name.

Tested in tests/matching/kinds/test_kinds.py.
"""

from collections.abc import Callable

import numpy as np

from dq.errors import N_
from dq.matching.columns.columns import Coded
from dq.matching.comparing import companies
from dq.matching.kind import EQUAL, Key, Level
from dq.matching.kinds.text import Text, words
from dq.matching.values import organisations


def _squeezed(text: str) -> str:
    return text.replace(" ", "")[:12]


SQUEEZED: dict[str, Callable[[str], str]] = {"squeezed": _squeezed}


def _of_organisation(name: str, parents: bool) -> list[Key]:
    return [Key((name,), EQUAL), Key((f"{name}.squeezed",), 40)]


def _words_and_slips(text: str) -> set[str]:
    """The words of a name; and the name without spaces as it is, with its words in order of the
    alphabet, and with each letter left out: two names that are one slip apart share at least one of
    these. Marked, so as not to be taken for words."""
    telling = companies.telling(text)
    name = telling.joined
    less = {f"-{name[:place]}{name[place + 1 :]}" for place in range(len(name))}
    return words(text) | {f"-{name}", f"={telling.in_any_order}"} | less


def _rare(column: Coded) -> np.ndarray:
    """Nearly every customer's name is its own: that two share one is the usual case, and takes
    nothing away."""
    return column.term_frequency - np.float32(min(column.rarest, 0.0))


COMPANY = Text(
    name="company",
    levels=(
        Level("exact", 0.70, 0.0005, least=0.0, found=True),
        Level("spelling", 0.06, 0.00003, least=0.0, found=True),
        Level("slip", 0.06, 0.00003, least=0.0, found=True),
        Level("close", 0.06, 0.0005, least=0.0),
        Level("alike", 0.08, 0.01, most=6.5),
        Level("different", 0.04, 0.98, most=-2.0, least=-8.0),
    ),
    phrases={
        "exact": N_("same name"),
        "spelling": N_("the same name spelt otherwise"),
        "slip": N_("the same name with a slip in it"),
        "close": N_("nearly the same name"),
        "alike": N_("similar name"),
        "different": N_("different name"),
    },
    normal=organisations.company,
    levels_of=companies.company,
    rare=_rare,
    parts=SQUEEZED,
    organisation=_of_organisation,
    tokens=_words_and_slips,
    by_words=True,
)
