"""What your Salesforce calls things: where an export says otherwise, and the table of names."""

from collections.abc import Mapping

import duckdb
import streamlit as st

from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.handover import api, seen
from dq.handover.seen import Seen
from dq.settings import Value
from pages.ui import options, saving, widgets
from pages.ui.i18n import _, plain

WIDTHS = (3, 3, 2)


def contradictions(db: duckdb.DuckDBPyConnection) -> None:
    """Where the last export has another name or word, each with a button that takes it over."""
    found = seen.differing(db)
    if not found:
        return
    with st.container(border=True, key="called"):
        title = _("The last export calls this otherwise than the package does")
        st.markdown(f"**{title}**")
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                widgets.lines(_told(one))
                if st.button(_("Take over"), key=f"called_{one.setting}"):
                    _take_over([one])
        if len(found) > 1 and st.button(_("Take over all"), key="called_all"):
            _take_over(found)


def _told(one: Seen) -> str:
    return plain(
        "{name}: {theirs} in the export, {ours} in the package",
        name=options.name(one.setting),
        theirs=one.theirs,
        ours=one.ours or plain("nothing"),
    )


def _take_over(found: list[Seen]) -> None:
    save({one.setting: one.theirs for one in found})


def save(values: Mapping[str, str]) -> None:
    """Keep these settings, up to the first that is refused."""
    for name, value in values.items():
        message = plain("{name} is now {value}.", name=options.name(name), value=value)
        if not saving.settle(set_value, Set(name, value), message):
            break
    st.rerun()


def table(now: Mapping[str, Value]) -> None:
    """Every object, field and word in one table, to search in; what is changed in it is saved at
    once."""
    looked_for = st.text_input(
        _("Search"), key="set_search", type="search", placeholder=plain("Field, name or word")
    )
    shown = [name for name in api.defaults() if _fits(name, str(now[name]), looked_for or "")]
    if not shown:
        widgets.quiet(plain("Nothing is called so."))
        return
    for place, text in zip(
        st.columns(WIDTHS),
        (_("Field or object"), _("Name in your Salesforce"), _("As it comes")),
        strict=True,
    ):
        place.markdown(f"**{text}**")
    typed = {name: _row(name, str(now[name])) for name in shown}
    changed = {name: text for name, text in typed.items() if text != str(now[name])}
    st.markdown(_("Empty: your Salesforce has no such field."))
    widgets.quiet(
        plain(
            "The external id for new cards is a text field of contacts that the administrator made"
            " a unique external id. Kaartenbak fills it for new cards; then their relations and"
            " approvals go in the same package."
        )
    )
    if st.button(_("Save"), key="set_names_save") and changed:
        save(changed)


def _row(name: str, value: str) -> str:
    """One line of the table; what is typed in it."""
    key = f"set_{name}"
    if st.session_state.get(f"{key}_stored") != value:  # it was changed elsewhere
        st.session_state[f"{key}_stored"] = st.session_state[key] = value
    label, field, usual = st.columns(WIDTHS, vertical_alignment="center")
    with label:
        widgets.lines(options.name(name))
    typed = field.text_input(options.name(name), key=key, label_visibility="collapsed")
    with usual:
        widgets.quiet(api.defaults()[name])
    return typed.strip()


def _fits(name: str, value: str, looked_for: str) -> bool:
    texts = (options.name(name), value, api.defaults()[name])
    return any(looked_for.strip().lower() in text.lower() for text in texts)
