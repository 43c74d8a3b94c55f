"""What is said of decisions that were taken before the case on screen.

Tested in tests/pages/review/test_review.py.
"""

import time

import streamlit as st

from dq.casework.case import Case
from pages.review.parts import case_facts
from pages.review.parts.queue import Queue
from pages.ui.session.late import Late
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, plain


def last(one: Queue) -> None:
    """What was refused of cases that are not on screen; and what was decided last, and of whom."""
    at = one.entry and one.entry.id
    if one.renewed:
        widgets.quiet(plain("An export came in; this is what it left open."))
    for whose, late in one.refused:
        if whose.id != at:
            comes = any(entry.id == whose.id for entry in one.entries[one.place + 1 :])
            again = plain("It is asked again after this one.") if comes else ""
            st.error(escape(f"{_why(whose, late)} {again}".strip()))
            late.seen = late.seen or time.monotonic()
    if one.late:
        widgets.quiet(plain("Being saved …"))
    elif one.decided:
        made = one.decided[-1]
        title = case_facts.title(made.case)
        said = plain("Done: {what}", what=made.said) if made.counted == "solved" else made.said
        widgets.quiet(said if title in said else f"{title} · {said}")


def of(one: Queue, case_id: str) -> None:
    """Why decisions on the case on screen were refused, and what was decided of it; one place."""
    refused = [_why(whose, late) for whose, late in one.refused if whose.id == case_id]
    before = [made.said for made in one.decided if made.case.id == case_id]
    if not refused and not before:
        st.empty()
        return
    with st.container():
        for why in refused:
            st.error(escape(why))
        if before:
            st.info(_("Decided here: {said}", said=before[-1]))


def _why(whose: Case, late: Late) -> str:
    error = late.refused
    return case_facts.of(whose, words.said(error.message, error.values) if error else "")
