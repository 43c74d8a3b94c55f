"""Pieces that several pages show: facts, small tables, marked differences, explanations."""

import html
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from urllib.parse import quote, urlencode

import streamlit as st

from dq.checks import Check
from dq.queries.review.findings import Finding
from pages.ui.words import formats, words
from pages.ui.words.i18n import escape, language, plain, written

# From this share of common characters (0..1) differences are marked one by one.
ALIKE = 0.6
EMPTY = '<span class="kb-quiet">–</span>'


def shown(value: object) -> str:
    """A value as HTML text; an address breaks before @ or a dot if it must; a dash for nothing."""
    if value in (None, ""):
        return EMPTY
    return broken(html.escape(written(value)))


def broken(text: str) -> str:
    """HTML text in which an address may break before @ and the dots after it, and nothing else."""
    name, at, host = text.rpartition("@")
    return f"{name}<wbr>@{host.replace('.', '<wbr>.')}" if at else host


def code(value: object) -> str:
    """An id as HTML text that stays on one line."""
    return f'<span class="kb-id">{shown(value)}</span>'


def marked(value: object, against: object) -> str:
    """A value as HTML text in which the characters that `against` lacks are marked.

    Values that have little in common are marked whole: scattered letters say nothing.
    """
    if value in (None, "") or against in (None, ""):
        return shown(value)
    mine, theirs = written(value), written(against)
    folded = mine.lower() if len(mine.lower()) == len(mine) else mine  # İ becomes two letters
    matcher = SequenceMatcher(None, theirs.lower(), folded, autojunk=False)
    pieces = []
    if matcher.ratio() < ALIKE:
        return f"<mark>{broken(html.escape(mine))}</mark>"
    for kind, _from, _to, start, end in matcher.get_opcodes():
        piece = broken(html.escape(mine[start:end]))
        pieces.append(piece if kind == "equal" or not piece else f"<mark>{piece}</mark>")
    return "".join(pieces)


def facts(rows: Iterable[tuple[str, object]]) -> None:
    """Names and values under each other; nothing of it is markup."""
    lines = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{shown(value)}</dd></div>" for name, value in rows
    )
    st.html(f'<dl class="kb-facts">{lines}</dl>')


def table(
    label: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    across: bool = False,
    numbers: int = 0,
) -> None:
    """A small table; `rows` hold HTML made by `shown` or `marked`, `head` is text.

    On a telephone the cells of a row stand under each other, each with its heading; two columns,
    and two values under a heading, stay beside each other.

    :param across: the first cell of a row is its heading, over the others on a telephone
    :param numbers: how many of the last columns are numbers, which go to the right
    """
    names = [html.escape(name) for name in head]
    kinds = [""] * (len(names) - numbers) + [' class="kb-number"'] * numbers
    heads = "".join(
        f'<th scope="col"{kind}>{name}</th>' if name else "<td></td>"
        for name, kind in zip(names, kinds, strict=True)
    )
    lines = []
    for row in rows:
        first, *rest = (
            f'<td data-label="{name}"{kind}><span>{cell}</span></td>'
            for name, kind, cell in zip(names, kinds, row, strict=True)
        )
        start = f'<th scope="row">{row[0]}</th>' if across else first
        lines.append(f"<tr>{start}{''.join(rest)}</tr>")
    kind = "kb-table"
    if across:
        kind += " kb-across" if len(names) < 4 else " kb-across kb-deep"
    elif len(names) > 2:
        kind += " kb-stack kb-counts" if numbers > 1 else " kb-stack"
    sizes = f"--values:{len(names) - 1};--numbers:{numbers}"
    st.html(
        f'<div class="kb-scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        f'<table class="{kind}" style="{sizes}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def bars(label: str, rows: Sequence[tuple[str, float]]) -> None:
    """Bars to the right for what speaks for, in grey for what speaks against; points in words."""
    most = max((abs(points) for _, points in rows), default=1) or 1
    lines = "".join(
        f'<tr><td>{html.escape(name)}</td><td class="kb-number">{_signed(points)}</td>'
        f'<td class="kb-bar"><span class="{"for" if points > 0 else "against"}"'
        f' style="width:{max(2, round(100 * abs(points) / most))}%"></span></td></tr>'
        for name, points in rows
    )
    field, weight = html.escape(plain("Seen")), html.escape(plain("Weight"))
    st.html(
        f'<table class="kb-table kb-bars" aria-label="{html.escape(label)}">'
        f"<thead><tr><th>{field}</th><th>{weight}</th><td></td></tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


def _signed(points: float) -> str:
    return f"{'+' if points > 0 else '−'}{formats.tenths(abs(points), language())}"


def text(title: str, *lines: str) -> None:
    """A bold line and plain ones under it, exactly as they are."""
    rest = "".join(f"<p>{broken(html.escape(line))}</p>" for line in lines)
    title = broken(html.escape(title))
    st.html(f'<div class="kb-text"><p><strong>{title}</strong></p>{rest}</div>')


def lines(*texts: str) -> None:
    """Plain lines, exactly as they are; as wide as they need to be, for use in a row."""
    rows = "".join(f"<p>{broken(html.escape(text))}</p>" for text in texts)
    st.html(f'<div class="kb-text">{rows}</div>')


def cells(texts: Sequence[str]) -> None:
    """Texts in columns that line up over the rows; on a telephone after each other."""
    spans = "".join(f"<span>{shown(text) if text else ''}</span>" for text in texts)
    st.html(f'<div class="kb-cells">{spans}</div>')


def person(contact_id: str, name: str) -> str:
    """A contact's name that leads to the card, as HTML for a cell of a table."""
    return _way("contact", name, id=contact_id)


def _way(path: str, label: str, **params: str) -> str:
    """A link to a page in this language, as HTML."""
    if language() == "en":
        params["lang"] = "EN"
    address = html.escape(f"{path}?{urlencode(params, quote_via=quote)}")
    return f'<a href="{address}" target="_self">{html.escape(label)}</a>'


def quiet(text: str) -> None:
    """A line that matters less."""
    st.html(f'<div class="kb-text kb-quiet"><p>{html.escape(text)}</p></div>')


def advice(check: Check) -> None:
    """Why a check matters and what to do about its findings."""
    st.html(f'<div class="kb-text">{_advised(check)}</div>')


def _advised(check: Check) -> str:
    why, action = html.escape(plain(check.why)), html.escape(plain(check.action))
    ask, do = html.escape(plain("Why it matters")), html.escape(plain("What to do"))
    return f"<p><strong>{ask}</strong> {why}</p><p><strong>{do}</strong> {action}</p>"


def explained(checks: Iterable[Check]) -> None:
    """Every check, folded until it is clicked: what it means, and the way to its findings.

    One piece of HTML, as thirty expanders take a third of a second to draw.
    """
    folds = []
    for check in checks:
        sign, word = words.severity(check.severity).split(maxsplit=1)
        way = _way("findings", plain("To its findings"), f_check=check.id)
        dimension = plain("Dimension: {name}", name=plain(words.DIMENSIONS[check.dimension]))
        folds.append(
            f'<details><summary><span class="kb-{check.severity}">{sign}</span> {word}'
            f" · <strong>{html.escape(plain(check.title))}</strong></summary>"
            f"{_advised(check)}<p>{html.escape(dimension)}</p>"
            f"<p>{way}</p></details>"
        )
    st.html(f'<div class="kb-text kb-folds">{"".join(folds)}</div>')


def reason(found: Finding, check: Check) -> str:
    """Why a record is here, in a sentence or two."""
    detail = found.detail or ""
    if check.detail_codes == "approval":
        detail = words.approvals((*detail.split(),))
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
