"""Findings: every point that a check found, filtered, with its record, why and what to do."""

from collections.abc import Sequence

import streamlit as st

from dq.checks import DIMENSIONS, SEVERITIES, all_checks
from dq.errors import N_
from dq.queries.review import findings
from dq.queries.review.findings import Finding
from dq.settings import rules, teams
from pages.parts import filters
from pages.parts.filters import RESETS
from pages.review.parts import failed, keys, leads
from pages.review.parts.listed import at_once, beside, rows
from pages.ui.frame import browser, frame
from pages.ui.session import address, guarded
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, n_, plain

KEYS = {
    "J K": N_("next and previous"),
    "Enter": N_("to what can be done"),
    "Esc": N_("back to the list"),
    "1": N_("do what is proposed"),
    "2": N_("not needed"),
    "3": N_("later"),
    "4": N_("give to a colleague"),
    "5": N_("later, until a day"),
    "0": N_("the field for another reason or somebody else"),
    "U": N_("undo the last decision"),
    "/": N_("search"),
    "?": N_("this list"),
}

db = frame.open_store()
CHECKS = rules.every(db)
st.title(_("Findings"))
frame.stop_without_data(db)


def filter_row() -> None:
    """The filters, as the address says; the less common ones behind a button."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="f_filters"):
        address.choice(
            _("Check"),
            list(CHECKS),
            "f_check",
            _("All checks"),
            lambda id: plain(CHECKS[id].title),
            RESETS,
        )
        address.choice(
            _("State"),
            findings.STATES,
            "f_state",
            _("Everything open"),
            lambda code: plain(words.STATES[code]),
            RESETS,
        )
        address.choice(_("Severity"), SEVERITIES, "f_severity", _("All"), words.severity, RESETS)
        address.text(_("Search"), "f_text", _("Name, e-mail or ID"), RESETS)
        more = [
            address.value(name)
            for name in ("f_account", "f_tree", "f_owner", "f_team", "f_dimension")
        ]
        count = sum(1 for value in more if value)
        label = _("More filters ({number})", number=count) if count else _("More filters")
        with st.popover(label):
            address.text(_("Account"), "f_account", _("Name or ID"), RESETS)
            if top := address.value("f_tree"):
                label = _("Account with all that is under it")
                address.choice(label, [top], "f_tree", _("All"), filters.tree_name, RESETS)
            address.choice(
                _("Account owner"), findings.owners(db), "f_owner", _("All"), str, RESETS
            )
            if named := [*teams.every(db)]:
                address.choice(_("Team"), named, "f_team", _("All"), str, RESETS)
            address.choice(
                _("Dimension"),
                DIMENSIONS,
                "f_dimension",
                _("All"),
                lambda code: plain(words.DIMENSIONS[code]),
                RESETS,
            )


@guarded.fragment
def reading(listed: Sequence[Finding], single: bool) -> None:
    """The list, and beside it the finding that is open; another one redraws this alone."""
    key = address.value("f_open")
    opened = next((row for row in listed if row.key == key), None)
    asked = findings.one(db, key) if key and not opened else None
    opened = opened or (asked if asked and asked.check_id in CHECKS else None) or listed[0]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        states = {key: made.state for key, made in beside.done().items()}
        rows.show(listed, opened.key, states, beside.times(), single=single)
    with right:
        beside.last()
        beside.details(opened, beside.upcoming(listed, opened.key))
    browser.reveal("f_details", opened.key)
    does = {key: plain(does) for key, does in KEYS.items()}
    asking = beside.asked(opened.key)
    # Another finding leaves the focus where it is: perhaps in a filter.
    moment = f"{asking.asking} {asking.refusals}"
    keys.listen(moment, plain("Keys"), does, shown=opened.key)


filter_row()
failed.show(db)
if (asked := address.value("f_check")) and asked not in CHECKS:
    st.warning(
        _("The check {check} is off. You see all findings.", check=_(all_checks()[asked].title))
        if asked in all_checks()
        else _("This link asks for a check that does not exist (any more). You see all findings.")
    )
chosen = filters.chosen()
single = len(chosen.checks) == 1
number = address.number("f_p")
total, listed = findings.search(db, chosen, number)
if not listed and total:  # beyond the last page
    total, listed = findings.search(db, chosen, address.page("f_p", total, findings.PAGE))
beside.forget()
if not listed:
    address.nothing_found()
    st.stop()
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(n_("{number} finding", "{number} findings", total))
    st.space("stretch")
    if single:
        at_once.button(chosen.checks[0], total)
        leads.together(chosen.checks[0])
    widgets.link("exchange/download.py", _("Download this list"), **filters.params())
reading(listed, single)
address.pager("f_p", total, findings.PAGE, ("f_open",))
