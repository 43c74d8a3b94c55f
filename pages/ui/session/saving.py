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
from pages.ui.session import address, guarded, navigation, opened, people
from pages.ui.session.late import LATE, Late
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

Run = Callable[[duckdb.DuckDBPyConnection, Any, str], Any]
Shown = TypeVar("Shown")
# A page, by its name in the address, and what the address says there.
Place = tuple[str, dict[str, str]]
# What stands over the page until it is closed or something else is written.
SAID = "_said"
# The decision that is carried out once somebody says who is there.
WAITS = "_waits"


@dataclass(frozen=True)
class Outcome:
    """What came of a command: its value and the changes that can be undone, or why it was refused.

    `said` is that in a sentence. It `waits` until somebody says who is there.
    """

    said: str
    value: Any = None
    change_ids: tuple[int, ...] = ()
    refused: DqError | None = None
    waits: bool = False

    @property
    def change_id(self) -> int | None:
        """The last of the changes."""
        return self.change_ids[-1] if self.change_ids else None

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.refused is None and not self.waits

    @property
    def already(self) -> bool:
        """Whether it was refused because somebody took the change back before."""
        return self.refused is not None and self.refused.message == undo.ALREADY


@dataclass(frozen=True)
class Said:
    """What was written last, and the changes that are to be taken back, or done again; and where
    one was then: a page and what its address said."""

    text: str
    change_ids: tuple[int, ...] = ()
    again: bool = False
    place: Place | None = None


def attempt(run: Run, command: Any, message: str, place: Place | None = None) -> Outcome:
    """Run a command, and say `message` over the page with the way back, or that nothing changed.

    A refusal is for the page to show, where the user is looking; the form keeps its values.

    :param place: where undoing it leads to, for who is on that page
    """
    outcome = carry_out(run, command, message)
    if outcome.done:
        _say(Said(outcome.said, outcome.change_ids, place=place))
    return outcome


def settle(run: Run, command: Any, message: str, place: Place | None = None) -> Outcome:
    """Run the command of a button without a form: a refusal is said over the page."""
    outcome = carry_out(run, command, message)
    _say(Said(outcome.said, outcome.change_ids, place=place))
    return outcome


def decide(run: Run, command: Any, message: str, place: Place | None = None) -> Outcome:
    """The same for a decision, before the first of which is asked who decides."""
    made: list[Outcome] = []
    first_known(lambda: made.append(settle(run, command, message, place)))
    return made[0] if made else Outcome("", waits=True)


def first_known(then: Callable[[], object]) -> None:
    """Do this, once somebody said who is there: before the first decision it is asked over the
    page, which the caller draws again."""
    if people.unknown():
        st.session_state[WAITS] = then
    else:
        then()


def waits() -> bool:
    """Whether a decision waits until somebody says who is there."""
    return WAITS in st.session_state


def ask_first() -> None:
    """The question who is there, where a decision waits for the answer."""
    if waits():
        over = guarded.dialog(_("Who are you?"), on_dismiss=_drop, wanted=waits)
        over(people.question)(_answered)


def _answered() -> None:
    people.answer()
    if then := st.session_state.pop(WAITS, None):
        then()


def _drop() -> None:
    st.session_state.pop(WAITS, None)


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
    return Outcome(message, value, tuple(changes))


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
    _refused_late()
    said: Said | None = st.session_state.get(SAID)
    if said is None:
        return
    with (
        slot.container(border=True, key="done_box"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.markdown(escape(said.text))
        st.space("stretch")
        if said.change_ids:
            label = _("Do it again") if said.again else _("Undo")
            st.button(label, key="done_undo", on_click=take_back, args=said.change_ids)
        st.button("✕", key="done_close", help=_("Close"), on_click=_close, type="tertiary")


def _refused_late() -> None:
    """Say that something was refused after somebody had left the page that would have said so."""
    late: Late | None = st.session_state.get(LATE)
    if late is None or late.read or navigation.here() == late.page:
        return
    if late.ends() and late.refused:
        late.told = True
        said = words.said(late.refused.message, late.refused.values)
        _say(Said(words.of(late.about, said)))


def unsaid() -> str | None:
    """What is to be said over the next page, for a page that says it itself."""
    last: Said | None = st.session_state.pop(SAID, None)
    return last.text if last else None


def say(message: str, change_ids: tuple[int, ...] = (), place: Place | None = None) -> None:
    """Say over the page what was done, with the way back; without changes that is elsewhere."""
    _say(Said(message, change_ids, place=place))


def take_back(*change_ids: int) -> None:
    """Undo changes, or do again what undoing took back; what stands in the way is said."""
    before: Said | None = st.session_state.get(SAID)
    place = before.place if before and before.change_ids == change_ids else None
    undone = [history.undoes(opened.open_store(), id) for id in change_ids]
    earlier = tuple(id for id in undone if id is not None)
    message = plain("Done again.") if earlier else plain("Undone.")
    commands = [undo.Undo(id) for id in change_ids]
    outcome = settle(undo.run_all, commands, message, place)
    if not outcome.done:
        return
    if earlier:  # the changes themselves stand again, and are what to undo
        _say(Said(message, tuple(sorted(earlier)), place=place))
        return
    _say(Said(message, outcome.change_ids, again=True, place=place))
    if place and place[0] == navigation.here():
        for name, value in place[1].items():
            address.put(name, value)


def _say(said: Said) -> None:
    st.session_state[SAID] = said


def _close() -> None:
    st.session_state.pop(SAID, None)
