"""The tables of an upload that are left aside: counted, named on demand, and asked about."""

import streamlit as st

from dq import intake
from dq.errors import N_
from dq.intake import Batch
from pages.exchange.parts import columns
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, label, n_, plain

state = st.session_state
NONE = "none"
QUESTIONS = {
    "project": N_("Which of these tables holds the projects?"),
    "approval": N_("Which of these tables holds the approvals?"),
    "relation": N_("Which of these tables holds the relations?"),
    "portal_user": N_("Which of these tables holds the portal users?"),
    "contact": N_("Which of these tables holds the contacts?"),
}
WHETHER = {
    "project": N_("Does {file} hold projects?"),
    "approval": N_("Does {file} hold approvals?"),
    "relation": N_("Does {file} hold relations between contacts and accounts?"),
    "portal_user": N_("Does {file} hold portal users?"),
    "contact": N_("Does {file} hold contacts?"),
}


def asked(batch: Batch) -> None:
    """Which of the tables holds what it looks like, where nothing tells for certain."""
    for object, question in QUESTIONS.items():
        names = [one.name for one in batch.aside if one.maybe == object]
        if names:
            with st.container(border=True, key=f"up_ask_{object}"):
                _ask(object, plain(question), names)


def _ask(object: str, question: str, names: list[str]) -> None:
    key = f"up_asked_{object}_{state['up_read']}"
    options, args = [*names, NONE], (object, names, key)
    if len(names) == 1:
        # One file is a question of yes or no.
        st.radio(
            label(plain(WHETHER[object], file=names[0])),
            options,
            index=None,
            key=key,
            format_func=address.labels(
                options, lambda name: plain("No") if name == NONE else plain("Yes")
            ),
            horizontal=True,
            on_change=answered,
            args=args,
        )
        said = plain("It looks like it, but nothing in it says so for certain.")
    else:
        st.selectbox(
            question,
            options,
            index=None,
            key=key,
            format_func=address.labels(
                options, lambda name: plain("None of these") if name == NONE else name
            ),
            placeholder=_("Choose a table"),
            on_change=answered,
            args=args,
        )
        said = plain("These look like it, but nothing in them says so for certain.")
    left = plain("As long as this is not answered it is left aside.")
    widgets.quiet(f"{said} {left}")


def answered(object: str, names: list[str], key: str) -> None:
    """The user says which table it is; the answer is remembered when the upload is loaded."""
    said = {name: object if name == state[key] else None for name in names}
    state["up_said"] = {**state.get("up_said", {}), **said}


def unread(batch: Batch) -> None:
    """The files in a container that are of a kind that is not read; all of them on demand."""
    if not batch.unread:
        return
    expander = st.expander(
        _("Not read: {names}.", names=columns.shortened(batch.unread)),
        key=f"up_unread_{state['up_read']}",
        on_change="rerun",
    )
    if expander.open:
        with expander:
            widgets.quiet(", ".join(batch.unread))


def left(batch: Batch) -> None:
    """How many tables are left aside; their names, and a way to take one, for those who ask."""
    names = [one.name for one in batch.aside if one.maybe is None]
    if not names:
        return
    expander = st.expander(
        n_("{number} other table left aside", "{number} other tables left aside", len(names)),
        key=f"up_aside_{state['up_read']}",
        on_change="rerun",
    )
    if not expander.open:
        return
    with expander:
        listed = ", ".join(sorted(name.split(": ")[-1] for name in names))
        st.markdown(
            _("Left aside, because they hold nothing for Kaartenbak: {names}.", names=listed)
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            table = st.selectbox(
                _("One of them is ours"),
                names,
                index=None,
                key=f"up_aside_table_{state['up_read']}",
                placeholder=_("Choose a table"),
                width=320,
            )
            holds = st.selectbox(
                _("Holds"),
                intake.objects(),
                index=None,
                key=f"up_aside_object_{state['up_read']}",
                format_func=address.labels(
                    intake.objects(), lambda name: plain(words.OBJECTS[name])
                ),
                placeholder=_("Choose what it holds"),
                width=260,
            )
            if st.button(_("Read it"), key="up_aside_read") and table and holds:
                state["up_said"] = {**state.get("up_said", {}), table: holds}
                st.rerun()
