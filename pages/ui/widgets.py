"""Pieces that several pages show: facts, small tables, marked differences, explanations."""

import html
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import streamlit as st

from pages.ui.i18n import plain, written

EMPTY = '<span class="kb-quiet">–</span>'


def shown(value: object) -> str:
    """A value as HTML text; a dash for nothing."""
    return html.escape(written(value)) if value not in (None, "") else EMPTY


def marked(value: object, against: object) -> str:
    """A value as HTML text in which the characters that `against` lacks are marked."""
    if value in (None, "") or against in (None, ""):
        return shown(value)
    mine, theirs = written(value), written(against)
    pieces = []
    matcher = SequenceMatcher(None, theirs.lower(), mine.lower(), autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        piece = html.escape(mine[start:end])
        pieces.append(piece if kind == "equal" or not piece else f"<mark>{piece}</mark>")
    return "".join(pieces)


def facts(rows: Iterable[tuple[str, object]], *, key: str | None = None) -> None:
    """Names and values under each other; nothing of it is markup."""
    lines = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{shown(value)}</dd></div>" for name, value in rows
    )
    st.html(f'<dl class="kb-facts">{lines}</dl>')


def table(
    label: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, across: bool = False
) -> None:
    """A small table; `rows` hold HTML made by `shown` or `marked`, `head` is text.

    :param across: the first cell of a row is its heading
    """
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    lines = []
    for row in rows:
        first, *rest = row
        start = f'<th scope="row">{first}</th>' if across else f"<td>{first}</td>"
        lines.append(f"<tr>{start}{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>")
    st.html(
        f'<div class="kb-scroll" role="region" tabindex="0" aria-label="{html.escape(label)}">'
        f'<table class="kb-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def bars(label: str, rows: Sequence[tuple[str, float]]) -> None:
    """Bars to the right for what speaks for, in grey for what speaks against; points in words."""
    most = max((abs(points) for _, points in rows), default=1) or 1
    lines = "".join(
        f"<tr><td>{html.escape(name)}</td>"
        f'<td class="kb-number">{"+" if points > 0 else "−"}{html.escape(written(abs(points)))}'
        f'</td><td class="kb-bar"><span class="{"for" if points > 0 else "against"}"'
        f' style="width:{max(2, round(100 * abs(points) / most))}%"></span></td></tr>'
        for name, points in rows
    )
    st.html(
        f'<table class="kb-table kb-bars"><caption>{html.escape(label)}</caption>'
        f"<thead><tr><th>{html.escape(plain('Field'))}</th>"
        f"<th>{html.escape(plain('Weight'))}</th><td></td></tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )
