"""The tables of an upload in one table, and what a load brought."""

import duckdb
import streamlit as st

from dq.casework import automatic
from dq.errors import N_
from dq.intake import Sheet
from dq.queries.exchange import loads
from dq.queries.review import overview
from pages.ui.frame import checking, frame
from pages.ui.session import navigation, opened
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, plain

# A file's name, its object, and its rows: new, changed, gone and rejected.
Line = tuple[str, str | None, list[int] | None]
SUMMARY = [N_("File"), N_("Holds"), N_("New"), N_("Changed"), N_("Gone"), N_("Rejected")]
# What Salesforce merged, and how that stands to what was decided here.
MERGES = {
    "arrived": N_("{name} is merged into {winner}, as decided here."),
    "there": N_("{name} was merged into {winner} in Salesforce; what is known here goes along."),
    "turned": N_("{name} was merged into {winner} in Salesforce: the other way round than here."),
    "other": N_(
        "{name} was merged into {winner} in Salesforce, and into another one here: see Clashes."
    ),
}
MOST_MERGES = 20
# Whether the load was just now.
FRESH = "up_fresh"
state = st.session_state


def show(db: duckdb.DuckDBPyConnection) -> None:
    """What the load brought, once it is checked, and where to go next."""
    with st.container(border=True, key="up_summary"):
        title = st.empty()
        title.header(_("The files are loaded"), anchor=False)
        summary(plain("What the load brought"), state["up_done"])
        if not checking.checked(db, newest=True):
            return
        if state.pop(FRESH, False):
            with frame.progress() as tell:
                automatic.after_load(db, tell, opened.resident())
        title.header(_("Loaded and checked"), anchor=False)
        since = overview.since(db)
        st.markdown(
            _(
                "Findings: {new} new, {solved} solved, {returned} returned.",
                new=since.new,
                solved=since.solved,
                returned=since.returned,
            )
        )
        _merges(db)
        if st.button(_("To the overview"), type="primary", key="up_overview"):
            state.pop("up_done")
            navigation.go("review/overview.py")


def line(sheet: Sheet) -> Line:
    """A file's name, its object, and its rows: new, changed, gone and rejected."""
    counts = sheet.counts
    gone = counts.gone if sheet.complete else 0
    numbers = [counts.new, counts.changed, gone, counts.rejected] if sheet.ready else None
    return sheet.name, sheet.object, numbers


def summary(label: str, lines: list[Line]) -> None:
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


def _merges(db: duckdb.DuckDBPyConnection) -> None:
    """What Salesforce merged, a line each."""
    found = loads.merges(db)
    said = [plain(MERGES[one.how], name=one.name, winner=one.winner) for one in found]
    if len(said) > MOST_MERGES:
        said[MOST_MERGES:] = [plain("and {number} more", number=len(said) - MOST_MERGES)]
    if said:
        widgets.lines(*said)
