"""Filters that live in the address, so that a link opens the same view.

The address is the truth: each run sets the widget from it, and a change by the user is written
to it before the run. (Streamlit's own binding writes the translated label, which breaks a link
as soon as its reader chose another language.)
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.ui.words.i18n import _, language


def value(name: str) -> str | None:
    """What the address says of `name`; None when it is absent or empty."""
    return st.query_params.get(name) or None


def put(name: str, content: str | None, *resets: str) -> None:
    """Write `content` to the address, or take `name` out; `resets` go with it."""
    for gone in (*resets, *(() if content else (name,))):
        st.query_params.pop(gone, None)
    if content:
        st.query_params[name] = content


def _bind(name: str, wanted: object) -> str:
    # Per language, because a drop-down knows its choice by the label on screen.
    key = f"{name}_{language()}"
    if st.session_state.get(key, "") != wanted:
        st.session_state[key] = wanted
    return key


def _changed(name: str, key: str, resets: Sequence[str]) -> None:
    chosen = st.session_state[key]
    put(name, str(chosen).strip() if chosen else None, *resets)


def labels(options: Sequence[Any], show: Callable[[Any], str]) -> Callable[[Any], str]:
    """`show` worked out in this run: a label is asked for outside it too, in no language."""
    known = {option: show(option) for option in options}
    return lambda option: known.get(option, str(option))


def choice(
    label: str,
    options: Sequence[str],
    name: str,
    anything: str,
    show: Callable[[str], str] = str,
    resets: Sequence[str] = (),
) -> str | None:
    """A drop-down whose choice is in the address as its code; `anything` stands for no choice."""
    wanted = value(name) if value(name) in options else None
    key = _bind(name, wanted)
    st.selectbox(
        label,
        options,
        index=None,
        key=key,
        format_func=labels(options, show),
        placeholder=anything,
        on_change=_changed,
        args=(name, key, resets),
    )
    return wanted


def pick(
    label: str,
    options: Sequence[str],
    name: str,
    show: Callable[[str], str] = str,
    resets: Sequence[str] = (),
) -> str:
    """A drop-down that always has a choice: the first where the address says nothing."""
    wanted = value(name)
    chosen = wanted if wanted is not None and wanted in options else options[0]
    key = _bind(name, chosen)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=labels(options, show),
        on_change=_changed,
        args=(name, key, resets),
        width=420,
    )
    return chosen


def switch(
    label: str,
    options: Sequence[str],
    name: str,
    show: Callable[[str], str] = str,
    resets: Sequence[str] = (),
    *,
    labelled: bool = False,
) -> str:
    """A row of buttons of which one is on; the first where the address says nothing."""
    wanted = value(name)
    chosen = wanted if wanted is not None and wanted in options else options[0]
    key = _bind(name, chosen)
    st.segmented_control(
        label,
        options,
        required=True,
        key=key,
        format_func=labels(options, show),
        label_visibility="visible" if labelled else "collapsed",
        on_change=_changed,
        args=(name, key, resets),
    )
    return chosen


def text(label: str, name: str, hint: str, resets: Sequence[str] = ()) -> str | None:
    """A search field whose text is in the address."""
    key = _bind(name, value(name) or "")
    st.text_input(
        label,
        key=key,
        type="search",
        placeholder=hint,
        on_change=_changed,
        args=(name, key, resets),
    )
    return value(name)


def nothing_found() -> None:
    """Say that nothing passes the filters, with the way back to everything."""
    st.info(_("Nothing found with these filters."))
    st.button(_("Clear the filters"), key="clear", on_click=_clear)


def _clear() -> None:
    for name in [*st.query_params]:
        if name != "lang":
            st.query_params.pop(name)


def number(name: str) -> int:
    """The number in the address, 1 where there is none."""
    wanted = value(name) or "1"
    # More digits than a page ever has may be more than Python wants to read.
    return max(int(wanted[:9]), 1) if wanted.isdecimal() else 1


def page(name: str, total: int, size: int) -> int:
    """The page number in the address, kept inside what there is."""
    return min(number(name), max(1, -(-total // size)))


def pager(name: str, total: int, size: int, resets: Sequence[str] = ()) -> None:
    """Buttons to the other pages; nothing where one page holds all."""
    if total <= size:
        return
    key = _bind(name, page(name, total, size))
    st.pagination(-(-total // size), key=key, on_change=_changed, args=(name, key, resets))
