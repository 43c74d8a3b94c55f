"""Merge all: the groups in which name, address and account are equal, at once."""

import streamlit as st
from markupsafe import Markup

from dq import settings
from dq.casework import merging as casework
from dq.commands import merge
from dq.queries.review import alike
from dq.queries.review.alike import Group
from pages.review.parts import merging as shown
from pages.ui.frame import frame
from pages.ui.session import opened, people, saving
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, counted, label, n_, plain

db = frame.open_store()
st.title(_("Merge all that are equal"))
st.markdown(
    _(
        "Cards with the same name, the same e-mail address and the same account. Where something"
        " else differs, the card that stays keeps its own."
    )
)
frame.stop_without_data(db)
most = int(str(settings.get(db, "merge_at_once")))
groups = opened.remembered(alike.groups, most + 1)
if not groups:
    st.success(_("No groups of which name, address and account are equal."))
    widgets.link("review/duplicates.py", _("To the duplicates"))
    st.stop()
if len(groups) > most:
    groups = groups[:most]
    st.info(
        n_(
            "There are more; {number} group at most is merged at once (a setting).",
            "There are more; {number} groups at most are merged at once (a setting).",
            most,
        )
    )


def preview(group: Group, one: casework.Proposal) -> bool:
    """A group with its cards; whether it is to be merged."""
    with st.container(border=True, gap="xsmall", key=f"ma_{one.command.survivor_id}"):
        title = label(" · ".join(part for part in (group.name, group.account) if part))
        if one.look:
            st.markdown(title)
            ids = ",".join(group.ids)
            widgets.link("review/merge.py", _("Look at it yourself"), kind="contact", ids=ids)
            chosen = False
        else:
            chosen = st.checkbox(title, value=True, key=f"ma_on_{','.join(group.ids)}")
        stays = one.command.survivor_id
        cards = [
            widgets.person(stays, plain("{id} stays", id=stays)),
            *(widgets.person(id, plain("{id} goes", id=id)) for id in one.command.losers),
        ]
        # As one: links by themselves would be half of what the browser draws here.
        widgets.lines(
            Markup(" · ").join(cards),
            group.email,
            *shown.dropped("contact", one.rows, stays),
        )
    return chosen


found = opened.remembered(casework.proposals, "contact", [group.ids for group in groups])
proposals = {group: one for group, one in zip(groups, found, strict=True) if one}
chosen = [group for group, one in proposals.items() if preview(group, one)]
button = n_("Merge {number} group", "Merge {number} groups", len(chosen))
people.ask_beside()
pressed = st.button(button, type="primary", key="save", disabled=not chosen)
seen = saving.on_screen("ma_seen", proposals, pressed)
if pressed:
    commands = [seen[group].command for group in chosen if group in seen]
    message = counted("{number} group is merged.", "{number} groups are merged.", len(commands))
    outcome = saving.attempt(merge.run_all, commands, message)
    if outcome.done:
        st.rerun()
    saving.refusal(outcome)
