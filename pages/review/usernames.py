"""Usernames: every conflict over a username, with the cards in it and the way out."""

from typing import cast

import streamlit as st

from dq.queries.review import usernames
from dq.queries.review.ways_out import Card, Conflict, Kind
from dq.settings import rules
from pages.parts import own_username
from pages.ui.frame import frame
from pages.ui.session import address, opened
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, plain, written

db = frame.open_store()
CHECKS = rules.every(db)
st.title(_("Usernames"))
frame.stop_without_data(db)
counts = {
    kind: count
    for kind, count in opened.remembered(usernames.counts).items()
    if count and kind in CHECKS
}


def show(conflict: Conflict) -> None:
    """One conflict: the username, what to do, and the cards."""
    message, values = conflict.way_out
    with st.container(border=True, key=f"u_{conflict.kind}_{conflict.cards[0].id}"):
        title = conflict.username or conflict.cards[0].name
        widgets.text(title, plain("What to do: {way}", way=plain(message, **values)))
        widgets.table(
            plain("The cards with this username"),
            [plain("Card"), plain("E-mail"), plain("Username"), plain("Account"), plain("Status")],
            [
                [
                    widgets.shown(card.name),
                    widgets.shown(card.email),
                    widgets.shown(card.username),
                    widgets.shown(card.account),
                    widgets.shown(standing(card)),
                ]
                for card in conflict.cards
            ],
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if conflict.kind in own_username.CHECKS:
                own_username.offer(db, conflict.cards[0].id)
            for card in conflict.cards:
                widgets.contact_link(card.id, _("To {name}", name=card.name))
            if conflict.alike:
                widgets.link(
                    "review/duplicates.py", _("Side by side"), d_record=conflict.cards[0].id
                )


def standing(card: Card) -> str:
    """A card's status with what matters for its username."""
    parts = [words.status(card.status)]
    if card.general:
        parts.append(plain("general card"))
    if card.approvals:
        parts.append(plain("approves {number}×", number=card.approvals))
    if card.user_active is False:
        parts.append(plain("user switched off"))
    return ", ".join(parts)


if not counts:
    st.success(_("Every username is in order: unique, and equal to the e-mail address."))
    st.stop()


def label(kind: str) -> str:
    """A kind of conflict with its number."""
    return f"{plain(CHECKS[kind].title)} ({written(counts[cast('Kind', kind)])})"


kind = cast("Kind", address.pick(_("Conflict"), list(counts), "u_kind", label, ("u_p",)))
st.markdown(_(CHECKS[kind].why))
number = address.page("u_p", counts[kind], usernames.PAGE)
for conflict in opened.remembered(usernames.page, kind, number):
    show(conflict)
address.pager("u_p", counts[kind], usernames.PAGE)
