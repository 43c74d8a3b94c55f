"""A contact's card: the person, where they belong, what they approve and how they log in."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dq import sources
from dq.queries.cards import counterparts
from dq.queries.cards.counterparts import Counterpart
from dq.store import rows
from dq.store.ledger import Row


@dataclass(frozen=True)
class Card:
    """One contact as the card shows it; `logs_in` says whether the portal lets them in, `fields`
    has every field of the contact."""

    id: str
    name: str
    title: str | None
    department: str | None
    email: str | None
    phone: str | None
    username: str | None
    status: str | None
    active: bool
    general: bool
    account_id: str | None
    account: str | None
    owner: str | None
    successor_id: str | None
    successor: str | None
    logs_in: bool
    created: date | None
    modified: date | None
    version: int
    fields: Row


@dataclass(frozen=True)
class Login:
    """The portal users of a contact: the username that lets them in, whether one is on by the last
    export (`there`) and whether one is to be on (`here`); None where none is known."""

    username: str | None
    there: bool | None
    here: bool | None


@dataclass(frozen=True)
class Relation:
    """An account that a contact belongs to; one is direct, the others are related.

    `id` is None where only the card itself tells of its account. `own` says that the card does, or
    that no export shows the accounts of cards; a relation alone may call another one direct.
    """

    id: str | None
    version: int | None
    account_id: str | None
    account: str | None
    direct: bool
    active: bool
    roles: str | None
    start: date | None
    end: date | None
    own: bool


@dataclass(frozen=True)
class Approval:
    """What a contact approves on one project."""

    project_id: str | None
    project: str | None
    status: str | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Lookalike:
    """A record that may be the same as the one asked for; score 0..1."""

    id: str
    name: str | None
    account: str | None
    score: float


def card(db: duckdb.DuckDBPyConnection, contact_id: str) -> Card | None:
    """The card with this id, or None.

    A contact logs in with a username that is filled, unless every portal user of theirs is
    switched off or the card says they left.
    """
    found = db.execute(
        """
        select
            card.id, card.called, card.title,
            card.department, card.email, card.phone,
            card.username, card.status, card.active, card.general, card.account_id,
            card.account_name, card.owner, card.successor_id,
            (
                select called(first_name, middle_name, last_name, email, id)
                from contact
                where id = (select successor_id from contact where id = $id)
            ),
            lets_in($id),
            card.created::date, card.modified::date, card.version
        from card
        where card.id = $id
        """,
        {"id": contact_id},
    ).fetchall()
    return Card(*found[0], rows.read(db, "contact", [contact_id])[contact_id]) if found else None


def login(db: duckdb.DuckDBPyConnection, contact_id: str) -> Login:
    """How the contact logs in, by the last export and as it is wanted."""
    [row] = db.execute(
        """
        with shown as (
            select said(username) as username, coalesce(active, true) as active
            from upstream.portal_user
            where contact_id = $id and known('portal_user', 'active')
        )
        select
            (select username from shown order by active desc, username nulls last limit 1),
            (select bool_or(active) from shown),
            (select bool_or(coalesce(active, true)) from portal_user where contact_id = $id)
        """,
        {"id": contact_id},
    ).fetchall()
    return Login(*row)


def relations(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Relation]:
    """The contact's accounts, the direct one first, then the current ones by name."""
    rows = db.execute(
        """
        with joined as (
            select id, version, account_id, direct, active, roles, start_date, end_date
            from relation
            where contact_id = $id
            union all
            select null, null, account_id, true, true, null, null, null
            from contact
            where id = $id
                and account_id is not null
                and not exists (
                    from relation
                    where relation.contact_id = $id
                        and relation.account_id = contact.account_id
                )
        )
        select
            joined.id, joined.version, joined.account_id, account.name,
            coalesce(joined.direct, false) or joined.account_id = own.account_id,
            coalesce(joined.active, true), joined.roles, joined.start_date, joined.end_date,
            case
                when known('contact', 'account_id')
                    then coalesce(joined.account_id = own.account_id, false)
                else coalesce(joined.direct, false)
            end as own
        from joined
        left join contact as own on own.id = $id
        left join account on account.id = joined.account_id
        order by
            10 desc, 5 desc nulls last, 6 desc,
            account.name, joined.account_id, joined.start_date
        """,
        {"id": contact_id},
    ).fetchall()
    return [Relation(*row) for row in rows]


def approvals(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Approval]:
    """What the contact approves now, a line per project, open projects first."""
    rows = db.execute(
        """
        select
            approval.project_id, project.name, project.status,
            list_distinct(list(approval.kind))
        from approval
        left join project on project.id = approval.project_id
        where approval.contact_id = ?
            and coalesce(approval.active, true)
        group by approval.project_id, project.name, project.status
        order by project.status = 'closed', project.name, approval.project_id
        """,
        [contact_id],
    ).fetchall()
    return [Approval(*row[:3], tuple(sorted(row[3]))) for row in rows]


def back_office(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Counterpart]:
    """The contact's records in Business Central."""
    return counterparts.records(db, [contact_id]).get(contact_id, [])


def in_other_systems(
    db: duckdb.DuckDBPyConnection, contact_id: str
) -> dict[str, list[Counterpart]]:
    """The contact's records in every other system, by what the system is called."""
    return {
        people.system: counterparts.records(db, [contact_id], people).get(contact_id, [])
        for people in sources.elsewhere()
    }


def lookalikes(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Lookalike]:
    """Cards that may be the same person, the most certain first."""
    rows = db.execute(
        """
        with other as (
            select case when left_id = $id then right_id else left_id end as id, score
            from pair
            where record_kind = 'contact'
                and $id in (left_id, right_id)
        )
        select card.id, card.called, card.account_name, other.score
        from other
        join card on card.id = other.id
        order by other.score desc, card.id
        """,
        {"id": contact_id},
    ).fetchall()
    return [Lookalike(*row) for row in rows]
