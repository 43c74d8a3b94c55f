"""A shared mailbox: the cards that it stands on, what they approve, and the general cards."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class User:
    """A person whose card has the mailbox; `approvals` as (id, project, kind).

    `holds` where it is their username, which the general card cannot get then; `named` where their
    name is in the address.
    """

    id: str
    name: str
    account_id: str | None
    account: str | None
    version: int
    holds: bool
    named: bool
    approvals: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class GeneralCard:
    """A general card with the address and username that it has now."""

    id: str
    name: str
    email: str | None
    username: str | None
    version: int


def users(db: duckdb.DuckDBPyConnection, address: str) -> list[User]:
    """The people in service with this address or username, by name."""
    rows = db.execute(
        """
        select card.id, card.called, card.account_id,
            card.account_name, card.version,
            folded(card.username) is not distinct from folded($address) or exists (
                from portal_user
                where portal_user.contact_id = card.id
                    and folded(portal_user.username) = folded($address)
            ),
            coalesce(
                length(letters(card.last_name)) > 2
                    and contains(letters(split_part($address, '@', 1)), letters(card.last_name))
                    or letters(split_part($address, '@', 1)) = nullif(letters(card.first_name), ''),
                false
            )
        from card
        where card.active
            and not card.general
            and folded($address) in (card.address, folded(card.username))
        order by card.last_name, card.first_name, card.id
        """,
        {"address": address},
    ).fetchall()
    approvals: dict[str, list[tuple[str, str, str]]] = {}
    for contact_id, *approval in db.execute(
        """
        select approval.contact_id, approval.id, called(project.name, approval.project_id),
            approval.kind
        from approval
        left join project on project.id = approval.project_id
        where list_contains($ids, approval.contact_id)
            and coalesce(approval.active, true)
            and coalesce(project.status, 'active') <> 'closed'
        order by project.name, approval.kind, approval.id
        """,
        {"ids": [id for id, *_rest in rows]},
    ).fetchall():
        approvals.setdefault(contact_id, []).append((approval[0], approval[1], approval[2]))
    return [User(*row, tuple(approvals.get(row[0], ()))) for row in rows]


def general_cards(
    db: duckdb.DuckDBPyConnection, account_id: str, address: str
) -> list[GeneralCard]:
    """The general cards with this address, then those of this account."""
    rows = db.execute(
        """
        select card.id, card.called, card.email, card.username,
            card.version
        from card
        where card.active
            and card.general
            and (card.account_id = $account or card.address = folded($address))
        order by card.address is not distinct from folded($address) desc, card.id
        """,
        {"account": account_id, "address": address},
    ).fetchall()
    return [GeneralCard(*row) for row in rows]
