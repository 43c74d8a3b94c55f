"""A case as it is shown: what was found, the records that it is about, and the way out.

Tested in tests/casework/test_case.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import duckdb

from dq.casework import earlier, remaining, ways
from dq.casework.earlier import Earlier
from dq.casework.ways import Do, Way
from dq.casework.ways.doubles import DUPLICATES
from dq.checks import all_checks
from dq.commands.merge import Merge
from dq.objects import OBJECTS, Mergeable
from dq.queries.review import duplicates, findings
from dq.queries.review.findings import Finding
from dq.settings import rules
from dq.store import rows

Facts = dict[str, Any]
KINDS: tuple[Mergeable, ...] = get_args(Mergeable)


@dataclass(frozen=True)
class Case:
    """A case: `findings` with the worst first, and the facts of the records of one kind.

    `way` is a way out of one of them: `about`. `kind` is what the facts are of; they are column by
    column, the record to keep first: `stays` is its id where the way out merges the others into it.
    `pairs` are likely duplicates of each other, as (kind, one id, the other); `earlier` has by a
    finding's key what was decided of it before.
    """

    id: str
    findings: tuple[Finding, ...]
    kind: str
    facts: tuple[Facts, ...]
    way: Way
    about: Finding
    pairs: tuple[tuple[Mergeable, str, str], ...] = ()
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    stays: str | None = None


def read(db: duckdb.DuckDBPyConnection, case_id: str) -> Case | None:
    """The case, or None where nothing of it is open any more."""
    found = _findings(db, case_id)
    return of(db, case_id, found) if found else None


def of_finding(db: duckdb.DuckDBPyConnection, found: Finding) -> Case:
    """A case of this finding alone, for who looks at no more."""
    return of(db, found.key, [found])


def of(db: duckdb.DuckDBPyConnection, case_id: str, found: Sequence[Finding]) -> Case:
    """The case with these of its findings, the worst first."""
    kind, facts = _facts(db, found)
    about, way = ways.proposed(db, found)
    before = earlier.of(db, [one.key for one in found])
    pairs = tuple(_pairs(db, found))
    stays = _stays(way)
    facts.sort(key=lambda fact: fact.get("id") != stays)  # of the others the order stays
    return Case(case_id, tuple(found), kind, tuple(facts), way, about, pairs, before, stays)


def _stays(way: Way) -> str | None:
    """The record into which a merge takes the others."""
    merges = isinstance(way, Do) and isinstance(way.command, Merge)
    return way.command.survivor_id if merges else None


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
    """What is open, of records that are there, the worst first; of what anybody changed since it
    was judged nothing is asked before it is judged again."""
    order = list(rules.every(db))
    known = remaining.untouched(db, present(db, findings.of_case(db, case_id)))
    return sorted(known, key=lambda one: (order.index(one.check_id), one.record_id))


def present(db: duckdb.DuckDBPyConnection, found: Sequence[Finding]) -> list[Finding]:
    """Those of records that are there: one may be gone since they were judged."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        for kind, id in _of(one):
            asked[kind].add(id)
    there = {
        (kind, id) for kind, ids in asked.items() for id in rows.read(db, f"main.{kind}", [*ids])
    }
    return [one for one in found if there.issuperset(_of(one))]


def _of(found: Finding) -> list[tuple[str, str]]:
    """The records that a finding is of, those that nobody changes here apart."""
    other = all_checks()[found.check_id].other_kind
    both = ((found.record_kind, found.record_id), (other, found.other_id))
    return [(kind, id) for kind, id in both if kind in OBJECTS and id]


def _facts(db: duckdb.DuckDBPyConnection, found: Sequence[Finding]) -> tuple[str, list[Facts]]:
    """The cards that the findings speak of; else the accounts; else the records as they are."""
    others = {id: check.other_kind for id, check in all_checks().items()}
    for kind in KINDS:
        ids = {one.record_id for one in found if one.record_kind == kind}
        ids |= {one.other_id for one in found if one.other_id and others[one.check_id] == kind}
        if ids and (shown := duplicates.side_by_side(db, kind, sorted(ids))):
            return kind, shown
    kind = found[0].record_kind
    if kind not in OBJECTS:
        return kind, [{}]
    by_id = {one.record_id: one for one in found if one.record_kind == kind}
    there = rows.read(db, f"main.{kind}", sorted(by_id))
    return kind, [_named(kind, there[id], by_id[id]) for id in sorted(there)]


def _named(kind: str, row: Facts, found: Finding) -> Facts:
    """A record, with the names of whom and what it belongs to instead of their ids."""
    unsaid = {"version", "name", *OBJECTS[kind].references}
    said = {name: value for name, value in row.items() if name not in unsaid}
    return {
        "id": row["id"],
        "name": row.get("name") or found.name,
        **said,
        "account": found.account,
    }
