"""Who is at the screen: the name that a change is logged under, kept in the browser."""

from urllib.parse import unquote

import streamlit as st

from pages.ui.i18n import _, label

COOKIE = "kaartenbak_name"
LONGEST = 60


def name() -> str:
    """The name of the one at the screen; "" as long as nobody said."""
    if "who" not in st.session_state:
        st.session_state["who"] = unquote(st.context.cookies.get(COOKIE, ""))[:LONGEST]
    return st.session_state["who"]


def ask() -> None:
    """A button with the name, or with the question for it."""
    with st.popover(label(name()) if name() else _("Who are you?"), key="who_box"):
        st.text_input(
            _("Your name, as the history shows it"),
            value=name(),
            max_chars=LONGEST,
            key="who_text",
            on_change=_said,
        )


def _said() -> None:
    st.session_state["who"] = " ".join(st.session_state["who_text"].split())
