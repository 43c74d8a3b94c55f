"""Duplicates: one group of likely duplicates at a time, side by side, with the reasons."""

from typing import Any, cast

import streamlit as st
from markupsafe import Markup

from dq.commands import postpone
from dq.matching.weighing import explain
from dq.objects import Mergeable
from dq.queries.review import alike, duplicates, name_only
from dq.queries.review.duplicates import Pair, Place
from pages.review.parts import deciding, left_out
from pages.ui.frame import frame
from pages.ui.session import address, navigation, opened, saving
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, n_, plain

KINDS = ("contact", "account")
# A large group has many pairs; the strongest say enough.
MOST_PAIRS = 3
# Codes, dates and counts are not compared letter by letter.
WHOLE = {"id", "status", "approves", "modified", "contacts", "type", "owner"}

db = frame.open_store()
state = st.session_state
st.title(_("Duplicates"))
frame.stop_without_data(db)


def find(kind: Mergeable) -> Place | None:
    """The group that the address names, by itself or by one of its records; else the one after
    what was there a moment ago, or the first."""
    group_id = address.value("d_group")
    record_id = address.value("d_record")
    if group_id is None and record_id:
        group_id = duplicates.group_of(db, kind, record_id)
        if group_id is None:
            st.info(_("That card is in no group of duplicates. This is the first one."))
    found = duplicates.place(db, kind, group_id)
    onward = state.pop("d_onward", None)
    if found is None and group_id and onward and onward[0] == (kind, group_id):
        address.put("d_group", onward[1], "d_record")
        return duplicates.place(db, kind, onward[1]) or duplicates.place(db, kind)
    if found is None and group_id:
        st.info(_("That group is gone, its cards were corrected. This is the first one."))
        found = duplicates.place(db, kind)
    return found


def steps(place: Place, weak: Pair | None, letters: dict[str, str]) -> None:
    """Which group this is, where to look first, and the buttons to its neighbours."""
    number = _("Group {number} of {total}", number=place.number, total=place.total)
    parts = [f"**{number}**", _("{score} sure", score=formats.certainty(place.score))]
    if weak:
        parts.append(_("Weakest link: {left} and {right}, {score} sure", **named(weak, letters)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(" · ".join(parts))
        st.space("stretch")
        for name, label, neighbour, key in (
            ("before", _("Previous"), place.before, "Left"),
            ("after", _("Next"), place.after, "Right"),
        ):
            st.button(
                label,
                key=f"d_{name}",
                disabled=neighbour is None,
                shortcut=key,
                on_click=address.put,
                args=("d_group", neighbour, "d_record"),
            )


def here(kind: Mergeable, place: Place) -> saving.Place:
    """Where one is with this group on screen."""
    return "duplicates", {"d_kind": kind, "d_group": place.group_id}


def ways(kind: Mergeable, place: Place, ids: list[str]) -> None:
    """What can be done with the whole group."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="d_ways"):
        if st.button(_("Merge"), type="primary", key="d_merge", shortcut="1"):
            navigation.go("review/merge.py", kind=kind, ids=",".join(ids), group=place.group_id)
        if st.button(_("Later"), key="d_later", shortcut="3"):
            message = plain("This group waits until the next export.")
            command = postpone.Postpone(kind, place.group_id)
            if saving.decide(postpone.run, command, message, here(kind, place)).done:
                address.put("d_group", place.after, "d_record")  # it is the last one now
                st.rerun()
        if kind == "contact" and (equal := opened.remembered(alike.count)):
            label = n_(
                "Merge {number} group with one name, e-mail address and account",
                "Merge {number} groups with one name, e-mail address and account",
                equal,
            )
            widgets.link("review/merge_all.py", label)


def letter(index: int) -> str:
    """A, B … Z, then numbers."""
    return chr(65 + index) if index < 26 else str(index + 1)


def side_by_side(kind: Mergeable, members: list[dict[str, Any]]) -> None:
    """A column per record; what differs from the first one is marked."""
    names = [escape(member["name"] or member["id"]) for member in members]
    link = widgets.contact_link if kind == "contact" else widgets.account_link
    with st.container(horizontal=True, gap="small"):
        for index, member in enumerate(members):
            label = _("Card {letter}", letter=letter(index))
            link(member["id"], f"{label}: {names[index]}")
    rows = []
    for field in members[0]:
        values = [words.value(field, member[field]) for member in members]
        if any(value not in (None, "") for value in values):
            rows.append([widgets.shown(words.field(field)), *cells(field, values)])
    head = [
        plain("Field"),
        *(plain("Card {letter}", letter=letter(i)) for i in range(len(members))),
    ]
    widgets.table(plain("The cards side by side"), head, rows, across=True)


def cells(field: str, values: list[object]) -> list[Markup]:
    """The values of one field, marked where they differ from the first."""
    if field in WHOLE:
        return [widgets.shown(value) for value in values]
    first = widgets.marked(values[0], values[1]) if len(values) == 2 else widgets.shown(values[0])
    return [first, *(widgets.marked(value, values[0]) for value in values[1:])]


def reasons(pairs: list[Pair], weak: Pair | None, place: dict[str, str]) -> None:
    """Per pair why the two are likely the same: in a sentence, and as bars."""
    for pair in pairs[:MOST_PAIRS]:
        reason(pair, place, alone=len(pairs) == 1)
    rest = pairs[MOST_PAIRS:]
    if weak in rest:
        # The one to look at first is not to be searched for among the others.
        rest.remove(weak)
        reason(weak, place, alone=False)
    if rest:
        label = n_("{number} more pair", "{number} more pairs", len(rest))
        with st.expander(label, key="d_rest"):
            for pair in rest:
                widgets.text(heading(pair, place), sentence(pair))


def reason(pair: Pair, place: dict[str, str], *, alone: bool) -> None:
    """Why two records are likely the same."""
    title = heading(pair, place)
    widgets.text(title, sentence(pair))
    deciding.buttons(kind, pair.left_id, pair.right_id, group)
    key = f"d_why_{pair.left_id}_{pair.right_id}"
    with st.expander(_("How much each speaks for and against"), key=key, expanded=alone):
        widgets.bars(title, weights(pair))


def heading(pair: Pair, place: dict[str, str]) -> str:
    """Which two records, and how sure."""
    return plain("{left} and {right}: {score} sure", **named(pair, place))


def named(pair: Pair, place: dict[str, str]) -> dict[str, str]:
    """The letters of a pair's records and how sure it is, for use in a sentence."""
    left, right = sorted(place.get(id, "?") for id in (pair.left_id, pair.right_id))
    return {"left": left, "right": right, "score": formats.certainty(pair.score)}


def sentence(pair: Pair) -> str:
    """The evidence in one sentence, the heaviest first."""
    phrases = explain.sentence(pair.evidence)
    spoken = ", ".join(plain(message, **values) for message, values in phrases)
    return spoken[:1].upper() + spoken[1:] + "." if spoken else ""


def weights(pair: Pair) -> list[tuple[str, float]]:
    """What was seen and its weight, heaviest first."""
    items = sorted(pair.evidence, key=lambda item: -abs(item["points"]))
    return [
        (plain(message, **values), round(float(item["points"]), 1))
        for item in items
        for message, values in [explain.phrase(item)]
        if round(abs(float(item["points"])), 1) > 0
    ]


kind = cast(
    "Mergeable",
    address.switch(
        _("Kind"),
        KINDS,
        "d_kind",
        lambda code: plain(words.OBJECTS[code]),
        ("d_group", "d_record"),
    ),
)
if kind == "contact" and (namesakes := name_only.count(db)):
    label = n_(
        "{number} pair with one name at two companies",
        "{number} pairs with one name at two companies",
        namesakes,
    )
    widgets.link("review/perhaps.py", label)
place = find(kind)
if place is None:
    st.success(_("No likely duplicates here. The next export is compared again."))
    left_out.show(kind)
    st.stop()
state["d_onward"] = (kind, place.group_id), place.after or place.before
group = here(kind, place)
members = duplicates.members(db, kind, place.group_id)
letters = {member["id"]: letter(index) for index, member in enumerate(members)}
pairs = duplicates.pairs(db, kind, place.group_id)
weak = duplicates.weakest(db, kind, pairs)
steps(place, weak, letters)
if members:
    ways(kind, place, [member["id"] for member in members])
    side_by_side(kind, members)
    st.header(_("Why"), anchor=False)
    reasons(pairs, weak, letters)
left_out.show(kind)
