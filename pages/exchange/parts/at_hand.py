"""The upload at hand: who may use its cursor, and the keys of its widgets."""

import threading
from contextlib import AbstractContextManager

import streamlit as st

from pages.ui.words.i18n import language

state = st.session_state


def alone() -> AbstractContextManager[bool]:
    """What a run of the page holds while it uses the preview's cursor, which serves one thread.

    A click during a run starts the next one at once; the run before it ends at its next element.
    """
    return state.setdefault("up_use", threading.RLock())


def widget_key(*parts: object) -> str:
    """A key for this upload in this language: a drop-down knows its choice by its label."""
    return "_".join(str(part) for part in ("up", *parts, state["up_read"], language()))
