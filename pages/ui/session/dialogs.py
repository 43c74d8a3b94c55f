"""A form over a page: the address opens it, a refusal keeps what was typed, an attempt ends it."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from dq.errors import Conflict
from pages.ui.session import address, saving
from pages.ui.session.saving import Outcome
from pages.ui.words import formats
from pages.ui.words.i18n import _, language

# Each form by its code in the address: its title, and what draws it.
Forms = Mapping[str, tuple[str, Callable[[str], None]]]
state = st.session_state


def show(record_id: str, forms: Forms) -> None:
    """The form that the address asks for with `do`, if any; what follows a dot is handed to it."""
    asked = address.value("do") or ""
    kind, _sep, which = asked.partition(".")
    if kind not in forms:
        forget()
        return
    if state.get("form_of") != (record_id, asked, address.value("to")):
        forget()  # what was typed for another card or form
        state["form_of"] = (record_id, asked, address.value("to"))
    title, body = forms[kind]
    st.dialog(title, width="medium", on_dismiss=close)(body)(which)


def close() -> None:
    """Close the form and forget what was typed in it."""
    address.put("do", None, "to")
    forget()


def forget() -> None:
    """Forget what was typed in a form."""
    for name in [name for name in state if str(name).startswith("form_")]:
        state.pop(name, None)


def finish(outcome: Outcome, version: Callable[[], int | None]) -> None:
    """After an attempt: close the form, or say why it was refused and keep what was typed.

    :param version: what the record is at now; a form's own copy is as old as the form
    """
    if outcome.done:
        close()
        st.rerun()
    saving.refusal(outcome)
    if isinstance(outcome.refused, Conflict) and "form_version" in state:
        state["form_version"] = version()  # the next attempt writes on top of what was just shown
        st.markdown(_("Save once more to keep your own fields all the same."))


def day(label: str, key: str) -> date | None:
    """A day, today unless it is changed."""
    chosen = st.date_input(label, value="today", key=key, format=formats.typed_day(language()))
    return chosen if isinstance(chosen, date) else None
