"""Upload: files become a preview, and after a look at it a load with its checks."""

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dq import demo, intake, judge
from dq.commands import clear
from dq.intake import Batch, Sheet
from dq.intake.load import Load
from dq.intake.load import run as load
from dq.queries import overview
from pages.ui import address, frame, widgets, words
from pages.ui.i18n import _, escape, language, n_, plain

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
    for name in ("up_batch", "up_chosen", "up_db"):
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
    sheet.complete = state.get(widget_key("whole", index), sheet.complete)
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
    """Whether known records that are not in the file have gone."""
    key = widget_key("whole", index)
    st.segmented_control(
        n_(
            "{number} known row is not in this file. The file is:",
            "{number} known rows are not in this file. The file is:",
            sheet.counts.gone,
        ),
        [True, False],
        default=sheet.complete,
        required=True,
        key=key,
        format_func=address.labels(
            [True, False],
            lambda all: _("the whole export: they go") if all else _("a part: they stay"),
        ),
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
            file_name=f"rejected-{Path(sheet.name).stem}.csv",
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
    state["up_done"] = [
        (sheet.name, sheet.object, sheet.counts, sheet.complete)
        for sheet in batch.sheets
        if sheet.ready
    ]
    forget()
    frame.flash(_("Loaded and checked"))
    st.rerun()


def done() -> None:
    """What the load brought, and where to go next."""
    since = overview.since(db)
    with st.container(border=True, key="up_summary"):
        st.header(_("Loaded and checked"), anchor=False)
        widgets.table(
            plain("What the load brought"),
            [
                plain("File"),
                plain("Holds"),
                plain("New"),
                plain("Changed"),
                plain("Gone"),
                plain("Rejected"),
            ],
            [
                [
                    widgets.shown(name),
                    widgets.shown(plain(words.OBJECTS[object])),
                    widgets.shown(counts.new),
                    widgets.shown(counts.changed),
                    widgets.shown(counts.gone if complete else 0),
                    widgets.shown(counts.rejected),
                ]
                for name, object, counts, complete in state["up_done"]
            ],
        )
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
preview(batch)
if batch.objects:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        exported = st.date_input(
            _("Day of the export"),
            value="today",
            max_value="today",
            format="DD-MM-YYYY" if language() == "nl" else "DD/MM/YYYY",
            key=f"up_day_{language()}",
            width=180,
        )
        clicked = st.button(_("Load"), type="primary", key="up_load")
        st.button(_("Cancel"), key="up_cancel", on_click=forget)
    if clicked and isinstance(exported, date):
        carry_out(batch, exported)
