"""What each field of two records says: whether they are one, in words.

Tested in tests/pages/review/test_duplicates.py.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from rapidfuzz.distance import OSA

from dq.matching.weighing import explain
from dq.objects import Mergeable
from dq.queries.review.duplicates import Pair
from pages.ui.words.i18n import n_, plain

# The row in which what was compared stands, where that is called otherwise.
ROWS: dict[Mergeable, dict[str, str]] = {
    "contact": {
        "given_name": "name",
        "surname": "name",
        "generation": "name",
        "order": "name",
        "salutation": "name",
        "postal_code": "city",
    },
    "account": {"department": "name"},
}
# Where a number is read from the cell of the other sort.
OTHER_CELL = {"mobile": "phone", "phone": "mobile"}
NEARLY = {"close", "slip", "spelling", "alike"}
# What first names in full say; of somebody who has only initials the address tells the name.
IN_FULL = {"exact", "nickname", "slip", "close"}
INITIALS = re.compile(r"[^\W\d_](\.[^\W\d_])*\.?")
# More characters apart are not counted by a reader.
MOST_APART = 3


def rows(kind: Mergeable, pair: Pair, members: Sequence[Mapping[str, Any]]) -> dict[str, Markup]:
    """By field of two records what it says, the heaviest first, as HTML."""
    said: dict[str, list[Markup]] = {}
    for item in sorted(pair.evidence, key=lambda one: -abs(float(one["points"]))):
        field = ROWS[kind].get(item["field"], item["field"])
        if not any(member.get(field) for member in members):
            field = OTHER_CELL.get(field, field)
        values = [member.get(field) for member in members]
        said.setdefault(field, []).append(_phrase(item, values))
    return {field: Markup("").join(phrases) for field, phrases in said.items()}


def _phrase(item: Mapping[str, Any], values: Sequence[object]) -> Markup:
    message, named = explain.phrase(item)
    said = plain(message, **named)
    if item["field"] == "given_name" and item["level"] in IN_FULL and not all(map(_spelt, values)):
        said = plain("{said}, by the e-mail address", said=said)
    elif item["level"] in NEARLY and (apart := _apart(values)):
        said += ", " + n_("{number} character apart", "{number} characters apart", apart)
    points = float(item["points"])
    if abs(points) < explain.SILENT:
        return Markup('<span class="kb-says">{}</span>').format(said)
    kind, sign = ("for", "+") if points > 0 else ("against", "−")
    return Markup('<span class="kb-says kb-{}">{} {}</span>').format(kind, sign, said)


def _spelt(name: object) -> bool:
    """Whether a name has more than initials for a first name, as far as one can see."""
    return not INITIALS.fullmatch(str(name or "").partition(" ")[0])


def _apart(values: Sequence[object]) -> int:
    """How many characters two values differ in; 0 where that says nothing."""
    one, two = (str(value or "").casefold() for value in values)
    apart = OSA.distance(one, two) if one and two else 0
    return apart if apart <= MOST_APART else 0
