"""Cases: the records that open findings tie together, which one decision settles.

Tested in tests/judging/test_cases.py.
"""

from collections.abc import Iterable, Mapping

import duckdb
import pandas as pd

from dq.objects import OBJECTS, naming
from dq.settings import rules

# Records are told apart by their kind and id.
Record = tuple[str, str]
# What is open of the checks there are, with the place of each and what its other record is.
OPEN = """
    create or replace temp table told as
    select check_id, place, record_kind, record_id, other_kind, other_id, detail, first_load
    from open_finding
    join (
        select
            unnest($checks) as check_id,
            unnest($kinds::varchar[]) as other_kind,
            generate_subscripts($checks, 1) - 1 as place
    ) using (check_id)
"""
TIES = """
    select record_kind, record_id, other_kind, other_id
    from told
    where other_id is not null and other_kind is not null
    union
    -- A mailbox that lacks a card at the account is that of the people who have it.
    select one.record_kind, one.record_id, other.record_kind, other.record_id
    from told as one
    join told as other on folded(other.detail) = folded(one.detail)
    where one.check_id = 'general_card_missing' and other.record_kind = 'contact'
"""

# People who left one account, with one heir, are dealt with at once.
LEAVERS = """
    select contact.id, contact.account_id || '~' || coalesce(heir.heir_id, '')
    from contact
    left join heir on heir.contact_id = contact.id and lets_in(heir.heir_id)
    where contact.account_id is not null
        and contact.id not in (select contact_id from board where state <> 'done')
        and contact.id in (select record_id from told where list_contains($left, check_id))
"""
TOGETHER = "left together"

# What is tied is one case, named by the record that was found first; `tied` has what is.
FOUND = """
    create or replace temp table found_case as
    select
        * exclude (named),
        named.kind as record_kind,
        named.id as record_id,
        named.kind || '~' || named.id as id
    from (
        select
            coalesce(tie, record_kind || '~' || record_id) as tie,
            min({first: first_load, kind: record_kind, id: record_id}) as named,
            min(place) as place,
            arg_min(check_id, place) as check_id,
            count(*) as findings,
            min(first_load) as since
        from told
        left join tied using (record_kind, record_id)
        group by 1
    ) as together
"""
MEMBERS = """
    insert into case_record
    select found_case.id, told.record_kind, told.record_id
    from (
        select record_kind, record_id, record_kind || '~' || record_id as tie from told
        union
        select record_kind, record_id, tie from tied where record_kind <> $together
    ) as told
    join found_case using (tie)
"""


def work_out(db: duckdb.DuckDBPyConnection) -> None:
    """Write every case and its records, from the open findings."""
    checks = rules.every(db)
    kinds = [check.other_kind for check in checks.values()]
    db.execute(OPEN, {"checks": list(checks), "kinds": kinds})
    ties: list[tuple[Record, Record]] = [
        ((kind, id), (tied, other)) for kind, id, tied, other in db.execute(TIES).fetchall()
    ]
    left = [id for id, check in checks.items() if check.scope == "left"]
    for id, together in db.execute(LEAVERS, {"left": left}).fetchall():
        ties.append((("contact", id), (TOGETHER, together)))
    _write(db, components(ties))
    db.execute("drop table temp.told")


def components(ties: Iterable[tuple[Record, Record]]) -> dict[Record, Record]:
    """Every record that is tied with one that stands for all that ties lead to from it."""
    above: dict[Record, Record] = {}

    def top(record: Record) -> Record:
        above.setdefault(record, record)
        while above[record] != record:
            above[record] = above[above[record]]
            record = above[record]
        return record

    for one, two in ties:
        above[top(two)] = top(one)
    return {record: top(record) for record in list(above)}


def _write(db: duckdb.DuckDBPyConnection, tied: Mapping[Record, Record]) -> None:
    """Write the cases of what is `told`."""
    rows = [(*record, "~".join(top)) for record, top in tied.items()]
    db.register("tied", pd.DataFrame(rows, columns=["record_kind", "record_id", "tie"], dtype=str))
    try:
        db.execute(FOUND)
        for table in ("review_case", "case_record"):
            db.execute(f"delete from {table}")
        db.execute(
            "insert into review_case (id, place, check_id, findings, since, owner)"
            f" select id, place, check_id, findings, since, owner from found_case {_owners(db)}"
        )
        db.execute(MEMBERS, {"together": TOGETHER})
    finally:
        db.unregister("tied")
        db.execute("drop table if exists temp.found_case")


def _owners(db: duckdb.DuckDBPyConnection) -> str:
    """The join that finds the account owner of the record that a case is named by, as `owner`."""
    found = {kind for (kind,) in db.execute("select distinct record_kind from told").fetchall()}
    owners = " union all ".join(
        f"""
        select '{kind}' as record_kind, record.id as record_id, account.owner
        from {kind} as record
        {_account(kind)}
        where account.owner is not null
        """
        for kind in sorted(found & set(OBJECTS))
        if naming(kind, "account") or naming(kind, "contact")
    )
    none = "select null as record_kind, null as record_id, null as owner where false"
    return f"left join ({owners or none}) as owned using (record_kind, record_id)"


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
