"""What the page of the report is made of: sections, and tables that leave out what says nothing.

Tested in tests/handover/report/test_page.py.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dq.words.voice import Voice

SECTION = Markup("<section><h2>{}</h2>{}</section>")
PARAGRAPH, QUIET = Markup("<p>{}</p>"), Markup('<p class="said">{}</p>')
NOTHING = Markup()
EMPTY = ("", "0")


def listed(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    number: int,
    voice: Voice,
    *above: Markup,
) -> Markup:
    """A section with a table, and how much more there is than it has.

    :param above: what stands over the table
    """
    if not rows:
        return section(title, voice, nothing(voice))
    rest = number - len(rows)
    more = voice.plain("and {number} more, in the workbook", number=rest)
    below = QUIET.format(more) if rest else NOTHING
    return section(title, voice, *above, table(head, rows, voice), below)


def section(title: str, voice: Voice, *parts: Markup) -> Markup:
    """Parts under a heading."""
    return SECTION.format(voice.plain(title), NOTHING.join(parts))


def nothing(voice: Voice) -> Markup:
    """What stands where a list is empty."""
    return PARAGRAPH.format(voice.plain("There is nothing here."))


def table(
    head: Iterable[str], rows: Iterable[Sequence[str]], voice: Voice, numbers: int = 0
) -> Markup:
    """A table whose last columns are numbers; one with nothing else than noughts is left out."""
    titles, listed = [voice.plain(one) for one in head], list(rows)
    kinds = [NOTHING] * (len(titles) - numbers) + [Markup(' class="n"')] * numbers
    said = [
        not kind or any(row[at] not in EMPTY for row in listed) for at, kind in enumerate(kinds)
    ]
    top = _row(Markup('<th scope="col"{}>{}</th>'), kinds, titles, said)
    lines = NOTHING.join(_row(Markup("<td{}>{}</td>"), kinds, row, said) for row in listed)
    return Markup(
        '<div class="wide" tabindex="0"><table><thead>{}</thead><tbody>{}</tbody></table></div>'
    ).format(top, lines)


def _row(
    cell: Markup, kinds: Sequence[Markup], values: Sequence[str], said: Sequence[bool]
) -> Markup:
    every = zip(kinds, values, said, strict=True)
    cells = NOTHING.join(cell.format(kind, value) for kind, value, shown in every if shown)
    return Markup("<tr>{}</tr>").format(cells)
