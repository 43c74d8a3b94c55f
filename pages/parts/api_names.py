"""What your Salesforce calls things: where an export says otherwise, and the table of names."""

from collections.abc import Mapping

import duckdb
import streamlit as st

from dq.commands.set import Set
from dq.commands.set import run_all as set_values
from dq.queries.settings import seen
from dq.queries.settings.seen import Seen
from dq.settings import Value, api
from pages.ui.session import drafts as unsaved
from pages.ui.session import saving
from pages.ui.widgets import widgets
from pages.ui.words import options
from pages.ui.words.i18n import _, counted, plain

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
                widgets.lines(_difference(one))
                if st.button(_("Take over"), key=f"called_{one.setting}"):
                    _take_over([one])
        if len(found) > 1 and st.button(_("Take over all"), key="called_all"):
            _take_over(found)


def _difference(one: Seen) -> str:
    return plain(
        "{name}: {theirs} in the export, {ours} in the package",
        name=options.name(one.setting),
        theirs=one.theirs,
        ours=one.ours or plain("nothing"),
    )


def _take_over(found: list[Seen]) -> None:
    save({one.setting: one.theirs for one in found})


def save(values: Mapping[str, str], *, beside: bool = False) -> None:
    """Keep these settings, all or none."""
    if len(values) == 1:
        [(name, value)] = values.items()
        message = plain("{name} is now {value}.", name=options.name(name), value=value or "–")
    else:
        message = counted("{number} name is kept.", "{number} names are kept.", len(values))
    wanted = tuple(Set(name, value) for name, value in values.items())
    outcome = saving.settle(set_values, wanted, message)
    if outcome.done:
        unsaved.settle(("settings",), *(f"set_{name}" for name in values))
        for name in values:
            drafts().pop(name, None)
    if beside:  # the table is a long one, and what is said stands over the page
        st.session_state["set_names_said"] = outcome.said
    st.rerun()


def drafts() -> dict[str, str]:
    """What was typed in the table and not saved yet, also in lines that a search hides."""
    return st.session_state.setdefault("set_drafts", {})


def table(now: Mapping[str, Value]) -> None:
    """Every object, field and word in one table, to search in; what is changed in it is saved at
    once."""
    _explained()
    looked_for = st.text_input(
        _("Search"), key="set_search", type="search", placeholder=plain("Field, name or word")
    )
    shown = [name for name in api.defaults() if _fits(name, str(now[name]), looked_for or "")]
    if not shown:
        widgets.quiet(plain("Nothing is called so."))
    else:
        heads = (_("Field or object"), _("Name in your Salesforce"), _("As it comes"))
        for place, text in zip(st.columns(WIDTHS), heads, strict=True):
            place.markdown(f"**{text}**")
    for name in shown:
        _row(name, str(now[name]))
    changed = {name: text for name, text in drafts().items() if text != str(now[name])}
    if st.button(_("Save"), key="set_names_save") and changed:
        save(changed, beside=True)
    if said := st.session_state.pop("set_names_said", None):
        widgets.quiet(said)


def _explained() -> None:
    st.markdown(_("Empty: your Salesforce has no such field."))
    widgets.quiet(
        plain(
            "A field of your own (its name ends in __c) goes along once an export has shown it."
            " After a change fetch the scripts again."
        )
    )
    widgets.quiet(
        plain(
            "The external id for new cards is a text field of contacts that the administrator made"
            " a unique external id. Kaartenbak fills it for new cards; then their relations and"
            " approvals go in the same package."
        )
    )


def _row(name: str, value: str) -> None:
    """One line of the table."""
    key = f"set_{name}"
    elsewhere = st.session_state.get(f"{key}_stored") != value
    if elsewhere or key not in st.session_state:
        st.session_state[f"{key}_stored"] = value
        st.session_state[key] = drafts().get(name, value)
    label, field, usual = st.columns(WIDTHS, vertical_alignment="center")
    with label:
        widgets.lines(options.name(name))
    typed = field.text_input(options.name(name), key=key, label_visibility="collapsed").strip()
    if typed != value:
        drafts()[name] = typed
    else:
        drafts().pop(name, None)
    with usual:
        widgets.quiet(api.defaults()[name])


def _fits(name: str, value: str, looked_for: str) -> bool:
    texts = (options.name(name), value, api.defaults()[name])
    return any(looked_for.strip().lower() in text.lower() for text in texts)
