"""The checks are run before a page shows what they found, where they have not seen the newest."""

import duckdb
import streamlit as st

from dq.errors import N_
from dq.queries.exchange import loads
from pages.ui.frame import frame
from pages.ui.session import opened, people
from pages.ui.words.i18n import _

# Checks that took longer than this many seconds are not waited for on a card.
PATIENCE = 3.0
# Pages that show nothing that the checks found, by their address; of all others the checks come
# first. A card comes before its checks, and asks for them itself.
WITHOUT = {
    *("search", "create", "general", "contact", "account"),
    *("tile", "leave", "business_central"),
    *("upload", "package", "results", "clashes"),
    *("history", "certainty", "settings", "personal_data", "help"),
}
# Pages that make files, which are read elsewhere and later: nothing that was found before goes in.
FILES = {"report", "download"}
UNCHECKED = N_("The checks could not be run. Please pass on reference {reference}.")


def before(page: st.Page) -> None:
    """Run the checks first, where a page shows what they found of something that was loaded."""
    if page.url_path not in WITHOUT and loads.current(db := opened.open_store()) is not None:
        see_to_checks(db, newest=page.url_path in FILES)


def see_to_checks(
    db: duckdb.DuckDBPyConnection, *, patient: bool = True, newest: bool = False
) -> None:
    """Run the checks if they have not seen this data; where that fails, end with a new try.

    :param patient: wait for them however long they take; else only where they are quick
    :param newest: as `checked` has it
    """
    from dq.judging import judge

    if not judge.stale(db):
        return
    if not patient and not judge.partly(db) and judge.seconds(db) > PATIENCE:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_("The checks have not seen the newest changes yet."))
            if not st.button(_("Run the checks"), key="judge"):
                return
    if not checked(db, newest=newest) and patient:
        st.stop()


def checked(db: duckdb.DuckDBPyConnection, *, newest: bool = False) -> bool:
    """Run the checks if they have not seen this data, and offer a new try where that fails; whether
    what they found can be shown. While somebody else runs them that is what they found before.

    :param newest: wait for who runs them
    """
    from dq.judging import judge

    try:
        if judge.stale(db):
            if not newest and judge.spares(db, people.name(), opened.recent()):
                _meanwhile(db)
                return True
            with frame.progress() as tell:
                judge.refresh(db, tell, opened.resident())
        return True
    except Exception as error:
        frame.show(error, UNCHECKED)
        st.markdown(_("The checks have not seen the newest data yet."))
        st.button(_("Run the checks"), type="primary", key="judge_again")
        return False


def _meanwhile(db: duckdb.DuckDBPyConnection) -> None:
    """Say that an export is being checked; what colleagues changed by hand is done in a moment."""
    from dq.judging import judge

    if judge.newest(db):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("An export is being checked. Until then you see what was found before it."))
        st.button(_("Look again"), key="judge_look")
