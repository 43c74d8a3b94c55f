"""What a case is about: what was found, and its records side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from dq.casework.case import Case
from dq.casework.earlier import Earlier
from dq.checks import Check
from dq.queries.review.findings import Finding
from dq.settings import rules
from pages.review.parts import side_by_side as columns
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import reasons, words
from pages.ui.words.i18n import plain

# More records than these make no table that one reads.
MOST = 6


def title(one: Case) -> str:
    """Who or what it is about."""
    names = [str(fact.get("name") or fact.get("id") or "") for fact in one.facts]
    known = list(dict.fromkeys(name for name in names if name)) or [one.findings[0].record_id]
    most = known[:3]
    return " · ".join(most) + (f" +{len(known) - len(most)}" if len(known) > len(most) else "")


def of(one: Case, said: str) -> str:
    """What is said of it, with whom or what it is about."""
    return words.of(title(one), said)


def found(one: Case) -> None:
    """What was found: why of what is proposed for, and of what somebody accepted or what changed
    since; of the rest only what it is, with why behind it."""
    checks = rules.every(opened.open_store())
    letters = _letters(one)
    first, others = [], []
    for finding in _once(sorted(one.findings, key=lambda each: each.key != one.about.key)):
        before = one.earlier.get(finding.key)
        told = finding.key == one.about.key or (
            before and (before.changed or before.state == "accepted")
        )
        (first if told else others).append(_told_apart(finding, letters))
    first, others = first[:MOST], others + first[MOST:]
    also = Markup()
    if others:
        also = Markup('<details class="kb-also"><summary>{}</summary>{}</details>')
        also = also.format(_also(others, checks), _lines(one, others, checks))
    st.html(_lines(one, first, checks) + also)


def _lines(one: Case, findings: Sequence[Finding], checks: Mapping[str, Check]) -> Markup:
    """A line for each."""
    lines = Markup("").join(_line(one, finding, checks) for finding in findings)
    return Markup('<ul class="kb-found">{}</ul>').format(lines)


def _line(one: Case, finding: Finding, checks: Mapping[str, Check]) -> Markup:
    """How grave, what, of whom and why."""
    check = checks[finding.check_id]
    whose = f"{finding.name}: " if len(one.facts) > 1 and finding.name else ""
    said = f"{whose}{widgets.reason(finding, check)}"
    if before := one.earlier.get(finding.key):
        said += f" {again(before)}"
    sign = f"{words.severity(check.severity)} ·"
    line = Markup('<li><span class="kb-{}">{}</span> <strong>{}.</strong> {}</li>')
    return line.format(check.severity, sign, plain(check.title), said)


def _also(findings: Sequence[Finding], checks: Mapping[str, Check]) -> Markup:
    """What else was found, in a line: each kind once, the gravest first."""
    kinds = []
    for id, number in Counter(finding.check_id for finding in findings).items():
        check = checks[id]
        times = f" ({number}×)" if number > 1 else ""
        said = Markup('<span class="kb-{}" role="img" aria-label="{}">{}</span>&nbsp;{}{}')
        sign, word = words.SEVERITIES[check.severity]
        grave = check.severity, plain(word), sign
        kinds.append(said.format(*grave, plain(check.title), times))
    if len(kinds) > MOST:
        kinds = [*kinds[:MOST], plain("and {number} more", number=len(kinds) - MOST)]
    return Markup("{} {}").format(plain("Also:"), Markup(" · ").join(kinds))


def _letters(one: Case) -> dict[str, str]:
    """By id the letter of each card whose name another has too."""
    names = Counter(fact.get("name") for fact in one.facts)
    return {
        fact["id"]: columns.letter(place)
        for place, fact in enumerate(one.facts)
        if fact.get("name") and names[fact["name"]] > 1
    }


def _told_apart(finding: Finding, letters: dict[str, str]) -> Finding:
    """The finding, with the letter of the card behind a name that several have."""

    def named(name: str | None, id: str | None) -> str | None:
        return f"{name} ({letters[id]})" if name and id in letters else name

    return replace(
        finding,
        name=named(finding.name, finding.record_id),
        other=named(finding.other, finding.other_id),
    )


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Of two records that a check finds of each other, the first."""
    pairs = {
        (one.check_id, *sorted((one.record_id, one.other_id or one.key))): one
        for one in reversed(findings)
    }
    return [one for one in findings if one in pairs.values()]


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
    called = columns.cells("name", [fact.get("name") for fact in facts])
    names = [columns.link(one.kind, *pair) for pair in zip(facts, called, strict=True)]
    rows = []
    # The links say how the records are called.
    told = {"id", "name"} if one.kind in columns.PAGES else {"id"}
    for field in (name for name in facts[0] if name not in told):
        values = [words.value(field, fact.get(field)) for fact in facts]
        if any(value not in (None, "") for value in values):
            rows.append([widgets.shown(words.field(field)), *columns.cells(field, values)])
    head = [
        plain("Field"),
        *(columns.head_of(place, fact, one.stays) for place, fact in enumerate(facts)),
    ]
    if one.kind in columns.PAGES:
        label = plain("Card") if one.kind == "contact" else plain("Account")
        rows.insert(0, [widgets.shown(label), *names])
    if len(facts) == 1:
        head = [plain("Field"), plain("As it is here")]
    widgets.table(plain("What is known of them"), head, rows, across=True)
