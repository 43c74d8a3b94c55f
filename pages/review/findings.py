"""Findings: every point that a check found, filtered, with its record, why and what to do."""

import pandas as pd
import streamlit as st

from dq.casework import case
from dq.casework.ways.others import BACK_OFFICE
from dq.checks import DIMENSIONS, SEVERITIES, all_checks
from dq.commands import dispose
from dq.commands.dispose import Dispose
from dq.domain.dispositions import DISPOSALS
from dq.queries.backoffice import leavers
from dq.queries.cards import records
from dq.queries.review import findings
from dq.queries.review.findings import Finding
from dq.settings import teams
from pages.parts import filters
from pages.parts.filters import RESETS
from pages.review.parts import at_once, case_facts, failed, leads, panel
from pages.review.parts.decided import Decided
from pages.review.parts.panel import Panel
from pages.ui.frame import browser, frame
from pages.ui.session import address, saving
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, n_, plain

CHECKS = all_checks()
WIDTHS = {"State": 108, "Severity": 84, "Check": 190, "Card": 145, "Account": 155, "What": 280}
# With more rows than this the table scrolls, at about the height of the panel beside it.
MOST_ROWS, TABLE_HEIGHT = 25, 912

db = frame.open_store()
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


def table(rows: list[Finding], single: bool) -> Finding | None:
    """The findings of this page; a click on a row opens it."""
    shown = {
        plain("State"): [plain(words.SHORT_STATES[row.state]) for row in rows],
        plain("Card"): [row.name or row.record_id for row in rows],  # in sight on a telephone
        plain("Severity"): [words.severity(CHECKS[row.check_id].severity) for row in rows],
        plain("Check"): [plain(CHECKS[row.check_id].title) for row in rows],
        plain("Account"): [row.account or "" for row in rows],
        plain("What"): [widgets.reason(row, CHECKS[row.check_id]) for row in rows],
    }
    for column in ("Severity", "Check") if single else ("What",):
        del shown[plain(column)]
    # Selected positions outlive a change of data under one key.
    key = "f_table_" + "_".join(str(hash(tuple(row.key for row in rows))).split())
    picked = st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        height="content" if len(rows) <= MOST_ROWS else TABLE_HEIGHT,
        alt=plain("Findings; choose a row to see why it is there"),
        column_config={
            plain(name): st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()
        },
    )
    cells = picked.selection.cells
    return rows[cells[0][0]] if cells and cells[0][0] < len(rows) else None


def details(row: Finding) -> None:
    """Why the record is here, what to do, where to go and what the export says of it."""
    check = CHECKS[row.check_id]
    name = row.name or row.record_id
    with st.container(border=True, key="f_details"):
        st.header(escape(name), anchor=False)
        severity = f"{words.sign(check.severity)} {words.severity_word(check.severity)}"
        st.markdown(f"**{severity} · {_(check.title)}**")
        widgets.lines(widgets.reason(row, check))
        widgets.advice(check)
        state = plain(words.SHORT_STATES[row.state])
        if row.since:
            state = plain("{state} since {day}", state=state, day=row.since)
        widgets.quiet(state)
        decide(row)
        leads.leads(row, check)
        if row.check_id == "leaver_still_approves":
            waiting(row.record_id)
        source = records.source(db, row.record_kind, row.record_id)
        if source:
            widgets.text(plain("As exported"))
            widgets.facts(
                (words.field(field), words.value(field, value))
                for field, value in source.items()
                if value is not None
            )


def decide(row: Finding) -> None:
    """What can be decided where one reads; or the way back from what was decided."""
    if row.state in DISPOSALS:
        st.button(_("Take up again"), key="f_again", on_click=take_up, args=(row.key,))
    elif row.state in ("new", "returned", "earlier"):
        known, state = st.session_state.get("f_panel", (None, Panel()))
        if known != row.key:
            state = Panel()
        st.session_state["f_panel"] = row.key, state
        names = [BACK_OFFICE, *findings.owners(db)]
        found = case.of_finding(db, row)
        for before in found.earlier.values():
            widgets.quiet(case_facts.again(before))
        with st.container(key="way"):
            panel.show(found, state, names, decided)


def take_up(key: str) -> None:
    """Let a finding count again."""
    saving.settle(dispose.run, Dispose((key,), None), plain("It counts again."))


def decided(made: Decided) -> None:
    """Say what was decided, with the way back."""
    st.session_state.pop("f_panel", None)
    saving.say(made.said, made.changes)


def waiting(contact_id: str) -> None:
    """What a leaver still approves, and for how long it has waited."""
    rows = leavers.approvals(db, contact_id)
    if not rows:
        return
    widgets.table(
        plain("What this contact still approves"),
        [plain("Project"), plain("Approves"), plain("Account owner"), plain("Weeks since leaving")],
        [
            [
                widgets.shown(row.project or row.project_id),
                widgets.shown(words.approvals([row.kind] if row.kind else [])),
                widgets.shown(row.owner),
                widgets.shown(row.weeks),
            ]
            for row in rows
        ],
        numbers=1,
    )
    if rows[0].last_day:
        text = plain(
            "Counted from {day}, the best that is known of the last day.", day=rows[0].last_day
        )
        widgets.quiet(text)


filter_row()
failed.show(db)
if (asked := address.value("f_check")) and asked not in CHECKS:
    st.warning(
        _("This link asks for a check that does not exist (any more). You see all findings.")
    )
chosen = filters.chosen()
single = len(chosen.checks) == 1
number = address.number("f_p")
total, rows = findings.search(db, chosen, number)
if not rows and total:  # beyond the last page
    total, rows = findings.search(db, chosen, address.page("f_p", total, findings.PAGE))
if not rows:
    address.nothing_found()
    st.stop()

left, right = st.columns([3, 2], gap="medium")
with left:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(n_("{number} finding", "{number} findings", total))
        st.space("stretch")
        if single:
            at_once.button(chosen.checks[0], total)
            leads.together(chosen.checks[0])
        widgets.link("exchange/download.py", _("Download this list"), **filters.params())
    picked = table(rows, single)
    if picked and address.value("f_open") != picked.key:
        address.put("f_open", picked.key)
    address.pager("f_p", total, findings.PAGE, ("f_open",))
with right:
    open_key = address.value("f_open")
    opened = picked or (findings.one(db, open_key) if open_key else None) or rows[0]
    details(opened)
browser.reveal("f_details", opened.key)
