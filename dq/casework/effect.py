"""What settings would change, before they are saved: the findings and the groups, now and then.

It is worked out by setting and judging for real, in a transaction that is rolled back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import duckdb

from dq import settings
from dq.commands import set as set_
from dq.commands.set import Set
from dq.judging import findings, judge
from dq.judging.resident import Resident
from dq.progress import Progress
from dq.queries.review import overview, scores
from dq.settings import Value, declared, rules

# What the score is weighed with changes it, and no finding.
WEIGHTS = "weight_"
Groups = dict[str, int]


@dataclass(frozen=True)
class Counts:
    """The open findings per check that is on, the groups of likely duplicates per kind of record,
    and the score (None: there is none)."""

    findings: dict[str, int]
    groups: Groups
    score: float | None


@dataclass(frozen=True)
class Effect:
    """What there is now, and what there would be."""

    now: Counts
    then: Counts

    @property
    def checks(self) -> list[str]:
        """The checks whose number would be another, in the order of work as it is now."""
        before, after = self.now.findings, self.then.findings
        every = [*before, *(id for id in after if id not in before)]
        return [id for id in every if before.get(id) != after.get(id)]

    @property
    def kinds(self) -> list[str]:
        """The kinds of record of which there would be more groups, or fewer."""
        before, after = self.now.groups, self.then.groups
        return [kind for kind in before if before[kind] != after[kind]]


def shown(names: Iterable[str]) -> bool:
    """Whether any of these settings can change a number."""
    return any(declared.reached([name]) or name.startswith(WEIGHTS) for name in names)


def of(
    db: duckdb.DuckDBPyConnection,
    commands: Iterable[Set],
    progress: Progress | None = None,
    resident: Resident | None = None,
) -> Effect:
    """What setting these would change; the store is judged first where it has to be.

    :raises Invalid: a value is not one for its setting
    """
    wanted, every = set_.checked(db, commands), settings.every(db)
    other = {name: value for name, value in wanted.items() if every[name] != value}
    judge.refresh(db, progress, resident)
    now = counts(db)
    if not shown(other):
        return Effect(now, now)
    failed = set(overview.failed(db))
    while True:
        try:
            return Effect(now, _then(db, other, failed, progress))
        except findings.Failed as failure:
            failed.add(failure.check_id)


def _then(
    db: duckdb.DuckDBPyConnection,
    wanted: dict[str, Value],
    failed: Collection[str],
    progress: Progress | None,
) -> Counts:
    # The variables of a cursor outlive its transaction.
    with db.cursor() as aside, judge.trying(aside) as ledger:
        set_.write(ledger, wanted)
        if declared.reached(wanted):
            judge.rehearse(aside, wanted, failed, progress)
        return counts(aside)


def counts(db: duckdb.DuckDBPyConnection) -> Counts:
    """What there is in a store that was judged."""
    found = dict(
        db.execute("select check_id, count(*) from open_finding group by check_id").fetchall()
    )
    groups: Groups = dict(
        db.execute(
            """
            select record_kind, count(distinct group_id)
            from (select unnest(['contact', 'account']) as record_kind)
            left join cluster using (record_kind)
            group by record_kind
            order by record_kind desc
            """
        ).fetchall()
    )
    trend = scores.trend(db)
    score = trend[-1][1] if trend else None
    return Counts({id: found.get(id, 0) for id in rules.every(db)}, groups, score)
