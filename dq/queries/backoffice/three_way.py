"""People about whom Salesforce, the portal and Business Central disagree."""

from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

import duckdb

from dq.queries.cards import counterparts
from dq.queries.cards.counterparts import Counterpart

Kind = Literal["left_active", "left_login", "inactive", "email", "number"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PAGE = 10


@dataclass(frozen=True)
class PortalUser:
    """Whom the portal knows, as last exported; `asked` is what is under way, None: nothing."""

    id: str
    username: str | None
    email: str | None
    active: bool
    asked: bool | None


Record = TypeVar("Record", PortalUser, Counterpart)


@dataclass(frozen=True)
class Disagreement:
    """One person and in what the systems disagree; None where a system does not know them.

    `other_portal` and `other_bc` say which of them has another e-mail address than the card.
    """

    kind: Kind
    contact_id: str
    name: str
    account: str | None
    status: str | None
    email: str | None
    portal: PortalUser | None
    bc: Counterpart | None
    other_portal: bool
    other_bc: bool


def _found(kind: Kind, check: str, portal: str = "null", bc: str = "null") -> str:
    return f"""
        select '{kind}' as kind, record_id as contact_id, {portal} as portal_id, {bc} as bc_id
        from finding
        where check_id = '{check}'
            and solved_load is null
            and check_id not in (from switched_off)
    """


# What the checks found is read from there; the rest is asked of the data. A row per record.
SOURCES: dict[Kind, str] = {
    "left_active": _found("left_active", "leaver_active_in_bc", bc="other_id"),
    "left_login": _found("left_login", "leaver_can_log_in", portal="other_id"),
    "inactive": _found("inactive", "inactive_in_bc_active_here", bc="other_id"),
    "email": f"""
        with other as materialized (
            -- Nearly every portal user has its card's address; comparing the rest is cheap.
            from portal_user
            anti join contact
                on contact.id = portal_user.contact_id
                and contact.email = portal_user.email
            where coalesce(portal_user.active, true)
        )
        {_found("email", "bc_email_differs", bc="other_id")}
        union all
        select 'email', contact.id, other.id, null
        from other
        join contact on contact.id = other.contact_id
        where folded(other.email) <> folded(contact.email)
            -- Of both at once: a condition on one would be asked of every row there is.
            and not contains(
                concat(folded(other.email), ' ', folded(contact.email), ' '), '.invalid '
            )
    """,
    "number": """
        with waiting as materialized (
            select id, folded(email) as address
            from contact
            where id in (select contact_id from approving)
                and in_service(status)
                and exists (select 1 from bc_contact)
                and id not in (
                    select salesforce_id from bc_contact where salesforce_id is not null
                )
        ), loose as materialized (
            select folded(bc_contact.email) as address
            from bc_contact
            anti join contact on contact.id = bc_contact.salesforce_id
        ), single as (
            -- As in the view in_bc, but of these few addresses alone.
            select folded(email) as address
            from contact
            where lower(trim(email)) in (select address from loose)
            group by address
            having count(*) = 1
        )
        select 'number' as kind, waiting.id as contact_id, null as portal_id, null as bc_id
        from waiting
        anti join single on single.address = waiting.address
    """,
}


def _all(kinds: tuple[Kind, ...]) -> str:
    """The query of these kinds of disagreement: a row per person and kind."""
    return f"""
        select kind, contact_id, min(portal_id) as portal_id, min(bc_id) as bc_id
        from ({" union all ".join(f"({SOURCES[kind]})" for kind in kinds)})
        group by kind, contact_id
    """


PLACE = "list_position(['" + "', '".join(KINDS) + "'], found.kind)"


def counts(db: duckdb.DuckDBPyConnection) -> dict[Kind, int]:
    """How many people there are per kind."""
    found = dict(db.execute(f"select kind, count(*) from ({_all(KINDS)}) group by kind").fetchall())
    return {kind: found.get(kind, 0) for kind in KINDS}


def search(
    db: duckdb.DuckDBPyConnection,
    kind: Kind | None = None,
    text: str | None = None,
    number: int = 1,
    size: int = PAGE,
) -> tuple[dict[Kind, int], list[Disagreement]]:
    """How many people there are per kind, and page `number` (from 1), by kind and then by name."""
    found = _all(KINDS)
    if text:
        found = MATCHING.format(found=found)
    db.execute(
        f"create or replace temp table disagreement as {found}", {"text": text} if text else {}
    )
    counted = dict(db.execute("select kind, count(*) from disagreement group by kind").fetchall())
    rows = db.execute(
        f"""
        select found.*
        from disagreement as found
        left join contact on contact.id = found.contact_id
        where $kind is null or found.kind = $kind
        order by {PLACE}, contact.last_name, contact.first_name, found.contact_id
        limit $size
        offset $skip
        """,
        {"kind": kind, "size": size, "skip": (number - 1) * size},
    ).fetchall()
    return {kind: counted.get(kind, 0) for kind in KINDS}, _with_names(db, rows)


# Of these disagreements, those of people in whose names or addresses a text is.
MATCHING = """
    with found as materialized ({found})
    select found.*
    from found
    left join contact on contact.id = found.contact_id
    left join account on account.id = contact.account_id
    where $text in (found.contact_id, found.bc_id)
        or contains(
            lower(concat_ws(
                ' ', contact.first_name, contact.middle_name, contact.last_name, contact.email,
                contact.username, account.name
            )),
            lower($text)
        )
"""


def _with_names(db: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[Disagreement]:
    """The disagreements with what each system says, looked up for these people only."""
    ids = list({row[1] for row in rows})
    cards = {
        row[0]: row[1:]
        for row in db.execute(
            """
            select
                contact.id,
                called(first_name, middle_name, last_name, email, contact.id),
                account.name, contact.status, contact.email
            from contact
            left join account on account.id = contact.account_id
            where contact.id in (select unnest($ids::varchar[]))
            """,
            {"ids": ids},
        ).fetchall()
    }
    users = _portal_users(db, ids)
    backs = counterparts.records(db, ids)
    found = []
    for kind, contact_id, portal_id, bc_id in rows:
        name, account, status, email = cards.get(contact_id, (contact_id, None, None, None))
        portal = _chosen(users.get(contact_id, []), portal_id)
        back = _chosen(backs.get(contact_id, []), bc_id)
        others = (kind == "email" and portal_id is not None, kind == "email" and bc_id is not None)
        found.append(
            Disagreement(kind, contact_id, name, account, status, email, portal, back, *others)
        )
    return found


def _chosen(records: list[Record], record_id: str | None) -> Record | None:
    """The record that it is about, else the first."""
    for one in records:
        if one.id == record_id:
            return one
    return records[0] if records else None


def _portal_users(db: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, list[PortalUser]]:
    rows = db.execute(
        """
        select
            login.contact_id, login.id, login.username, login.email,
            coalesce(if(there.id is null, login.active, there.active), true) as active,
            case
                when coalesce(login.active, true) <> coalesce(there.active, true)
                    and there.id is not null
                then coalesce(login.active, true)
            end
        from portal_user as login
        left join upstream.portal_user as there on there.id = login.id
        where login.contact_id in (select unnest($ids::varchar[]))
        order by 5 desc, login.id
        """,
        {"ids": ids},
    ).fetchall()
    found: dict[str, list[PortalUser]] = {}
    for contact_id, *user in rows:
        found.setdefault(contact_id, []).append(PortalUser(*user))
    return found


# Everything, for a list: a person's record in each system is the one that it is about, else one
# of theirs.
LIST = f"""
    with found as ({_all(KINDS)}),
        login as (
            select contact_id, arg_min(id, (not coalesce(active, true), id)) as id
            from portal_user
            where contact_id in (select contact_id from found)
            group by contact_id
        ),
        back as (
            select contact_id, min(id) as id
            from in_bc
            where contact_id in (select contact_id from found)
            group by contact_id
        )
    select
        found.kind as difference,
        card.called as name,
        card.account_name as account,
        card.owner,
        card.status,
        card.email,
        portal_user.username,
        if(login_there.id is null, portal_user.active, login_there.active) as portal_active,
        portal_user.email as portal_email,
        bc_contact.id as bc_id,
        if(back_there.id is null, bc_contact.blocked, back_there.blocked) as bc_blocked,
        bc_contact.email as bc_email,
        found.contact_id
    from found
    left join card on card.id = found.contact_id
    left join login on login.contact_id = found.contact_id
    left join portal_user on portal_user.id = coalesce(found.portal_id, login.id)
    left join upstream.portal_user as login_there on login_there.id = portal_user.id
    left join back on back.contact_id = found.contact_id
    left join bc_contact on bc_contact.id = coalesce(found.bc_id, back.id)
    left join upstream.bc_contact as back_there on back_there.id = bc_contact.id
    order by {PLACE}, card.last_name, card.first_name, found.contact_id
"""
