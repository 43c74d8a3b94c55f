"""What every page tells the browser besides what is on it: its language, who is there, how steps
between pages are kept, how one chooses by keyboard, and what who has no mouse or no room needs."""

from pathlib import Path

import streamlit as st

from pages.ui.session import navigation, people
from pages.ui.widgets import picking
from pages.ui.words.i18n import language, plain

JS = f"""
export default function ({{ data }}) {{
  document.documentElement.lang = data.language
  window.kaartenbakAsk = data.ask
  reach(data.skip)
  if (!data.name) return
  const name = encodeURIComponent(data.name)
  document.cookie = `{people.COOKIE}=${{name}}; path=/; max-age=31536000; samesite=strict`
}}
"""
HERE = Path(__file__).parent
HELD, REACH, TYPED = (
    (HERE / name).read_text("utf-8") for name in ("held.js", "reach.js", "typed.js")
)
_element = st.components.v2.component(
    "kaartenbak_browser", js=navigation.JS + HELD + TYPED + picking.JS + REACH + JS
)
_shown = st.components.v2.component("kaartenbak_shown", js=(HERE / "shown.js").read_text("utf-8"))


def tell() -> None:
    """Tell the browser; nothing of it is seen."""
    data = {
        "language": language(),
        "name": people.given(),
        "skip": plain("To the page"),
        "ask": plain("What you typed is not saved. Leave all the same?"),
    }
    _element(data=data, key="browser")


def focus(box: str) -> None:
    """Let the field of the box with this key have the keyboard when the page opens."""
    _shown(data={"focus": box}, key="shown")


def reveal(box: str, what: str) -> None:
    """Bring the box with this key on screen when it begins to show something else."""
    _shown(data={"box": box, "what": what}, key="shown")
