"""Upload: files become a preview, and after a look at it a load with its checks."""

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dq import demo, intake, judge
from dq.commands import clear
from dq.errors import N_
from dq.intake import Batch, Sheet
from dq.intake.load import Load
from dq.intake.load import run as load
from dq.queries import overview
from pages.ui import address, formats, frame, widgets, words
from pages.ui.i18n import _, escape, language, n_, plain

# From this share (0..1) of vanished records the page asks whether the file is complete.
MANY_GONE = 0.05

SUMMARY = [N_("File"), N_("Holds"), N_("New"), N_("Changed"), N_("Gone"), N_("Rejected")]

# The preview lives in temporary tables of one cursor, so that cursor is kept with it.
state = st.session_state
db = state.setdefault("up_db", frame.open_store())


def read(files: list[UploadedFile]) -> Batch:
    """Read the files, once per set of files."""
    chosen = [file.file_id for file in files]
    if state.get("up_chosen") != chosen:
        with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder, frame.progress() as tell:
            named = []
            for index, file in enumerate(files):
                path = Path(folder) / str(index)
                path.write_bytes(file.getbuffer())
                named.append((file.name, path))
            state["up_batch"] = intake.read(db, named, tell)
        state["up_chosen"] = chosen
        state["up_read"] = state.get("up_read", 0) + 1
    return state["up_batch"]


def forget() -> None:
    """Start with an empty page; the next upload gets a fresh cursor."""
    for name in ("up_batch", "up_chosen", "up_db", "up_exported"):
        state.pop(name, None)
    state["up_turn"] = state.get("up_turn", 0) + 1


def widget_key(*parts: object) -> str:
    """A key for this upload in this language: a drop-down knows its choice by its label."""
    return "_".join(str(part) for part in ("up", *parts, state["up_read"], language()))


def preview(batch: Batch) -> None:
    """Every file with what it holds, and those that cannot be read."""
    for name, error in batch.refused:
        st.error(escape(words.said(error.message, {"file": name, **error.values})))
    for index, sheet in enumerate(batch.sheets):
        with st.container(border=True, key=f"up_sheet_{index}"):
            show(batch, index, sheet)
    if batch.skipped:
        st.markdown(
            _(
                "Left aside, because they hold nothing for Kaartenbak: {names}.",
                names=", ".join(batch.skipped),
            )
        )


def show(batch: Batch, index: int, sheet: Sheet) -> None:
    """One table of one file: what it holds, its counts, its columns and its rejected rows."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        widgets.text(sheet.name, counted(sheet))
        st.space("stretch")
        key = widget_key("object", index)
        st.selectbox(
            _("Holds"),
            intake.objects(),
            index=intake.objects().index(sheet.object) if sheet.object else None,
            key=key,
            format_func=address.labels(intake.objects(), lambda name: plain(words.OBJECTS[name])),
            placeholder=_("Choose what it holds"),
            on_change=held,
            args=(batch, sheet, key),
            width=260,
        )
    if sheet.problem:
        st.warning(escape(words.said(sheet.problem.message, sheet.problem.values)))
    if sheet.ready and sheet.counts.gone:
        whole(index, sheet)
    if sheet.object:
        columns(batch, index, sheet)
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
    if counts.rejected:
        parts.append(plain("{number} rejected", number=counts.rejected))
    return " · ".join(parts)


def held(batch: Batch, sheet: Sheet, key: str) -> None:
    """The user says what a file holds."""
    intake.remap(db, batch, sheet, state[key])


def mapped(batch: Batch, sheet: Sheet, header: str, key: str) -> None:
    """The user says what a column is."""
    intake.remap(db, batch, sheet, sheet.object, {**sheet.mapping, header: state[key]})


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


def columns(batch: Batch, index: int, sheet: Sheet) -> None:
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
    fields = intake.fields(sheet.object or "")
    with expander, st.grid(4, min_column_width=200, gap="small"):
        for place, header in enumerate(sheet.headers):
            key = widget_key("column", index, place, sheet.object)
            field = sheet.mapping.get(header)
            st.selectbox(
                escape(header) or _("(no name)"),
                fields,
                index=fields.index(field) if field in fields else None,
                key=key,
                format_func=address.labels(fields, words.field),
                placeholder=_("Left out"),
                on_change=mapped,
                args=(batch, sheet, header, key),
            )


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
                for reject in sheet.rejects[:20]
            ],
        )
        st.download_button(
            _("Download the rejected rows"),
            intake.rejected_csv(sheet),
            file_name=plain("rejected-{file}.csv", file=Path(sheet.name).stem),
            mime="text/csv",
            key=f"up_download_{index}",
            on_click="ignore",
        )


def carry_out(batch: Batch, exported: date) -> None:
    """Load, judge, and leave what happened for the page to show."""
    with frame.progress() as tell:
        if demo.makes_way(db, batch):
            clear.run(db, clear.Clear(), "app")  # the load then compares anew
        load(db, Load(batch, exported), "app", tell)
        judge.refresh(db, tell)
    state["up_done"] = [line(sheet) for sheet in batch.sheets if sheet.ready]
    forget()
    frame.flash(_("Loaded and checked"))
    st.rerun()


def line(sheet: Sheet) -> tuple[str, str | None, list[int] | None]:
    """A file's name, its object, and its rows: new, changed, gone and rejected."""
    counts = sheet.counts
    gone = counts.gone if sheet.complete else 0
    numbers = [counts.new, counts.changed, gone, counts.rejected] if sheet.ready else None
    return sheet.name, sheet.object, numbers


def summary(label: str, lines: list[tuple[str, str | None, list[int] | None]]) -> None:
    """The files with their numbers, a line each."""
    widgets.table(
        label,
        [plain(name) for name in SUMMARY],
        [
            [
                widgets.shown(name),
                widgets.shown(plain(words.OBJECTS[object]) if object else None),
                *(widgets.shown(number) for number in numbers or [None] * 4),
            ]
            for name, object, numbers in lines
        ],
        numbers=4,
    )


def go_ahead(batch: Batch) -> None:
    """All files at a glance, the day of the export, and the button that loads them."""
    for index, sheet in enumerate(batch.sheets):
        sheet.complete = state.get(widget_key("whole", index), sheet.complete)
    if not batch.objects:
        return
    summary(plain("What is in the files"), [line(sheet) for sheet in batch.sheets])
    key = f"up_day_{language()}"
    state.setdefault(key, state.get("up_exported", date.today()))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        exported = st.date_input(
            _("Day of the export"),
            max_value="today",
            format="DD-MM-YYYY" if language() == "nl" else "DD/MM/YYYY",
            key=key,
            width=180,
        )
        clicked = st.button(_("Load"), type="primary", key="up_load")
        st.button(_("Cancel"), key="up_cancel", on_click=forget)
    state["up_exported"] = exported
    if clicked and isinstance(exported, date):
        carry_out(batch, exported)


def done() -> None:
    """What the load brought, and where to go next."""
    since = overview.since(db)
    with st.container(border=True, key="up_summary"):
        st.header(_("Loaded and checked"), anchor=False)
        summary(plain("What the load brought"), state["up_done"])
        st.markdown(
            _(
                "Findings: {new} new, {solved} solved, {returned} returned.",
                new=since.new,
                solved=since.solved,
                returned=since.returned,
            )
        )
        if st.button(_("To the overview"), type="primary", key="up_overview"):
            state.pop("up_done")
            widgets.go("review/overview.py")


st.title(_("Upload"))
if "up_done" in state and not state.get(f"up_files_{state.get('up_turn', 0)}"):
    done()
files = st.file_uploader(
    _("This week's exports from Salesforce and Business Central: .csv, .txt, .xlsx or .zip"),
    accept_multiple_files=True,
    key=f"up_files_{state.get('up_turn', 0)}",
)
if not files:
    st.markdown(
        _(
            "Drop any mix of files here: accounts, contacts, relations, portal users, projects,"
            " approvals and Business Central contacts. Nothing is written before you have seen"
            " what is in them."
        )
    )
    st.stop()

state.pop("up_done", None)
batch = read(files)
if demo.makes_way(db, batch):
    st.info(_("The demo company makes way for these files."))
go_ahead(batch)
preview(batch)
