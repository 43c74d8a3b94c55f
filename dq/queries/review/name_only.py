"""Pairs of cards at two companies that agree on the name alone: perhaps the same person."""

from dataclasses import dataclass

import duckdb

PAGE = 25


@dataclass(frozen=True)
class Perhaps:
    """Two cards of one name: ids, names and accounts, the likeliest first."""

    left_id: str
    left_name: str
    left_account: str | None
    right_id: str
    right_name: str
    right_account: str | None


def count(db: duckdb.DuckDBPyConnection) -> int:
    """How many there are, without those that people decided on."""
    [(number,)] = db.execute(f"select count(*) from ({OPEN})").fetchall()
    return number


def page(db: duckdb.DuckDBPyConnection, number: int = 1, size: int = PAGE) -> list[Perhaps]:
    """Page `number` (from 1), the likeliest first."""
    rows = db.execute(
        f"""
        with chosen as (
            {OPEN}
            order by perhaps.score desc, perhaps.left_id, perhaps.right_id
            limit $size
            offset $skip
        )
        select
            chosen.left_id,
            coalesce(l.called, chosen.left_id),
            l.account_name,
            chosen.right_id,
            coalesce(r.called, chosen.right_id),
            r.account_name
        from chosen
        left join card as l on l.id = chosen.left_id
        left join card as r on r.id = chosen.right_id
        order by chosen.score desc, chosen.left_id, chosen.right_id
        """,
        {"size": size, "skip": (number - 1) * size},
    ).fetchall()
    return [Perhaps(*row) for row in rows]


OPEN = """
    select perhaps.left_id, perhaps.right_id, perhaps.score
    from perhaps
    anti join decision
        on decision.record_kind = perhaps.record_kind
        and decision.left_id = least(perhaps.left_id, perhaps.right_id)
        and decision.right_id = greatest(perhaps.left_id, perhaps.right_id)
    where perhaps.record_kind = 'contact'
"""
