"""Progress: the score per account owner, team or account tree, with the trend of each."""

import streamlit as st

from dq.errors import N_
from dq.queries.review import scores
from dq.queries.review.scores import Group, Grouping
from dq.settings import teams
from dq.words import formats
from pages.review.parts import failed
from pages.review.parts.scoring import ranking, score
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

db = frame.open_store()
st.title(_("Progress"))
frame.stop_without_data(db)
failed.show(db)


def named(grouping: Grouping, one: Group) -> str:
    """What a group is called."""
    if not one.member:
        return plain("No account owner") if grouping == "owner" else plain("No account")
    return one.name or one.member


def code(one: Group) -> str:
    """The group in the address."""
    return one.member or NOBODY


def table(grouping: Grouping, rows: list[Group], opened: Group) -> None:
    """The groups of this page; a click on a row opens it."""
    ranking.show(
        plain("Scores; choose a row to see its trend"),
        [
            plain(LABELS[grouping]),
            plain("Score"),
            plain("Change"),
            plain("Errors"),
            plain("Warnings"),
            plain("Notices"),
        ],
        [
            (
                code(one),
                (
                    named(grouping, one),
                    formats.percent(one.value, language()),
                    "" if one.before is None else formats.points(one.value, one.before, language()),
                    *(
                        formats.number(count, language())
                        for count in (one.errors, one.warnings, one.notices)
                    ),
                ),
            )
            for one in rows
        ],
        code(opened),
    )


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
asked = address.value("g_open")
member = "" if asked == NOBODY else asked
found = scores.groups(db, grouping, member=member)[1] if asked is not None else []
opened = found[0] if found else rows[0]
left, right = st.columns(2, gap="medium")
with left:
    st.markdown(n_("{number} row", "{number} rows", total))
    table(grouping, rows, opened)
    address.pager("g_p", total, scores.PAGE, ("g_open",))
with right:
    details(grouping, opened)
browser.reveal("g_details", code(opened))
