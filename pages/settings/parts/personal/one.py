"""One person: everything that is known as a file, or everything removed.

Tested in tests/pages/settings/test_personal_data.py.
"""

import duckdb
import streamlit as st

from dq.domain import everybody
from dq.errors import NotFound
from dq.queries.cards import contacts, gone
from dq.settings.names import eighteen
from pages.parts import known
from pages.settings.parts.personal import removing
from pages.ui.frame import frame
from pages.ui.widgets import picking, widgets
from pages.ui.words.i18n import _


def show(db: duckdb.DuckDBPyConnection) -> None:
    """Whom the address names, or a box to find somebody; then what can be done."""
    asked = picking.person_in_address(db, _("Who"), "id", gone=gone.named)
    if asked is None:
        st.markdown(
            _(
                "Find the person by name, also one whose card is gone; then you see what is known"
                " and what would go. The key of the card will do too."
            )
        )
        return
    try:
        who = everybody.of(db, eighteen(asked))
    except NotFound:
        frame.stop_not_found(db, asked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if contacts.card(db, who.id):
            widgets.contact_link(who.id, _("Card of {name}", name=who.name))
        else:
            st.markdown(_("The card of {name} is gone.", name=who.name))
        known.button(db, who.id)
    removing.ask(db, [(who.id, who.name)])
