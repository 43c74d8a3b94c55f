"""Which record of a group had best stay, and what is to be known of each to choose it.

Tested in tests/queries/review/test_merging.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dq.domain.merging import LOGINS
from dq.objects import TYPED, Mergeable


@dataclass(frozen=True)
class Candidate:
    """A record that may stay, with what the rules of choosing look at."""

    id: str
    portal: bool
    active: bool
    approvals: int
    filled: int
    recent: str
    created: str


def candidates(
    db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: Sequence[str]
) -> list[Candidate]:
    """What is to be known of each to choose the one that stays."""
    rows = db.execute(CONTACTS if kind == "contact" else ACCOUNTS, {"ids": list(ids)}).fetchall()
    return [Candidate(*row) for row in rows]


def best(candidates: Sequence[Candidate], rules: Sequence[str]) -> str:
    """The id of the record that had best stay, by the rules in turn; else the oldest."""
    measures = {
        "portal": lambda one: not one.portal,
        "active": lambda one: not one.active,
        "approvals": lambda one: -one.approvals,
        "complete": lambda one: -one.filled,
        "recent": lambda one: [-ord(sign) for sign in one.recent],
    }
    chosen = [measures[rule] for rule in rules if rule in measures]
    return min(
        candidates,
        key=lambda one: (*(measure(one) for measure in chosen), one.created or "9", one.id),
    ).id


def left_behind(candidates: Sequence[Candidate], survivor: str) -> bool:
    """Whether the card of somebody in service would go into that of somebody who left."""
    working = {one.id for one in candidates if one.active}
    return bool(working) and survivor not in working


# What a card is complete with; a salutation says nothing that the name does not.
TELLING = (*(name for name in TYPED if name != "salutation"), "username", "account_id")
CONTACTS = f"""
    select
        contact.id,
        contact.id in (
            select contact_id
            from ({LOGINS})
            where active and contact_id in (select unnest($ids::varchar[]))
        ),
        in_service(status),
        coalesce(approving.number, 0),
        len(list_filter(
            [{", ".join(TELLING)}],
            lambda value: value is not null
        )),
        coalesce(modified::varchar, ''),
        coalesce(created::varchar, '')
    from contact
    left join (
        select contact_id, count(*) as number
        from approval
        where contact_id in (select unnest($ids::varchar[])) and coalesce(active, true)
        group by contact_id
    ) as approving on approving.contact_id = contact.id
    -- Found first and read then: all fields of every card would be read otherwise.
    where contact.rowid in (
        select rowid from contact where id in (select unnest($ids::varchar[]))
    )
    order by contact.id
"""
ACCOUNTS = """
    select
        account.id,
        (select count(*) from contact where contact.account_id = account.id) > 0,
        true,
        (select count(*) from project where project.account_id = account.id),
        len(list_filter(
            [name, parent_id, type, phone, website, street, postal_code, city, kvk_number],
            lambda value: value is not null
        )),
        '',
        ''
    from account
    where account.id in (select unnest($ids::varchar[]))
    order by account.id
"""
