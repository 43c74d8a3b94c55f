"""Duplicates: one group of likely duplicates at a time, side by side, decided on by keyboard."""

from typing import cast

import streamlit as st

from dq.objects import Mergeable
from dq.queries.review import alike, duplicates, name_only, sureness
from dq.queries.review.sureness import Group
from pages.review.parts import left_out
from pages.review.parts.grouped import doubles, group_panel, groups, pair_reasons
from pages.review.parts.grouped.doubles import Double
from pages.review.parts.grouped.groups import Listed
from pages.ui.frame import frame
from pages.ui.session import address, guarded, opened, people
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, n_, plain

KINDS = ("contact", "account")

db = frame.open_store()
state = st.session_state
st.title(_("Duplicates"))
frame.stop_without_data(db)


def sort(one: Listed[Group], group: Group) -> str:
    """Whether a group is sure, is to be looked at, or waits or is seen to by somebody else."""
    me = people.name().casefold()
    if group.off or group.id in one.waiting or (group.assignee or me).casefold() != me:
        return "off"
    return "sure" if group.sure else "look"


def begin() -> Listed[Group]:
    """The groups as they are now, at the one that the address names by itself or by a record."""
    found = sureness.contacts if kind == "contact" else sureness.accounts
    one = groups.read(kind, opened.remembered(found))
    known = {group.id: group for group in one.entries}
    wanted, record = address.value(groups.GROUP), address.value("d_record")
    if record and wanted not in known:
        wanted = duplicates.group_of(db, kind, record) or wanted
        if wanted is None:
            st.info(_("That card is in no group of duplicates. This is the first one."))
    if wanted and wanted not in known:
        decided, onward = state.get("d_onward", (None, None))
        if decided != (kind, wanted):
            st.info(_("That group is gone, its cards were corrected. This is the first one."))
        wanted = onward if decided == (kind, wanted) else None
    if wanted in known:
        address.put("d_sure", sort(one, known[wanted]))
    address.put(groups.GROUP, wanted if wanted in known else None, "d_record")
    return one


def switched(one: Listed[Group]) -> list[Group]:
    """The groups of one sort: that are sure, to look at, or that wait; the first of which there
    are any."""
    names = {
        "sure": plain("Sure"),
        "look": plain("Take a look"),
        "off": plain("Later, or with a colleague"),
    }
    some: dict[str, list[Group]] = {name: [] for name in names}
    for group in one.entries:
        some[sort(one, group)].append(group)
    order = sorted(("sure", "look"), key=lambda name: not some[name])
    return some[
        address.switch(
            _("How sure"),
            [*order, "off"] if some["off"] else order,
            "d_sure",
            lambda code: f"{names[code]} ({len(some[code])})",
            (groups.GROUP, "d_record"),
        )
    ]


@guarded.fragment
def on_screen(one: Listed[Group]) -> None:
    """The group on screen; a key draws this part of the page alone."""
    if one.again:
        one.again = False
        st.rerun()
    shown = switched(one)
    place, double = found(one, shown)
    if double is None:
        over(one)
        return
    group = shown[place]
    neighbour = shown[place + 1 : place + 2] or shown[max(0, place - 1) : place]
    onward = neighbour[0].id if neighbour else None
    address.put(groups.GROUP, group.id)
    state["d_onward"] = (kind, group.id), onward
    group_panel.steps(one, shown, place, *doubles.said(kind, group))
    group_panel.last(one)
    doubles.show(one, kind, double, onward)
    pair_reasons.show(one, kind, double)
    group_panel.listen(
        group.id,
        one,
        {
            "1": plain("merge"),
            "2": plain("not a duplicate"),
            "3": plain("later"),
            "4": plain("give to a colleague"),
        },
    )


def found(one: Listed[Group], shown: list[Group]) -> tuple[int, Double | None]:
    """The place of the group on screen, past those that were settled elsewhere meanwhile."""
    place = groups.on_screen(shown)
    while shown:
        place = min(place, len(shown) - 1)
        if double := opened.remembered(doubles.read, kind, shown[place]):
            return place, double
        one.entries.remove(shown.pop(place))
    return 0, None


def over(one: Listed[Group]) -> None:
    """Nothing is left of this sort."""
    if one.entries:
        st.success(_("Nothing is left here."))
    else:
        st.success(_("No likely duplicates here. The next export is compared again."))
    group_panel.last(one)


def elsewhere() -> None:
    """The ways to what is decided on other pages."""
    if equal := opened.remembered(alike.count):
        label = n_(
            "Merge {number} group with one name, e-mail address and account",
            "Merge {number} groups with one name, e-mail address and account",
            equal,
        )
        widgets.link("review/merge_all.py", label)
    if namesakes := opened.remembered(name_only.count):
        label = n_(
            "{number} time one name at two companies",
            "{number} times one name at two companies",
            namesakes,
        )
        widgets.link("review/perhaps.py", label)


with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="d_top"):
    kind = cast(
        "Mergeable",
        address.switch(
            _("Kind"),
            KINDS,
            "d_kind",
            lambda code: plain(words.OBJECTS[code]),
            ("d_group", "d_record", "d_sure"),
        ),
    )
    if kind == "contact":
        elsewhere()
on_screen(begin())
left_out.show(kind)
