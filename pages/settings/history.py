"""History: every change, by person, record, kind and period, with the way back."""

from datetime import date

import streamlit as st

from dq.queries.exchange import restorable
from dq.queries.settings import history
from dq.queries.settings.history import Filter
from pages.parts import changes
from pages.settings.parts import history_file
from pages.ui.frame import frame
from pages.ui.session import address, clock
from pages.ui.widgets import download, picking
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, language, n_, plain

db = frame.open_store()
st.title(_("History"))
RESETS = ("h_p",)


def day(name: str) -> date | None:
    """The day that the address names."""
    try:
        return date.fromisoformat(address.value(name) or "")
    except ValueError:
        return None


def dated(label: str, name: str) -> None:
    """A day in the filter, kept in the address."""
    key = f"{name}_{language()}"
    st.session_state[key] = day(name)
    st.date_input(
        label,
        key=key,
        format=formats.typed_day(language()),
        on_change=lambda: address.put(
            name, chosen.isoformat() if (chosen := st.session_state[key]) else None, *RESETS
        ),
        width=150,
    )


with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="h_filters"):
    people = [name for name in history.actors(db) if name]
    address.choice(_("Who"), people, "h_actor", _("Everybody"), words.actor, RESETS)
    address.choice(
        _("What"), history.commands(db), "h_command", _("Everything"), words.command, RESETS
    )
    dated(_("From"), "h_from")
    dated(_("Until"), "h_until")
with st.container(key="h_record"):
    record_id = picking.record_in_address(db, _("Card or account"), "h_id", RESETS)

chosen = Filter(
    record_id=record_id,
    actor=address.value("h_actor"),
    command=address.value("h_command"),
    first=day("h_from"),
    last=day("h_until"),
)
total = history.count(db, chosen)
if not total:
    if chosen == Filter():
        st.info(_("Nothing was changed yet. Every change that is made here comes on this list."))
    else:
        address.nothing_found()
    st.stop()
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.markdown(n_("{number} change", "{number} changes", total))
    st.space("stretch")
    download.button(
        _("Download"),
        history_file.csv(db, chosen, language(), clock.zone()),
        file_name=plain("history.csv"),
        mime="text/csv",
        key="h_csv",
    )
back = restorable.ways_back(db)
for change in history.changes(db, chosen, address.page("h_p", total, history.PAGE)):
    changes.show(change, back=back.get(change.id))
address.pager("h_p", total, history.PAGE)
