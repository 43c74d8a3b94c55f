"""How good the data is: the score over all and per dimension, and how it came about.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from dq.checks import DIMENSIONS
from dq.handover.report.contents import belonging
from dq.handover.report.contents.period import Period
from dq.queries.review import scores
from dq.queries.review.scores import Duration, Whose


@dataclass(frozen=True)
class Score:
    """A score (0..1), and what it was at the export that the report compares with."""

    value: float
    before: float | None


@dataclass(frozen=True)
class Standing:
    """The score over all (None: there is none yet), per dimension, and over all per export, oldest
    first; how long findings stay open (None: of one owner alone, or not known yet)."""

    overall: Score | None = None
    dimensions: Mapping[str, Score] = field(default_factory=dict)
    trend: tuple[tuple[date, float], ...] = ()
    duration: Duration | None = None


def read(db: duckdb.DuckDBPyConnection, period: Period, owner: str | None = None) -> Standing:
    """The scores of the newest export, beside those of the one before.

    :param owner: of the accounts of this owner; of somebody who is spelled in several ways there
        is none, since each spelling has its own
    """
    whose: Whose = scores.ALL
    if owner is not None:
        spelled = _members(db).get(belonging.folded(owner), [])
        if len(spelled) != 1:
            return Standing()
        whose = "owner", spelled[0]
    points = scores.history(db, whose)
    per_load = {id: value for id, _day, value in points}
    latest, before = per_load.get(period.newest.load_id), per_load.get(period.base)
    known = {
        one.dimension: Score(one.value, one.before)
        for one in scores.scores(db, whose, base=period.base)
    }
    return Standing(
        None if latest is None else Score(latest, before),
        {name: known[name] for name in DIMENSIONS if name in known},
        tuple((day, value) for _id, day, value in points[-scores.MOST :]),
        scores.duration(db) if owner is None else None,
    )


def owners(db: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The score (0..1) of every owner who is spelled in one way, by the folded name."""
    found, page, total = {}, 1, 1
    while len(found) < total:
        total, groups = scores.groups(db, "owner", page)
        if not groups:
            break
        found |= {one.member: one.value for one in groups}
        page += 1
    return {
        key: found[names[0]]
        for key, names in _members(db).items()
        if len(names) == 1 and names[0] in found
    }


def _members(db: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The spellings of every owner that is counted, by the folded name."""
    rows = db.execute("select distinct member from tally where grouping = 'owner'").fetchall()
    spelled: dict[str, list[str]] = {}
    for (member,) in rows:
        spelled.setdefault(belonging.folded(member), []).append(member)
    return spelled
