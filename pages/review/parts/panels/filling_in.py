"""The field that a case asks to be filled in: what was typed is saved, after a doubt said once.

Tested in tests/pages/review/test_review.py.
"""

import streamlit as st

from dq.casework.case import Case
from dq.casework.ways import Ask
from dq.commands.edit import Edit
from dq.errors import N_
from dq.queries.cards import advice
from dq.queries.cards.advice import Said
from dq.values import invisible
from pages.review.parts import case_facts
from pages.review.parts.decided import Decision
from pages.review.parts.panels.way_out import Done, Refused
from pages.ui.session import opened
from pages.ui.words import words
from pages.ui.words.i18n import _, plain

# The field and what was typed in it, of which it was said why it may not be right.
SURE = "way_sure"
SIGN = N_("“{value}” is one sign only; after Esc the keys work.")
WORD = N_("That is one word: it becomes the last name, and there is no first name then.")


def key_of(one: Case, way: Ask) -> str:
    """The key of the field to type in."""
    return f"way_{one.id}_{way.name}"


def show(one: Case, way: Ask, done: Done, refused: Refused) -> None:
    """The field to type in; Enter saves it."""
    key = key_of(one, way)
    with (
        st.form("way_form", border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(words.field(way.name), value=way.value or "", key=key, width=420)
        st.form_submit_button(
            _("Save"), type="primary", on_click=_typed, args=(one, way, key, done, refused)
        )


def _typed(one: Case, way: Ask, key: str, done: Done, refused: Refused) -> None:
    value = str(st.session_state.get(key, "")).strip()
    same = value == (way.value or "").strip()
    if same and not (value and way.proposed) or not value and not way.optional:
        refused(plain("Type what it is to be, or press Esc and then one of the other keys."))
        return
    if not same and (doubt := _doubt(way, value)) and st.session_state.get(SURE) != (key, value):
        st.session_state[SURE] = (key, value)
        refused(doubt)
        return
    name, field = way.says[1].get("name") or case_facts.title(one), words.field(way.name).lower()
    said = plain("{name}, {field}: {value}", name=name, field=field, value=value or plain("empty"))
    steps = ((way.run, way.make(value)),)
    done(Decision(one, "solved", steps, said, way.sent))


def _doubt(way: Ask, value: str) -> str | None:
    """Why what was typed may not be what was meant, and how it is saved all the same."""
    doubt = _reason(way, value)
    if doubt is None:
        return None
    return f"{words.said(*doubt)} " + plain("Press Enter once more to save it all the same.")


def _reason(way: Ask, value: str) -> Said | None:
    """A key that was meant for a button, half a name, an address that may be somebody else's."""
    value = invisible.text(value).strip()
    if len(value) == 1:
        return SIGN, {"value": value}
    if way.name == "name" and len(value.split()) == 1:
        return WORD, {}
    command = way.make(value)
    if way.name != "email" or not value or not isinstance(command, Edit):
        return None
    return advice.doubt(opened.open_store(), value, command.contact_id)
