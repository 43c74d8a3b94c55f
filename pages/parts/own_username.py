"""The card's own address as its username, with one click; else the way to where it is typed."""

import duckdb
import streamlit as st

from dq.casework.ways import usernames
from dq.casework.ways.way import Do
from pages.ui.session import saving
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, label, plain

# The findings that it puts right.
CHECKS = ("username_missing", "username_not_email")


def offer(db: duckdb.DuckDBPyConnection, card_id: str) -> None:
    """The button that makes the username, where the address can be one and is free."""
    way = usernames.of_own_addresses(db, [card_id])
    if way is None:
        widgets.link("cards/contact.py", _("Correct the e-mail address"), id=card_id, do="edit")
        return
    message, values = way.says
    st.button(
        label(plain("Make the username {username}", username=values["username"])),
        key=f"own_username_{card_id}",
        on_click=_make,
        args=(way, plain(message, **values)),
    )


def _make(way: Do, said: str) -> None:
    saving.settle(way.run, way.command, said)
