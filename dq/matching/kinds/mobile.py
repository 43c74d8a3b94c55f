"""A mobile number, which is one person's more often than another number.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.errors import N_
from dq.matching.kind import EQUAL, Key, equal
from dq.matching.kinds.phone import PHONE, Phones


def _of_person(name: str, companies: bool) -> list[Key]:
    return [Key((name,), 30, ("sound",), EQUAL)]


MOBILE = Phones(
    name="mobile",
    levels=PHONE.levels,
    phrases={
        "exact": N_("same mobile number"),
        "shared": N_("mobile number that several people use"),
        "close": N_("mobile number one digit apart"),
        "different": N_("different mobile number"),
    },
    mobile=True,
    person=_of_person,
    organisation=equal,
    tells=5,
)
