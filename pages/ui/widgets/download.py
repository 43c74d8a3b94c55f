"""A button that hands over a file: made when it is asked for, for this session alone, and once.

Tested in tests/browser/test_strangers.py.
"""

from collections.abc import Callable
from typing import Literal

import streamlit as st
from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dq.access import rights
from dq.access.rights import READ
from pages.ui.session import held, people


def button(
    label: str,
    content: bytes | Callable[[], bytes],
    *,
    file_name: str,
    mime: str,
    key: str,
    icon: str | None = None,
    help: str | None = None,
    disabled: bool = False,
    type: Literal["primary", "secondary"] = "secondary",
) -> None:
    """A button for a file; what makes it is called on a click, on a thread of its own."""
    st.download_button(
        label,
        _for_this_session(content, mime, file_name),
        file_name=file_name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=icon,
        help=help,
        disabled=disabled,
        type=type,
    )


def _for_this_session(
    content: bytes | Callable[[], bytes], mime: str, file_name: str
) -> Callable[[], bytes]:
    """What makes the file and notes whose it is, under the name that Streamlit will give it."""
    context, who = get_script_run_ctx(), people.asking()
    session = context.session_id if context else ""

    def make() -> bytes:
        with rights.acting(who()):  # a right may be gone since the button was shown
            rights.now().require(READ)
            made = content if isinstance(content, bytes) else content()
        held.made(session, _calculate_file_id(made, mime, file_name))
        return made

    return make
