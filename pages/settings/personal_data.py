"""Personal data: who left long ago, removing somebody for good, and what that leaves to do."""

import streamlit as st

from dq.errors import N_
from pages.settings.parts.personal import leavers, one, removed
from pages.ui.frame import frame
from pages.ui.session import address, people
from pages.ui.words.i18n import _, plain

PARTS = {
    "leavers": (N_("Left long ago"), leavers.show),
    "person": (N_("One person"), one.show),
    "removed": (N_("Removed"), removed.show),
}

db = frame.open_store()
st.title(_("Personal data"))
frame.stop_without_data(db)
st.markdown(
    _(
        "Kaartenbak removes nobody by itself. Who asks for it, and who left long ago, is removed"
        " here by hand, for good."
    )
)
if address.value("id") and not address.value("p_part"):
    address.put("p_part", "person")
people.ask_beside()
part = address.switch(_("Part"), list(PARTS), "p_part", lambda code: plain(PARTS[code][0]))
PARTS[part][1](db)
