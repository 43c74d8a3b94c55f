"""A salutation, as far as it tells men from women.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.comparing import texts
from dq.matching.kind import Level
from dq.matching.kinds.text import Text
from dq.matching.values import normalise

SALUTATION = Text(
    name="salutation",
    levels=(
        Level("same", 0.98, 0.5, most=1.0, least=0.0),
        Level("conflict", 0.02, 0.5, most=-2.0, least=-6.0),
    ),
    phrases={"same": N_("same salutation"), "conflict": N_("different salutation")},
    beyond_name=False,
    normal=normalise.salutation,
    levels_of=texts.same,
    rare=None,
)
