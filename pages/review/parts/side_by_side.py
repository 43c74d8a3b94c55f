"""Records beside each other: a column each, what they say otherwise marked, and what comes of it.

Tested in tests/pages/review/test_duplicates.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dq.matching.values import phones
from dq.objects import Mergeable
from pages.ui.session.navigation import href
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import plain

Facts = Mapping[str, Any]
PAGES = {"contact": "cards/contact.py", "account": "cards/account.py"}
# Codes, dates and counts are not compared letter by letter.
WHOLE = {"id", "status", "approves", "modified", "contacts", "type", "owner"}
PHONES = {"phone", "mobile"}


def letter(index: int) -> str:
    """A, B … Z, then numbers."""
    return chr(65 + index) if index < 26 else str(index + 1)


def card(index: int) -> str:
    """What the record in this column is called."""
    return plain("Card {letter}", letter=letter(index))


def link(kind: str, fact: Facts, shown: str | None = None) -> Markup:
    """A record's name that leads to it, where it has a page.

    :param shown: the name as HTML, where something in it is marked
    """
    name = shown or Markup.escape(str(fact.get("name") or fact.get("id")))
    if kind not in PAGES:
        return widgets.shown(fact.get("name") or fact.get("id"))
    page = href(PAGES[kind], id=fact["id"])
    return Markup('<a href="{}" target="_self">{}</a>').format(page, name)


def cells(field: str, values: Sequence[object]) -> list[Markup]:
    """The values of one field, marked where they say something else than the first; of two both."""
    if field in WHOLE or len(values) == 1:
        return [widgets.shown(value) for value in values]
    others = [values[1] if len(values) == 2 else values[0], *[values[0]] * (len(values) - 1)]
    return [
        widgets.shown(value) if same(field, value, other) else widgets.marked(value, other)
        for value, other in zip(values, others, strict=True)
    ]


def same(field: str, one: object, two: object) -> bool:
    """Whether two values say the same: a number in any of its notations, a text in any case."""
    if one in (None, "") or two in (None, ""):
        return True
    if field in PHONES:
        return phones.number(str(one)) == phones.number(str(two)) != 0
    return str(one).casefold() == str(two).casefold()


def duplicates(
    kind: Mergeable,
    members: Sequence[Facts],
    *,
    stays: str | None = None,
    becomes: Mapping[str, Markup] | None = None,
    says: Mapping[str, Markup] | None = None,
) -> None:
    """Likely duplicates: a column each, and where given what the one that stays gets and what each
    row says for or against.

    :param stays: the id of the one that stays
    :param becomes: by field what the one that stays has afterwards, as HTML
    :param says: by field what it says, as HTML
    """
    more = [one for one in (becomes, says) if one is not None]
    rows = []
    for field in members[0]:
        values = [words.value(field, member[field]) for member in members]
        if not any(value not in (None, "") for value in values):
            continue
        shown = cells(field, values)
        if field == "name":
            shown = [link(kind, *pair) for pair in zip(members, shown, strict=True)]
        if field == "id":
            shown = [widgets.code(value) for value in values]
        last = [one.get(field, Markup()) for one in more]
        rows.append([widgets.shown(words.field(field)), *shown, *last])
    head = [plain("Field"), *(head_of(place, one, stays) for place, one in enumerate(members))]
    head += [plain("Becomes")] if becomes is not None else []
    head += [plain("What it says")] if says is not None else []
    # Who it is comes first; by which id is of interest to few.
    rows.sort(key=lambda row: row[0] == words.field("id"))
    widgets.table(plain("The cards side by side"), head, rows, across=True)


def head_of(place: int, one: Facts, stays: str | None) -> str:
    """What stands over the column of a record."""
    name = card(place)
    return plain("{card}, stays", card=name) if stays and one.get("id") == stays else name


def rows(kind: Mergeable, members: Sequence[Facts], fields: Sequence[str]) -> None:
    """Many records: a row each, with these of their fields."""
    lines = []
    for place, one in enumerate(members):
        values = [words.value(field, one.get(field)) for field in fields]
        shown = [widgets.shown(value) for value in values]
        named = [
            link(kind, one) if field == "name" else cell
            for field, cell in zip(fields, shown, strict=True)
        ]
        lines.append([Markup.escape(letter(place)), *named])
    head = [plain("Card"), *(words.field(field) for field in fields)]
    widgets.table(plain("The cards side by side"), head, lines)
