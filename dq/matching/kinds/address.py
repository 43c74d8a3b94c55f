"""A street and house number.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.comparing import texts
from dq.matching.kind import Level, beside_name
from dq.matching.kinds.text import Text, words
from dq.matching.values import normalise

ADDRESS = Text(
    name="address",
    levels=(
        Level("exact", 0.60, 0.001, least=0.0),
        Level("close", 0.25, 0.001, least=0.0),
        Level("alike", 0.08, 0.01, most=5.0),
        Level("different", 0.07, 0.988, most=-3.0),
    ),
    phrases={
        "exact": N_("same street"),
        "close": N_("nearly the same street"),
        "alike": N_("similar street"),
        "different": N_("different street"),
    },
    normal=normalise.free_text,
    levels_of=texts.address,
    person=beside_name,
    tokens=words,
    by_words=True,
    tells=1,
)
