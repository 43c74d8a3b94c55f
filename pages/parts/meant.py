"""Which card a refusal means: the one that it names, else the one that a duplicate rule saw."""

import duckdb
import streamlit as st

from dq.outgoing import refused
from dq.outgoing.difference import listed, own
from dq.outgoing.plan import FILES
from dq.outgoing.refused import Refused
from dq.queries.cards import found
from dq.store import rows
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain

# From this probability (0..1) on a card may be it; that Salesforce says so makes it likelier.
LIKELY = 0.1
PEOPLE = {file.name for file in FILES if file.table == "contact"}


def show(db: duckdb.DuckDBPyConnection, one: Refused) -> None:
    """The card with a way to merge the two; nothing where none is meant."""
    meant = refused.named_in(db, one)
    sure = bool(meant)
    if not meant and one.problem == "duplicate_rule" and one.file in PEOPLE:
        meant = _alike(db, one)
        if not meant:
            widgets.quiet(plain("No card here looks like it."))
    cards = found.cards(db, meant)
    for id in [id for id in meant if id in cards]:
        card = cards[id]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            widgets.lines(plain("Salesforce means:") if sure else plain("Likely meant:"))
            widgets.contact_link(id, f"**{escape(card.name)}**")
            parts = [card.title, card.account, words.status(card.status), card.email]
            widgets.lines(" · ".join(part for part in parts if part))
            if one.contact_id and one.file in PEOPLE:
                both = f"{id},{one.contact_id}"
                widgets.link("review/merge.py", _("Merge the two"), kind="contact", ids=both)


def _alike(db: duckdb.DuckDBPyConnection, one: Refused) -> list[str]:
    """The card that is likeliest the same, of those that Salesforce has."""
    known = rows.read(db, "main.contact", [one.contact_id or ""]).get(one.contact_id or "")
    if known is None:
        return []
    card = {name: value for name, value in known.items() if value is None or isinstance(value, str)}
    alike = opened.resident().lookup(db, card)
    return [it.id for it in alike if it.score >= LIKELY and not own(it.id) and not listed(it.id)][
        :1
    ]
