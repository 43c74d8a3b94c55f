"""Progress: the score per account owner, team or account tree, the worst first."""

import pandas as pd
import streamlit as st

from dq.errors import N_
from dq.queries.review import scores
from dq.queries.review.scores import Group, Grouping
from dq.settings import teams
from dq.words import formats
from pages.review.parts import failed
from pages.review.parts.scoring import score
from pages.ui.frame import browser, frame
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _, escape, language, n_, plain

LABELS = {"owner": N_("Account owner"), "team": N_("Team"), "tree": N_("Account tree")}
ORDERS = {"lowest": N_("Lowest score first"), "most": N_("Most lost first")}
# In the address, for what has no owner or no account.
NOBODY = "~"
# What each group's findings are filtered by.
FILTERS = {"owner": "f_owner", "team": "f_team", "tree": "f_tree"}
RESETS = ("g_p", "g_open")
WIDTHS = {"Score": 76, "Change": 76, "Errors": 62, "Warnings": 76, "Notices": 80}

db = frame.open_store()
st.title(_("Progress"))
frame.stop_without_data(db)
failed.show(db)


def named(grouping: Grouping, one: Group) -> str:
    """What a group is called."""
    if not one.member:
        return plain("No account owner") if grouping == "owner" else plain("No account")
    return one.name or one.member


def table(grouping: Grouping, rows: list[Group]) -> Group | None:
    """The groups of this page; a click on a row opens it."""
    shown = {
        plain(LABELS[grouping]): [named(grouping, one) for one in rows],
        plain("Score"): [formats.percent(one.value, language()) for one in rows],
        plain("Change"): [
            "" if one.before is None else formats.points(one.value, one.before, language())
            for one in rows
        ],
        plain("Errors"): [formats.number(one.errors, language()) for one in rows],
        plain("Warnings"): [formats.number(one.warnings, language()) for one in rows],
        plain("Notices"): [formats.number(one.notices, language()) for one in rows],
    }
    # Selected positions outlive a change of data under one key.
    key = f"g_table_{grouping}_{hash(tuple(one.member for one in rows))}"
    picked = st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        height="content",
        alt=plain("Scores; choose a row to see its trend"),
        column_config={plain(LABELS[grouping]): st.column_config.TextColumn(width=172)}
        | {
            plain(name): st.column_config.TextColumn(width=width, alignment="right")
            for name, width in WIDTHS.items()
        },
    )
    cells = picked.selection.cells
    return rows[cells[0][0]] if cells and cells[0][0] < len(rows) else None


def details(grouping: Grouping, one: Group) -> None:
    """The trend of a group, what its score is made of, and the way to its findings."""
    whose = (grouping, one.member)
    points = scores.trend(db, whose)
    with st.container(border=True, key="g_details"):
        st.header(escape(named(grouping, one)), anchor=False)
        if grouping == "team":
            widgets.quiet(", ".join(teams.every(db).get(one.member, ())))
        if one.member:
            params = {FILTERS[grouping]: one.member}
            widgets.link("review/findings.py", _("To its findings"), **params)
        score.figure(points)
        if len(points) > 1:
            score.drawn(db, points)
        score.table(score.in_order(scores.scores(db, whose)))


def nothing(grouping: Grouping) -> None:
    """What to do where there is no group of this kind."""
    if grouping == "team":
        st.info(_("There are no teams yet. Say in the settings who are in which."))
        widgets.link("settings/settings.py", _("To the settings"))
    else:
        st.info(_("No scores yet. They come with the next export that is loaded."))
    st.stop()


with st.container(horizontal=True, vertical_alignment="center", key="g_head"):
    chosen = address.switch(
        _("Per"), scores.GROUPINGS, "g_by", lambda code: plain(LABELS[code]), RESETS
    )
    grouping = next(one for one in scores.GROUPINGS if one == chosen)
    st.space("stretch")
    sort = address.switch(
        _("Order"), scores.ORDERS, "g_sort", lambda code: plain(ORDERS[code]), RESETS
    )
    order = next(one for one in scores.ORDERS if one == sort)
number = address.number("g_p")
total, rows = scores.groups(db, grouping, number, order=order)
if not rows and number > 1:  # beyond the last page
    total, rows = scores.groups(db, grouping, order=order)
if not rows:
    nothing(grouping)
left, right = st.columns(2, gap="medium")
with left:
    st.markdown(n_("{number} row", "{number} rows", total))
    picked = table(grouping, rows)
    if picked and address.value("g_open") != (picked.member or NOBODY):
        address.put("g_open", picked.member or NOBODY)
    address.pager("g_p", total, scores.PAGE, ("g_open",))
with right:
    asked = address.value("g_open")
    member = "" if asked == NOBODY else asked
    found = scores.groups(db, grouping, member=member)[1] if asked is not None else []
    opened = picked or (found[0] if found else rows[0])
    details(grouping, opened)
browser.reveal("g_details", opened.member)
