"""What a department is called inside its organisation.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dataclasses import replace

from dq.errors import N_
from dq.matching.comparing import companies
from dq.matching.kind import EQUAL, Key
from dq.matching.kinds.company import COMPANY, SQUEEZED
from dq.matching.kinds.text import Text
from dq.matching.values import organisations


def _of_organisation(name: str, parents: bool) -> list[Key]:
    if not parents:
        return []
    return [Key(("stratum", name), EQUAL), Key(("stratum", f"{name}.squeezed"), 40)]


DEPARTMENT = Text(
    name="department",
    levels=tuple(replace(level, found=False) for level in COMPANY.levels),
    phrases={
        "exact": N_("same department"),
        "spelling": N_("the same department spelt otherwise"),
        "slip": N_("the same department with a slip in it"),
        "close": N_("nearly the same department"),
        "alike": N_("similar department"),
        "different": N_("different department"),
    },
    local=True,
    normal=organisations.company,
    levels_of=companies.company,
    parts=SQUEEZED,
    organisation=_of_organisation,
    by_words=True,
)
