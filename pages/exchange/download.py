"""Download: every list as CSV or Excel, the findings whole or as filtered."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import streamlit as st

from dq import scratch
from dq.errors import N_
from dq.handover.lists.files import MOST_EXCEL_ROWS, Separator, Wording, to_csv, to_xlsx
from dq.handover.lists.findings import listed
from dq.handover.lists.tables import HEADINGS, TABLES
from dq.queries.exchange import lists, loads
from dq.queries.review import findings
from dq.queries.review.findings import Filter
from dq.settings import rules
from pages.parts import filters, imported
from pages.ui.frame import frame
from pages.ui.session import address, opened
from pages.ui.widgets import download, widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, plain

ABOUT = {
    "duplicates": N_("Every group of likely duplicates, a row per card."),
    "usernames": N_("Every username with the cards that claim it, the conflicts first."),
    "contacts": N_("Every card, with addresses and phone numbers written one way."),
    "approvals": N_("What people who left still approve, what waits longest first."),
    "tiles": N_("Every step of the tiles that are not done, for the back office."),
    "three_way": N_("Where Salesforce, the portal and Business Central disagree about somebody."),
}
LISTED_STATES = {
    "new": N_("New"),
    "returned": N_("Returned"),
    "open": N_("Open"),
    "under_way": N_("Under way"),
    "accepted": N_("Not needed"),
    "later": N_("Later"),
    "solved": N_("Solved"),
}
KINDS = {
    "contact": N_("Contact"),
    "account": N_("Account"),
    "relation": N_("Relation"),
    "project": N_("Project"),
    "file": N_("File"),
}

db = frame.open_store()
st.title(_("Download"))
frame.stop_without_data(db)
current = loads.current(db)
day = current.exported.isoformat() if current else ""
# The files are made on another thread, which knows no session: all words are looked up here.
checks = rules.every(db)
known = list(checks.values())
named = {
    "checks": [check.id for check in known],
    "titles": [plain(check.title) for check in known],
}
yes_no = {"true": plain("yes"), "false": plain("no")}
wording = Wording(
    {name: plain(heading) for name, heading in HEADINGS.items()},
    {
        "status": {code: plain(word) for code, word in words.STATUSES.items()},
        "state": {code: plain(word) for code, word in LISTED_STATES.items()},
        "record_kind": {code: plain(word) for code, word in KINDS.items()},
        "general": yes_no,
        "portal_active": yes_no,
        "bc_blocked": yes_no,
        "difference": {code: words.difference(code) for code in words.DIFFERENCES},
        "task": {code: plain(word) for code, word in words.TASKS.items()},
        "approves": {code: words.approvals([code]) for code in words.APPROVALS},
        # A project without an approver names what is missing.
        "detail": {
            " ".join(sorted(kinds)): words.approvals(kinds)
            for number in range(1, len(words.APPROVALS) + 1)
            for kinds in combinations(words.APPROVALS, number)
        },
    },
)


def findings_query(chosen: Filter) -> tuple[str, dict[str, Any]]:
    """The findings with the titles and severities of this language."""
    sql, parameters = findings.selected(db, chosen)
    asked = [checks[id] for id in chosen.checks]
    return listed(sql), parameters | {
        "titles": [plain(check.title) for check in asked],
        "severities": [plain(words.SEVERITIES[check.severity][1]) for check in asked],
        "actions": [plain(check.action) for check in asked],
    }


def csv(sql: str, parameters: dict[str, Any], separator: Separator) -> Callable[[], bytes]:
    """What makes the CSV when it is asked for."""

    def make() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "list.csv"
            to_csv(db.cursor(), sql, target, parameters, separator=separator, wording=wording)
            return target.read_bytes()

    return make


def excel(sql: str, parameters: dict[str, Any], title: str) -> Callable[[], bytes]:
    """What makes the workbook when it is asked for."""

    def make() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "list.xlsx"
            to_xlsx(db.cursor(), sql, target, parameters, wording=wording, title=title)
            return target.read_bytes()

    return make


def offer(
    name: str, title: str, about: str, total: int | None, sql: str, parameters: dict[str, Any]
) -> None:
    """One list: what it holds and its two buttons."""
    many = total is None or total > MOST_EXCEL_ROWS
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"x_{name}"
    ):
        widgets.text(
            title, about, *([plain("{number} rows", number=total)] if total is not None else [])
        )
        st.space("stretch")
        download.button(
            "CSV",
            csv(sql, parameters, separator),
            file_name=f"{title} {day}.csv",
            mime="text/csv",
            key=f"x_csv_{name}",
        )
        download.button(
            "Excel",
            excel(sql, parameters, title),
            file_name=f"{title} {day}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"x_xlsx_{name}",
            disabled=many,
            help=_("Too many rows for Excel; take the CSV.") if many else None,
        )


def separator_choice() -> Separator:
    """The list separator: a Dutch Excel opens a CSV with semicolons in columns."""
    shown = {"semicolon": plain("Semicolon (Dutch Excel)"), "comma": plain("Comma")}
    code = address.switch(
        _("Separator in CSV"), list(shown), "x_separator", shown.__getitem__, labelled=True
    )
    return "," if code == "comma" else ";"


separator = separator_choice()
if parts := filters.spoken():
    chosen = filters.chosen()
    about = plain("As filtered: {filter}.", filter=", ".join(parts))
    total = findings.count(db, chosen)
    offer("filtered", plain("Findings, filtered"), about, total, *findings_query(chosen))
everything = Filter(tuple(checks))
offer(
    "findings",
    plain("Findings"),
    plain("Every open finding, the worst first."),
    findings.count(db, everything),
    *findings_query(everything),
)
sizes = opened.remembered(lists.sizes)
for name, table in TABLES.items():
    parameters = named if table.named else {}
    offer(name, plain(table.title), plain(ABOUT[name]), sizes[name], table.sql, parameters)
if loads.has_business_central(db):
    imported.offer(db)
