"""Groups of likely duplicates: how many, and one group with its cards and its evidence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.objects import Mergeable


@dataclass(frozen=True)
class Place:
    """Where a group stands in the list: its number from 1, the total and its neighbours."""

    group_id: str
    number: int
    total: int
    score: float
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Pair:
    """Two records of a group; evidence is a list of {field, level, points} (log2 bits)."""

    left_id: str
    right_id: str
    score: float
    evidence: list[dict[str, Any]]


# A group is as certain as its most certain pair; pairs decided to be different people do not
# count, so a group of nothing else is gone from the list before matching runs again.
RANKED = """
    with strength as (
        select member.group_id, max(pair.score) as score
        from pair
        join cluster as member
            on member.record_kind = pair.record_kind
            and member.record_id = pair.left_id
        anti join settled
            on settled.record_kind = pair.record_kind
            and not settled.same
            and settled.left_id = least(pair.left_id, pair.right_id)
            and settled.right_id = greatest(pair.left_id, pair.right_id)
        where pair.record_kind = $kind
        group by member.group_id
    ), ranked as (
        select
            group_id,
            score,
            row_number() over place as number,
            count(*) over () as total,
            lag(group_id) over place as before,
            lead(group_id) over place as after
        from strength
        -- What is to wait comes last, until there is a new load.
        window place as (
            order by
                group_id in (
                    select id
                    from later
                    where record_kind = $kind and load_id = (select max(id) from load)
                ),
                score desc,
                group_id
        )
    )
"""


def place(
    db: duckdb.DuckDBPyConnection, kind: Mergeable, group_id: str | None = None
) -> Place | None:
    """The place of a group, of the most certain one without an id; None when there is none."""
    rows = db.execute(
        f"""
        {RANKED}
        select group_id, number, total, score, before, after
        from ranked
        where $group is null and number = 1 or group_id = $group
        """,
        {"kind": kind, "group": group_id},
    ).fetchall()
    return Place(*rows[0]) if rows else None


def group_of(db: duckdb.DuckDBPyConnection, kind: Mergeable, record_id: str) -> str | None:
    """The group that a record is in, or None."""
    rows = db.execute(
        "select group_id from cluster where record_kind = ? and record_id = ?", [kind, record_id]
    ).fetchall()
    return rows[0][0] if rows else None


def pairs(db: duckdb.DuckDBPyConnection, kind: Mergeable, group_id: str) -> list[Pair]:
    """The pairs inside a group, the most certain first."""
    rows = db.execute(
        """
        select pair.left_id, pair.right_id, pair.score, pair.evidence
        from pair
        join cluster as l on l.record_kind = pair.record_kind and l.record_id = pair.left_id
        join cluster as r on r.record_kind = pair.record_kind and r.record_id = pair.right_id
        where pair.record_kind = $kind
            and l.group_id = $group
            and r.group_id = $group
        order by pair.score desc, pair.left_id, pair.right_id
        """,
        {"kind": kind, "group": group_id},
    ).fetchall()
    return [Pair(*row[:3], json.loads(row[3])) for row in rows]


def weakest(db: duckdb.DuckDBPyConnection, kind: Mergeable, found: Sequence[Pair]) -> Pair | None:
    """The least certain of a group's pairs that nobody decided on; None of a group of two."""
    ids = {id for pair in found for id in (pair.left_id, pair.right_id)}
    if len(ids) < 3:
        return None
    rows = db.execute(
        "select left_id, right_id from settled where record_kind = $kind and left_id in $ids",
        {"kind": kind, "ids": list(ids)},
    ).fetchall()
    decided = {frozenset(row) for row in rows}
    open_pairs = [pair for pair in found if frozenset((pair.left_id, pair.right_id)) not in decided]
    return min(open_pairs, key=lambda pair: (pair.score, pair.left_id, pair.right_id), default=None)


# What the side by side view shows of a record, in this order. A card's name is its name alone: what
# else it is called by, its address, has a row of its own.
CONTACTS = """
    select
        card.id,
        card.full_name as name,
        card.title,
        card.department,
        card.email,
        card.phone,
        card.mobile,
        card.account_name as account,
        card.city,
        card.username,
        card.status,
        approving.kinds as approves,
        card.modified
    from card
    left join (
        select contact_id, string_agg(distinct kind, ' ' order by kind) as kinds
        from approval
        where contact_id in (select unnest($ids::varchar[])) and coalesce(active, true)
        group by contact_id
    ) as approving on approving.contact_id = card.id
    where card.place in (
        select rowid from contact where id in (select unnest($ids::varchar[]))
    )
    order by card.active desc, card.username is null, card.created nulls last, card.id
"""
ACCOUNTS = """
    select
        account.id,
        account.name,
        account.type,
        parent.name as parent,
        account.kvk_number,
        account.website,
        account.phone,
        account.street,
        account.postal_code,
        account.city,
        account.owner,
        (select count(*) from contact where contact.account_id = account.id) as contacts
    from account
    left join account as parent on parent.id = account.parent_id
    where account.id in $ids
    order by contacts desc, account.id
"""


def members(db: duckdb.DuckDBPyConnection, kind: Mergeable, group_id: str) -> list[dict[str, Any]]:
    """The records of a group, as `side_by_side` has them."""
    rows = db.execute(
        "select record_id from cluster where record_kind = ? and group_id = ?", [kind, group_id]
    ).fetchall()
    return side_by_side(db, kind, [id for (id,) in rows])


def side_by_side(
    db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Records, column by column; the one to keep, as far as one can tell, first."""
    result = db.execute(CONTACTS if kind == "contact" else ACCOUNTS, {"ids": list(ids)})
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
