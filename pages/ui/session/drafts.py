"""What was typed in a form and not saved: kept in the session, and the browser asks before it goes.

Tested in tests/pages/ui/session/test_drafts.py and tests/browser/test_drafts.py.
"""

from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.words.i18n import _

state = st.session_state
MOST = 20
# The drafts by their form's id, the form on the page of this run, and per prefix which form it is.
DRAFTS, NOW, OF = "_drafts", "_draft_now", "_draft_of_"
# In the keys of buttons, of which nothing can be put back, and of what is stored already.
APART = ("_take_", "_drop_", "_save", "_anew", "_stored")


@dataclass(frozen=True)
class Form:
    """A form: `id` says which and of what, and the keys of its fields begin with `prefix`; those
    that begin with one of `own` are no fields."""

    id: tuple[object, ...]
    prefix: str
    own: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        """What its fields hold now."""
        return {
            str(name): value
            for name, value in state.items()
            if str(name).startswith(self.prefix)
            and not str(name).startswith(self.own)
            and not any(part in str(name) for part in APART)
        }


@dataclass
class Draft:
    """What a form held last, and per field what it began with; `again` once it was put back."""

    held: dict[str, object] = field(default_factory=dict)
    first: dict[str, object] = field(default_factory=dict)
    again: bool = False

    @property
    def typed(self) -> set[str]:
        """The fields that are not as they began."""
        return {name for name, value in self.held.items() if self.first.get(name) != value}


def _drafts() -> dict[tuple, Draft]:
    return state.setdefault(DRAFTS, {})


def begin(form: Form) -> bool:
    """Put back what was typed in the form before; whether nothing of it is there yet."""
    if state.get(OF + form.prefix) != form.id:
        clear(form)  # what was typed in another one
        state[OF + form.prefix] = form.id
    draft = _drafts().get(form.id)
    there = form.fields()
    if draft is None or not draft.typed:
        return not there
    draft.again = draft.again or not draft.typed & there.keys()
    for name, value in draft.held.items():
        state.setdefault(name, value)
    return False


def keep(form: Form) -> bool:
    """Keep what the form holds, also in fields that are not shown now; whether it is unsaved."""
    draft = _drafts().setdefault(form.id, Draft())
    held = form.fields()
    draft.held |= held
    draft.first = held | draft.first
    _drafts()[form.id] = _drafts().pop(form.id)
    while len(_drafts()) > MOST:
        _drafts().pop(next(iter(_drafts())))
    return bool(draft.typed)


def on_page(form: Form) -> bool:
    """Begin a form that is a page's own; as `begin`."""
    state[NOW] = form
    if state.get(OF + form.prefix) == form.id and form.fields():
        keep(form)  # a part of a page may run alone
    fresh = begin(form)
    with place():
        line(form)
        if (draft := _drafts().get(form.id)) and draft.typed:
            mark()
    return fresh


def place() -> DeltaGenerator:
    """Where something may come to stand above fields: always there, since a field that moves up or
    down is another one to the browser, which loses what is being typed in it."""
    return st.container(gap=None)


def line(form: Form) -> None:
    """Say that what was typed before is there again, with the way to drop it."""
    draft = _drafts().get(form.id)
    if draft is None or not draft.again:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("What you typed before is here again."))
        key = f"{form.prefix}anew"
        st.button(_("Begin anew"), key=key, type="tertiary", on_click=end, args=(form,))


def mark() -> None:
    """Tell the browser that something is not saved, so that it asks before it leaves."""
    with st.container(key="unsaved"):
        st.html("<span></span>")


def between() -> None:
    """Before a run: keep what was typed on the page of the run before."""
    if form := state.pop(NOW, None):
        keep(form)


def after() -> None:
    """After a run: note what the fields began with."""
    if form := state.get(NOW):
        keep(form)


def settle(form_id: tuple[object, ...], *names: str) -> None:
    """What these fields hold is saved."""
    if draft := _drafts().get(form_id):
        for name in names:
            draft.held.pop(name, None)
            draft.first.pop(name, None)


def end(form: Form) -> None:
    """The form is saved, or dropped: forget what was typed in it."""
    _drafts().pop(form.id, None)
    state.pop(NOW, None)
    clear(form)


def clear(form: Form) -> None:
    """Take what is typed in the form off the screen; its draft stays."""
    for name in form.fields():
        state.pop(name, None)
    state.pop(OF + form.prefix, None)
