"""A table of groups with their scores, of which one is open.

Tested in tests/pages/review/test_progress.py and tests/browser/test_progress.py.
"""

from collections.abc import Sequence

import streamlit as st

from pages.ui.session import address

CSS = """
table { width: 100%; border-collapse: collapse; font: .9rem/1.45 var(--st-font);
  color: var(--st-text-color) }
th, td { padding: .35rem .5rem; text-align: right; white-space: nowrap; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent) }
th { font-weight: 600 }
td:not(:first-child) { font-variant-numeric: tabular-nums }
:is(th, td):first-child { text-align: left; white-space: normal; overflow-wrap: anywhere }
tbody tr { cursor: pointer }
tbody tr:hover { background: color-mix(in srgb, currentColor 4%, transparent) }
tr:has([aria-pressed="true"]) { box-shadow: inset 3px 0 var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 14%, transparent) }
button { all: unset; cursor: pointer }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: .25rem }
/* On a telephone the panel has the rest. */
@media (max-width: 640px) { :is(th, td):nth-child(n + 4) { display: none } }
"""
# Every text is set as text. A row is a button, which is what it is to the keyboard too.
JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties)
    made.append(...children)
    return made
  }
  const table = parentElement.querySelector("table")
  const buttons = () => [...table.querySelectorAll("button")]
  const mark = (key) => {
    for (const one of buttons()) one.setAttribute("aria-pressed", one.dataset.key === key)
  }
  const drawn = JSON.stringify([data.head, data.rows])
  if (table.drawn !== drawn) {
    const row = ({ key, cells: [name, ...numbers] }) => {
      const button = make("button", { type: "button" }, name)
      button.dataset.key = key
      return make("tr", {}, make("td", {}, button), ...numbers.map((one) => make("td", {}, one)))
    }
    const head = make("tr", {}, ...data.head.map((name) => make("th", { scope: "col" }, name)))
    table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...data.rows.map(row)))
  }
  table.drawn = drawn
  table.setAttribute("aria-label", data.label)
  mark(data.open)
  table.onclick = (event) => {
    const button = event.target.closest("tbody tr")?.querySelector("button")
    if (!button || String(getSelection())) return
    button.focus({ preventScroll: true })
    if (button.getAttribute("aria-pressed") === "true") window.kaartenbakReveal?.()
    mark(button.dataset.key)
    setTriggerValue("open", button.dataset.key)
  }
}
"""
KEY = "g_rows"
_ranking = st.components.v2.component("kaartenbak_ranking", html="<table></table>", css=CSS, js=JS)


def show(
    label: str, head: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], opened: str
) -> None:
    """The rows, each under a key with its cells, of which the first is its name; another one that
    is opened is put in the address as `g_open`."""
    data = {
        "label": label,
        "head": [*head],
        "rows": [{"key": key, "cells": [*cells]} for key, cells in rows],
        "open": opened,
    }
    _ranking(key=KEY, data=data, on_open_change=_chosen)


def _chosen() -> None:
    address.put("g_open", st.session_state[KEY].open)
