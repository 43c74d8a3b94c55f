"""One table of an upload: what it holds, its counts, its columns, and which rows stay behind."""

import threading
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import streamlit as st

from dq import intake, scratch
from dq.handover.lists.files import Wording, to_csv
from dq.intake import Batch, Sheet
from dq.intake.landing import gone
from dq.intake.landing import preview as looks
from dq.reading.vocabulary import DELETED, MASTER, contrary, normalised
from pages.exchange.parts import preview
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import formats, i18n, words
from pages.ui.words.i18n import _, escape, language, n_, plain

state = st.session_state
# From this share (0..1) of vanished records the page asks whether the file is complete.
MANY_GONE = 0.05
# So many rows of a list are in sight; all of them are in its download.
IN_SIGHT = 20
NOTHING = "nothing"
HOLDS = [*intake.objects(), NOTHING]


def alone() -> AbstractContextManager[bool]:
    """What a run of the page holds while it uses the preview's cursor, which serves one thread.

    A click during a run starts the next one at once; the run before it ends at its next element.
    """
    return state.setdefault("up_use", threading.RLock())


def show(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """What a table holds, its counts, its columns, and the rows that go or were rejected."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        widgets.text(sheet.name, counted(sheet))
        st.space("stretch")
        key = widget_key("object", index)
        recognised = sheet.object or (NOTHING if sheet.chosen else None)
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
        whole(index, sheet)
        if sheet.complete:
            going(db, batch, index, sheet)
    preview.changes(db, index, sheet)
    if sheet.object:
        columns(db, batch, index, sheet)
    if sheet.rejects:
        rejected(index, sheet)


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


def widget_key(*parts: object) -> str:
    """A key for this upload in this language: a drop-down knows its choice by its label."""
    return "_".join(str(part) for part in ("up", *parts, state["up_read"], language()))


def held(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, key: str) -> None:
    """The user says what a file holds."""
    with alone():
        intake.remap(db, batch, sheet, None if state[key] == NOTHING else state[key])


def held_words(name: str) -> str:
    """What a file may hold, in words."""
    return plain("Nothing for Kaartenbak") if name == NOTHING else plain(words.OBJECTS[name])


def mapped(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, header: str, key: str
) -> None:
    """The user says what a column is."""
    with alone():
        chosen = {**sheet.mapping, header: state[key]}
        intake.remap(db, batch, sheet, sheet.object, chosen, keyed=sheet.keyed)


def whole(index: int, sheet: Sheet) -> None:
    """Whether records of the export before that are not in the file have gone."""
    key = widget_key("whole", index)
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
    if sheet.complete and gone > known * MANY_GONE:
        st.warning(
            _(
                "{share} of what was there would go. Load it as complete only if it is.",
                share=formats.percent(gone / known, language()),
            )
        )


def going(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """The records that go with this load, and all of them as a file."""
    number = sheet.counts.gone
    expander = st.expander(
        n_("{number} record that goes", "{number} records that go", number),
        key=f"up_gone_{index}",
        on_change="rerun",
    )
    if not expander.open:  # they are looked up for those who ask
        return
    with expander:
        widgets.table(
            plain("Records that go"),
            [plain("Name"), plain("ID")],
            [
                [widgets.shown(name), widgets.code(key)]
                for name, key in gone.first(db, batch, sheet, IN_SIGHT)
            ],
        )
        first_only(number)
        st.download_button(
            _("Download the records that go"),
            going_csv(db, batch, sheet),
            file_name=plain("gone-{file}.csv", file=Path(sheet.name).stem),
            mime="text/csv",
            key=f"up_gone_download_{index}",
            on_click="ignore",
        )


def going_csv(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> bytes:
    """All records that go with this load, as a file for people."""
    # Made at once and not on the click: that runs on another thread, and this cursor serves one.
    wording = Wording({"name": plain("Name"), "id": plain("ID")})
    with scratch.folder() as folder:
        target = Path(folder) / "gone.csv"
        to_csv(db, gone.listing(batch, sheet), target, separator=";", wording=wording)
        return target.read_bytes()


def first_only(number: int) -> None:
    """Says so when a list shows only its first rows."""
    if number > IN_SIGHT:
        widgets.quiet(
            plain("The first {shown} of {number}; the file has all.", shown=IN_SIGHT, number=number)
        )


def columns(db: duckdb.DuckDBPyConnection, batch: Batch, index: int, sheet: Sheet) -> None:
    """The columns of the file and what each becomes."""
    used = len(sheet.headers) - len(sheet.unknown)
    title = _("Columns: {used} of {all} used", used=used, all=len(sheet.headers))
    if sheet.unknown:
        title += " · " + _("left out: {names}", names=shortened(sheet.unknown))
    key = f"up_columns_{state['up_read']}_{index}"
    # Where something was amiss with the columns they are in sight, and stay so while they change.
    state[f"{key}_amiss"] = amiss = state.get(f"{key}_amiss", False) or bool(sheet.problem)
    expander = st.expander(title, key=key, expanded=amiss, on_change="rerun")
    if not expander.open:
        return
    values = looks.first_values(db, sheet)
    with expander, st.grid(4, min_column_width=200, gap="small"):
        for place, header in enumerate(sheet.headers):
            if normalised(header) not in DELETED | MASTER:
                with st.container(gap=None, key=f"up_column_{index}_{place}"):
                    column(db, batch, index, sheet, place, values)


def column(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    index: int,
    sheet: Sheet,
    place: int,
    values: dict[str, list[str]],
) -> None:
    """One column: what it becomes, and the first values in it."""
    header, fields = sheet.headers[place], intake.fields(sheet.object or "")
    key, field = widget_key("column", index, place, sheet.object), sheet.mapping.get(header)
    st.selectbox(
        escape(header) or _("(no name)"),
        fields,
        index=fields.index(field) if field in fields else None,
        key=key,
        format_func=address.labels(fields, words.field),
        placeholder=_("Left out"),
        help=_("This column says who is active: it is read the other way round.")
        if contrary(field or "", header)
        else None,
        on_change=mapped,
        args=(db, batch, sheet, header, key),
    )
    preview.examples(db, sheet, header, values)


def shortened(names: list[str]) -> str:
    """The first names of a long list, and how many more there are."""
    named = ", ".join(names[:6])
    more = len(names) - 6
    return named if more <= 0 else plain("{names} and {number} more", names=named, number=more)


def rejected(index: int, sheet: Sheet) -> None:
    """The rows that were left out, each with its reason, and all of them as a file."""
    with st.expander(
        n_("{number} rejected row", "{number} rejected rows", len(sheet.rejects)),
        key=f"up_rejected_{index}",
    ):
        widgets.table(
            plain("Rejected rows"),
            [plain("Line"), plain("Reason"), plain("Row")],
            [
                [
                    widgets.shown(reject.line),
                    widgets.shown(words.said(reject.reason, reject.values)),
                    widgets.shown(" · ".join(cell for cell in reject.cells if cell)[:160]),
                ]
                for reject in sheet.rejects[:IN_SIGHT]
            ],
        )
        first_only(len(sheet.rejects))
        st.download_button(
            _("Download the rejected rows"),
            intake.rejected_csv(sheet, words.said),
            file_name=plain("rejected-{file}.csv", file=Path(sheet.name).stem),
            mime="text/csv",
            key=f"up_download_{index}",
            on_click="ignore",
        )
