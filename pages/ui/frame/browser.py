"""What every page tells the browser besides what is on it: its language, who is there, how steps
between pages are kept, and how one chooses by keyboard."""

import streamlit as st

from pages.ui.session import navigation, people
from pages.ui.widgets import picking
from pages.ui.words.i18n import language

JS = f"""
export default function ({{ data }}) {{
  document.documentElement.lang = data.language
  if (!data.name) return
  const name = encodeURIComponent(data.name)
  document.cookie = `{people.COOKIE}=${{name}}; path=/; max-age=31536000; samesite=strict`
}}
"""
_element = st.components.v2.component("kaartenbak_browser", js=navigation.JS + picking.JS + JS)


def tell() -> None:
    """Tell the browser; nothing of it is seen."""
    _element(data={"language": language(), "name": people.name()}, key="browser")
