"""The inbox: what waits in it for a person, what is still coming, and what failed.

Tested in tests/pages/exchange/test_inbox.py.
"""

from pathlib import Path

import duckdb
import streamlit as st

from dq.errors import DqError
from dq.intake import inbox
from dq.intake.inbox import Box, Held, Reason, Taken
from pages.ui.frame import frame
from pages.ui.session import opened, people, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, n_, plain

# So many of what failed are shown; the folder has all of them.
SHOWN = 3
# What somebody chose of what waits.
DECIDED = "in_decided"


def show(db: duckdb.DuckDBPyConnection) -> None:
    """What waits and what failed, each with why and what to do; where to put files."""
    box = inbox.beside(db)
    if box is None:
        return
    if decided := st.session_state.pop(DECIDED, None):
        _carry_out(box, *decided)
    waiting, failed = box.held(box.waiting), box.held(box.failed)
    if waiting:
        st.header(_("Waits in the inbox"), anchor=False)
        people.ask_beside()
    for one in waiting:
        _waiting(one)
    if coming := box.came():
        label = n_(
            "{number} file is coming in: {names}.",
            "{number} files are coming in: {names}.",
            len(coming),
            names=", ".join(path.name for path in coming),
        )
        st.markdown(label)
    if failed:
        _failed(failed, box.failed)
    widgets.quiet(
        plain("Files in {folder} are loaded by themselves, once they are whole.", folder=box.root)
    )


def _waiting(one: Held) -> None:
    with st.container(border=True, key=f"in_{one.name}"):
        widgets.text(named(one), *(said(reason) for reason in one.reasons))
        with st.container(horizontal=True, gap="small"):
            for key, text, sure in (
                ("yes", _("Load all the same"), True),
                ("no", _("Set aside"), False),
            ):
                st.button(
                    text,
                    key=f"in_{key}_{one.name}",
                    on_click=_decide,
                    args=(one, sure),
                )


def _decide(one: Held, sure: bool) -> None:
    st.session_state[DECIDED] = one, sure


def _carry_out(box: Box, one: Held, sure: bool) -> None:
    files = ", ".join(one.files)

    try:
        if sure:
            with st.spinner(_("Loading")):
                told = done(
                    inbox.take_held(frame.open_store(), box, one.name, opened.follow, people.name())
                )
        else:
            inbox.drop(frame.open_store(), box, one.name, people.name())
            told = plain("{files} are set aside, in the folder of what failed.", files=files)
    except DqError as error:
        told = words.said(error.message, error.values)
    saving.say(told)
    st.rerun()


def done(taken: Taken) -> str:
    """What became of what was loaded."""
    files = ", ".join(taken.files)
    if taken.state == "done":
        return plain("{files} are loaded.", files=files)
    return plain("{files} could not be loaded; below is why.", files=files)


def named(one: Held) -> str:
    """The files, and when they were looked at."""
    return plain("{files}, {moment}", files=", ".join(one.files), moment=one.moment)


def said(reason: Reason) -> str:
    """Why, in the user's language."""
    return words.said(reason.message, dict(reason.values))


def _failed(failed: list[Held], folder: Path) -> None:
    label = n_(
        "{number} delivery in the inbox failed",
        "{number} deliveries in the inbox failed",
        len(failed),
    )
    with st.expander(label, key="in_failed"):
        for one in failed[:SHOWN]:
            widgets.text(named(one), *(said(reason) for reason in one.reasons))
        widgets.quiet(plain("They are in {folder}.", folder=folder))
