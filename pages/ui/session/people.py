"""Who is at the screen: the name that a change is logged under, kept in the browser."""

from collections.abc import Callable
from urllib.parse import unquote

import streamlit as st

from pages.ui.words.i18n import _, label

COOKIE = "kaartenbak_name"
LONGEST = 60
# The field of the question.
NOW = "who_now"


def name() -> str:
    """The name of the one at the screen; "" as long as nobody said."""
    if "who" not in st.session_state:
        st.session_state["who"] = unquote(st.context.cookies.get(COOKIE, ""))[:LONGEST]
    return st.session_state["who"]


def ask() -> None:
    """A button with the name, or with the question for it."""
    if st.session_state.get("who_text") != name():
        st.session_state["who_text"] = name()
    with st.popover(label(name()) if name() else _("Who are you?"), key="who_box"):
        st.text_input(
            _("Your name, as the history shows it"),
            key="who_text",
            on_change=_said,
            args=("who_text",),
        )


def ask_beside() -> None:
    """The question for the name beside a button that saves, until one was given before.

    It stays as long as the form does: a field that goes as one types moves the button.
    """
    if name() and "who_first" not in st.session_state:
        return
    st.text_input(
        _("Your name, for the history"),
        key="who_first",
        on_change=_said,
        args=("who_first",),
        width=300,
    )


def unknown() -> bool:
    """Whether nobody said who is there, and nobody was asked."""
    return not name() and not st.session_state.get("who_asked")


def question(answered: Callable[[], None]) -> bool:
    """The question for the name, before the first decision; whether it was answered just now."""
    with st.form("who_form", border=False):
        st.text_input(_("Your name, for the history"), key=NOW, width=300)
        st.markdown(_("It is asked once. Colleagues see who decided what."))
        return st.form_submit_button(_("Go on"), type="primary", key="who_go", on_click=answered)


def answer() -> None:
    """Take the answer to the question; none is one too, and it is not asked again."""
    st.session_state["who_asked"] = True
    _said(NOW)


def _said(key: str) -> None:
    st.session_state["who"] = " ".join(st.session_state[key].split())[:LONGEST]
