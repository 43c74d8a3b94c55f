"""Leaving, on somebody's card: the way to it and back, what is known of it, and its tiles."""

from datetime import date

import duckdb
import streamlit as st

from dq.outgoing import waiting
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.duties import Departure
from dq.queries.cards.contacts import Card
from pages.ui.session import address, navigation
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain


def actions(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """The button that fits: leaves, or what is left to hand over and the way back."""
    if card.status != "left":
        if st.button(_("Leaves"), key="c_leave"):
            navigation.go("backoffice/leave.py", id=card.id)
        return
    if st.button(_("Hand over"), key="c_leave"):
        navigation.go("backoffice/leave.py", id=card.id)
    st.button(_("Back in service"), key="c_back", on_click=address.put, args=("do", "back"))


def of(db: duckdb.DuckDBPyConnection, card: Card) -> Departure | None:
    """What is known of the leaving of somebody who left or will."""
    return duties.departure(db, card.id) if card.status == "left" else None


def last_day_ahead(known: Departure | None) -> date | None:
    """The last day of somebody who leaves and is still there."""
    last = known.last_day if known else None
    return last if last and last > date.today() else None


def show(db: duckdb.DuckDBPyConnection, card: Card, known: Departure | None) -> None:
    """Since when somebody is gone, who has the tasks, and how far the back office is."""
    listed = tiles.of_contact(db, card.id)
    if known:
        _gone(known)
    for day in waiting.days(db, card.id):
        widgets.quiet(plain("What waits of this goes along to Salesforce from {day}.", day=day))
    for tile in listed[:3]:
        done = plain("{done} of {number} steps", done=tile.steps_done, number=tile.steps)
        state = plain(words.TILES[tile.state])
        title = _("Tile: {state}, {done}", state=state.lower(), done=done)
        widgets.link("backoffice/tile.py", title, id=tile.id)


def _gone(known: Departure) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="c_gone"):
        if known.last_day:
            day = words.last_day(known.last_day, known.guessed)
            st.markdown(_("Last day {day}", day=day))
        if known.successors:
            st.markdown(_("Tasks taken over by"))
        for id, name in known.successors:
            widgets.contact_link(id, escape(name))
        if known.effective and known.successors:
            st.markdown(_("as of {day}", day=known.effective))
        if known.heir:
            id, name = known.heir
            st.markdown(_("who left too; now with"))
            widgets.contact_link(id, escape(name))
