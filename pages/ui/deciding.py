"""The decision on a pair of likely duplicates: its buttons, and the way back."""

from typing import Literal

import streamlit as st

from dq.commands import decide
from dq.queries import decisions
from pages.ui import address, frame
from pages.ui.i18n import _

Kind = Literal["contact", "account"]


def buttons(kind: Kind, left_id: str, right_id: str) -> None:
    """The two decisions on a pair; or the one that was made, and the way back."""
    decided = decisions.of_pair(frame.open_store(), kind, left_id, right_id)
    name = f"{left_id}_{right_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if decided is None:
            for same, label in ((True, _("Is a duplicate")), (False, _("Not a duplicate"))):
                st.button(
                    label,
                    key=f"d_{'same' if same else 'different'}_{name}",
                    on_click=_settle,
                    args=(kind, left_id, right_id, same),
                )
        else:
            st.markdown(_("Decided: a duplicate.") if decided else _("Decided: not a duplicate."))
            _undo(f"d_undo_{name}", kind, left_id, right_id)


def last() -> None:
    """What was decided last, with the way back, also when its group has left the list."""
    settled = st.session_state.get("d_settled")
    if not settled:
        return
    *pair, same = settled
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", border=True, key="d_settled_box"
    ):
        st.markdown(
            _("Kept: these two are a duplicate. Merge them in Salesforce.")
            if same
            else _("Kept: not a duplicate. These two are not proposed again.")
        )
        st.space("stretch")
        _undo("d_undo", *pair)


def _undo(key: str, kind: Kind, left_id: str, right_id: str) -> None:
    st.button(_("Undo"), key=key, on_click=_settle, args=(kind, left_id, right_id, None))


def _settle(kind: Kind, left_id: str, right_id: str, same: bool | None) -> None:
    decide.run(frame.open_store(), decide.Decide(kind, left_id, right_id, same), "app")
    st.session_state["d_settled"] = None if same is None else (kind, left_id, right_id, same)
    if same is False:
        address.put("d_group", None, "d_record")  # its group may be gone; on to the next
