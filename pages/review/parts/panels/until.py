"""Until when a decision holds: for good or until the next export, unless a day is chosen.

Tested in tests/pages/review/test_findings.py.
"""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from dq.casework.ways.others import DAYS
from pages.ui.words import formats
from pages.ui.words.i18n import _, label, language, n_, written

# How long something can wait, in weeks, each with a key.
WEEKS = (1, 4, 13)


def day(title: str, key: str, usual: date | None) -> None:
    """A day from today on, which nobody has to choose."""
    st.date_input(
        title,
        value=usual,
        min_value=date.today(),
        key=key,
        format=formats.typed_day(language()),
        width=230,
    )


def chosen(key: str) -> date | None:
    """The day in the field with this key, None as long as there is none."""
    found = st.session_state.get(key)
    return found if isinstance(found, date) else None


def due() -> date:
    """By when somebody to whom it is given sees to it, unless another day is chosen."""
    return date.today() + timedelta(days=DAYS)


def ask(key: str, then: Callable[[date], None]) -> None:
    """The usual times to wait, a key each, and any other day; `then` hears the last day."""
    st.markdown(_("Until when does it wait?"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for place, weeks in enumerate(WEEKS, start=1):
            last = date.today() + timedelta(weeks=weeks)
            title = n_("{number} week", "{number} weeks", weeks)
            st.button(
                f"{title} · {label(written(last))}",
                key=f"when_{place}",
                shortcut=str(place),
                on_click=then,
                args=(last,),
            )
        day(_("Another day"), key, None)
        st.button(_("Wait until then"), key="when_day", on_click=_until, args=(key, then))


def _until(key: str, then: Callable[[date], None]) -> None:
    if last := chosen(key):
        then(last)
