"""What a case is about: what was found, and its records side by side."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from dq.casework.case import Case, Facts
from dq.casework.earlier import Earlier
from dq.checks import all_checks
from dq.matching.values import phones
from pages.ui.session.navigation import href
from pages.ui.widgets import widgets
from pages.ui.words import reasons, words
from pages.ui.words.i18n import plain

PAGES = {"contact": "cards/contact.py", "account": "cards/account.py"}
# More records than these make no table that one reads.
MOST = 6
# What is not compared letter by letter.
WHOLE = {"id", "status", "approves", "modified", "contacts", "type", "owner"}
PHONES = {"phone", "mobile"}


def title(one: Case) -> str:
    """Who or what it is about."""
    names = [str(fact.get("name") or fact.get("id") or "") for fact in one.facts]
    known = list(dict.fromkeys(name for name in names if name)) or [one.findings[0].record_id]
    most = known[:3]
    return ", ".join(most) + (f" +{len(known) - len(most)}" if len(known) > len(most) else "")


def found(one: Case) -> None:
    """Every finding: how grave, what, and why; of equal ones the first few."""
    line = Markup('<li><span class="kb-{}">{}</span> <strong>{}</strong> {}</li>')
    lines = []
    checks = all_checks()
    for finding in one.findings[:MOST]:
        check = checks[finding.check_id]
        whose = f"{finding.name}: " if len(one.facts) > 1 and finding.name else ""
        said = f"{whose}{widgets.reason(finding, check)}"
        if before := one.earlier.get(finding.key):
            said += f" {again(before)}"
        sign = f"{words.severity(check.severity)} ·"
        lines.append(line.format(check.severity, sign, plain(check.title), said))
    if len(one.findings) > MOST:
        more = plain("and {number} more", number=len(one.findings) - MOST)
        lines.append(Markup("<li>{}</li>").format(more))
    st.html(Markup('<ul class="kb-found">{}</ul>').format(Markup("").join(lines)))


def again(before: Earlier) -> str:
    """What was decided of it before, and why it is open again."""
    what = (
        plain("It was not needed: {reason}.", reason=reasons.shown(before.reason).rstrip("."))
        if before.state == "accepted" and before.reason
        else plain("It was not needed.")
        if before.state == "accepted"
        else plain("It was put off.")
    )
    changes = [
        plain(
            "{field} was {before}, and is {after}.",
            field=plain("What was found") if name == "detail" else words.field(name),
            before=words.value(name, old) or "–",
            after=words.value(name, new) or "–",
        )
        for name, (old, new) in before.changed.items()
    ]
    held = [plain("That was until {day}.", day=before.until)] if before.until else []
    return " ".join([what, *held, *changes])


def side_by_side(one: Case) -> None:
    """The facts: a column per record, what differs from the first marked."""
    facts = one.facts[:MOST]
    names = [_link(one.kind, fact) for fact in facts]
    rows = []
    # The links say how the records are called.
    told = {"id", "name"} if one.kind in PAGES else {"id"}
    for field in (name for name in facts[0] if name not in told):
        values = [words.value(field, fact.get(field)) for fact in facts]
        if any(value not in (None, "") for value in values):
            rows.append([widgets.shown(words.field(field)), *_cells(field, values)])
    head = [
        plain("Field"),
        *(plain("Card {letter}", letter=chr(65 + n)) for n in range(len(facts))),
    ]
    if one.kind in PAGES:
        label = plain("Card") if one.kind == "contact" else plain("Account")
        rows.insert(0, [widgets.shown(label), *names])
    if len(facts) == 1:
        head = [plain("Field"), plain("As it is here")]
    widgets.table(plain("What is known of them"), head, rows, across=True)


def _link(kind: str, fact: Facts) -> Markup:
    page = PAGES.get(kind)
    name = str(fact.get("name") or fact.get("id"))
    if page is None:
        return widgets.shown(name)
    return Markup('<a href="{}" target="_self">{}</a>').format(href(page, id=fact["id"]), name)


def _cells(field: str, values: Sequence[object]) -> list[Markup]:
    """The values of one field, marked where they say something else than the first."""
    if field in WHOLE or len(values) == 1:
        return [widgets.shown(value) for value in values]
    first = values[0]
    return [
        widgets.shown(value) if _same(field, value, first) else widgets.marked(value, first)
        for value in values
    ]


def _same(field: str, one: object, two: object) -> bool:
    """Whether two values say the same: a number in any of its notations, a text in any case."""
    if one in (None, "") or two in (None, ""):
        return True
    if field in PHONES:
        return phones.number(str(one)) == phones.number(str(two)) != 0
    return str(one).casefold() == str(two).casefold()
