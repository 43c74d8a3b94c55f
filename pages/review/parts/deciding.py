"""The decision on a pair of likely duplicates: its buttons, and the way back."""

import streamlit as st

from dq.commands import decide
from dq.objects import Mergeable
from dq.queries.review import decisions
from pages.ui.frame import frame
from pages.ui.session import saving
from pages.ui.words.i18n import _, plain


def buttons(
    kind: Mergeable, left_id: str, right_id: str, place: saving.Place | None = None
) -> None:
    """The two decisions on a pair; or the one that was made, and the way back.

    :param place: where one is again once the decision is undone
    """
    decided = decisions.of_pair(frame.open_store(), kind, left_id, right_id)
    name = f"{left_id}_{right_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if decided is None:
            st.text_input(
                _("Reason"),
                key=f"d_reason_{name}",
                placeholder=plain("Reason (optional)"),
                label_visibility="collapsed",
                max_chars=200,
                width=220,
            )
            for same, label in ((True, _("Is a duplicate")), (False, _("Not a duplicate"))):
                st.button(
                    label,
                    key=f"d_{'same' if same else 'different'}_{name}",
                    on_click=_settle,
                    args=(kind, left_id, right_id, same, place),
                )
        else:
            kept = _("Kept as a duplicate, to be merged later.")
            st.markdown(kept if decided else _("Decided: not a duplicate."))
            _undo(f"d_undo_{name}", kind, left_id, right_id)


def _undo(key: str, kind: Mergeable, left_id: str, right_id: str) -> None:
    st.button(_("Undo"), key=key, on_click=_settle, args=(kind, left_id, right_id, None))


def _settle(
    kind: Mergeable,
    left_id: str,
    right_id: str,
    same: bool | None,
    place: saving.Place | None = None,
) -> None:
    messages = {
        True: plain("Kept as a duplicate, to be merged later."),
        False: plain("Kept: not a duplicate. These two are not proposed again."),
        None: plain("Undone."),
    }
    said = str(st.session_state.get(f"d_reason_{left_id}_{right_id}", "")).strip()
    command = decide.Decide(kind, left_id, right_id, same, said or None)
    saving.decide(decide.run, command, messages[same], place)
