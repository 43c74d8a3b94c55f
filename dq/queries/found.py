"""Cards as a search shows them: who, where, and whether they can log in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

Login = Literal["in", "off", "none"]


@dataclass(frozen=True)
class Found:
    """A card in a list of hits; `accounts` are the related ones beside the own, as (id, name).

    `login` tells whether the portal lets them in: "in", switched "off", or "none" (no username).
    """

    id: str
    name: str
    title: str | None
    email: str | None
    username: str | None
    phone: str | None
    status: str | None
    active: bool
    general: bool
    account_id: str | None
    account: str | None
    login: Login
    version: int
    accounts: tuple[tuple[str, str], ...] = ()


def cards(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Found]:
    """The cards with these ids, by id; those that are gone are left out."""
    if not ids:
        return {}
    wanted = {"ids": list(ids)}
    related: dict[str, list[tuple[str, str]]] = {}
    for contact_id, account_id, name in db.execute(RELATED, wanted).fetchall():
        related.setdefault(contact_id, []).append((account_id, name))
    rows = db.execute(CARDS, wanted).fetchall()
    return {row[0]: Found(*row, tuple(related.get(row[0], ()))) for row in rows}


CARDS = """
    select
        card.id, coalesce(nullif(card.full_name, ''), card.email, card.id), card.title,
        card.email, card.username, coalesce(card.mobile, card.phone), card.status, card.active,
        card.general, card.account_id, card.account_name,
        case
            when card.username is null then 'none'
            when card.active and coalesce(login.active, true) then 'in'
            else 'off'
        end,
        card.version
    from card
    left join (
        select contact_id, bool_or(coalesce(active, true)) as active
        from portal_user
        where contact_id in $ids
        group by contact_id
    ) as login on login.contact_id = card.id
    where card.id in $ids
"""
RELATED = """
    select relation.contact_id, account.id, account.name
    from relation
    join account on account.id = relation.account_id
    join contact on contact.id = relation.contact_id
    where relation.contact_id in $ids
        and contact.id in $ids
        and coalesce(relation.active, true)
        and relation.account_id is distinct from contact.account_id
    order by account.name, account.id
"""


def accounts(
    db: duckdb.DuckDBPyConnection, text: str, most: int = 20
) -> list[tuple[str, str, str | None]]:
    """Accounts whose name holds the text, those that begin with it first: id, name, parent."""
    return db.execute(
        """
        select account.id, account.name, parent.name
        from account
        left join account as parent on parent.id = account.parent_id
        where contains(lower(strip_accents(account.name)), lower(strip_accents($text)))
            or account.id = $text
        order by
            starts_with(lower(strip_accents(account.name)), lower(strip_accents($text))) desc,
            account.parent_id is null desc, account.name, account.id
        limit $most
        """,
        {"text": text.strip(), "most": most},
    ).fetchall()
