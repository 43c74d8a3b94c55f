"""How good the data is: the score over all and per dimension, and how it came about.

Tested in tests/handover/report/test_report.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.checks import DIMENSIONS
from dq.handover.report.contents.period import Period

OVERALL = "overall"
# How many exports the trend goes back.
MOST = 26


@dataclass(frozen=True)
class Score:
    """A score (0..1), and its change since the export that the report compares with."""

    value: float
    change: float | None


@dataclass(frozen=True)
class Standing:
    """The score over all (None: there is none yet), per dimension, and over all per export, oldest
    first."""

    overall: Score | None
    dimensions: dict[str, Score]
    trend: tuple[tuple[date, float], ...]


def read(db: duckdb.DuckDBPyConnection, period: Period) -> Standing:
    """The scores of the newest export, beside those of the one before."""
    rows = db.execute(
        """
        select now.dimension, now.value, now.value - before.value
        from score as now
        left join score as before
            on before.dimension = now.dimension and before.load_id = $base
        where now.load_id = $newest
        """,
        {"newest": period.newest.load_id, "base": period.base},
    ).fetchall()
    known = {name: Score(value, change) for name, value, change in rows}
    points = db.execute(
        """
        select load.exported, score.value
        from score
        join load on load.id = score.load_id
        where score.dimension = 'overall'
        order by load.id desc
        limit ?
        """,
        [MOST],
    ).fetchall()
    return Standing(
        known.get(OVERALL),
        {name: known[name] for name in DIMENSIONS if name in known},
        tuple(reversed(points)),
    )
