"""What was found: every finding that is not settled, and those solved since, with its owner.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import duckdb

from dq.checks import Check
from dq.handover.report.contents import belonging
from dq.handover.report.contents.period import Period
from dq.queries.review.named import COLUMNS, Finding, named

# Open are the first three.
State = Literal["new", "returned", "earlier", "under_way", "accepted", "later", "solved"]
STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = STATES[:3]


@dataclass(frozen=True)
class Found:
    """A finding as the report shows it: `owner` is the account's, `assignee` who was given it."""

    finding: Finding
    state: State
    since: date | None
    owner: str
    assignee: str | None

    @property
    def open(self) -> bool:
        """Whether something is to be done about it."""
        return self.state in OPEN


@dataclass(frozen=True)
class Count:
    """How many findings there are: `open` has those that are `new` and `returned`; the others are
    in no other number."""

    open: int = 0
    new: int = 0
    returned: int = 0
    solved: int = 0
    under_way: int = 0
    accepted: int = 0
    later: int = 0


def read(
    db: duckdb.DuckDBPyConnection,
    period: Period,
    checks: Mapping[str, Check],
    owner: str | None = None,
) -> list[Found]:
    """The findings of these checks, in the order of work, then by whom they are about.

    :param owner: only those of the accounts of this owner
    """
    rows = db.execute(
        f"""
        with owned as ({belonging.query(_kinds(db))})
        select {COLUMNS}, owned.owner, given.assignee, {STATE} as state, load.exported
        from finding
        left join owned using (record_kind, record_id)
        left join (select id, assignee from given) as given
            on given.id = finding.record_kind || '~' || finding.record_id
        left join load
            on load.id = coalesce(finding.solved_load, finding.returned_load, finding.first_load)
        where finding.check_id in (select unnest($checks::varchar[]))
            and (finding.solved_load is null or finding.solved_load > $base)
        order by
            list_position($checks, finding.check_id),
            finding.record_kind, finding.record_id, finding.other_id
        """,
        {"checks": list(checks), "base": period.base},
    ).fetchall()
    mine = [row for row in rows if owner is None or belonging.same(row[-4], owner)]
    spelled = belonging.spelled(db)
    found = named(db, [row[:-4] for row in mine])
    return [
        Found(one, state, day, spelled.get(belonging.folded(name), belonging.NOBODY), assignee)
        for one, (name, assignee, state, day) in zip(found, (r[-4:] for r in mine), strict=True)
    ]


# What is open is new with an export of the period, or was there before it and is back since.
STATE = """
    case
        when finding.solved_load is not null then 'solved'
        when finding.under_way then 'under_way'
        when finding.disposed is not null then finding.disposed
        when finding.first_load > $base then 'new'
        when finding.returned_load > $base then 'returned'
        else 'earlier'
    end
"""


def _kinds(db: duckdb.DuckDBPyConnection) -> list[str]:
    rows = db.execute("select distinct record_kind from finding").fetchall()
    return [kind for (kind,) in rows]


def count(found: Sequence[Found]) -> Count:
    """How many of these are in which state."""
    states = [one.state for one in found]
    every = {state: states.count(state) for state in STATES}
    earlier = every.pop("earlier")
    return Count(open=earlier + every["new"] + every["returned"], **every)


def per_check(found: Sequence[Found]) -> dict[str, Count]:
    """The numbers by check."""
    parts: dict[str, list[Found]] = {}
    for one in found:
        parts.setdefault(one.finding.check_id, []).append(one)
    return {check_id: count(part) for check_id, part in parts.items()}


def per_owner(found: Sequence[Found]) -> dict[str, list[Found]]:
    """The findings by owner, in the order of their names; those of nobody last."""
    parts: dict[str, list[Found]] = {}
    for one in found:
        parts.setdefault(one.owner, []).append(one)
    order = sorted(parts, key=lambda name: (name == belonging.NOBODY, belonging.folded(name)))
    return {name: parts[name] for name in order}
