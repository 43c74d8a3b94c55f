"""A town.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.comparing import texts
from dq.matching.kind import Level, beside_name
from dq.matching.kinds.text import Text
from dq.matching.values import normalise

PLACE = Text(
    name="place",
    levels=(
        Level("exact", 0.80, 0.02, least=0.0),
        Level("close", 0.10, 0.005, least=0.0),
        Level("different", 0.10, 0.975, most=0.0),
    ),
    phrases={
        "exact": N_("same place"),
        "close": N_("nearly the same place"),
        "different": N_("different place"),
    },
    local=True,
    household=True,
    normal=normalise.place,
    levels_of=texts.place,
    person=beside_name,
)
