"""Review: one case at a time, with its way out filled in, by keyboard."""

from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dq.casework import queue as entries
from dq.casework.case import Case
from dq.casework.queue import Entry, Whose
from dq.casework.ways import Ask
from dq.errors import N_
from dq.settings import teams
from pages.parts import reviewed
from pages.review.parts import (
    case_facts,
    colleagues,
    deciding,
    ended,
    failed,
    keys,
    queue,
    said,
)
from pages.review.parts.panels import filling_in, panel
from pages.review.parts.queue import Queue
from pages.ui.frame import frame
from pages.ui.session import address, guarded, people
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, n_, plain

WHOSE = {
    "mine": N_("Mine"),
    "team": N_("My team's"),
    "nobody": N_("Not given to anybody"),
    "all": N_("Everyone's"),
}

MOST_NAMES = 12
# Whoever saved so often what they typed knows that Enter does it.
TAUGHT = 3

db = frame.open_store()
st.title(_("Review"))
frame.stop_without_data(db)


def chosen() -> Whose:
    """Whose cases to show: mine, as long as there are any and the address says nothing else."""
    order: tuple[Whose, ...] = ("mine", "team", "nobody", "all")
    if not entries.entries(db, "mine", people.name()):
        order = ("all", "nobody", "team", "mine")
    if not teams.colleagues(db, people.name()):
        order = tuple(one for one in order if one != "team")
    switched = address.switch(
        _("Whose"), order, reviewed.WHOSE, lambda code: plain(WHOSE[code]), ("case",)
    )
    if switched == order[0] == "all" and not people.unknown():
        widgets.quiet(plain("Nothing of yours is open; these are everyone's."))
    return cast("Whose", switched)


@guarded.fragment
def on_screen() -> None:
    """The case on screen; a key redraws this part of the page alone. What was decided is carried
    out once the next case is drawn, but for values of a card, which come first."""
    one = queue.current(whose, people.name())
    if one.resting or queue.shown(one) is None:
        deciding.landed(one)  # of the last case something may be left
    place = draw(one)
    if one.late is None:
        return
    one.late.in_time()
    deciding.landed(one)
    with place.container():
        said.last(one)


def draw(one: Queue) -> DeltaGenerator:
    """The case on screen; the place in which it is said what was decided before."""
    found = None if one.resting else queue.shown(one)
    if found is None:
        return ended.over(one)
    one.address = found.id
    address.put("case", found.id)
    head(one)
    place = ended.last(one)
    with st.container(border=True, key="case"):
        st.header(escape(case_facts.title(found)), anchor=False)
        case_facts.found(found)
        said.of(one, found.id)
        with st.container(key="way"):
            names = colleagues.names(db) if one.panel.asking == "who" else []
            panel.show(
                found,
                one.panel,
                names,
                lambda wanted: deciding.decide(one, wanted),
                known=one.typed >= TAUGHT,
            )
        case_facts.side_by_side(found)
    listen(one, found)
    queue.read_ahead(one)
    return place


def listen(one: Queue, found: Case) -> None:
    """What the keys do in this case, and where the focus goes."""
    asks = isinstance(found.way, Ask)
    plainly = not one.panel.asking
    shown = f"{found.id} {one.place} {found.about.key}"
    keys.listen(
        f"{shown} {one.panel.asking} {one.panel.refusals} {len(one.decided)}",
        plain("Keys"),
        {
            "1": plain("do what is proposed"),
            "2": plain("not needed"),
            "3": plain("later"),
            "4": plain("give to a colleague"),
            "5": plain("later, until a day"),
            "0": plain("the field for another reason or somebody else"),
            "U": plain(ended.UNDO),
            "← →": plain("previous and next"),
            "S": plain("stop here, and see what was done"),
            "/": plain("search"),
            "Esc": plain("out of the field, or back"),
            "?": plain("this list"),
        },
        filling_in.key_of(found, found.way) if asks and plainly else None,
        proposed=plainly and not asks,
        shown=shown,
    )


def head(one: Queue) -> None:
    """How far one is, and the way to the cases beside this one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="review_head"):
        place = _("Case {number} of {total}", number=one.place + 1, total=len(one.entries))
        share = one.left / len(one.entries)
        remaining = max(1, round(one.minutes * share))
        minutes = n_("± {number} minute left", "± {number} minutes left", remaining)
        keys_hint = plain("? for the keys")
        st.markdown(" · ".join([f"**{place}**", minutes, *given(one.entry), f":gray[{keys_hint}]"]))
        st.space("stretch")
        for name, label, steps, key, off in (
            ("before", _("Previous"), -1, "Left", not queue.walkable(one, -1)),
            ("after", _("Next"), 1, "Right", False),
        ):
            st.button(
                label,
                key=f"review_{name}",
                shortcut=key,
                disabled=off,
                on_click=queue.walk,
                args=(one, steps),
            )
        st.button(
            _("Stop here"),
            key="review_rest",
            type="tertiary",
            shortcut="s",
            on_click=queue.rest,
            args=(one,),
        )
    st.progress(1 - share)


def given(entry: Entry | None) -> list[str]:
    """Who sees to the case already, where somebody was given it."""
    if entry is None or entry.assignee is None:
        return []
    return [escape(colleagues.seen_to(entry.assignee, entry.due))]


def fetch_the_field() -> None:
    """Have the browser fetch what draws a field before the first case that asks for one; nobody
    sees this one, nor is anything lost that is in it, as of a search."""
    st.text_input("–", key="fetched", type="search", label_visibility="collapsed")


def begin_at_the_case() -> None:
    """A link names a case: begin there."""
    asked = address.value("case")
    one = queue.current(whose, people.name())
    if not asked or asked == one.address:
        return
    case_id = entries.containing(db, asked)
    places = [place for place, entry in enumerate(one.entries) if entry.id == case_id]
    there = None
    if places:
        queue.go(one, places[0] - one.place)
        there = queue.shown(one)
    if case_id is None or places and (there is None or there.id != case_id):
        st.info(_("That case is settled by now, or never was. This is the first one that is open."))
    elif not places and whose != "all":  # it is somebody else's
        address.put(reviewed.WHOSE, "all")
        st.rerun()


failed.show(db)
whose = chosen()
deciding.settled(queue.current(whose, people.name()), reviewed.said() or plain("Done in the form."))
begin_at_the_case()
if people.unknown() and queue.current(whose, people.name()).entry:
    people.question(people.answer, colleagues.owners(entries.entries(db, "all", ""))[:MOST_NAMES])
    keys.listen("who", plain("Keys"), {}, people.NOW)
else:
    fetch_the_field()
    on_screen()
