"""The report as it is read: everything that any of its forms shows.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import duckdb

from dq import settings
from dq.checks import Check, all_checks
from dq.errors import N_, NotFound
from dq.handover.report.contents import (
    belonging,
    carried,
    cases,
    decided,
    found,
    period,
    repairs,
    standing,
)
from dq.handover.report.contents.carried import Carried
from dq.handover.report.contents.cases import Case, Queue
from dq.handover.report.contents.decided import Decision
from dq.handover.report.contents.found import Count, Found
from dq.handover.report.contents.period import Period
from dq.handover.report.contents.repairs import Repairs
from dq.handover.report.contents.standing import Standing
from dq.queries.settings import ruled
from dq.settings import rules

if TYPE_CHECKING:
    from dq.casework.queue import Entry

Measured = Literal["both", "now", "failed"]


@dataclass(frozen=True)
class Asked:
    """What the report is to be of: since a day (else since the export before the newest), and of
    one account owner (else of all)."""

    since: date | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Checked:
    """A check with its numbers, and by how many the exports of the period changed its findings:
    those that they brought and brought back, less those that they solved (None: not known)."""

    check: Check
    count: Count
    change: int | None


@dataclass(frozen=True)
class Owner:
    """An account owner, or somebody who was given cases: the findings of their accounts, and the
    cases that are theirs to decide on. Without a name: what nobody owns. `score` (0..1) is of what
    the newest export shows of their accounts."""

    name: str
    count: Count
    cases: int
    minutes: int
    score: float | None


@dataclass(frozen=True)
class Report:
    """The report: of one `owner`, or (None) of all. `age` is of the newest export in days;
    `failed` are the checks that could not be worked out and `off` those that the team switched off;
    their findings are in no number. `ruled` names the settings (message ids) that were changed in
    the period, by which more or fewer is found."""

    period: Period
    owner: str | None
    age: int
    standing: Standing
    target: float
    total: Count
    checks: tuple[Checked, ...]
    failed: tuple[Check, ...]
    off: tuple[Check, ...]
    owners: tuple[Owner, ...]
    cases: tuple[Case, ...]
    minutes: int
    found: tuple[Found, ...]
    decisions: tuple[Decision, ...]
    repairs: Repairs
    carried: Carried
    ruled: tuple[str, ...]


def read(
    db: duckdb.DuckDBPyConnection, asked: Asked, queue: Queue, today: date | None = None
) -> Report:
    """Everything of this moment, in one reading.

    :raises Invalid: nothing was loaded yet
    :raises NotFound: nobody of that name owns an account or was given a case
    """
    at = period.read(db, asked.since)
    names = belonging.spelled(db)
    owner = _known(asked.owner, names, queue)
    known = rules.every(db)
    measured = _measured(db, at)
    failed = [check for id, check in known.items() if measured.get(id) == "failed"]
    working = {id: check for id, check in known.items() if check not in failed}
    listed = found.read(db, at, working, owner)
    entries = [
        one
        for one in queue.entries
        if owner is None or belonging.same(cases.whose(one, names), owner)
    ]
    counts = found.per_check(listed)
    everything = found.read(db, at, working) if owner is not None else listed
    return Report(
        period=at,
        owner=owner,
        age=((today or date.today()) - at.newest.day).days,
        standing=standing.read(db, at, owner),
        target=float(str(settings.get(db, "target_score"))),
        total=found.count(listed),
        checks=tuple(
            _checked(check, counts.get(id, Count()), measured.get(id))
            for id, check in working.items()
        ),
        failed=tuple(failed),
        off=tuple(all_checks()[id] for id in rules.off(db)),
        owners=_owners(db, listed, queue, entries, names),
        cases=tuple(cases.read(db, entries, everything)),
        minutes=queue.minutes(entries),
        found=tuple(listed),
        decisions=tuple(decided.read(db, at.since, owner)),
        repairs=repairs.read(db, at, owner),
        carried=carried.read(db, owner),
        ruled=ruled.since(db, at.base) if at.before else (),
    )


def people(db: duckdb.DuckDBPyConnection, queue: Queue) -> list[str]:
    """Everybody of whom a report can be asked, by name."""
    names = belonging.spelled(db)
    every = {*names.values(), *(cases.whose(one, names) for one in queue.entries)}
    return sorted(every - {belonging.NOBODY}, key=belonging.folded)


def _known(owner: str | None, names: Mapping[str, str], queue: Queue) -> str | None:
    """The owner as they are spelled."""
    if owner is None:
        return None
    given = {belonging.folded(one): one for entry in queue.entries if (one := entry.assignee)}
    if (key := belonging.folded(owner)) not in {**given, **names} or not key:
        raise NotFound(N_("Nobody called {name} owns an account or has a case."), name=owner)
    return {**given, **names}[key]


def _measured(db: duckdb.DuckDBPyConnection, at: Period) -> dict[str, Measured]:
    """Of each check whether it could be worked out, now and at the export compared with."""
    rows = db.execute(
        """
        select
            now.check_id,
            case
                when now.open is null then 'failed'
                when exists (from measure where load_id = $base)
                    and (before.check_id is null or before.open is not null)
                then 'both'
                else 'now'
            end
        from measure as now
        left join measure as before
            on before.check_id = now.check_id and before.load_id = $base
        where now.load_id = $newest
        """,
        {"newest": at.newest.load_id, "base": at.base},
    ).fetchall()
    return dict(rows)


def _checked(check: Check, count: Count, measured: Measured | None) -> Checked:
    change = count.new + count.returned - count.solved
    return Checked(check, count, change if measured == "both" else None)


def _owners(
    db: duckdb.DuckDBPyConnection,
    listed: Sequence[Found],
    queue: Queue,
    entries: "Sequence[Entry]",
    names: Mapping[str, str],
) -> tuple[Owner, ...]:
    """Everybody with findings or cases, in the order of their names, nobody last."""
    parts = found.per_owner(listed)
    theirs: dict[str, list[Entry]] = {}
    for one in entries:
        theirs.setdefault(cases.whose(one, names), []).append(one)
    scored = standing.owners(db)
    every = sorted(
        {*parts, *theirs}, key=lambda name: (name == belonging.NOBODY, belonging.folded(name))
    )
    return tuple(
        Owner(
            name,
            found.count(parts.get(name, [])),
            len(theirs.get(name, [])),
            queue.minutes(theirs.get(name, [])),
            scored.get(belonging.folded(name)),
        )
        for name in every
    )
