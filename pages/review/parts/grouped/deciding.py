"""The decision on a pair of likely duplicates: its buttons, and the way back.

Tested in tests/pages/review/test_duplicates.py.
"""

from collections.abc import Callable

import streamlit as st

from dq.commands.decide import Decide
from dq.objects import Mergeable
from dq.queries.review import decisions
from pages.ui.session import drafts, opened
from pages.ui.session.drafts import Form
from pages.ui.words.i18n import _, plain

# Carries out a decision, and says it so.
Settle = Callable[[Decide, str], None]


def buttons(
    kind: Mergeable, left_id: str, right_id: str, settle: Settle, *, both: bool = True
) -> None:
    """The two decisions on a pair; or the one that was made, and the way back.

    :param both: whether there is no other button that says that they are not the same
    """
    ruling = decisions.of_pair(opened.open_store(), kind, left_id, right_id)
    name = f"{left_id}_{right_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if ruling is None:
            for same in (True, False) if both else (True,):
                st.button(
                    _("Is a duplicate") if same else _("Not a duplicate"),
                    key=f"d_{'same' if same else 'different'}_{name}",
                    on_click=_settle,
                    args=(kind, left_id, right_id, same, settle),
                )
            return
        kept = _("Kept as a duplicate, to be merged later.")
        st.markdown(kept if ruling.same else _("Decided: not a duplicate."))
        if ruling.follows:
            st.markdown(_("It follows from what was decided of the others."))
            return
        undo = (kind, left_id, right_id, None, settle)
        st.button(_("Undo"), key=f"d_undo_{name}", on_click=_settle, args=undo)


def _settle(
    kind: Mergeable, left_id: str, right_id: str, same: bool | None, settle: Settle
) -> None:
    messages = {
        True: plain("Kept as a duplicate, to be merged later."),
        False: plain("Kept: not a duplicate. These two are not proposed again."),
        None: plain("Undone."),
    }
    settle(Decide(kind, left_id, right_id, same, reason()), messages[same])


# The field for a remark on what is decided.
REASON = "d_reason"


def reason_field() -> None:
    """A field for why, which goes along with the next decision."""
    drafts.on_page(Form(("reason",), REASON))
    st.text_input(
        _("Reason"),
        key=REASON,
        placeholder=plain("Reason (optional)"),
        label_visibility="collapsed",
        max_chars=200,
        width=220,
    )


def reason() -> str | None:
    """What was typed there, once."""
    said = str(st.session_state.get(REASON, "")).strip()
    st.session_state[REASON] = ""
    return said or None
