"""Every rule that judges the data: one file a check, with its `CHECK`, or a `check` per system.

Tested in tests/checks/test_all.py.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Literal

from dq import sources

Severity = Literal["error", "warning", "notice"]
Dimension = Literal["completeness", "validity", "uniqueness", "consistency", "timeliness"]
Scope = Literal["all", "active", "left"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
DIMENSIONS: tuple[Dimension, ...] = (
    "completeness",
    "validity",
    "uniqueness",
    "consistency",
    "timeliness",
)

# Within its severity: who may act wrongly, then who cannot log in, then what spreads.
FIRST = (
    "leaver_still_approves",
    "username_clash",
    "username_taken",
    "duplicate_person",
    "duplicate_account",
)


@dataclass(frozen=True)
class Check:
    """A rule as a query that returns the offending rows only.

    `id` is the file's name, but for a rule that there is one of per system (`dq/sources`).
    `sql` returns one row per affected record: `record_id`, `other_id` (the other record, null where
    there is none) and `detail` (a value to show, or null).
    `title`, `why`, `action` and `reason` are message ids; `reason` says why one record is here
    and may use `{detail}` and `{other}` (the other record's name). `scope` says which records the
    check asks about: all, only cards in service, or only leavers; it is what a score is a share of.
    `within` says that it is about work done here, which no export shows: it counts in no score.
    `proposal` is said after the reason where there is a detail; with `correct` it is of what that
    makes of the detail, if it makes anything of it. `detail_codes` names what the
    codes are, separated by spaces, that the detail consists of (approval: what is approved), or
    that it begins with a day.
    `compared` names the fields of the record that it looks at: what somebody decided of a finding
    holds as long as those and the detail are as they were. `details` names those of which it has
    the values in its detail, if there are others.
    `sql` may read settings with `getvariable('name')`, and ask `current_date`.
    """

    id: str
    title: str
    why: str
    action: str
    reason: str
    severity: Severity
    dimension: Dimension
    record_kind: str
    sql: str
    other_kind: str | None = None
    scope: Scope = "all"
    within: bool = False
    proposal: str | None = None
    correct: Callable[[str], str | None] | None = None
    detail_codes: Literal["approval", "day"] | None = None
    compared: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


def of_groups(kind: str, member: str) -> str:
    """The query of a check on groups: a row per record of `kind` with another beside it.

    `member` is a query of record_id and group_id: the records that count.

    `other_id` is the smallest other id of its group, `detail` its best pair as "97 %".
    """
    return f"""
        with member as (
            {member}
        ), grouped as (
            select group_id, min(record_id, 2) as two
            from member
            group by group_id
            having count(*) > 1
        ), side as (
            select left_id as record_id, score from pair where record_kind = '{kind}'
            union all
            select right_id, score from pair where record_kind = '{kind}'
        ), best as (
            select record_id, max(score) as score from side group by record_id
        )
        select
            member.record_id,
            two[if(two[1] = member.record_id, 2, 1)] as other_id,
            least(99, cast(round(100 * best.score) as integer)) || ' %' as detail
        from member
        join grouped using (group_id)
        left join best using (record_id)
    """


@cache
def all_checks() -> dict[str, Check]:
    """Every check by id as the product comes, in the order of work: worst severity, then `FIRST`,
    then by id. What holds in a store is in `dq.settings.rules`."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    )
    return in_order(check for module in modules for check in of(module))


def in_order(checks: Iterable[Check]) -> dict[str, Check]:
    """Checks by id, in the order of work."""
    found = sorted(
        checks, key=lambda check: (SEVERITIES.index(check.severity), _rank(check.id), check.id)
    )
    return {check.id: check for check in found}


def of(module: ModuleType) -> list[Check]:
    """The check of a file, or what its `check` makes for each system with people of its own."""
    if hasattr(module, "CHECK"):
        return [module.CHECK]
    return [module.check(people) for people in sources.elsewhere()]


def _rank(check_id: str) -> int:
    return FIRST.index(check_id) if check_id in FIRST else len(FIRST)
