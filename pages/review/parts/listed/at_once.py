"""All findings of a kind at once: the button, and what would be done, before it is.

Tested in tests/pages/review/test_findings.py.
"""

import streamlit as st

from dq.casework import together
from dq.casework.together import Proposal
from pages.ui.frame import frame
from pages.ui.session import guarded, people, saving
from pages.ui.words import words
from pages.ui.words.i18n import _, label, n_, plain

# The check of which all are being shown, what can be done, and what was refused of it.
OPEN, LISTED, REFUSED = "f_all_open", "f_all_listed", "f_all_refused"


def button(check_id: str, total: int) -> None:
    """The button, where there are several findings of which all can be done at once."""
    if check_id not in together.SAFE or total < 2:
        return
    st.button(_("All at once"), key="f_all", on_click=_begin, args=(check_id,))
    if st.session_state.get(OPEN) == check_id:
        over = guarded.dialog(_("All of this kind"), width="large", on_dismiss=_close, wanted=_open)
        over(preview)(check_id)


def listed_now(check_id: str) -> list[Proposal]:
    """What can be done, worked out once while the dialog is open."""
    if LISTED not in st.session_state:
        with st.spinner(_("A moment")):
            found = together.proposals(frame.open_store(), check_id)
        st.session_state[LISTED] = found
    return st.session_state[LISTED]


def preview(check_id: str) -> None:
    """What would be done, and the button that does it."""
    listed = listed_now(check_id)
    if not listed:
        st.markdown(_("Each of these has to be looked at by itself."))
        return
    chosen = [one for one in listed if _wanted(one)]
    people.ask_beside()
    st.button(
        n_("Do {number}", "Do all {number}", len(chosen)),
        type="primary",
        key="f_all_done",
        on_click=_do,
        args=(chosen,),
        disabled=not chosen,
    )
    if outcome := st.session_state.pop(REFUSED, None):
        saving.refusal(outcome)


def _wanted(one: Proposal) -> bool:
    """Whether it is to be done; it says whose card it is and what happens."""
    found, (message, values) = one.finding, one.way.says
    name, what = label(found.name or found.record_id), label(words.said(message, dict(values)))
    shown = what.replace(name, f"**{name}**", 1) if name in what else f"**{name}**: {what}"
    return st.checkbox(shown, value=True, key=f"f_all_on_{found.record_id}")


def _do(chosen: list[Proposal]) -> None:
    message = plain("{number} are done.", number=len(chosen))
    outcome = saving.attempt(together.run, chosen, message)
    if outcome.done:
        _close()
    else:
        st.session_state[REFUSED] = outcome
        st.session_state.pop(LISTED, None)  # something changed meanwhile


def _open() -> bool:
    return OPEN in st.session_state


def _begin(check_id: str) -> None:
    st.session_state.pop(LISTED, None)
    st.session_state[OPEN] = check_id


def _close() -> None:
    st.session_state.pop(OPEN, None)
