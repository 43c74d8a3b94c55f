"""Username conflicts, each with its cards."""

import duckdb

from dq.queries.ways_out import KINDS, Card, Conflict, Kind

PAGE = 10


def counts(db: duckdb.DuckDBPyConnection) -> dict[Kind, int]:
    """How many open conflicts there are of each kind; a shared username counts once."""
    found = dict(
        db.execute(
            f"select check_id, count(distinct conflict) from ({CONFLICTS}) group by check_id",
            {"kinds": list(KINDS)},
        ).fetchall()
    )
    return {kind: found.get(kind, 0) for kind in KINDS}


def page(
    db: duckdb.DuckDBPyConnection, kind: Kind, number: int = 1, size: int = PAGE
) -> list[Conflict]:
    """Page `number` (from 1) of the conflicts of one kind, those that block most first."""
    rows = db.execute(
        f"""
        with open as ({CONFLICTS}),
            chosen as (
                select conflict, max(username) as username,
                    list(record_id order by record_id) as records,
                    list(other_id order by other_id) as others
                from open
                group by conflict
                order by count(*) desc, conflict
                limit $size
                offset $skip
            )
        select conflict, username, records, others
        from chosen
        order by len(records) desc, conflict
        """,
        {"kinds": [kind], "size": size, "skip": (number - 1) * size},
    ).fetchall()
    cards = _cards(db, [card for row in rows for card in (*row[2], *row[3]) if card])
    alike = _alike(db, list(cards))
    conflicts = []
    for _, username, records, others in rows:
        ids = [card for card in dict.fromkeys((*records, *others)) if card in cards]
        inside = [cards[card] for card in ids]
        if kind == "username_clash":
            inside.sort(key=_keeps_first)
        if inside:
            pairs = {(one, two) for one in ids for two in ids}
            conflicts.append(Conflict(kind, username, tuple(inside), bool(pairs & alike)))
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
    from finding
    left join portal_user
        on finding.record_kind = 'portal_user'
        and portal_user.id = finding.record_id
    left join contact on contact.id = coalesce(portal_user.contact_id, finding.record_id)
    where finding.check_id in $kinds
        and finding.solved_load is null
"""


def _cards(db: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Card]:
    rows = db.execute(
        """
        select
            card.id,
            coalesce(nullif(card.full_name, ''), card.email, card.id),
            card.email, card.username, card.status, card.active, card.general, card.account_name,
            (
                select count(*)
                from approval
                where approval.contact_id = card.id and coalesce(approval.active, true)
            ),
            (select bool_or(active) from portal_user where portal_user.contact_id = card.id),
            exists (
                from finding
                where finding.check_id = 'shared_mailbox_on_person'
                    and finding.record_id = card.id
                    and finding.solved_load is null
            )
        from card
        where card.id in ?
        """,
        [ids],
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
