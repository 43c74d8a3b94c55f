"""What people decided of pairs, and how often the matching's certainty was right."""

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

# What was decided: of pairs, and by merging; then the decision went with the card, and the history
# has it. What was decided of the one that goes and a third is of the one that stays by now.
DECIDED = """
    select same, score
    from decision
    where record_kind = $kind
    union all
    select true, (edit -> 'before' ->> 'score')::double
    from (
        select edits, unnest(edits::json[]) as edit
        from change
        where command = 'merge' and undone_by is null
    ) as merge
    where edit ->> 'table' = 'decision'
        and edit ->> 'after' is null
        and edit -> 'before' ->> 'same' = 'true'
        and edit -> 'before' ->> 'record_kind' = $kind
        and list_bool_or(list_transform(
            edits::json[],
            lambda one: one ->> 'table' = 'merged'
                and list_sort([one -> 'after' ->> 'id', one -> 'after' ->> 'survivor_id'])
                    = [edit -> 'before' ->> 'left_id', edit -> 'before' ->> 'right_id']
        ))
"""
# Lower edges of the bands of certainty, 0..1.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
# So many decisions weigh as much as what matching says, and it is never believed further than this:
# of a thousand pairs that it called certain some were wrong, see docs/matching-figures.md.
WEIGHT, MOST = 500, 0.999


@dataclass(frozen=True)
class Band:
    """Decided pairs whose certainty (0..1) was from `low` up to `high`: how many were one."""

    low: float
    high: float
    decided: int
    same: int
    expected: float

    @property
    def precision(self) -> float:
        """The share of the decided pairs that people found to be one, 0..1."""
        return self.same / self.decided


def bands(db: duckdb.DuckDBPyConnection, kind: str = "contact") -> list[Band]:
    """The bands with at least one decision, most certain first; `expected` is the mean score.

    A merge is a decision too, as long as it stands.
    """
    rows = db.execute(
        f"""
        with decided as ({DECIDED}), edge as (
            select
                low,
                coalesce(lead(low) over (order by low), 1.0) as high
            from (select unnest($edges) as low) as edges
        )
        select edge.low, edge.high, count(*), count(*) filter (decided.same), avg(decided.score)
        from decided
        join edge
            on decided.score >= edge.low
            and (decided.score < edge.high or edge.high = 1.0)
        group by edge.low, edge.high
        order by edge.low desc
        """,
        {"edges": list(EDGES), "kind": kind},
    ).fetchall()
    return [Band(*row) for row in rows]


def calibrated(db: duckdb.DuckDBPyConnection, kind: str) -> Callable[[float], float]:
    """What makes of matching's certainty (0..1) the probability that such a pair is one here: the
    share of the decided pairs of its band that were, with `WEIGHT` times the certainty itself.

    The bands are by the certainty of now, where that was worked out for the decided pairs.
    """
    found = learned(db, kind)
    known = {band.low: band for band in (found.bands if found else bands(db, kind))}

    def of(score: float) -> float:
        band = known.get(EDGES[bisect_right(EDGES, score) - 1])
        same, decided = (band.same, band.decided) if band else (0, 0)
        return min(MOST, (same + WEIGHT * score) / (decided + WEIGHT))

    return of


@dataclass(frozen=True)
class Measure:
    """How well certainties fit what was decided: how far they were off on average (0..1), and of
    how many pairs they said the contrary."""

    off: float
    wrong: int


@dataclass(frozen=True)
class Learned:
    """What fitting the weights on decided pairs brings, each pair by weights that had not seen it:
    `before` by what the file itself teaches, `after` with decisions, which are `used` where they
    are better. `bands` are by the certainty that is shown."""

    decided: int
    same: int
    before: Measure
    after: Measure
    used: bool
    bands: tuple[Band, ...]


def learned(db: duckdb.DuckDBPyConnection, kind: str = "contact") -> Learned | None:
    """What the last matching found; None where it had too little to learn from, or may not."""
    rows = db.execute(
        "select learned from matching where record_kind = ? and learned is not null", [kind]
    ).fetchall()
    if not rows:
        return None
    found = json.loads(rows[0][0])
    before, after = (
        Measure(found[side]["off"], found[side]["wrong"]) for side in ("before", "after")
    )
    highs = [*EDGES[1:], 1.0]
    bands = tuple(
        Band(one["low"], highs[EDGES.index(one["low"])], *_counts(one))
        for one in reversed(found["bands"])
    )
    return Learned(found["decided"], found["same"], before, after, found["used"], bands)


def _counts(band: dict[str, float]) -> tuple[int, int, float]:
    return int(band["decided"]), int(band["same"]), band["expected"]


@dataclass(frozen=True)
class Ruling:
    """What holds of a pair: whether the two are one; `follows` says that nobody said it of the pair
    itself, but of others that one of them is one with."""

    same: bool
    follows: bool


def of_pair(db: duckdb.DuckDBPyConnection, kind: str, left_id: str, right_id: str) -> Ruling | None:
    """What was decided of a pair, or follows from what was; None where nothing was."""
    rows = db.execute(
        """
        select same, follows
        from settled
        where record_kind = $kind
            and left_id = least($left, $right)
            and right_id = greatest($left, $right)
        """,
        {"kind": kind, "left": left_id, "right": right_id},
    ).fetchall()
    return Ruling(*rows[0]) if rows else None
