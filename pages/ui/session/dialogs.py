"""A form over a page: the address opens it, what was typed is kept until it is saved or dropped."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from dq.errors import Conflict
from pages.ui.session import address, drafts, guarded, saving
from pages.ui.session.drafts import Form
from pages.ui.session.saving import Outcome
from pages.ui.words import formats
from pages.ui.words.i18n import _, language

# Each form by its code in the address: its title, and what draws it.
Forms = Mapping[str, tuple[str, Callable[[str], None]]]
state = st.session_state
# What a form has besides what is typed and the record as it was then.
OWN = ("form_of", "form_fix")


def show(record_id: str, forms: Forms) -> None:
    """The form that the address asks for with `do`, if any; what follows a dot is handed to it."""
    asked = address.value("do") or ""
    kind, _sep, which = asked.partition(".")
    if kind not in forms:
        forget()
        return
    form = Form((record_id, asked, address.value("to")), "form_", OWN)
    drafts.begin(form)
    title, body = forms[kind]
    over = guarded.dialog(
        title,
        width="medium",
        on_dismiss=_dismissed,
        wanted=lambda: address.value("do") == asked,
    )
    over(_kept)(body, which, form)


def _kept(body: Callable[[str], None], which: str, form: Form) -> None:
    """The form, of which what is typed is kept; what was typed before can be dropped."""
    with drafts.place():
        drafts.line(form)
    state["form_of"] = form
    body(which)
    if drafts.keep(form):
        drafts.mark()


def _dismissed() -> None:
    """Keep what is typed, also what no run has drawn yet, and close."""
    if form := state.get("form_of"):
        drafts.keep(form)
    close()


def close() -> None:
    """Close the form; what was typed in it and not saved is there when it opens again."""
    address.put("do", None, "to")
    forget()


def forget() -> None:
    """Take what was typed in a form off the screen."""
    for name in [name for name in state if str(name).startswith("form_")]:
        state.pop(name, None)
    state.pop(drafts.OF + "form_", None)


def finish(outcome: Outcome, version: Callable[[], int | None]) -> None:
    """After an attempt: close the form, or say why it was refused and keep what was typed.

    :param version: what the record is at now; a form's own copy is as old as the form
    """
    if outcome.done:
        drafts.end(state["form_of"])
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
