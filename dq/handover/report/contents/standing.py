"""How good the data is: the score over all and per dimension, and how it came about.

Tested in tests/handover/report/test_report.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.checks import DIMENSIONS
from dq.handover.report.contents.period import Period
from dq.queries.review import scores


@dataclass(frozen=True)
class Score:
    """A score (0..1), and what it was at the export that the report compares with."""

    value: float
    before: float | None


@dataclass(frozen=True)
class Standing:
    """The score over all (None: there is none yet), per dimension, and over all per export, oldest
    first."""

    overall: Score | None
    dimensions: dict[str, Score]
    trend: tuple[tuple[date, float], ...]


def read(db: duckdb.DuckDBPyConnection, period: Period) -> Standing:
    """The scores of the newest export, beside those of the one before."""
    points = scores.history(db)
    per_load = {id: value for id, _day, value in points}
    latest, before = per_load.get(period.newest.load_id), per_load.get(period.base)
    known = {
        one.dimension: Score(one.value, one.before) for one in scores.scores(db, base=period.base)
    }
    return Standing(
        None if latest is None else Score(latest, before),
        {name: known[name] for name in DIMENSIONS if name in known},
        tuple((day, value) for _id, day, value in points[-scores.MOST :]),
    )
