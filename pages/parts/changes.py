"""Changes as a reader sees them: who, when, what, why, and the way back."""

import streamlit as st

from dq.queries.exchange.restorable import WayBack
from dq.queries.settings import history
from dq.queries.settings.history import Change, Filter
from pages.parts import restoring
from pages.ui.session import clock, opened, saving
from pages.ui.widgets import widgets
from pages.ui.words import change_text, reasons, words
from pages.ui.words.i18n import _, escape, plain

# So many of a card's own changes are shown on it; the history page has them all.
ON_CARD = 5
MOST_NAMED = 4


def of_record(record_id: str) -> None:
    """The newest changes of one record."""
    chosen = Filter(record_id=record_id)
    found = opened.remembered(history.changes, chosen, size=ON_CARD)
    if not found:
        return
    st.header(_("History"), anchor=False)
    for change in found:
        show(change, besides=record_id)
    total = opened.remembered(history.count, chosen)
    if total > ON_CARD:
        widgets.link("settings/history.py", _("All {number} changes", number=total), h_id=record_id)


def show(change: Change, *, besides: str | None = None, back: WayBack | None = None) -> None:
    """One change: a line of what and who, what it did, its reason, and a button to undo it.

    :param besides: the record on whose card it stands, which need not be named
    :param back: the copy of before it, if it is a load that can be taken back
    """
    with st.container(border=True, key=f"h_{change.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            widgets.lines(headline(change))
            st.space("stretch")
            if change.undone_by is not None:
                undone = _("undone")
                st.markdown(f":gray[{undone}]")
            elif change.undoable:
                st.button(
                    _("Undo") if change.undoes is None else _("Do it again"),
                    key=f"h_undo_{change.id}",
                    type="tertiary",
                    on_click=saving.take_back,
                    args=(change.id,),
                )
            elif back is not None:
                restoring.button(change, back)
        if back is not None:
            restoring.ask(change, back)
        records([one for one in change.records if one[1] != besides])
        if said := change_text.lines(change):
            widgets.lines(*said)
        if change.reason:
            widgets.quiet(plain("Reason: {reason}", reason=reasons.shown(change.reason)))


def headline(change: Change) -> str:
    """What was done, by whom and when."""
    what = plain("done again") if change.again else words.command(change.command)
    return words.done(what[:1].upper() + what[1:], change.actor, clock.here(change.moment))


def records(found: list[tuple[str, str, str]]) -> None:
    """Links to cards and accounts, given as (kind, id, name)."""
    if not found:
        return
    with st.container(horizontal=True, gap="small"):
        for kind, id, name in found[:MOST_NAMED]:
            link = widgets.contact_link if kind == "contact" else widgets.account_link
            link(id, escape(name))
        if len(found) > MOST_NAMED:
            st.markdown(_("and {number} more", number=len(found) - MOST_NAMED))
