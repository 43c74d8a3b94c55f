"""A website.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.comparing import texts
from dq.matching.kind import Level, equal
from dq.matching.kinds.text import Text
from dq.matching.values import organisations

WEBSITE = Text(
    name="website",
    levels=(
        Level("exact", 0.85, 0.001, least=0.0, found=True),
        Level("same_name", 0.05, 0.0005, most=6.5, least=0.0),
        Level("different", 0.10, 0.9985, most=0.0),
    ),
    phrases={
        "exact": N_("same website"),
        "same_name": N_("website of the same name"),
        "different": N_("different website"),
    },
    normal=organisations.website,
    levels_of=texts.website,
    person=equal,
    organisation=equal,
)
