"""The cases that wait, each with who is to decide on it and what it is about.

Tested in tests/handover/report/test_report.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import duckdb

from dq.handover.report.contents import belonging
from dq.handover.report.contents.found import Found

if TYPE_CHECKING:
    from dq.casework.queue import Entry


@dataclass(frozen=True)
class Queue:
    """The cases in the order of work, and how many minutes some of them take."""

    entries: "Sequence[Entry]"
    minutes: "Callable[[list[Entry]], int]"


@dataclass(frozen=True)
class Case:
    """A case: `who` is to decide on it, since it was given to them or is of their account; `name`
    and `account` say whom it is about, `checks` what was found, the worst first."""

    id: str
    who: str
    due: date | None
    name: str
    account: str | None
    checks: tuple[str, ...]
    findings: int


def read(
    db: duckdb.DuckDBPyConnection, entries: "Sequence[Entry]", found: Sequence[Found]
) -> list[Case]:
    """The cases in their order, with what was found of their records."""
    members = db.execute("select record_kind, record_id, case_id from case_record").fetchall()
    case_of = {(kind, id): case for kind, id, case in members}
    parts: dict[str, list[Found]] = {}
    for one in found:
        key = one.finding.record_kind, one.finding.record_id
        if one.open and key in case_of:
            parts.setdefault(case_of[key], []).append(one)
    names = belonging.spelled(db)
    return [_case(entry, parts.get(entry.id, []), names) for entry in entries]


def _case(entry: "Entry", found: Sequence[Found], names: Mapping[str, str]) -> Case:
    first = next((one.finding for one in found if one.finding.check_id == entry.check_id), None)
    checks = dict.fromkeys([entry.check_id, *(one.finding.check_id for one in found)])
    return Case(
        entry.id,
        whose(entry, names),
        entry.due,
        (first.name if first else None) or entry.id.rpartition("~")[2],
        first.account if first else None,
        tuple(checks),
        entry.findings,
    )


def whose(entry: "Entry", names: Mapping[str, str]) -> str:
    """Who is to decide on a case: whoever was given it, else the owner; as they are spelled."""
    name = entry.assignee or entry.owner or belonging.NOBODY
    return names.get(belonging.folded(name), name)
