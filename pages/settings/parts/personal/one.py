"""One person: everything that is known as a file, or everything removed.

Tested in tests/pages/settings/test_personal_data.py.
"""

import duckdb
import streamlit as st

from dq.queries.cards import contacts
from dq.settings.names import eighteen
from pages.parts import known
from pages.settings.parts.personal import removing
from pages.ui.frame import frame
from pages.ui.widgets import picking, widgets
from pages.ui.words.i18n import _


def show(db: duckdb.DuckDBPyConnection) -> None:
    """Whom the address names, or a box to find somebody; then what can be done."""
    asked = picking.person_in_address(db, _("Who"), "id")
    if asked is None:
        st.markdown(_("Find the person by name; then you see what is known and what would go."))
        return
    card = contacts.card(db, eighteen(asked))
    if card is None:
        frame.stop_not_found(db, asked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        widgets.contact_link(card.id, _("Card of {name}", name=card.name))
        known.button(db, card)
    removing.ask(db, [(card.id, card.name)])
