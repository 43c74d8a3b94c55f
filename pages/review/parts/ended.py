"""What was decided: said below each case with the way back from it, and counted where one stops.

Tested in tests/pages/review/test_review.py.
"""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dq.commands import undo
from dq.errors import N_
from pages.review.parts import deciding, keys, queue, said
from pages.review.parts.queue import Queue
from pages.ui.session import address, saving
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, n_, plain

UNDO = N_("undo the last decision")


def last(one: Queue) -> DeltaGenerator:
    """What was decided last, and the way back from it; the place in which that is said. It is there
    from the first case on: what comes below keeps its place, and so the focus."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="review_last"):
        place = st.empty()
        with place.container():
            said.last(one)
        if one.decided:
            st.button(_("Undo"), key="review_undo", shortcut="u", on_click=take_back, args=(one,))
    return place


def take_back(one: Queue) -> None:
    """Undo the last decision, and show its case."""
    if not deciding.landed(one) or not one.decided:
        return
    last = one.decided[-1]
    commands = [undo.Undo(id) for id in last.changes]
    outcome = saving.carry_out(undo.run_all, commands, plain("Undone."))
    if not outcome.done:
        if outcome.already:  # by somebody else: the one before can be taken back
            one.decided.remove(last)
        deciding.refuse(one, last.case, outcome.said)
        return
    deciding.back_to(one, last)


def over(one: Queue) -> DeltaGenerator:
    """Where the queue ends, or somebody stops: what was done, what is left, and the way on."""
    _done(one)
    if left := one.left:
        if one.resting:
            st.markdown(n_("{number} case is still open.", "{number} cases are still open.", left))
        else:
            st.markdown(
                n_("{number} case was passed over.", "{number} cases were passed over.", left)
            )
    if one.panel.refused:
        st.error(escape(one.panel.refused))
    place = last(one)
    if one.resting:
        on = partial(queue.go, one, 0)
        st.button(_("Go on"), key="review_on", type="primary", shortcut="1", on_click=on)
        keys.listen("resting", plain("Keys"), {"1": plain("go on"), "U": plain(UNDO)})
        return place
    if st.button(_("See what is open now"), key="review_again", type="primary", shortcut="1"):
        st.session_state.pop(queue.KEY, None)
        address.put("case", None)
        st.rerun()
    keys.listen("over", plain("Keys"), {"1": plain("see what is open now"), "U": plain(UNDO)})
    return place


def _done(one: Queue) -> None:
    """How many cases got which verdict, and what goes along to Salesforce."""
    if not one.decided:
        if one.resting:
            st.info(_("Nothing was decided in this round yet."))
        else:
            st.success(_("Nothing is left to review here."))
        return
    counts = one.counts()
    phrases = {
        "solved": n_("{number} solved", "{number} solved", counts["solved"]),
        "accepted": n_("{number} not needed", "{number} not needed", counts["accepted"]),
        "later": n_("{number} later", "{number} later", counts["later"]),
        "given": n_("{number} given to somebody", "{number} given to somebody", counts["given"]),
    }
    told = " · ".join(said for verdict, said in phrases.items() if counts[verdict])
    st.success(_("This round: {told}", told=told))
    if sent := sum(made.sent for made in one.decided):
        st.markdown(
            n_(
                "{number} of them goes along to Salesforce.",
                "{number} of them go along to Salesforce.",
                sent,
            )
        )
        widgets.link("exchange/package.py", _("To the package"))
