"""What can be decided on a group: its four keys, the way to its neighbours, and the way back.

Tested in tests/pages/review/test_duplicates.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dq.objects import Mergeable
from pages.review.parts import colleagues, keys
from pages.review.parts.grouped import groups
from pages.review.parts.grouped.groups import Group, Listed
from pages.review.parts.panels import way_out
from pages.ui.session import opened, people, saving
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, plain


def steps(one: Listed[Any], shown: Sequence[Group], place: int, *said: str) -> None:
    """Which group of how many this is, what else is said of it, and the way to its neighbours."""
    number = _("Group {number} of {total}", number=place + 1, total=len(shown))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="d_head"):
        st.markdown(" · ".join([f"**{number}**", *said]))
        st.space("stretch")
        for name, label, at, key in (
            ("before", _("Previous"), place - 1, "Left"),
            ("after", _("Next"), place + 1, "Right"),
        ):
            there = 0 <= at < len(shown)
            st.button(
                label,
                key=f"d_{name}",
                disabled=not there,
                shortcut=key,
                on_click=groups.go,
                args=(one, shown[at].id if there else None),
            )


def show(
    one: Listed[Any],
    kind: Mergeable,
    group: Group,
    onward: str | None,
    buttons: Callable[[], None],
) -> None:
    """The keys of a group, or the question to whom it is given; and what was refused.

    :param buttons: draws those keys
    """
    if one.panel.refused:
        st.error(escape(one.panel.refused))
    if one.panel.asking != "who":
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="d_ways"):
            buttons()
        return

    def give(name: str) -> None:
        step, said = way_out.given(tuple((kind, id) for id in group.ids), name)
        groups.carry_out(one, group, onward, step, said, waits=True)

    way_out.colleagues(group.id, colleagues.names(opened.open_store()), give)
    st.button(_("Back"), key="way_back", shortcut="Escape", on_click=one.panel.ask, args=(None,))


def give(one: Listed[Any]) -> None:
    """The button that asks to whom a group is given."""

    def ask() -> None:
        groups.first_known(one, lambda: one.panel.ask("who"))

    st.button(_("Give to"), key="d_give", shortcut="4", on_click=ask)


def last(one: Listed[Any]) -> None:
    """What was decided last, and the way back from it; its place is there from the first on."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="d_last"):
        if not one.decided:
            return
        widgets.quiet(one.decided[-1].said)
        st.button(_("Undo"), key="d_undo", shortcut="u", on_click=groups.take_back, args=(one,))


def listen(shown: str, one: Listed[Any], does: dict[str, str]) -> None:
    """The keys of this page: ? shows them; the first button has the focus.

    :param shown: the group on screen
    :param does: what 1, 2 and so on do
    """
    always = {
        "U": plain("undo the last decision"),
        "← →": plain("previous and next"),
        "/": plain("search"),
        "Esc": plain("out of the field, or back"),
        "?": plain("this list"),
    }
    asked = people.NOW if saving.waits() else None
    asking = one.panel.asking
    moment = f"{shown} {asking} {one.panel.refusals} {asked}"
    free = not asking and not asked
    keys.listen(moment, plain("Keys"), does | always, asked, proposed=free, shown=shown)
