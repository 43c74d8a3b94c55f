"""One table of an upload: what it holds, its counts, its columns, and which rows stay behind."""

import duckdb
import streamlit as st

from dq import intake, settings
from dq.intake import Batch, Sheet
from pages.exchange.parts import at_hand, columns, leaving_out, preview
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import formats, i18n, words
from pages.ui.words.i18n import _, escape, language, n_, plain

state = st.session_state
NOT_OURS = "nothing"
HOLDS = [*intake.objects(), NOT_OURS]


def show(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """What a table holds, its counts, its columns, and the rows that go or were rejected."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        widgets.text(sheet.name, counted(sheet))
        st.space("stretch")
        key = at_hand.widget_key("object", index)
        recognised = sheet.object or (NOT_OURS if sheet.chosen else None)
        st.selectbox(
            _("Holds"),
            HOLDS,
            index=HOLDS.index(recognised) if recognised else None,
            key=key,
            format_func=address.labels(HOLDS, held_words),
            placeholder=_("Choose what it holds"),
            on_change=held,
            args=(db, batch, sheet, key),
            width=260,
        )
    if sheet.problem:
        st.warning(escape(words.said(sheet.problem.message, sheet.problem.values)))
    for remark in sheet.remarks:
        widgets.quiet(words.said(remark.message, remark.values))
    preview.without_key(db, batch, index, sheet)
    preview.lacking(db, batch, sheet)
    if sheet.ready and not sheet.rows and not sheet.counts.deleted:
        widgets.quiet(plain("There are no rows in this file: nothing is replaced."))
    elif sheet.ready and sheet.counts.gone:
        whole(db, index, sheet)
        if sheet.complete:
            leaving_out.gone(db, batch, index, sheet)
    preview.changes(db, index, sheet)
    if sheet.object:
        columns.show(db, batch, index, sheet)
    if sheet.rejects:
        leaving_out.rejected(index, sheet)


def counted(sheet: Sheet) -> str:
    """The rows against the last load, in one line."""
    if not sheet.ready:
        return plain("Nothing is loaded from this file yet.")
    counts = sheet.counts
    parts = [
        plain("{number} new", number=counts.new),
        plain("{number} changed", number=counts.changed),
        plain("{number} unchanged", number=counts.unchanged),
    ]
    if counts.gone and sheet.complete:
        parts.append(plain("{number} gone", number=counts.gone))
    if counts.deleted:
        parts.append(plain("{number} deleted in Salesforce", number=counts.deleted))
    if counts.rejected:
        parts.append(plain("{number} rejected", number=counts.rejected))
    if sheet.invisible:
        parts.append(
            i18n.counted(
                "{number} invisible character removed",
                "{number} invisible characters removed",
                sheet.invisible,
            )
        )
    return " · ".join(parts)


def held(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, key: str) -> None:
    """The user says what a file holds."""
    with at_hand.alone():
        intake.remap(db, batch, sheet, None if state[key] == NOT_OURS else state[key])


def held_words(name: str) -> str:
    """What a file may hold, in words."""
    return plain("Nothing for Kaartenbak") if name == NOT_OURS else plain(words.OBJECTS[name])


def whole(db: duckdb.DuckDBPyConnection, index: int, sheet: Sheet) -> None:
    """Whether records of the export before that are not in the file have gone."""
    key = at_hand.widget_key("whole", index)
    gone = sheet.counts.gone
    st.segmented_control(
        n_(
            "{number} row of the export before is not in this file. The file is a:",
            "{number} rows of the export before are not in this file. The file is a:",
            gone,
        ),
        [True, False],
        default=sheet.complete,
        required=True,
        key=key,
        format_func=address.labels(
            [True, False],
            lambda all: (
                _("Complete export ({number} go)", number=gone)
                if all
                else _("Part of the export (they stay)")
            ),
        ),
    )
    known = gone + sheet.counts.changed + sheet.counts.unchanged
    share = int(str(settings.get(db, "load_removes"))) / 100
    if sheet.complete and gone > known * share:
        st.warning(
            _(
                "{share} of what was there would go. Load it as complete only if it is.",
                share=formats.percent(gone / known, language()),
            )
        )
