"""Writing from a page: a command is run or refused, and what was written can be undone at once."""

from collections.abc import Callable
from typing import Any, TypeVar

import duckdb
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dq.commands import undo
from dq.errors import DqError
from dq.queries.settings import history
from dq.store import door
from pages.ui.session import opened, people
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

Run = Callable[[duckdb.DuckDBPyConnection, Any, str], Any]
Shown = TypeVar("Shown")


def attempt(run: Run, command: Any, message: str) -> tuple[bool, Any]:
    """Run a command, and say `message` over the page with the way back.

    Where it is refused the reason waits for `refusal`; the form keeps its values.
    """
    db = opened.open_store()
    try:
        result = run(db, command, people.name())
    except DqError as error:
        st.session_state["_refused"] = error
        return False, None
    st.session_state.pop("_refused", None)
    st.session_state["_done"] = message, door.written.get(), False
    return True, result


def on_screen(key: str, shown: Shown, pressed: bool) -> Shown:
    """What a button was pressed on: what the run before showed, as this run has read it anew."""
    before = st.session_state.get(key, shown)
    st.session_state[key] = shown
    return before if pressed else shown


def refusal() -> None:
    """Why the last attempt was refused, once, where the user is looking."""
    if (error := st.session_state.pop("_refused", None)) is not None:
        st.error(escape(words.said(error.message, error.values)))


def last(slot: DeltaGenerator) -> None:
    """What was written last, with the way back, until it is closed or something else is written."""
    done = st.session_state.get("_done")
    if done is None:
        return
    message, change_id, again = done
    with (
        slot.container(border=True, key="done_box"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.markdown(escape(message))
        st.space("stretch")
        if change_id is not None:
            label = _("Do it again") if again else _("Undo")
            st.button(label, key="done_undo", on_click=take_back, args=(change_id,))
        st.button("✕", key="done_close", help=_("Close"), on_click=_close, type="tertiary")


def settle(run: Run, command: Any, message: str) -> bool:
    """Run the command of a button without a form: a refusal is said over the page."""
    done, _result = attempt(run, command, message)
    if not done:
        error = st.session_state.pop("_refused")
        st.session_state["_done"] = words.said(error.message, error.values), None, False
    return done


def say(message: str) -> None:
    """Say over the page what was done that has its way back elsewhere."""
    st.session_state["_done"] = message, None, False


def take_back(change_id: int) -> None:
    """Undo a change, or do again what an undo took back; what stands in the way is said."""
    earlier = history.undoes(opened.open_store(), change_id)
    message = plain("Undone.") if earlier is None else plain("Done again.")
    if not settle(undo.run, undo.Undo(change_id), message):
        return
    if earlier is None:
        st.session_state["_done"] = message, door.written.get(), True
    else:  # the change itself stands again, and is what to undo
        st.session_state["_done"] = message, earlier, False


def _close() -> None:
    st.session_state.pop("_done", None)
