"""Business Central: people about whom Salesforce, the portal and Business Central disagree."""

from typing import cast

import streamlit as st
from markupsafe import Markup

from dq.errors import N_
from dq.queries.backoffice import three_way
from dq.queries.backoffice.three_way import Disagreement, Kind
from dq.queries.exchange import loads
from pages.parts import imported
from pages.ui.frame import checking, frame
from pages.ui.session import address
from pages.ui.session.opened import remembered
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, n_, plain

RESETS = ("b_p",)
# What each system is asked, per kind; None where nothing is to be done there.
TO_DO: dict[Kind, tuple[str | None, str | None, str | None]] = {
    "left_active": (None, None, N_("Set the contact to Niet actief.")),
    "left_login": (None, N_("Deactivate the portal user."), None),
    "inactive": (
        N_("Left? Say so on the card."),
        None,
        N_("Still there? Make the contact active again."),
    ),
    "number": (None, None, N_("Make the contact, with the Salesforce ID filled in.")),
}

db = frame.open_store()
st.title("Business Central")
frame.stop_without_data(db)
checking.see_to_checks(db, patient=False)


def to_do(one: Disagreement) -> tuple[str, str, str]:
    """What to do in Salesforce, in the portal and in Business Central."""
    asked = TO_DO.get(one.kind)
    if asked is None:
        asked = (
            N_("Wrong here? Correct the card."),
            N_("Else change the portal user's address.") if one.other_portal else None,
            N_("Else change the address there.") if one.other_bc else None,
        )
    card, portal, bc = (plain(text) if text else "" for text in asked)
    return card, portal, bc


def show(one: Disagreement) -> None:
    """One person: what each system says, and what to do in it."""
    nobody = plain("unknown there")
    portal, back = one.portal, one.bc
    with st.container(border=True, key=f"b_{one.kind}_{one.contact_id}"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            widgets.contact_link(one.contact_id, escape(one.name))
            widgets.lines(
                " · ".join(part for part in (one.account, words.difference(one.kind)) if part)
            )
        by_card = "" if one.bc is None or not one.bc.by_address else plain("found by its address")
        widgets.table(
            plain("What each system says of {name}", name=one.name),
            ["", "Salesforce", plain("Portal user"), "Business Central"],
            [
                [
                    plain("Status"),
                    widgets.shown(words.status(one.status)),
                    said(
                        activity(portal.active, portal.asked) if portal else nobody,
                        one,
                        "left_login",
                    ),
                    said(
                        activity(not back.blocked, None if back.asked is None else not back.asked)
                        if back
                        else nobody,
                        one,
                        "left_active",
                        "inactive",
                        "number",
                    ),
                ],
                [
                    plain("E-mail"),
                    widgets.shown(one.email),
                    other(portal.email if portal else None, one, one.other_portal),
                    other(back.email if back else None, one, one.other_bc),
                ],
                [
                    plain("Number or username"),
                    widgets.shown(one.contact_id),
                    widgets.shown(portal.username if portal else None),
                    widgets.shown(" · ".join(part for part in (back.id, by_card) if part))
                    if back
                    else widgets.shown(None),
                ],
                [plain("What to do"), *(widgets.shown(text) for text in to_do(one))],
            ],
            across=True,
        )


def activity(active: bool, asked: bool | None) -> str:
    """Whether somebody is active in another system, and what is under way."""
    state = plain("Active") if active else plain("Inactive")
    return state if asked is None else f"{state}, {words.wanted(asked)}"


def said(state: str, one: Disagreement, *kinds: Kind) -> Markup:
    """Whether somebody is active there; marked where that is what the systems disagree in."""
    cell = widgets.shown(state)
    return widgets.mark(cell) if one.kind in kinds else cell


def other(email: str | None, one: Disagreement, differs: bool) -> Markup:
    """An address; the differences marked where it is another one than the card's."""
    return widgets.marked(email, one.email) if differs else widgets.shown(email)


with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="b_filters"):
    kind = address.choice(
        _("Difference"), three_way.KINDS, "b_kind", _("All"), words.difference, RESETS
    )
    text = address.text(_("Search"), "b_text", _("Name, e-mail, account or number"), RESETS)
number = address.number("b_p")
counts, rows = remembered(three_way.search, cast("Kind | None", kind), text, number)
total = counts[cast("Kind", kind)] if kind else sum(counts.values())
if not rows and total:  # beyond the last page
    number = address.page("b_p", total, three_way.PAGE)
    counts, rows = remembered(three_way.search, cast("Kind | None", kind), text, number)
if not loads.has_business_central(db):
    st.info(
        _(
            "No contacts of Business Central are loaded yet. Export them there with Open in Excel,"
            " with the columns No., Name, Email, External ID and who is not active."
        )
    )
    widgets.link("exchange/upload.py", _("To upload"))
else:
    imported.offer(db)
if not rows:
    if kind or text:
        address.nothing_found()
    else:
        st.success(_("The systems agree about everybody."))
    st.stop()
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(n_("{number} difference", "{number} differences", total))
    st.space("stretch")
    widgets.link("exchange/download.py", _("Download this list"))
if not kind:
    widgets.quiet(
        " · ".join(
            plain("{kind}: {number}", kind=words.difference(code), number=count)
            for code, count in counts.items()
            if count
        )
    )
for one in rows:
    show(one)
address.pager("b_p", total, three_way.PAGE)
