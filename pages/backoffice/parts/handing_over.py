"""Who takes over which approval of somebody who leaves, and what nobody would approve any more."""

from collections.abc import Mapping
from itertools import groupby
from typing import Literal

import streamlit as st

from dq.errors import N_
from dq.queries.backoffice.duties import Duty
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, label, plain

STOPS = ""
# What becomes of the tasks where nobody is chosen.
Without = Literal["nobody", "unknown"]
WITHOUT: dict[Without, str] = {
    "nobody": N_("Nobody takes over; the tasks stop"),
    "unknown": N_("Not known yet; the tasks stay with them until it is"),
}


def without() -> Without | None:
    """What becomes of the tasks where nobody takes over; None: not said."""
    return st.radio(
        _("Without a successor"),
        list(WITHOUT),
        index=None,
        key="l_without",
        format_func=address.labels(list(WITHOUT), lambda one: plain(WITHOUT[one])),
    )


def chosen(listed: list[Duty], names: Mapping[str, str]) -> dict[str, str | None]:
    """Per approval the successor, or None where it stops; a block per project."""
    st.header(_("Approves"), anchor=False)
    if not listed:
        st.markdown(_("Approves nothing."))
    takes: dict[str, str | None] = {}
    for _key, block in groupby(listed, key=lambda duty: (duty.project_id, duty.contact_id)):
        mine = sorted(block, key=lambda duty: list(words.APPROVALS).index(duty.kind))
        first = mine[0]
        where = [first.project or first.project_id or "", first.account]
        with st.container(border=True, key=f"l_project_{first.approval_id}", gap="small"):
            widgets.lines(" · ".join(part for part in where if part))
            if not names:
                widgets.quiet(words.approvals([duty.kind for duty in mine]))
            with st.container(horizontal=True, gap="small"):
                takes |= {duty.approval_id: _taker(duty, names) for duty in mine}
    return takes


def alone(listed: list[Duty], takes: Mapping[str, str | None]) -> None:
    """Name the projects where nobody would approve any more."""
    left = [duty for duty in listed if takes[duty.approval_id] is None and not duty.others]
    if not left:
        return
    lines = [
        f"- {escape(project)}: {escape(words.approvals([duty.kind for duty in block]))}"
        for project, block in groupby(left, key=lambda duty: duty.project or duty.project_id or "")
    ]
    st.error("\n".join([_("Nobody approves this any more:"), "", *lines]))


def _taker(duty: Duty, names: Mapping[str, str]) -> str | None:
    """Who gets this approval: by default whoever approves on the project already."""
    if not names:
        return None
    options = [*names, STOPS]
    fitting = next((id for id in names if id in duty.colleagues), options[0])
    shown = {**names, STOPS: plain("stops")}
    picked = st.selectbox(
        label(words.approvals([duty.kind])),
        options,
        index=options.index(fitting),
        key=f"l_hands_{duty.approval_id}_{'-'.join(names)}",
        format_func=address.labels(options, lambda id: label(shown[id])),
        width=210,
    )
    return picked or None
