"""To Salesforce: what would go, packages and their files, and what Salesforce said of them."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dq.commands import pack, results
from dq.commands.results import Results, Told
from dq.handover import outgoing, package, readme
from dq.handover.outgoing import Outgoing
from dq.handover.plan import FILES
from dq.handover.results import PROBLEMS
from dq.queries import packages
from dq.queries.packages import Package
from pages.ui import frame, saving, uploader, widgets, words
from pages.ui.i18n import _, language, n_, plain, speaker

TITLES = {file.name: file.title for file in FILES}

db = frame.open_store()
st.title(_("To Salesforce"))
frame.stop_without_data(db)
# The files are made on another thread, which knows no session.
say = speaker(language())
leaflet = "LEESMIJ.md" if language() == "nl" else "README.md"


def going(found: Outgoing) -> None:
    """The files of the next package, what stays behind, and the button that makes it."""
    st.header(_("What would go now"), anchor=False)
    if not found.parts and not found.work:
        st.info(_("Nothing to send: Salesforce has everything that was decided here."))
    if found.parts:
        widgets.table(
            plain("The files of the next package"),
            [plain("File"), plain("What"), plain("Operation"), plain("Rows")],
            [
                [
                    widgets.shown(f"{part.number:02}-{part.file.name}.csv"),
                    widgets.shown(plain(part.file.title)),
                    widgets.shown(plain(readme.OPERATIONS[part.file.operation])),
                    widgets.shown(len(part.lines)),
                ]
                for part in found.parts
            ],
            numbers=1,
        )
    told = behind(found)
    if told:
        widgets.lines(*told)
    if (found.parts or found.work) and st.button(_("Make the package"), type="primary", key="save"):
        done, number = saving.attempt(pack.run, pack.Pack(), plain("The package is made."))
        if done:
            st.session_state["p_new"] = number
            st.rerun()
        saving.refusal()


def behind(found: Outgoing) -> list[str]:
    """What does not go in this package, and why."""
    told = [
        n_(
            "{number} thing to do by hand, on the work list.",
            "{number} things to do by hand, on the work list.",
            len(found.work),
        ),
        n_(
            "{number} row is under way in an earlier package.",
            "{number} rows are under way in an earlier package.",
            found.under_way,
        ),
        n_(
            "{number} row waits for the ID that Salesforce gives to a new card.",
            "{number} rows wait for the ID that Salesforce gives to a new card.",
            found.waiting,
        ),
        n_(
            "{number} field was changed on both sides and waits for a choice.",
            "{number} fields were changed on both sides and wait for a choice.",
            found.clashing,
        ),
        n_(
            "{number} row is longer than Salesforce keeps; shorten it first.",
            "{number} rows are longer than Salesforce keeps; shorten them first.",
            found.too_long,
        ),
    ]
    numbers = len(found.work), found.under_way, found.waiting, found.clashing, found.too_long
    return [line for line, number in zip(told, numbers, strict=True) if number]


def zipped(number: int) -> Callable[[], bytes]:
    """What makes the zip of a package when it is asked for."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="kaartenbak-") as folder:
            target = Path(folder) / "package.zip"
            package.write(db.cursor(), number, target, say, leaflet)
            return target.read_bytes()

    return make


def again(number: int) -> Callable[[], bytes]:
    """What makes the zip of the rows that failed."""

    def make() -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in package.failed(db.cursor(), number):
                archive.writestr(one.path, one.content)
        return held.getvalue()

    return make


def made(one: Package) -> None:
    """A package: when and by whom, what became of its rows, and its files."""
    counts = [
        f"{number} {plain(words.ROW_STATES[state])}"
        for state, number in one.states.items()
        if state in words.ROW_STATES
    ]
    with st.container(border=True, key=f"p_{one.id}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            by = words.actor(one.made_by)
            widgets.text(
                plain("Package {number}", number=one.id),
                plain("made by {name}, {moment}", name=by, moment=one.made),
                ", ".join(counts) or plain("only work by hand"),
            )
            st.space("stretch")
            button(_("Download"), zipped(one.id), plain("package {number}.zip", number=one.id),
                   f"p_zip_{one.id}")  # fmt: skip
            if one.states.get("failed"):
                name = plain("package {number}, failed rows.zip", number=one.id)
                button(_("Failed rows"), again(one.id), name, f"p_again_{one.id}")
        if one.states.get("failed"):
            refused(one)


def button(title: str, make: Callable[[], bytes], name: str, key: str) -> None:
    """A download that is made when it is asked for."""
    st.download_button(
        title, make, file_name=name, mime="application/zip", key=key, on_click="ignore"
    )


def refused(one: Package) -> None:
    """The rows that Salesforce refused, in our words and its own."""
    widgets.table(
        plain("Rows that failed"),
        [plain("File"), plain("Record"), plain("What is wrong"), plain("Salesforce says")],
        [
            [
                widgets.shown(plain(TITLES.get(row.file, row.file))),
                widgets.shown(row.name),
                widgets.shown(
                    f"{plain(PROBLEMS[row.problem].meaning)} {plain(PROBLEMS[row.problem].action)}"
                ),
                widgets.shown(row.message),
            ]
            for row in packages.failures(db, one.id)
        ],
    )


def read_back() -> None:
    """Data Loader's success and error files, which say what became of each row."""
    st.header(_("Results"), anchor=False)
    st.markdown(
        _(
            "Upload the success and error files that Data Loader made. New cards get their ID, and"
            " what failed is explained."
        )
    )
    files = uploader.files(_("Success and error files"), "p_files")
    if files and st.button(_("Read back"), key="p_read", type="primary"):
        given = Results(tuple((file.name, file.getvalue()) for file in files))
        done, told = saving.attempt(results.run, given, plain("The results are read."))
        if done:
            st.session_state["p_told"] = told
            st.rerun()
        saving.refusal()
    if (told := st.session_state.pop("p_told", None)) is not None:
        summary(told)


def summary(told: Told) -> None:
    """How many rows are done or failed, and how many are of no package."""
    lines = [
        n_("{number} row done", "{number} rows done", told.done),
        n_("{number} row failed", "{number} rows failed", told.failed),
    ]
    if told.unknown:
        lines.append(
            n_(
                "{number} row of no package that was made here",
                "{number} rows of no package that was made here",
                told.unknown,
            )
        )
    (st.warning if told.failed or told.unknown else st.success)(" · ".join(lines))


with st.spinner(_("A moment")):
    found = outgoing.read(db)
going(found)
listed = packages.packages(db)
if listed:
    read_back()
    st.header(_("Packages"), anchor=False)
    for one in listed:
        made(one)
