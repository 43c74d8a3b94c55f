"""A number or code that one person or organisation has.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.matching.comparing import texts
from dq.matching.kind import Level, equal
from dq.matching.kinds.text import Text
from dq.matching.values import normalise

IDENTIFIER = Text(
    name="identifier",
    levels=(
        Level("exact", 0.90, 0.0001, least=0.0, found=True),
        Level("close", 0.06, 0.0005, least=0.0),
        Level("different", 0.04, 0.999, most=-2.0),
        # Of a group of firms: under two names it says as little as a number that several use.
        Level("other_name", 0.02, 0.0005, most=2.0, least=0.0),
    ),
    normal=normalise.identifier,
    levels_of=texts.code,
    person=equal,
    organisation=equal,
    tells=7,
)
