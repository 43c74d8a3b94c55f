"""Package: what would go to Salesforce now, the button that packs it, and earlier packages."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dq.commands import pack
from dq.outgoing import ready, refused, waiting
from dq.outgoing.ready import Outgoing
from dq.queries.exchange import packages
from pages.exchange.parts import packed, sent_rows, staying
from pages.parts import api_names
from pages.ui.frame import frame
from pages.ui.session import address, opened, saving
from pages.ui.widgets import widgets
from pages.ui.words import formats
from pages.ui.words.i18n import _, language, n_, plain

SHOWN = 20
db = frame.open_store()
st.title(_("Package for Salesforce"))
frame.stop_without_data(db)


def until() -> date:
    """The day until which a package goes."""
    with st.container(width=220):
        return st.date_input(
            _("What goes until"),
            value="today",
            format=formats.typed_day(language()),
            key="p_day",
            help=_("What is for a later day waits; choose that day to take it along now."),
        )


def _left(found: Outgoing) -> bool:
    """Whether something differs that is not on its way."""
    return bool(
        found.parts or found.asks or found.later or found.waiting or found.clashing or found.taken
        or found.too_long or found.lost or found.left_out
    )  # fmt: skip


def now(offered: Outgoing, found: Outgoing, day: date, place: DeltaGenerator) -> None:
    """The files with their rows, and the button.

    :param offered: with the rows that are left out
    :param place: the button's, in reach of who goes by the keys
    """
    sent_rows.asks(offered)
    sent_rows.files(db, offered, found)
    if found.work:
        st.markdown(
            n_("{number} thing is done by hand.", "{number} things are done by hand.",
               len(found.work))
        )  # fmt: skip
    if not found.parts and not found.work:
        st.info(
            _("Nothing can go now; what is below waits.")
            if _left(offered)
            else _("Everything is in Salesforce, or on its way there.")
        )
        return
    with place:
        make(day)


def make(day: date) -> None:
    """The button that makes the package."""
    number = packages.next_number(db)
    if st.button(_("Make package {number}", number=number), type="primary", key="p_make"):
        with st.spinner(_("Making the package …")):
            message = plain("Package {number} is made.", number=number)
            command = pack.Pack(day, sent_rows.sure(), sent_rows.left_out())
            if saving.settle(pack.run, command, message).done:
                sent_rows.forget()
        st.rerun()


api_names.contradictions(db)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    place = st.container(width="content")
    day = until()
with st.spinner(_("Comparing with Salesforce …")):
    offered = found = opened.remembered(ready.read, day, sure=sent_rows.sure())
    if out := sent_rows.left_out():
        found = opened.remembered(ready.read, day, sure=sent_rows.sure(), but=out)
now(offered, found, day, place)
staying.show(db, found)
sent_rows.accepted(db, found)
total = packages.total(db)
listed = packages.listing(db, address.page("p_p", total, packages.PAGE))
if listed:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(_("Packages"), anchor=False)
        st.space("stretch")
        last = waiting.packed_until(db)
        sent = found if last <= day else opened.remembered(ready.read, last)
        failed = len(refused.read(db, sent))
        label = n_("{number} row was refused", "{number} rows were refused", failed)
        widgets.link("exchange/results.py", label if failed else _("Upload the results"))
missed = packages.missed(db, [one.number for one in listed], SHOWN)
for one in listed:
    packed.show(db, one)
    if missed[one.number]:
        packed.not_arrived(one, missed[one.number])
address.pager("p_p", total, packages.PAGE)
