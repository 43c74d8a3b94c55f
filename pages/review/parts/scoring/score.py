"""A score with its change, its trend and its dimensions; and how it was worked out.

Tested in tests/pages/review/test_overview.py.
"""

from collections.abc import Sequence
from datetime import date

import duckdb
import streamlit as st

from dq import settings
from dq.checks import DIMENSIONS
from dq.queries.review import scores
from dq.queries.review.scores import Score
from dq.words import formats, verdict
from pages.parts import trend
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, language, plain

FINDINGS = "review/findings.py"
PROGRESS = "review/progress.py"
PLACES: dict[str, int] = {name: place for place, name in enumerate(DIMENSIONS)}


def show(db: duckdb.DuckDBPyConnection) -> None:
    """The score of everything; nothing where nothing was judged."""
    points = opened.remembered(scores.trend)
    if not points:
        return
    found = in_order(opened.remembered(scores.scores))
    with st.container(border=True, key="score"):
        with st.container(horizontal=True, gap="large", vertical_alignment="center"):
            figure(points)
            with st.container(key="trend_box"):
                drawn(db, points)
        _dimensions(found)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="more"):
            with st.popover(_("How the score is worked out"), type="tertiary"):
                _formula(db, found, points[-1][1])
            _duration(db)
            widgets.link(PROGRESS, _("To Progress"))


def in_order(found: Sequence[Score]) -> list[Score]:
    """Scores in the order of the dimensions."""
    return sorted(found, key=lambda one: PLACES[one.dimension])


def figure(points: Sequence[tuple[date, float]]) -> None:
    """The newest score with its change."""
    latest, before = points[-1][1], points[-2][1] if len(points) > 1 else None
    st.metric(
        _("Score"),
        formats.percent(latest, language()),
        None if before is None else formats.points(latest, before, language()),
        delta_arrow="off",
        delta_color="gray" if before is None else verdict.colour(latest, before),
        width="content",
    )


def drawn(db: duckdb.DuckDBPyConnection, points: Sequence[tuple[date, float]]) -> None:
    """What the line says, and the line."""
    target = float(str(settings.get(db, "target_score")))
    latest, before = points[-1][1], points[-2][1] if len(points) > 1 else None
    st.markdown(f"**{_(verdict.sentence(latest, before, target))}**")
    trend.line(points, target)


def _dimensions(found: Sequence[Score]) -> None:
    """The five dimensions, each leading to its findings."""
    with st.grid(5, min_column_width=130, gap="small", key="dimensions"):
        for score in found:
            with st.container(key=f"dimension_{score.dimension}", gap=None):
                label = _(words.DIMENSIONS[score.dimension])
                widgets.link(FINDINGS, label, f_dimension=score.dimension)
                st.markdown(
                    f"**{formats.percent(score.value, language())}** :gray[{change(score)}]"
                )


def change(score: Score) -> str:
    """The change of a score, empty where there is none to tell."""
    if score.before is None:
        return ""
    shown = formats.points(score.value, score.before, language())
    return "" if shown == "=" else shown


def table(found: Sequence[Score]) -> None:
    """Per dimension what was counted, and the score of it."""
    widgets.table(
        plain("What the score is made of"),
        [
            plain("Dimension"),
            plain("Records"),
            plain("Errors"),
            plain("Warnings"),
            plain("Notices"),
            plain("Score"),
        ],
        [
            [
                widgets.shown(plain(words.DIMENSIONS[one.dimension])),
                widgets.shown("–" if one.estimated else one.asked),
                *(
                    widgets.shown("–" if one.estimated else number)
                    for number in (one.errors, one.warnings, one.notices)
                ),
                widgets.shown(formats.percent(one.value, language())),
            ]
            for one in found
        ],
        numbers=5,
    )


def _formula(db: duckdb.DuckDBPyConnection, found: Sequence[Score], latest: float) -> None:
    """The formula in words, with the numbers of this export."""
    table(found)
    weights = {name: f"{share}\N{NBSP}%" for name, share in scores.weights(db).items()}
    st.markdown(
        _(
            "Of each record the worst finding counts: an error takes {error} of it, a warning "
            "{warning}, a notice {notice}. A dimension's score is what is left of its records; "
            "the score is the average of the dimensions: {score}.",
            score=formats.percent(latest, language()),
            **weights,
        )
    )
    st.markdown(
        _(
            "Only what an export shows counts. What is put right here counts until an export has "
            "it, what is not needed no more from the next export on."
        )
    )
    if day := scores.estimated(db):
        said = _(
            "Up to {day} there was another formula; those scores were converted.",
            day=formats.day(day, language()),
        )
        st.markdown(said)


def _duration(db: duckdb.DuckDBPyConnection) -> None:
    """How long findings stay open, and how many came back."""
    found = scores.duration(db)
    if not found:
        return
    said = []
    if found.open_days is not None:
        days = formats.number(found.open_days, language())
        said.append(_("Median days open: {days}", days=days))
    if found.solved_days is not None:
        days = formats.number(found.solved_days, language())
        said.append(_("Median days until solved: {days}", days=days))
    said.append(_("Came back: {number}", number=found.returned))
    st.markdown(" · ".join(said))
