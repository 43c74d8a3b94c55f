"""What can be decided on a case: the proposed way out, and the three other decisions.

Tested in tests/pages/review/test_review.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from markupsafe import Markup

from dq.casework.case import Case
from dq.casework.ways import Ask
from pages.review.parts.panels import filling_in, way_out
from pages.review.parts.panels.way_out import Done
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, plain

What = Literal["why", "who", "when"]


@dataclass
class Panel:
    """What the buttons ask, what was refused, and what was `undone` just before.

    They ask why nothing is needed, who sees to it, or until when it waits. `stale` says that the
    case may have changed since, and is to be read again; `turn` counts the cases.
    """

    asking: What | None = None
    refused: str | None = None
    refusals: int = 0
    undone: str | None = None
    stale: bool = False
    turn: int = 0

    def ask(self, what: What | None) -> None:
        """Let the buttons ask this, or nothing any more."""
        self.asking, self.refused, self.undone = what, None, None

    def refuse(self, said: str, *, stale: bool = False) -> None:
        """Say why a decision was not carried out."""
        self.refused, self.stale = said, stale
        self.refusals += 1


def show(one: Case, state: Panel, names: Sequence[str], done: Done, *, known: bool = False) -> None:
    """The panel; `done` carries out what is decided.

    :param names: to whom it can be given
    :param known: whoever looks has saved what they typed before, and knows how
    """
    if state.refused:
        st.error(escape(state.refused))
    if state.undone:
        widgets.quiet(plain("Undone: {said}", said=state.undone))
    # Everything has its place, which is empty where there is nothing: what is shown then takes the
    # place of what was, and nothing of that stays until the run is over.
    if state.asking:
        with st.container():
            _ask(one, state, names, done)
        return
    widgets.text(way_out.says(one), *way_out.asks(one))
    with widgets.by_turns(state.turn):
        if isinstance(one.way, Ask):
            filling_in.show(one, one.way, done, state.refuse)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="way_keys"):
        with widgets.by_turns(state.turn, width="content"):
            way_out.act(one, done)
        others(one, state, done)
    if isinstance(one.way, Ask) and not known:  # the style shows it while one types
        st.html(
            Markup('<p class="kb-esc">{}</p>').format(
                plain("Enter saves; after Esc the keys work again.")
            )
        )
    else:
        st.empty()


def _ask(one: Case, state: Panel, names: Sequence[str], done: Done) -> None:
    """Why, to whom or until when; and the way back."""
    if state.asking == "why":
        way_out.why(one, done)
    elif state.asking == "who":
        way_out.who(one, names, done)
    else:
        way_out.when(one, done)
    st.button(_("Back"), key="way_back", shortcut="Escape", on_click=state.ask, args=(None,))


def others(one: Case, state: Panel, done: Done) -> None:
    """Not needed, later, or somebody else's."""
    st.button(_("Not needed"), key="way_why", shortcut="2", on_click=state.ask, args=("why",))
    st.button(_("Later"), key="way_later", shortcut="3", on_click=way_out.later, args=(one, done))
    st.button(_("Give to"), key="way_who", shortcut="4", on_click=state.ask, args=("who",))
    st.button(
        _("Until a day"),
        key="way_when",
        type="tertiary",
        shortcut="5",
        on_click=state.ask,
        args=("when",),
    )
