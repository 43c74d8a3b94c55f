"""Who left longer ago than the team keeps cards: proposed, chosen by hand, and then removed.

Tested in tests/pages/settings/test_personal_data.py.
"""

from datetime import date

import duckdb
import streamlit as st

from dq import settings
from dq.domain.retention import purging
from dq.domain.retention.purging import Leaver
from pages.settings.parts.personal import removing
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import i18n
from pages.ui.words.i18n import _, escape, n_, plain

# So many stand on a page, and so many can be removed at once: each takes about a second.
PAGE, MOST = 20, 20
CHOSEN, ASKED = "p_chosen", "p_asked"


def show(db: duckdb.DuckDBPyConnection) -> None:
    """The list, of which nobody is chosen at first, and what removing those who are means."""
    found = purging.leavers(db, date.today())
    months = int(str(settings.get(db, "keep_leavers")))
    if not found:
        st.info(
            n_(
                "Nobody left more than {number} month ago.",
                "Nobody left more than {number} months ago.",
                months,
            )
            + " "
            + _("How long cards of leavers are kept is a setting.")
        )
        widgets.link("settings/settings.py", _("To the settings"), s_part="loading")
        return
    st.markdown(
        n_(
            "{number} person left more than {months} months ago. Choose who is removed.",
            "{number} people left more than {months} months ago. Choose who is removed.",
            len(found),
            months=months,
        )
    )
    widgets.link("settings/settings.py", _("Change this term"), s_part="loading")
    chosen: set[str] = st.session_state.setdefault(CHOSEN, set())
    number = address.page("p_page", len(found), PAGE)
    with st.container(gap=None, key="p_leavers"):
        for one in found[(number - 1) * PAGE : number * PAGE]:
            _line(one, chosen)
    address.pager("p_page", len(found), PAGE)
    picked = [one for one in found if one.id in chosen]
    if not picked:
        st.markdown(_("Nobody is chosen yet."))
    elif len(picked) > MOST:
        st.info(_("At most {most} people can be removed at once.", most=MOST))
    elif st.session_state.get(ASKED) == chosen:
        removing.ask(db, [(one.id, one.name) for one in picked])
    else:
        st.button(
            n_("See what goes of {number} person", "See what goes of {number} people", len(picked)),
            key="p_see",
            on_click=st.session_state.update,
            args=({ASKED: set(chosen)},),
        )


def _line(one: Leaver, chosen: set[str]) -> None:
    """Somebody, why they are proposed, and the way to the card."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.checkbox(
            escape(" · ".join((one.name, *_why(one)))),
            value=one.id in chosen,
            key=f"p_take_{one.id}",
            on_change=_take,
            args=(one.id,),
        )
        widgets.contact_link(one.id, _("Card"))


def _why(one: Leaver) -> list[str]:
    known = (
        plain("left on {day}", day=one.last_day)
        if one.noted
        else plain("left; last changed in Salesforce on {day}", day=one.last_day)
    )
    if not one.projects:
        return [known]
    return [
        known,
        i18n.counted(
            "still approves for {number} project",
            "still approves for {number} projects",
            one.projects,
        ),
    ]


def _take(id: str) -> None:
    chosen: set[str] = st.session_state[CHOSEN]
    (chosen.add if st.session_state[f"p_take_{id}"] else chosen.discard)(id)
