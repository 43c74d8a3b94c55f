"""Who was removed, by keys alone, and what that leaves to do in other systems.

Tested in tests/pages/settings/test_personal_data.py.
"""

import duckdb
import streamlit as st

from dq.domain import forgotten
from dq.domain.forgotten import Removed
from dq.handover.lists import removed
from dq.words.voice import Voice
from pages.settings.parts.personal import removing
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, language, plain

PAGE = 10


def show(db: duckdb.DuckDBPyConnection) -> None:
    """Each removal, the last first, with its list."""
    found = forgotten.listed(db)
    if not found:
        st.info(_("Nobody was removed yet. Choose somebody under one of the other two."))
        return
    for path in st.session_state.get(removing.WAITING, ()):
        st.warning(
            _("This waits to be loaded and has a removed person in it: {file}", file=str(path))
        )
    st.markdown(
        _(
            "Do this in the other systems before the next export. A later export that has the"
            " person still does not bring them back here, and says so."
        )
    )
    number = address.page("p_page", len(found), PAGE)
    for one in found[(number - 1) * PAGE : number * PAGE]:
        _one(one)
    address.pager("p_page", len(found), PAGE)


def _one(one: Removed) -> None:
    left = removed.elsewhere(one.keys, one.elsewhere, Voice(language()))
    with st.container(border=True, key=f"p_removed_{one.change_id}"):
        st.markdown(
            _(
                "**{day}** by {actor}",
                day=one.moment.date(),
                actor=words.actor(one.actor),
            )
        )
        widgets.table(
            plain("Still to be done elsewhere"),
            [plain(heading) for heading in removed.HEADINGS],
            [[*map(widgets.shown, one.cells)] for one in left],
        )
        removing.download_list(left, f"p_list_{one.change_id}")
