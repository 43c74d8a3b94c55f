"""What is not in the files of a package, and why."""

import duckdb
import streamlit as st

from dq.outgoing import waiting
from dq.outgoing.ready import Outgoing
from dq.outgoing.waiting import Wait
from dq.queries.exchange import packages
from dq.settings import names
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, counted, escape, n_, plain

SHOWN = 20


def show(db: duckdb.DuckDBPyConnection, found: Outgoing) -> None:
    """What is not in the files, and why."""
    _waiting(found)
    if found.later:
        _later(db, found)
    if found.taken:
        _taken(db, found)
    if found.clashing:
        _clashing(found)


def _waiting(found: Outgoing) -> None:
    notes = (
        (
            found.under_way,
            counted(
                "{number} row went with an earlier package; no export shows it yet.",
                "{number} rows went with an earlier package; no export shows them yet.",
                found.under_way,
            ),
        ),
        (
            found.waiting,
            counted(
                "{number} row waits: Salesforce does not know the card that it names.",
                "{number} rows wait: Salesforce does not know the cards that they name.",
                found.waiting,
            ),
        ),
        (
            found.lost,
            counted(
                "{number} portal user is of a card that Salesforce does not have any more; what"
                " differs there can never go.",
                "{number} portal users are of cards that Salesforce does not have any more; what"
                " differs there can never go.",
                found.lost,
            ),
        ),
        (
            found.too_long,
            counted(
                "{number} row is too long for Salesforce; correct the card.",
                "{number} rows are too long for Salesforce; correct the card.",
                found.too_long,
            ),
        ),
    )
    for number, note in notes:
        if number:
            widgets.quiet(note)


def _later(db: duckdb.DuckDBPyConnection, found: Outgoing) -> None:
    """What waits for its day, or until somebody else has it."""
    listed = waiting.read(db, found.later)
    with st.expander(
        n_("{number} row waits", "{number} rows wait", len(found.later)), key="p_later"
    ):
        for one in listed[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if one.contact_id:
                    widgets.contact_link(one.contact_id, escape(one.name))
                else:
                    st.markdown(escape(one.name))
                widgets.lines(_until(one))
        keyed = names.read(db).key("contact")
        if not keyed and any(not one.day and not one.taker for one in listed):
            widgets.quiet(
                plain(
                    "With an external id for new cards (Settings, How your Salesforce calls and"
                    " does things) these go along with the card."
                )
            )
        if len(listed) > SHOWN:
            widgets.quiet(plain("and {number} more", number=len(listed) - SHOWN))


def _until(one: Wait) -> str:
    rows = counted("{number} row", "{number} rows", one.records)
    if one.day:
        return plain("{rows} from {day}", rows=rows, day=one.day)
    if not one.taker:
        return plain("{rows} as soon as it is known that Salesforce has the new card", rows=rows)
    return plain(
        "{rows} as soon as {taker} is known to have it in Salesforce", rows=rows, taker=one.taker
    )


def _taken(db: duckdb.DuckDBPyConnection, found: Outgoing) -> None:
    widgets.quiet(
        counted(
            "The address of {number} card is another's username in Salesforce, which then"
            " refuses the card. Give it its own address:",
            "The address of {number} cards is another's username in Salesforce, which then"
            " refuses the card. Give each its own address:",
            len(found.taken),
        )
    )
    with st.container(horizontal=True, gap="small", key="p_taken"):
        for id, name in packages.names(db, found.taken[:SHOWN]):
            widgets.contact_link(id, escape(name))


def _clashing(found: Outgoing) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            n_(
                "{number} field was changed in Salesforce as well.",
                "{number} fields were changed in Salesforce as well.",
                found.clashing,
            )
        )
        widgets.link("exchange/clashes.py", _("Choose"))
