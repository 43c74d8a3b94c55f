"""From page to page by code, so that the browser's Back leads to where one was."""

from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

MARK = "_go"
# Streamlit puts the next page's parameters on the old page first, as a step of its own in the
# history. From a step with the mark on, no step is taken until one that leads to another page.
JS = f"""
if (!window.kaartenbakSteps) {{
  window.kaartenbakSteps = true
  const push = history.pushState.bind(history)
  const mark = /\\b{MARK}=1&?/
  const form = (address) => new URL(address, location.href).searchParams.has("do")
  // The address of a page, whichever row of its list is open.
  const page = (address) => {{
    const url = new URL(address, location.href)
    url.searchParams.delete("f_open")
    return url.pathname + url.search
  }}
  let leaving = false
  history.pushState = (state, unused, to) => {{
    const stays = new URL(to, location.href).pathname === location.pathname
    if (stays && mark.test(to)) {{
      leaving = true
      setTimeout(() => {{ leaving = false }}, 3000)
    }}
    if (stays && leaving) return
    leaving = false
    // A form over a page, or another row of it, is no step: Back leads to where one was before it.
    const within = form(to) || form(location.href) || page(to) === page(location.href)
    if (stays && within) return history.replaceState(state, unused, to)
    push(state, unused, to.replace(mark, "").replace(/[?&]$/, ""))
  }}
}}
"""


def go(page: str, **params: str) -> NoReturn:
    """Leave for another page; `params` go into the address."""
    # Without a mapping Streamlit clears the address, and refuses while the language is in it.
    st.switch_page(page, query_params={**params, MARK: "1"})


def arrived(page: str) -> None:
    """Take the mark of `go` out of the address, and remember which page this is."""
    st.query_params.pop(MARK, None)
    st.session_state["_here"] = page


def here() -> str:
    """The name in the address of the page that was last shown."""
    return st.session_state.get("_here", "")


def href(page: str, **params: str | None) -> str:
    """The address of a page, as every page may link to it."""
    name = page.rpartition("/")[2].removesuffix(".py")
    given = {name: value for name, value in params.items() if value}
    return f"{name}?{urlencode(given)}" if given else name
