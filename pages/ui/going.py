"""From page to page by code, so that the browser's Back leads to where one was."""

from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

MARK = "_go"
# Streamlit puts the next page's parameters on the old page first, as a step of its own in the
# history. A step with the mark is not taken; the one to the next page, which follows, loses it.
JS = f"""
if (!window.kaartenbakSteps) {{
  window.kaartenbakSteps = true
  const push = history.pushState.bind(history)
  history.pushState = (state, unused, to) => {{
    const marked = /\\b{MARK}=1&?/
    if (!marked.test(to)) return push(state, unused, to)
    const path = new URL(to, location.href).pathname
    if (path !== location.pathname) push(state, unused, to.replace(marked, "").replace(/[?&]$/, ""))
  }}
}}
"""


def go(page: str, **params: str) -> NoReturn:
    """Leave for another page; `params` go into the address."""
    # Without a mapping Streamlit clears the address, and refuses while the language is in it.
    st.switch_page(page, query_params={**params, MARK: "1"})


def arrived() -> None:
    """Take the mark of `go` out of the address."""
    st.query_params.pop(MARK, None)


def href(page: str, **params: str | None) -> str:
    """The address of a page, as every page may link to it."""
    name = page.rpartition("/")[2].removesuffix(".py")
    given = {name: value for name, value in params.items() if value}
    return f"{name}?{urlencode(given)}" if given else name
