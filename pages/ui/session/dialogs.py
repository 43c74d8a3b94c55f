"""A form over a page: the address opens it, what was typed is kept until it is saved or dropped."""

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
# Per form that was left before it was saved what was typed in it, of the last ones.
DRAFTS = "_drafts"
MOST_DRAFTS = 20
# What a form has besides what is typed and the record as it was then.
OWN = {"form_of", "form_save", "form_fix", "form_anew", "form_again"}


def show(record_id: str, forms: Forms) -> None:
    """The form that the address asks for with `do`, if any; what follows a dot is handed to it."""
    asked = address.value("do") or ""
    kind, _sep, which = asked.partition(".")
    if kind not in forms:
        forget()
        return
    form = (record_id, asked, address.value("to"))
    if state.get("form_of") != form:
        forget()  # what was typed for another card or form
        state.update(kept := _drafts().get(form, {}))
        state["form_of"], state["form_again"] = form, bool(kept)
    title, body = forms[kind]
    st.dialog(title, width="medium", on_dismiss=close)(_kept)(body, which)


def _kept(body: Callable[[str], None], which: str) -> None:
    """The form, of which what is typed is kept; what was typed before can be dropped."""
    if state.get("form_again"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_("What you typed before is here again."))
            st.button(_("Begin anew"), key="form_anew", type="tertiary", on_click=_anew)
    body(which)
    held = _held()
    first = state.setdefault("form_first", held)
    if held == first:
        return
    drafts = _drafts()
    drafts.pop(state["form_of"], None)
    drafts[state["form_of"]] = {**held, "form_first": first}
    while len(drafts) > MOST_DRAFTS:
        drafts.pop(next(iter(drafts)))
    with st.container(key="unsaved"):  # the browser asks before it leaves
        st.html("<span></span>")


def _drafts() -> dict[tuple, dict[str, object]]:
    return state.setdefault(DRAFTS, {})


def _held() -> dict[str, object]:
    """What the form holds now, to be put back: no button can be."""
    return {
        str(name): value
        for name, value in state.items()
        if str(name).startswith("form_")
        and name not in OWN | {"form_first"}
        and not any(part in str(name) for part in ("_take_", "_drop_"))
    }


def _anew() -> None:
    """Forget what was typed before, and begin with what the record has."""
    form = state["form_of"]
    _drafts().pop(form, None)
    forget()


def close() -> None:
    """Close the form; what was typed in it and not saved is there when it opens again."""
    address.put("do", None, "to")
    forget()


def forget() -> None:
    """Take what was typed in a form off the screen."""
    for name in [name for name in state if str(name).startswith("form_")]:
        state.pop(name, None)


def finish(outcome: Outcome, version: Callable[[], int | None]) -> None:
    """After an attempt: close the form, or say why it was refused and keep what was typed.

    :param version: what the record is at now; a form's own copy is as old as the form
    """
    if outcome.done:
        _drafts().pop(state.get("form_of"), None)
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
