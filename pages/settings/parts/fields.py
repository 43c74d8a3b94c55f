"""The field that asks for a setting, by its kind."""

from collections.abc import Callable

import streamlit as st

from dq import settings
from dq.settings import Value
from dq.settings.setting import Kind, Setting
from pages.ui.session import address
from pages.ui.session.drafts import Form
from pages.ui.words import formats
from pages.ui.words.i18n import _, language, plain

# Below this target (per cent) hardly anybody aims; a file of settings may.
LEAST_TARGET = 50
# A list that comes with more words than this has a high field.
LONG = 20


def asked(one: Setting, now: Value) -> Value:
    """The field of a setting, and what stands in it."""
    return FIELDS[one.kind](one, now)


def form(part: str) -> Form:
    """What is typed in all fields of a section."""
    return Form(("settings", part), "set_", ("set_drafts", "set_names_", "set_search"))


def key(one: Setting) -> str:
    """The key of the field."""
    return f"set_{one.key or one.name}"


def _stored(one: Setting, value: object) -> str:
    """The key of a field that shows the stored value anew whenever that changed."""
    name = key(one)
    if st.session_state.get(f"{name}_stored") != value or name not in st.session_state:
        st.session_state[f"{name}_stored"] = st.session_state[name] = value
    return name


def _title(one: Setting) -> str:
    return plain(one.asked or one.label)


def _help(one: Setting) -> str | None:
    return plain(one.help) if one.help else None


def _hint(one: Setting) -> str | None:
    return plain(one.hint) if one.hint else None


def _number(one: Setting, now: Value) -> int:
    least, most = one.within
    stored = _stored(one, int(str(now)))
    value = st.number_input(
        _title(one), min_value=least, max_value=most, step=1, help=_help(one), key=stored
    )
    return int(value)


def _share(one: Setting, now: Value) -> float:
    least, most = one.within
    stored = _stored(one, round(100 * float(str(now))))
    value = st.number_input(
        _title(one), min_value=least, max_value=most, step=1, help=_help(one), key=stored
    )
    return value / 100


def _choice(one: Setting, now: Value) -> str:
    codes = list(one.choices)
    return st.selectbox(
        _title(one),
        codes,
        help=_help(one),
        format_func=address.labels(codes, lambda code: plain(one.choices[code])),
        key=_stored(one, now),
    )


def _target(one: Setting, now: Value) -> float:
    _least, most = one.within
    held = round(100 * float(str(now)))
    least, stored = min(LEAST_TARGET, held), _stored(one, held)
    value = st.slider(_title(one), least, most, format="%d %%", help=_help(one), key=stored)
    usual = float(str(settings.defaults()[one.name]))
    st.markdown(_("As it comes: {score}.", score=formats.percent(usual, language())))
    return value / 100


def _switch(one: Setting, now: Value) -> bool:
    return st.toggle(_title(one), help=_help(one), key=_stored(one, bool(now)))


def _address(one: Setting, now: Value) -> str:
    stored = _stored(one, str(now))
    return st.text_input(_title(one), placeholder=_hint(one), help=_help(one), key=stored).strip()


def _order(one: Setting, now: Value) -> list[str]:
    codes = list(one.choices)
    return st.multiselect(
        _title(one),
        codes,
        help=_help(one),
        format_func=address.labels(codes, lambda code: plain(one.choices[code])),
        placeholder=_hint(one),
        key=_stored(one, now),
    )


def _lines(one: Setting, now: Value) -> list[str]:
    usual = settings.defaults()[one.name]
    high = isinstance(usual, list) and len(usual) > LONG
    text = st.text_area(
        _title(one),
        height=300 if high else None,
        help=_help(one),
        placeholder=_hint(one),
        key=_stored(one, "\n".join(now) if isinstance(now, list) else ""),
    )
    return text.splitlines()


FIELDS: dict[Kind, Callable[[Setting, Value], Value]] = {
    "number": _number,
    "share": _share,
    "target": _target,
    "choice": _choice,
    "switch": _switch,
    "address": _address,
    "link": _address,
    "order": _order,
    "lines": _lines,
    "together": _lines,
    "names": _lines,
    "teams": _lines,
    "receivers": _lines,
}
