"""Username conflicts, each with its cards."""

import duckdb

from dq.queries.review.ways_out import KINDS, Card, Conflict, Kind

PAGE = 8


def counts(db: duckdb.DuckDBPyConnection) -> dict[Kind, int]:
    """How many open conflicts there are of each kind; a shared username counts once."""
    found = dict(
        db.execute(
            """
            select check_id, count(*)
            from open_finding
            where check_id in $kinds
            group by check_id
            """,
            {"kinds": list(KINDS)},
        ).fetchall()
    )
    if found.get("username_clash"):  # counted by what they share
        [(found["username_clash"],)] = db.execute(
            f"select count(distinct conflict) from ({CONFLICTS})", {"kinds": ["username_clash"]}
        ).fetchall()
    return {kind: found.get(kind, 0) for kind in KINDS}


def page(
    db: duckdb.DuckDBPyConnection, kind: Kind, number: int = 1, size: int = PAGE
) -> list[Conflict]:
    """Page `number` (from 1) of the conflicts of one kind, those that block most first."""
    query = SHARED if kind == "username_clash" else SINGLE
    rows = db.execute(
        query, {"kinds": [kind], "size": size, "skip": (number - 1) * size}
    ).fetchall()
    cards = _cards(db, [card for row in rows for card in (*row[1], *row[2]) if card])
    alike = _alike(db, list(cards))
    conflicts = []
    for username, records, others in rows:
        ids = [card for card in dict.fromkeys((*records, *others)) if card in cards]
        inside = [cards[card] for card in ids]
        if kind == "username_clash":
            inside.sort(key=_keeps_first)
        if inside:
            pairs = {(one, two) for one in ids for two in ids}
            alike_here = bool(pairs & alike)
            name = username or inside[0].username
            conflicts.append(Conflict(kind, name, tuple(inside), alike_here))
    return conflicts


# Every card in a conflict; cards that share a username are one conflict.
CONFLICTS = """
    select
        finding.check_id,
        coalesce(portal_user.contact_id, finding.record_id) as record_id,
        case when finding.record_kind = 'contact' then finding.other_id end as other_id,
        lower(trim(coalesce(portal_user.username, contact.username))) as username,
        case when finding.check_id = 'username_clash'
            then lower(trim(coalesce(portal_user.username, contact.username)))
            else finding.record_id || ' ' || coalesce(finding.other_id, '')
        end as conflict
    from open_finding as finding
    left join portal_user
        on finding.record_kind = 'portal_user'
        and portal_user.id = finding.record_id
    left join contact on contact.id = coalesce(portal_user.contact_id, finding.record_id)
    where finding.check_id in $kinds
"""


# Cards that share a username are one conflict, the largest first.
SHARED = f"""
    select
        max(username),
        list(record_id order by record_id),
        list(other_id order by other_id)
    from ({CONFLICTS})
    group by conflict
    order by count(*) desc, conflict
    limit $size
    offset $skip
"""
# Any other finding is a conflict of its own.
SINGLE = """
    select null, [record_id], [other_id]
    from open_finding
    where check_id in $kinds
    order by record_id, other_id
    limit $size
    offset $skip
"""


def _cards(db: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Card]:
    rows = db.execute(
        """
        with chosen as (select unnest($ids) as id),
            approving as (
                select contact_id, count(*) as approvals
                from approval
                where contact_id in (from chosen)
                    and coalesce(active, true)
                group by contact_id
            ),
            login as (
                select contact_id, bool_or(active) as active
                from portal_user
                where contact_id in (from chosen)
                group by contact_id
            ),
            shared as (
                select distinct record_id
                from open_finding
                where check_id = 'shared_mailbox_on_person'
                    and record_id in (from chosen)
            )
        select
            card.id,
            card.called,
            card.email, card.username, card.status, card.active, card.general, card.account_name,
            coalesce(approving.approvals, 0),
            login.active,
            shared.record_id is not null
        from card
        left join approving on approving.contact_id = card.id
        left join login on login.contact_id = card.id
        left join shared on shared.record_id = card.id
        where list_contains($ids, card.id)
        """,
        {"ids": ids},
    ).fetchall()
    return {row[0]: Card(*row) for row in rows}


def _alike(db: duckdb.DuckDBPyConnection, ids: list[str]) -> set[tuple[str, str]]:
    """Which of these cards are likely duplicates of each other."""
    return set(
        db.execute(
            """
            select left_id, right_id
            from pair
            where record_kind = 'contact'
                and left_id in $ids
                and right_id in $ids
            """,
            {"ids": ids},
        ).fetchall()
    )


def _keeps_first(card: Card) -> tuple[bool, bool, bool, str]:
    return (not card.general, not card.active, not card.own, card.id)
