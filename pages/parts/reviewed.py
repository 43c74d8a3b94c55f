"""A form that was opened from a case: its button has the key that does it, and it leads back.

Tested in tests/pages/review/test_review.py.
"""

import streamlit as st

from pages.ui.session import address, navigation, saving
from pages.ui.words.i18n import _

REVIEW = "review/review.py"
# The parameters that name the case, and whose cases are reviewed.
CASE, WHOSE = "case", "whose"
# What the form said that it did.
SAID = "_reviewed"


def along(case_id: str) -> dict[str, str]:
    """What a form is told, to lead back to this case among the same ones."""
    whose = address.value(WHOSE)
    return {CASE: case_id, **({WHOSE: whose} if whose else {})}


def key() -> str | None:
    """The key of the form's button, where one came by keyboard."""
    return "1" if address.value(CASE) else None


def way_back() -> None:
    """The way back without doing anything, where one came from the review."""
    case_id = address.value(CASE)
    if case_id and st.button(
        _("Back to the review"), key="to_review", shortcut="Escape", type="tertiary"
    ):
        navigation.go(REVIEW, **along(case_id))


def back() -> None:
    """Back to the review, where one came from it, which says what was done."""
    if case_id := address.value(CASE):
        st.session_state[SAID] = saving.unsaid()
        navigation.go(REVIEW, **along(case_id))


def said() -> str | None:
    """What was done in the form from which one comes back."""
    return st.session_state.pop(SAID, None)
