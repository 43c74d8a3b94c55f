"""What Salesforce and Business Central still show otherwise than a card here, on that card."""

from datetime import date

import streamlit as st

from dq import sources
from dq.queries.cards import outside
from dq.queries.cards.outside import Outside
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import language, n_, plain

MOST = 12
# What the systems are called that have people of their own.
SYSTEMS = {people.object: people.system for people in sources.elsewhere()}


def show(contact_id: str) -> None:
    """What is wanted here and not seen outside yet, a line each; nothing where all is the same."""
    listed = opened.remembered(outside.of_contact, contact_id)
    if not listed:
        return
    with st.container(border=True, key="c_outside", gap="small"):
        st.markdown(
            n_(
                "**{number} thing is not so outside yet**",
                "**{number} things are not so outside yet**",
                len(listed),
            )
        )
        lines = [said(one) for one in listed[:MOST]]
        if len(listed) > MOST:
            lines.append(plain("and {number} more", number=len(listed) - MOST))
        widgets.lines(*lines)


def said(one: Outside) -> str:
    """What it is, what it is there and here, and how far it is."""
    what = words.field(one.field).removesuffix(" ID").removeprefix("ID ").capitalize()
    if one.table != "contact":
        kind = SYSTEMS.get(one.table) or plain(words.OBJECTS[one.table])
        what = f"{kind}, {one.name}: {what.lower()}"
    there = shown(one.field, one.there) if one.known else plain("unknown")
    return plain(
        "{what}: {there} there, {here} here ({how})",
        what=what,
        there=there,
        here=shown(one.field, one.here),
        how=how_far(one),
    )


def shown(field: str, value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return plain("yes") if value else plain("no")
    if isinstance(value, str) and field.endswith("_date"):  # as a package has kept it
        value = date.fromisoformat(value[:10])
    if isinstance(value, date):
        return formats.day(value, language())
    return str(words.value(field, value) or plain("empty"))


def how_far(one: Outside) -> str:
    """Where it is on its way."""
    if one.table in SYSTEMS:
        return plain("asked of the back office")
    if one.day:
        return plain("goes along from {day}", day=one.day)
    if one.since:
        return plain("under way since {day}", day=one.since)
    return plain("not sent yet")
