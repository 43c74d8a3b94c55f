"""A postcode.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.comparing import texts
from dq.matching.kind import Key, Level
from dq.matching.kinds.text import Text
from dq.matching.values import normalise


def _of_person(name: str, companies: bool) -> list[Key]:
    by_sound = Key((name, "sound"), 30)
    if companies:
        return [by_sound]
    return [by_sound, Key((name, "callname"), 40), Key((name, "initial"), 30)]


POSTCODE = Text(
    name="postcode",
    levels=(
        Level("exact", 0.80, 0.002, least=0.0),
        Level("close", 0.08, 0.01, least=0.0),
        Level("different", 0.12, 0.99, most=0.0),
    ),
    phrases={
        "exact": N_("same postcode"),
        "close": N_("nearly the same postcode"),
        "different": N_("different postcode"),
    },
    local=True,
    household=True,
    normal=normalise.postcode,
    levels_of=texts.postcode,
    person=_of_person,
    tells=2,
)
