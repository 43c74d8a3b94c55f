"""Cases: the records that open findings tie together, which one decision settles.

Tested in tests/judging/test_cases.py.
"""

from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

from dq.objects import OBJECTS, naming
from dq.settings import rules

# Records are told apart by their kind and id.
Record = tuple[str, str]
FINDINGS = """
    select check_id, record_kind, record_id, other_id, first_load
    from open_finding
    order by first_load, record_kind, record_id
"""

# People who left one account, with one heir, are dealt with at once.
LEAVERS = """
    select contact.id, contact.account_id || '~' || coalesce(heir.heir_id, '')
    from contact
    left join heir on heir.contact_id = contact.id and lets_in(heir.heir_id)
    where contact.account_id is not null
        and contact.id not in (select contact_id from board where state <> 'done')
        and contact.id in (select record_id from open_finding where list_contains($left, check_id))
"""
TOGETHER = "left together"


def work_out(db: duckdb.DuckDBPyConnection) -> None:
    """Write every case and its records, from the open findings."""
    checks = rules.every(db)
    ranks = {id: place for place, id in enumerate(checks)}
    rows = [row for row in db.execute(FINDINGS).fetchall() if row[0] in checks]
    others = {id: check.other_kind for id, check in checks.items()}
    ties = [
        ((kind, id), (tied, other))
        for check, kind, id, other, _ in rows
        if other and (tied := others[check])
    ]
    left = [id for id, check in checks.items() if check.scope == "left"]
    for id, together in db.execute(LEAVERS, {"left": left}).fetchall():
        ties.append((("contact", id), (TOGETHER, together)))
    case_of = components([(kind, id) for _, kind, id, _, _ in rows], ties)
    found: dict[Record, dict[str, Any]] = {}
    for check, kind, id, _, first in rows:
        case = found.setdefault(case_of[kind, id], {"checks": set(), "findings": 0, "since": first})
        case["checks"].add(check)
        case["findings"] += 1
        case["since"] = min(case["since"], first)
    cases = pd.DataFrame(
        [
            (
                _key(record),
                min(ranks[check] for check in case["checks"]),
                min(case["checks"], key=ranks.__getitem__),
                case["findings"],
                case["since"],
                *record,
            )
            for record, case in found.items()
        ],
        columns=["id", "place", "check_id", "findings", "since", "record_kind", "record_id"],
    )
    members = pd.DataFrame(
        [(_key(case), *record) for record, case in case_of.items() if record[0] != TOGETHER],
        columns=["case_id", "record_kind", "record_id"],
    )
    _write(db, cases, members)


def components(
    records: Iterable[Record], ties: Iterable[tuple[Record, Record]]
) -> dict[Record, Record]:
    """Every record with the first record of those that ties lead to from it, in the order given."""
    above: dict[Record, Record] = {}
    order: dict[Record, int] = {}

    def top(record: Record) -> Record:
        if record not in above:
            above[record] = record
            order[record] = len(order)
        while above[record] != record:
            above[record] = above[above[record]]
            record = above[record]
        return record

    for record in records:
        top(record)
    for one, two in ties:
        first, second = sorted((top(one), top(two)), key=order.__getitem__)
        above[second] = first
    return {record: top(record) for record in list(above)}


def _key(record: Record) -> str:
    return "~".join(record)


def _write(db: duckdb.DuckDBPyConnection, cases: pd.DataFrame, members: pd.DataFrame) -> None:
    for table in ("review_case", "case_record"):
        db.execute(f"delete from {table}")
    if cases.empty:
        return
    owners = " union all ".join(
        f"""
        select '{kind}' as record_kind, record.id as record_id, account.owner
        from {kind} as record
        {_account(kind)}
        where account.owner is not null
        """
        for kind in sorted(set(cases["record_kind"]) & set(OBJECTS))
        if naming(kind, "account") or naming(kind, "contact")
    )
    joined = f"left join ({owners}) as owned using (record_kind, record_id)" if owners else ""
    owner = "owner" if owners else "null"
    db.register("found_cases", cases)
    db.register("found_members", members)
    try:
        db.execute(
            "insert into review_case (id, place, check_id, findings, since, owner)"
            f" select id, place, check_id, findings, since, {owner} from found_cases {joined}"
        )
        db.execute("insert into case_record select * from found_members")
    finally:
        db.unregister("found_cases")
        db.unregister("found_members")


def _account(kind: str) -> str:
    """The join that finds the account of a record of this kind, as `account`."""
    if kind == "account":
        return "join account on account.id = record.id"
    of_account, of_contact = naming(kind, "account"), naming(kind, "contact")
    if of_account and kind != "contact":
        return f"join account on account.id = record.{of_account}"
    person = "id" if kind == "contact" else of_contact
    return (
        f"join contact as person on person.id = record.{person}"
        " join account on account.id = person.account_id"
    )
