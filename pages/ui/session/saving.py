"""Writing from a page: a command is run or refused, and what was written can be undone at once."""

from collections.abc import Callable
from dataclasses import dataclass
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
# What stands over the page until it is closed or something else is written.
SAID = "_said"


@dataclass(frozen=True)
class Outcome:
    """What came of a command: its value and the change that can be undone, or why it was refused.

    `said` is that in a sentence.
    """

    said: str
    value: Any = None
    change_id: int | None = None
    refused: DqError | None = None

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.refused is None


@dataclass(frozen=True)
class Said:
    """What was written last, and the change that takes it back, or does it again."""

    text: str
    change_id: int | None = None
    again: bool = False


def attempt(run: Run, command: Any, message: str) -> Outcome:
    """Run a command, and say `message` over the page with the way back, or that nothing changed.

    A refusal is for the page to show, where the user is looking; the form keeps its values.
    """
    outcome = carry_out(run, command, message)
    if outcome.done:
        _say(Said(outcome.said, outcome.change_id))
    return outcome


def settle(run: Run, command: Any, message: str) -> Outcome:
    """Run the command of a button without a form: a refusal is said over the page."""
    outcome = carry_out(run, command, message)
    _say(Said(outcome.said, outcome.change_id))
    return outcome


def carry_out(run: Run, command: Any, message: str) -> Outcome:
    """Run a command, for a page that itself says what came of it and how it is taken back."""
    db, before = opened.open_store(), door.commits()
    try:
        with door.listening() as changes:
            value = run(db, command, people.name())
    except DqError as error:
        return Outcome(words.said(error.message, error.values), refused=error)
    if door.commits() == before:
        return Outcome(plain("Nothing was changed: it was so already."), value)
    return Outcome(message, value, changes[-1] if changes else None)


def refusal(outcome: Outcome) -> None:
    """Why an attempt was refused, where the user is looking; nothing where it was not."""
    if not outcome.done:
        st.error(escape(outcome.said))


def on_screen(key: str, shown: Shown, pressed: bool) -> Shown:
    """What a button was pressed on: what the run before showed, as this run has read it anew."""
    before = st.session_state.get(key, shown)
    st.session_state[key] = shown
    return before if pressed else shown


def last(slot: DeltaGenerator) -> None:
    """What was written last, with the way back, until it is closed or something else is written."""
    said: Said | None = st.session_state.get(SAID)
    if said is None:
        return
    with (
        slot.container(border=True, key="done_box"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.markdown(escape(said.text))
        st.space("stretch")
        if said.change_id is not None:
            label = _("Do it again") if said.again else _("Undo")
            st.button(label, key="done_undo", on_click=take_back, args=(said.change_id,))
        st.button("✕", key="done_close", help=_("Close"), on_click=_close, type="tertiary")


def say(message: str) -> None:
    """Say over the page what was done that has its way back elsewhere."""
    _say(Said(message))


def take_back(change_id: int) -> None:
    """Undo a change, or do again what an undo took back; what stands in the way is said."""
    earlier = history.undoes(opened.open_store(), change_id)
    message = plain("Undone.") if earlier is None else plain("Done again.")
    outcome = settle(undo.run, undo.Undo(change_id), message)
    if not outcome.done:
        return
    if earlier is None:
        _say(Said(message, outcome.change_id, again=True))
    else:  # the change itself stands again, and is what to undo
        _say(Said(message, earlier))


def _say(said: Said) -> None:
    st.session_state[SAID] = said


def _close() -> None:
    st.session_state.pop(SAID, None)
