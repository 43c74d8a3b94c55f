"""An account's card: its departments, its people and its projects.

Tested in tests/queries/cards/test_contacts.py.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq.queries.cards.contacts import Lookalike

PAGE = 50


@dataclass(frozen=True)
class Card:
    """One account as the card shows it."""

    id: str
    name: str
    type: str | None
    parent_id: str | None
    parent: str | None
    phone: str | None
    website: str | None
    street: str | None
    postal_code: str | None
    city: str | None
    kvk_number: str | None
    owner: str | None


@dataclass(frozen=True)
class Person:
    """A contact of an account; `direct` when it is the contact's own account."""

    id: str
    name: str
    title: str | None
    email: str | None
    status: str | None
    direct: bool
    findings: int


@dataclass(frozen=True)
class Project:
    """A project of an account."""

    id: str
    name: str | None
    status: str | None
    start: date | None
    end: date | None


def card(db: duckdb.DuckDBPyConnection, account_id: str) -> Card | None:
    """The account with this id, or None."""
    rows = db.execute(
        """
        select
            account.id, called(account.name, account.id), account.type, account.parent_id,
            parent.name, account.phone, account.website, account.street, account.postal_code,
            account.city, account.kvk_number, account.owner
        from account
        left join account as parent on parent.id = account.parent_id
        where account.id = ?
        """,
        [account_id],
    ).fetchall()
    return Card(*rows[0]) if rows else None


def departments(db: duckdb.DuckDBPyConnection, account_id: str) -> list[tuple[str, str]]:
    """The accounts under this one: id and name, by name."""
    return db.execute(
        "select id, called(name, id) from account where parent_id = ? order by name, id",
        [account_id],
    ).fetchall()


# The contacts of an account: its own, and those with an active relation.
MEMBERS = """
    select contact_id, bool_or(direct) as direct
    from (
        select id as contact_id, true as direct
        from contact
        where account_id = $id
        union all
        select relation.contact_id, false
        from relation
        join contact on contact.id = relation.contact_id
        where relation.account_id = $id
            and coalesce(relation.active, true)
    )
    group by contact_id
"""


def headcount(db: duckdb.DuckDBPyConnection, account_id: str) -> int:
    """How many contacts the account has, own and related."""
    [(number,)] = db.execute(f"select count(*) from ({MEMBERS})", {"id": account_id}).fetchall()
    return number


def members(db: duckdb.DuckDBPyConnection, account_id: str) -> list[str]:
    """The ids of all the account's contacts, own and related."""
    rows = db.execute(f"select contact_id from ({MEMBERS}) order by 1", {"id": account_id})
    return [id for (id,) in rows.fetchall()]


def people(db: duckdb.DuckDBPyConnection, account_id: str, number: int = 1) -> list[Person]:
    """Page `number` of the account's contacts: its own first, then by name."""
    rows = db.execute(
        f"""
        with member as ({MEMBERS}), wrong as (
            select record_id, count(*) as findings
            from open_finding
            where record_kind = 'contact'
                and record_id in (select contact_id from member)
            group by record_id
        )
        select
            contact.id,
            called(first_name, middle_name, last_name, email, id),
            contact.title, contact.email, contact.status, member.direct,
            coalesce(wrong.findings, 0)
        from member
        join contact on contact.id = member.contact_id
        left join wrong on wrong.record_id = contact.id
        order by
            member.direct desc,
            coalesce(contact.status, 'active') in ('left', 'inactive'),
            contact.last_name, contact.first_name, contact.id
        limit $size
        offset $skip
        """,
        {"id": account_id, "size": PAGE, "skip": (number - 1) * PAGE},
    ).fetchall()
    return [Person(*row) for row in rows]


def project_count(db: duckdb.DuckDBPyConnection, account_id: str) -> int:
    """How many projects the account has."""
    query = "select count(*) from project where account_id = ?"
    [(number,)] = db.execute(query, [account_id]).fetchall()
    return number


def projects(db: duckdb.DuckDBPyConnection, account_id: str, number: int = 1) -> list[Project]:
    """A page of the account's projects, open ones first, the newest first."""
    rows = db.execute(
        """
        select id, name, status, start_date, end_date
        from project
        where account_id = $id
        order by coalesce(status, 'active') = 'closed', start_date desc nulls last, name, id
        limit $size
        offset $skip
        """,
        {"id": account_id, "size": PAGE, "skip": (number - 1) * PAGE},
    ).fetchall()
    return [Project(*row) for row in rows]


def roles(db: duckdb.DuckDBPyConnection, most: int = 20) -> list[str]:
    """The roles that relations have in this organisation, the commonest first."""
    rows = db.execute(
        """
        select trim(role) as role
        from (select unnest(string_split(roles, ';')) as role from relation)
        where trim(role) <> ''
        group by 1
        order by count(*) desc, 1
        limit ?
        """,
        [most],
    ).fetchall()
    return [role for (role,) in rows]


def above(db: duckdb.DuckDBPyConnection, account_id: str) -> list[tuple[str, str]]:
    """The accounts that this one is a part of, the topmost first: id and name."""
    rows = db.execute(
        """
        with recursive up as (
            select parent_id, 1 as height, [id] as seen
            from account
            where id = $id
            union all
            select account.parent_id, up.height + 1, list_append(up.seen, account.id)
            from up
            join account on account.id = up.parent_id
            where not list_contains(up.seen, account.id)
        )
        select account.id, called(account.name, account.id)
        from up
        join account on account.id = up.parent_id
        where account.id <> $id
        order by up.height desc
        """,
        {"id": account_id},
    ).fetchall()
    return list(dict.fromkeys(rows))


def approvers(
    db: duckdb.DuckDBPyConnection, account_id: str
) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Who approves what on the account's projects: by project id, lists of (id, name, kinds)."""
    rows = db.execute(
        """
        select project.id, card.id, card.called,
            list_sort(list_distinct(list(approval.kind)))
        from project
        join approval on approval.project_id = project.id and coalesce(approval.active, true)
        join card on card.id = approval.contact_id
        where project.account_id = ?
        group by project.id, card.id, card.called
        order by project.id, card.called, card.id
        """,
        [account_id],
    ).fetchall()
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for project_id, contact_id, name, kinds in rows:
        found.setdefault(project_id, []).append((contact_id, name, tuple(kinds)))
    return found


def lookalikes(db: duckdb.DuckDBPyConnection, account_id: str) -> list[Lookalike]:
    """Accounts that may be the same, the most certain first."""
    rows = db.execute(
        """
        with other as (
            select case when left_id = $id then right_id else left_id end as id, score
            from pair
            where record_kind = 'account'
                and $id in (left_id, right_id)
        )
        select account.id, account.name, account.city, other.score
        from other
        join account on account.id = other.id
        order by other.score desc, account.id
        """,
        {"id": account_id},
    ).fetchall()
    return [Lookalike(*row) for row in rows]
