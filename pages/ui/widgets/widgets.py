"""Pieces that several pages show: facts, small tables, marked differences, explanations."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dq.checks import Check
from dq.queries.review.findings import Finding
from pages.ui.words import formats, words
from pages.ui.words.i18n import escape, language, plain, written

# From this share of common characters (0..1) differences are marked one by one.
ALIKE = 0.6
EMPTY = Markup('<span class="kb-quiet">–</span>')
NO_MARKUP = Markup()


def shown(value: object) -> Markup:
    """A value as HTML; an address breaks before @ or a dot if it must; a dash for nothing."""
    if value in (None, ""):
        return EMPTY
    return broken(written(value))


def broken(text: str) -> Markup:
    """Text as HTML; an address may break before @ and the dots after it, and nothing else may."""
    name, at, host = text.rpartition("@")
    if not at:
        return Markup.escape(host)
    parts = re.split(r"[.](?=\w)", host)  # not the dot that ends a sentence
    return Markup("{}<wbr>@{}").format(name, Markup("<wbr>.").join(parts))


def code(value: object) -> Markup:
    """An id as HTML that stays on one line."""
    return Markup('<span class="kb-id">{}</span>').format(shown(value))


def mark(piece: str) -> Markup:
    """HTML that stands out."""
    return Markup("<mark>{}</mark>").format(piece)


def marked(value: object, against: object) -> Markup:
    """A value as HTML in which the characters that `against` lacks are marked.

    Values that have little in common are marked whole: scattered letters say nothing.
    """
    if value in (None, "") or against in (None, ""):
        return shown(value)
    mine, theirs = written(value), written(against)
    folded = mine.lower() if len(mine.lower()) == len(mine) else mine  # İ becomes two letters
    matcher = SequenceMatcher(None, theirs.lower(), folded, autojunk=False)
    pieces = []
    if matcher.ratio() < ALIKE:
        return mark(broken(mine))
    for kind, _from, _to, start, end in matcher.get_opcodes():
        piece = broken(mine[start:end])
        pieces.append(piece if kind == "equal" or not piece else mark(piece))
    return NO_MARKUP.join(pieces)


def facts(rows: Iterable[tuple[str, object]]) -> None:
    """Names and values under each other; nothing of it is markup."""
    line = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    lines = NO_MARKUP.join(line.format(name, shown(value)) for name, value in rows)
    st.html(Markup('<dl class="kb-facts">{}</dl>').format(lines))


def table(
    label: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    across: bool = False,
    numbers: int = 0,
) -> None:
    """A small table; `rows` hold what `shown` or `marked` made, `head` is text.

    On a telephone the cells of a row stand under each other, each with its heading; two columns,
    and two values under a heading, stay beside each other.

    :param across: the first cell of a row is its heading, over the others on a telephone
    :param numbers: how many of the last columns are numbers, which go to the right
    """
    kinds = [NO_MARKUP] * (len(head) - numbers) + [Markup(' class="kb-number"')] * numbers
    title, empty = Markup('<th scope="col"{}>{}</th>'), Markup("<td></td>")
    value = Markup('<td data-label="{}"{}><span>{}</span></td>')
    heads = NO_MARKUP.join(
        title.format(kind, name) if name else empty for name, kind in zip(head, kinds, strict=True)
    )
    lines = []
    for row in rows:
        cells = [value.format(*one) for one in zip(head, kinds, row, strict=True)]
        if across:
            cells[0] = Markup('<th scope="row">{}</th>').format(row[0])
        lines.append(Markup("<tr>{}</tr>").format(NO_MARKUP.join(cells)))
    kind = "kb-table"
    if across:
        kind += " kb-across" if len(head) < 4 else " kb-across kb-deep"
    elif len(head) > 2:
        kind += " kb-stack kb-counts" if numbers > 1 else " kb-stack"
    sizes = f"--values:{len(head) - 1};--numbers:{numbers}"
    st.html(
        Markup(
            '<div class="kb-scroll" role="region" tabindex="0" aria-label="{}">'
            '<table class="{}" style="{}"><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>"
        ).format(label, kind, sizes, heads, NO_MARKUP.join(lines))
    )


def bars(label: str, rows: Sequence[tuple[str, float]]) -> None:
    """Bars to the right for what speaks for, in grey for what speaks against; points in words."""
    most = max((abs(points) for _, points in rows), default=1) or 1
    line = Markup(
        '<tr><td>{}</td><td class="kb-number">{}</td>'
        '<td class="kb-bar"><span class="{}" style="width:{}%"></span></td></tr>'
    )
    lines = [
        line.format(
            name,
            _signed(points),
            "for" if points > 0 else "against",
            max(2, round(100 * abs(points) / most)),
        )
        for name, points in rows
    ]
    st.html(
        Markup(
            '<table class="kb-table kb-bars" aria-label="{}">'
            "<thead><tr><th>{}</th><th>{}</th><td></td></tr></thead>"
            "<tbody>{}</tbody></table>"
        ).format(label, plain("Feature"), plain("Weight"), NO_MARKUP.join(lines))
    )


def _signed(points: float) -> str:
    return f"{'+' if points > 0 else '−'}{formats.tenths(abs(points), language())}"


def by_turns(turn: int, width: Literal["stretch", "content"] = "stretch") -> DeltaGenerator:
    """One of two places by turns, and the other one empty, so that what was there a turn before is
    gone at once: a widget that another one displaces stays until the whole run is over."""
    places = st.empty(), st.empty()
    return places[turn % 2].container(width=width)


def text(title: str, *lines: str) -> None:
    """A bold line and plain ones under it, exactly as they are."""
    whole = Markup('<div class="kb-text"><p><strong>{}</strong></p>{}</div>')
    st.html(whole.format(broken(title), _paragraphs(lines)))


def lines(*texts: str) -> None:
    """Plain lines, exactly as they are, or HTML; as wide as they need to be, for use in a row."""
    st.html(Markup('<div class="kb-text">{}</div>').format(_paragraphs(texts)))


def _paragraphs(texts: Iterable[str]) -> Markup:
    html = (text if isinstance(text, Markup) else broken(text) for text in texts)
    return NO_MARKUP.join(Markup("<p>{}</p>").format(text) for text in html)


def cells(texts: Sequence[str]) -> None:
    """Texts in columns that line up over the rows; on a telephone after each other."""
    spans = (Markup("<span>{}</span>").format(broken(text)) for text in texts)
    st.html(Markup('<div class="kb-cells">{}</div>').format(NO_MARKUP.join(spans)))


def person(contact_id: str, name: str) -> Markup:
    """A contact's name that leads to the card, as HTML for a cell of a table."""
    return _way("contact", name, id=contact_id)


def _way(path: str, label: str, **params: str) -> Markup:
    """A link to a page in this language, as HTML."""
    if language() == "en":
        params["lang"] = "EN"
    address = f"{path}?{urlencode(params, quote_via=quote)}"
    return Markup('<a href="{}" target="_self">{}</a>').format(address, label)


def quiet(text: str) -> None:
    """A line that matters less."""
    st.html(Markup('<div class="kb-text kb-quiet"><p>{}</p></div>').format(text))


def quieter(text: str) -> Markup:
    """What matters less, as HTML, for use in a line."""
    return Markup('<span class="kb-quiet">{}</span>').format(text)


def advice(check: Check) -> None:
    """Why a check matters and what to do about its findings."""
    st.html(Markup('<div class="kb-text">{}</div>').format(_advised(check)))


def _advised(check: Check) -> Markup:
    line = Markup("<p><strong>{}</strong> {}</p>")
    why = line.format(plain("Why it matters"), plain(check.why))
    return why + line.format(plain("What to do"), plain(check.action))


def explained(checks: Iterable[Check]) -> None:
    """Every check, folded until it is clicked: what it means, and the way to its findings.

    One piece of HTML, as thirty expanders take a third of a second to draw.
    """
    fold = Markup(
        '<details><summary><span class="kb-{}">{}</span> {} · <strong>{}</strong></summary>'
        "{}<p>{}</p><p>{}</p></details>"
    )
    folds = []
    for check in checks:
        sign, word = words.severity(check.severity).split(maxsplit=1)
        way = _way("findings", plain("To its findings"), f_check=check.id)
        dimension = plain("Dimension: {name}", name=plain(words.DIMENSIONS[check.dimension]))
        title, advised = plain(check.title), _advised(check)
        folds.append(fold.format(check.severity, sign, word, title, advised, dimension, way))
    st.html(Markup('<div class="kb-text kb-folds">{}</div>').format(NO_MARKUP.join(folds)))


def reason(found: Finding, check: Check) -> str:
    """Why a record is here, in a sentence or two."""
    detail = found.detail or ""
    if check.detail_codes == "approval":
        detail = words.approvals((*detail.split(),))
    if check.detail_codes == "day":
        detail = words.with_day(detail)
    said = plain(check.reason, detail=detail, other=found.other or found.other_id or "")
    proposed = check.correct(detail) if check.correct else detail
    if check.proposal and proposed:
        said += " " + plain(check.proposal, detail=proposed)
    return said


def finding(found: Finding, check: Check, card_id: str) -> None:
    """One finding on a card: what, why it is here and what to do, with the way to it."""
    # What is of a project, or of another card that names this one, says whose it is.
    own = found.record_id == card_id or found.record_kind == "relation"
    about = "" if own else f"{found.name or found.record_id}: "
    with st.container(gap=None, key=f"finding_{found.key}"):
        title = f"{words.severity_word(check.severity)} · {escape(plain(check.title))}"
        st.page_link(
            "review/findings.py",
            label=f"{words.sign(check.severity)} :blue[{title}]",
            query_params={"f_check": check.id, "f_open": found.key},
        )
        lines(f"{about}{reason(found, check)} {plain(check.action)}")


def link(page: str, label: str, **params: str | None) -> None:
    """A link in the colour of links; `label` is markdown, `params` go into the address."""
    given = {name: value for name, value in params.items() if value}
    st.page_link(page, label=f":blue[{label}]", query_params=given)


def contact_link(contact_id: str, label: str) -> None:
    """A link to a contact's card."""
    link("cards/contact.py", label, id=contact_id)


def account_link(account_id: str, label: str) -> None:
    """A link to an account's card."""
    link("cards/account.py", label, id=account_id)
