"""Buttons that copy the address of what is on screen or a text, and links to Salesforce."""

from urllib.parse import quote

import duckdb
import streamlit as st

from dq import settings
from dq.objects import LIST_KEY, OWN_KEY
from pages.ui.words.i18n import _, plain

HTML = """
<button type="button"><svg viewBox="0 0 16 16" aria-hidden="true" hidden>
<path d="M5.5 5.5v-4h9v9h-4M1.5 5.5h9v9h-9z"/></svg><span aria-live="polite"></span></button>
"""
CSS = """
button {
  font: inherit; font-size: .875rem; line-height: 1.6; padding: .25rem .7rem; cursor: pointer;
  color: var(--st-text-color); background: transparent; max-width: 100%; overflow-wrap: anywhere;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button { display: inline-flex; align-items: center; gap: .45em; text-align: left }
svg { flex: none; width: .9em; height: .9em; fill: none; stroke: currentColor; stroke-width: 1.3;
  opacity: .75 }
svg[hidden] { display: none }
button:hover, button:focus-visible {
  border-color: var(--st-link-color); color: var(--st-link-color);
}
"""
# The reader's language is the reader's choice, so the link leaves it out. The clipboard exists
# on https and localhost only; elsewhere the old command does it.
JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const label = button.querySelector("span")
  label.textContent = data.label
  button.querySelector("svg").toggleAttribute("hidden", !data.text) // what is copied is in sight
  const show = () => {
    label.textContent = data.done
    setTimeout(() => { label.textContent = data.label }, 2000)
  }
  const fallback = (text) => {
    const area = document.createElement("textarea")
    area.value = text
    document.body.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
  }
  button.onclick = async () => {
    const link = new URL(window.location.href)
    link.searchParams.delete("lang")
    const text = data.text || link.href
    try { await navigator.clipboard.writeText(text) } catch { fallback(text) }
    show()
  }
}
"""
_button = st.components.v2.component("kaartenbak_copy", html=HTML, css=CSS, js=JS)


def copy_address() -> None:
    """A button that copies the address of what is on screen."""
    data = {"label": plain("Copy link"), "done": plain("Copied")}
    _button(data=data, key="copy_link", width="content")


def copy_text(text: str, key: str) -> None:
    """The text with its button: a click copies it."""
    _button(data={"label": text, "done": plain("Copied"), "text": text}, key=key, width="content")


def salesforce(db: duckdb.DuckDBPyConnection, record_id: str) -> None:
    """A button to the record in Salesforce; a card made here is not there yet."""
    address = str(settings.get(db, "salesforce_address"))
    if record_id.startswith((OWN_KEY, LIST_KEY)):
        unknown = _("not in Salesforce yet")
        st.markdown(f":gray[{unknown}]")
    elif address:
        st.link_button(_("Open in Salesforce"), f"{address}/{quote(record_id, safe='')}")
