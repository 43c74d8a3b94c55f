"""A case as it is shown: what was found, the records that it is about, and the way out.

Tested in tests/casework/test_case.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import duckdb

from dq.casework import ways
from dq.casework.ways import Way
from dq.checks import all_checks
from dq.objects import Mergeable
from dq.queries.cards import records
from dq.queries.review import duplicates, findings
from dq.queries.review.findings import Finding

Facts = dict[str, Any]
KINDS: tuple[Mergeable, ...] = get_args(Mergeable)


@dataclass(frozen=True)
class Case:
    """A case: `findings` with the worst first, and the facts of the records of one kind.

    `kind` is what the facts are of; they are column by column, the record to keep first. `pairs`
    are likely duplicates of each other, as (kind, one id, the other).
    """

    id: str
    findings: tuple[Finding, ...]
    kind: str
    facts: tuple[Facts, ...]
    way: Way

    pairs: tuple[tuple[Mergeable, str, str], ...] = ()


DUPLICATES: dict[str, Mergeable] = {"duplicate_person": "contact", "duplicate_account": "account"}


def read(db: duckdb.DuckDBPyConnection, case_id: str) -> Case | None:
    """The case, or None where nothing of it is open any more."""
    found = _findings(db, case_id)
    if not found:
        return None
    kind, facts = _facts(db, found)
    way = ways.proposed(db, found)
    return Case(case_id, tuple(found), kind, tuple(facts), way, tuple(_pairs(db, found)))


def _pairs(
    db: duckdb.DuckDBPyConnection, found: Sequence[Finding]
) -> list[tuple[Mergeable, str, str]]:
    """Every pair of the groups that the findings speak of."""
    groups = {
        (kind, group)
        for one in found
        if (kind := DUPLICATES.get(one.check_id))
        and (group := duplicates.group_of(db, kind, one.record_id))
    }
    return [
        (kind, pair.left_id, pair.right_id)
        for kind, group in sorted(groups)
        for pair in duplicates.pairs(db, kind, group)
    ]


def _findings(db: duckdb.DuckDBPyConnection, case_id: str) -> list[Finding]:
    order = list(all_checks())
    found = findings.of_case(db, case_id)
    return sorted(found, key=lambda one: (order.index(one.check_id), one.record_id))


def _facts(db: duckdb.DuckDBPyConnection, found: Sequence[Finding]) -> tuple[str, list[Facts]]:
    """The cards that the findings speak of; else the accounts; else the first record as it is."""
    checks = all_checks()
    for kind in KINDS:
        ids = {one.record_id for one in found if one.record_kind == kind}
        ids |= {one.other_id for one in found if one.other_id and _names(checks, one) == kind}
        if kind == "contact":
            ids |= {one.contact_id for one in found if one.contact_id}
        if ids:
            rows = duplicates.side_by_side(db, kind, sorted(ids))
            if rows:
                return kind, rows
    first = found[0]
    return first.record_kind, [records.source(db, first.record_kind, first.record_id)]


def _names(checks: dict[str, Any], found: Finding) -> str | None:
    return checks[found.check_id].other_kind
