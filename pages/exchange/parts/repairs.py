"""What Kaartenbak repaired by itself after the newest load, with the way back: of all, or of one.

Tested in tests/pages/exchange/test_repairs.py.
"""

import duckdb
import streamlit as st

from dq.access import itself
from dq.commands import undo
from dq.commands.undo import Undo
from dq.queries.exchange import repaired
from dq.queries.exchange.repaired import Repaired
from pages.ui.session import address, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, n_, plain

# So many are on a page, whose number the address has under this name.
PAGE, PAGED = 50, "r_page"
# How many could not be undone with the others.
STAY = "repairs_stay"


def show(db: duckdb.DuckDBPyConnection) -> None:
    """The repairs, a line each; nothing where there are none."""
    found = repaired.after(db)
    if found is None or not found.done:
        return
    with st.container(border=True, gap="xsmall", key="repairs"):
        title = n_(
            "{number} repair made by itself after this export",
            "{number} repairs made by themselves after this export",
            len(found.done),
        )
        st.header(title, anchor=False)
        if found.left:
            st.markdown(
                n_(
                    "{number} more was left for the next export (a setting).",
                    "{number} more were left for the next export (a setting).",
                    found.left,
                )
            )
        standing = found.standing
        if len(standing) > 1:
            st.button(
                n_("Undo {number}", "Undo all {number}", len(standing)),
                key="repairs_undo",
                on_click=_undo_all,
                args=(standing,),
            )
        if stay := st.session_state.pop(STAY, 0):
            st.warning(
                n_(
                    "{number} stays: something was built on it since. Undo it by itself to see"
                    " what.",
                    "{number} stay: something was built on them since. Undo one by itself to see"
                    " what.",
                    stay,
                )
            )
        page = address.page(PAGED, len(found.done), PAGE)
        for one in found.done[(page - 1) * PAGE : page * PAGE]:
            _line(one)
        address.pager(PAGED, len(found.done), PAGE)
        widgets.link("settings/history.py", _("To the history"), h_actor=itself.AUTOMATIC)


def _line(one: Repaired) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        widgets.lines(_said(one))
        if one.record_kind == "contact":
            widgets.contact_link(one.record_id, _("To the card"))
        if one.undone:
            st.markdown(_("Undone; it is not done by itself again."))
        else:
            key = f"repair_undo_{one.change_id}"
            st.button(_("Undo"), key=key, type="tertiary", on_click=_undo, args=([one.change_id],))


def _said(one: Repaired) -> str:
    """What was done, and of whom where that does not say so."""
    said = words.said(one.message, one.facts)
    return said if one.name is None or one.name in said else f"{one.name}: {said}"


def _undo_all(ids: list[int]) -> None:
    def then() -> None:
        commands = [Undo(id) for id in ids]
        outcome = saving.settle(undo.run_each, commands, plain("Undone."))
        st.session_state[STAY] = len(outcome.value or ())

    saving.first_known(then)


def _undo(ids: list[int]) -> None:
    saving.decide(undo.run_all, [Undo(id) for id in ids], plain("Undone."))
