"""A date that belongs to somebody, such as that of birth.

Tested in tests/matching/kinds/test_kinds.py.
"""

from dq.matching.comparing import texts
from dq.matching.kind import Key, Level
from dq.matching.kinds.text import Text
from dq.matching.values import normalise


def _year(text: str) -> str:
    return text[:4]


def _month_day(text: str) -> str:
    return text[4:]


def _of_person(name: str, companies: bool) -> list[Key]:
    return [
        Key((name,), 40, ("initial",)),
        Key((f"{name}.year", "sound"), 30),
        Key((f"{name}.month_day", "callname"), 30),
        Key((f"{name}.month_day", "initial"), 30),
        Key((f"{name}.year", "callname"), 30),
    ]


DATE = Text(
    name="date",
    levels=(
        Level("exact", 0.80, 0.0002, least=0.0),
        Level("close", 0.12, 0.004, least=0.0),
        Level("two_parts", 0.03, 0.003, least=0.0),
        Level("near", 0.03, 0.03, least=-1.0),
        Level("different", 0.03, 0.966, most=-2.0),
    ),
    normal=normalise.date,
    levels_of=texts.date,
    parts={"year": _year, "month_day": _month_day},
    person=_of_person,
    tells=4,
)
