"""Perhaps the same person: cards at two companies with one name and nothing else in common."""

from typing import Any

import streamlit as st

from dq.commands import decide, postpone
from dq.commands.decide import Decide
from dq.queries.review import duplicates, name_only
from dq.queries.review.name_only import Group
from pages.review.parts import side_by_side
from pages.review.parts.grouped import deciding, group_panel, groups
from pages.review.parts.grouped.groups import Listed
from pages.ui.frame import frame
from pages.ui.session import guarded, opened
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, n_, plain

# More cards than these make no table with a column each.
MOST_BESIDE = 5

db = frame.open_store()
st.title(_("Perhaps the same person"))
frame.stop_without_data(db)


@guarded.fragment
def on_screen(one: Listed[Group]) -> None:
    """The group on screen; a key draws this part of the page alone."""
    if one.again:
        one.again = False
        st.rerun()
    place, members = found(one)
    if not members:
        st.success(_("No namesakes at two companies, or you decided on all of them."))
        group_panel.last(one)
        return
    group = one.entries[place]
    neighbour = one.entries[place + 1 : place + 2] or one.entries[max(0, place - 1) : place]
    onward = neighbour[0].id if neighbour else None
    waits = [_("put off until the next export")] if group.waits else []
    group_panel.steps(one, one.entries, place, *waits)
    group_panel.last(one)
    with st.container(border=True, key="case"):
        names = [str(member["name"] or member["id"]) for member in members]
        st.header(escape(" · ".join(dict.fromkeys(names[:3]))), anchor=False)
        group_panel.show(one, "contact", group, onward, lambda: keys(one, group, onward))
        beside(members)
    if len(group.pairs) > 1:
        by_pair(one, group, members)
    does = {"1": plain("is a duplicate"), "2": plain("not the same person")}
    does |= {"3": plain("later"), "4": plain("give to a colleague")}
    group_panel.listen(group.id, one, does)


def found(one: Listed[Group]) -> tuple[int, list[dict[str, Any]]]:
    """The place of the group on screen and its cards, past those that are gone meanwhile."""
    place = groups.on_screen(one.entries)
    while one.entries:
        place = min(place, len(one.entries) - 1)
        group = one.entries[place]
        cards = opened.remembered(duplicates.side_by_side, "contact", group.ids)
        if len(cards) > 1:
            return place, cards
        one.entries.remove(group)
    return 0, []


def keys(one: Listed[Group], group: Group, onward: str | None) -> None:
    """What can be decided of the whole group: a key each."""
    for same, key, label in (
        (True, "1", _("Is a duplicate")),
        (False, "2", _("Not the same person")),
    ):
        st.button(
            label,
            key="p_same" if same else "p_different",
            shortcut=key,
            on_click=settle,
            args=(one, group, onward, same),
        )
    st.button(_("Later"), key="p_later", shortcut="3", on_click=later, args=(one, group, onward))
    group_panel.give(one)
    deciding.reason_field()


def settle(one: Listed[Group], group: Group, onward: str | None, same: bool) -> None:
    """Say of every pair of the group that the two are one, or are not."""
    said = deciding.reason()
    commands = [Decide("contact", left, right, same, said) for left, right in group.pairs]
    message = (
        plain("Kept as a duplicate, to be merged later.")
        if same
        else plain("Kept: not the same person. They are not proposed again.")
    )
    groups.carry_out(one, group, onward, (decide.run_all, commands), message)


def later(one: Listed[Group], group: Group, onward: str | None) -> None:
    """Put the group behind the others."""
    step = (postpone.run, postpone.Postpone("contact", group.id))
    message = plain("This group waits until the next export.")
    groups.carry_out(one, group, onward, step, message, waits=True)


def beside(members: list[dict[str, Any]]) -> None:
    """The cards: a column each, or a row each where there are many."""
    if len(members) <= MOST_BESIDE:
        side_by_side.duplicates("contact", members)
        return
    side_by_side.rows("contact", members, ("name", "title", "account", "city", "email", "status"))


def by_pair(one: Listed[Group], group: Group, members: list[dict[str, Any]]) -> None:
    """The decision on each pair alone."""
    letters = {member["id"]: side_by_side.letter(place) for place, member in enumerate(members)}

    def decided(command: Decide, message: str) -> None:
        groups.of_pair(one, group, (decide.run, command), message)

    label = n_("{number} pair by itself", "{number} pairs by themselves", len(group.pairs))
    with st.expander(label, key="p_pairs"):
        for left, right in group.pairs:
            first, second = sorted(letters.get(id, "?") for id in (left, right))
            widgets.text(plain("{left} and {right}", left=first, right=second))
            deciding.buttons("contact", left, right, decided)


st.markdown(
    _(
        "These cards have one name at two companies, and nothing else says that they are one"
        " person. That may be somebody who changed jobs, or two people. They are never merged"
        " together by themselves."
    )
)
on_screen(groups.read("perhaps", opened.remembered(name_only.groups)))
