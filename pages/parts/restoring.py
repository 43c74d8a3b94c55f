"""Taking a load back from the history: asked first, since later changes go with it."""

import streamlit as st

from dq.commands import restore
from dq.queries.exchange.restorable import WayBack
from dq.queries.settings.history import Change
from pages.ui.frame import checking
from pages.ui.session import people, saving
from pages.ui.session.opened import open_store
from pages.ui.words.i18n import _, n_, plain

state = st.session_state


def button(change: Change, way: WayBack) -> None:
    """The button that begins to take a load, or a restore, back."""
    st.button(
        _("Take back"),
        key=f"h_back_{change.id}",
        type="tertiary",
        on_click=state.update,
        args=({"h_back": change.id},),
    )


def ask(change: Change, way: WayBack) -> None:
    """What taking it back means, and the button that does it."""
    if state.get("h_back") != change.id:
        return
    with st.container(border=True, key="h_back_ask"):
        st.markdown(
            _("Every record is again as it was before this, and so are the findings.")
            + " "
            + (
                n_(
                    "{number} later change is taken back as well.",
                    "{number} later changes are taken back as well.",
                    way.later,
                )
                if way.later
                else _("Nothing was changed after it.")
            )
            + " "
            + _("What is here now is kept as a copy, so this can be taken back too.")
        )
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Take back"), type="primary", key="h_back_yes"):
                _carry_out(way)
            st.button(_("Cancel"), key="h_back_no", on_click=state.pop, args=("h_back", None))


def _carry_out(way: WayBack) -> None:
    with st.spinner(_("Putting the store back")):
        restore.run(open_store(), restore.Restore(way.copy), people.name())
    state.pop("h_back", None)
    saving.say(plain("The store is as it was before."))
    checking.see_to_checks(open_store(), newest=True)
    st.rerun()
