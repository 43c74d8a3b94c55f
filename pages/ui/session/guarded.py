"""Parts of a page that are drawn again by themselves, as long as who is there may read.

Tested in tests/test_rights.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec

import streamlit as st

from dq.access import rights
from dq.access.rights import READ

Given = ParamSpec("Given")


def fragment(function: Callable[Given, None]) -> Callable[Given, None]:
    """A part that is drawn again without its page."""
    return st.fragment(_asked(function))


def dialog(
    title: str,
    *,
    width: Literal["small", "medium", "large"] = "small",
    on_dismiss: Literal["ignore", "rerun"] | Callable[..., Any] = "ignore",
    wanted: Callable[[], bool] = lambda: True,
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """A form or a question over the page.

    :param wanted: whether it is open still: where it is closed together with the last that was
        typed in it, Streamlit asks for this part alone, and what it would draw is as it began
    """

    def over(function: Callable[Given, None]) -> Callable[Given, None]:
        return st.dialog(title, width=width, on_dismiss=on_dismiss)(_asked(function, wanted))

    return over


def _asked(
    function: Callable[Given, None], wanted: Callable[[], bool] = lambda: True
) -> Callable[Given, None]:
    """Who has lost the right since the page was drawn is led to the page, which says so; so is who
    closed this part."""

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        if not (rights.now().may(READ) and wanted()):
            st.rerun()
        function(*args, **kwargs)

    return run
