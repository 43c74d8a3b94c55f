"""Upload: files become a preview, and after a look at it a load with its checks."""

from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dq import intake, scratch
from dq.commands import results
from dq.domain import demo
from dq.handover.package.sf import fetching
from dq.intake import Batch
from dq.intake.answers import answers
from dq.intake.landing import doubts
from dq.intake.landing.load import Load
from dq.intake.landing.load import run as load
from dq.intake.tables import age
from pages.exchange.parts import answered, aside, at_hand, inbox, loaded, repairs, sheets
from pages.ui.frame import frame
from pages.ui.session import opened, saving
from pages.ui.widgets import download, uploader
from pages.ui.words import formats, i18n, words
from pages.ui.words.i18n import _, escape, language, plain

state = st.session_state


# The preview lives in temporary tables of one cursor, so that cursor is kept with it. With one of a
# database that has shut itself down the files are read again.
if "up_db" not in state or not opened.alive(state["up_db"]):
    state.pop("up_chosen", None)
    state["up_db"] = frame.open_store()
db = state["up_db"]


def read(files: list[UploadedFile]) -> Batch:
    """Read the files, once per set of files."""
    said = state.get("up_said", {})
    chosen = [*(file.file_id for file in files), *said.items()]
    if state.get("up_chosen") != chosen:
        with scratch.folder() as folder, frame.progress() as tell:
            named = uploader.kept(files, folder)
            results_of = [one for one in named if answers.known(one[1], one[0])]
            state["up_results"] = tuple((name, path.read_bytes()) for name, path in results_of)
            exports = [one for one in named if one not in results_of]
            state["up_batch"] = intake.read(db, exports, tell, said)
        state["up_chosen"] = chosen
        state["up_read"] = state.get("up_read", 0) + 1
    return state["up_batch"]


def forget() -> None:
    """Start with an empty page; the next upload gets a fresh cursor."""
    for name in ("up_batch", "up_results", "up_chosen", "up_db", "up_exported", "up_said"):
        state.pop(name, None)
    state["up_turn"] = state.get("up_turn", 0) + 1


def read_back() -> None:
    """Take over what the dropped results of Data Loader say."""
    command = results.Results(state["up_results"])
    outcome = saving.attempt(results.run, command, plain("The results are read."))
    state["up_outcome"] = outcome
    if outcome.done:
        state["up_results"] = ()


def answer() -> None:
    """The results among the files, to be read first; and what they brought."""
    if outcome := state.pop("up_outcome", None):
        saving.refusal(outcome)
        if outcome.done:
            answered.show(db, outcome.value)
    if names := [name for name, _content in state["up_results"]]:
        with st.container(border=True, key="up_results_box"):
            st.markdown(_("Results of Data Loader: {names}.", names=", ".join(names)))
            st.button(_("Read the results"), key="up_read_results", on_click=read_back)


def preview(batch: Batch) -> None:
    """Every file with what it holds, and what is left aside."""
    for index, sheet in enumerate(batch.sheets):
        with st.container(border=True, key=f"up_sheet_{index}"):
            sheets.show(db, batch, index, sheet)
    aside.left(batch)
    aside.unread(batch)


def carry_out(batch: Batch, exported: date) -> None:
    """Load, and leave what happened for the page to show, which judges it."""
    with frame.progress() as tell:
        load(db, Load(batch, exported, sure=True), "app", tell)
    state[loaded.FRESH] = True
    state["up_done"] = [loaded.line(sheet) for sheet in batch.sheets if sheet.ready]
    forget()
    st.rerun()


def go_ahead(batch: Batch) -> None:
    """All files at a glance, the day of the export, and the button that loads them."""
    for index, sheet in enumerate(batch.sheets):
        sheet.complete = state.get(at_hand.widget_key("whole", index), sheet.complete)
    if batch.empty:
        st.button(_("Cancel"), key="up_cancel", on_click=forget)
        return
    loaded.summary(plain("What is in the files"), [loaded.line(sheet) for sheet in batch.sheets])
    sure = certain(batch)
    key = f"up_day_{language()}"
    state.setdefault(key, state.get("up_exported", date.today()))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        exported = st.date_input(
            _("Day of the export"),
            max_value="today",
            format=formats.typed_day(language()),
            key=key,
            width=180,
        )
        clicked = st.button(_("Load"), type="primary", key="up_load", disabled=not sure)
        st.button(_("Cancel"), key="up_cancel", on_click=forget)
    state["up_exported"] = exported
    if clicked and isinstance(exported, date):
        carry_out(batch, exported)


def certain(batch: Batch) -> bool:
    """Whether nothing about the load is doubtful, or somebody has looked and says yes."""
    days = age.days(batch)
    if days is not None and days >= age.OLD_DAYS:
        st.info(_("The newest change in these files is {days} days old.", days=days))
    found = doubts.of(db, batch, afresh=batch.strange and demo.held(db))
    for doubt in found:
        st.warning(escape(words.said(doubt.message, doubt.values)))
    if not found:
        return True
    said = "|".join(str(doubt) for doubt in found)  # another doubt asks for another yes
    return st.checkbox(_("I have looked, and it is right"), key=f"up_sure_{hash(said)}")


def scripts() -> None:
    """What fetches the exports by itself, for who has the Salesforce CLI."""
    say, title = i18n.speaker(language()), plain("Fetch by script")
    download.button(
        _("Fetch by script"),
        lambda: fetching.zipped(db.cursor(), say, words.README[language()]),
        icon=":material/download:",
        file_name=f"Kaartenbak {title}.zip",
        mime="application/zip",
        key="up_scripts",
        help=_("Fetches all tables with the Salesforce CLI; for Windows and for bash."),
    )


def page() -> None:
    """The place to drop files, and below it what is in them."""
    files = uploader.files(
        _(
            "This week's exports from Salesforce and Business Central: .csv, .tsv, .tab, .txt,"
            " .xlsx or .zip"
        ),
        f"up_files_{state.get('up_turn', 0)}",
    )
    if not files:
        st.markdown(
            _(
                "Any mix of files will do: accounts, contacts, relations, portal users, projects,"
                " approvals and Business Central contacts. Nothing is written before you have seen"
                " what is in them."
            )
        )
        scripts()
        inbox.show(db)
        repairs.show(db)
        return
    state.pop("up_done", None)
    batch = read(files)
    answer()
    if batch.strange and demo.held(db):
        st.info(_("The demo company makes way for these files."))
        for sheet in batch.sheets:
            # Of the demo, which goes as a whole.
            sheet.counts.gone, sheet.older = 0, False
    for name, error in batch.refused:
        st.error(escape(words.said(error.message, {"file": name, **error.values})))
    aside.asked(batch)
    go_ahead(batch)
    preview(batch)


st.title(_("Upload"))
if frame.masked():
    st.warning(_("What you load here is shown as it is: it is not masked."))
with at_hand.alone():
    if "up_done" in state and not state.get(f"up_files_{state.get('up_turn', 0)}"):
        loaded.show(db)
    page()
