"""What merging a group means: what moves, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from dq.domain.merging import LOGINS
from dq.objects import OWN_KEY, Mergeable

# Salesforce merges this many records at once; more are merged in turn onto the one that stays.
# Source: Salesforce, merge() call.
AT_ONCE = 3


@dataclass(frozen=True)
class Moves:
    """How much goes along to the survivor."""

    relations: int
    approvals: int
    successions: int
    bc_contacts: int
    findings: int
    contacts: int
    projects: int
    departments: int


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way in Salesforce: `what` is portal, users, accounts, relation, username
    or turns.

    `record_id` and `name` say which record it is about; of turns, `name` is how many.
    """

    what: Literal["portal", "users", "accounts", "relation", "username", "turns"]
    record_id: str
    name: str


def records(
    db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """The rows of main of these records, with all their fields and the names that they point at."""
    more = (
        "(select name from account where account.id = record.account_id)"
        if kind == "contact"
        else "(select name from account where account.id = record.parent_id)"
    )
    result = db.execute(
        f"""
        select record.*, {more} as above
        from main.{kind} as record
        where rowid in (select rowid from main.{kind} where id in (select unnest($ids::varchar[])))
        order by id
        """,
        {"ids": list(ids)},
    )
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def stays(db: duckdb.DuckDBPyConnection, id: str) -> tuple[Mergeable, str] | None:
    """The kind and key of the record that a record was merged into; None where it was not."""
    rows = db.execute(
        "select merged.record_kind, survivor.survivor_id"
        " from survivor join merged on merged.id = survivor.id where survivor.id = ?",
        [id],
    ).fetchall()
    return rows[0] if rows else None


def moves(db: duckdb.DuckDBPyConnection, kind: Mergeable, losers: Sequence[str]) -> Moves:
    """What hangs on those who go."""
    of_contact = {
        "relations": "relation where contact_id",
        "approvals": "approval where coalesce(active, true) and contact_id",
        "successions": "contact where successor_id",
        "bc_contacts": "bc_contact where salesforce_id",
    }
    of_account = {
        "relations": "relation where account_id",
        "contacts": "contact where account_id",
        "projects": "project where account_id",
        "departments": "account where parent_id",
    }
    asked = of_contact if kind == "contact" else of_account
    counts = {
        name: db.execute(f"select count(*) from {rest} in $ids", {"ids": list(losers)}).fetchall()
        for name, rest in asked.items()
    }
    findings = db.execute(
        "select count(*) from open_finding where record_kind = $kind and record_id in $ids",
        {"kind": kind, "ids": list(losers)},
    ).fetchall()
    empty = dict.fromkeys(Moves.__dataclass_fields__, 0)
    found = {name: rows[0][0] for name, rows in counts.items()}
    return Moves(**empty | found | {"findings": findings[0][0]})


def logging_in(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, set[bool]]:
    """Of these cards, where somebody logs in with it: here (true), and in Salesforce (false)."""
    found: dict[str, set[bool]] = {}
    for id, here in db.execute(WHERE, {"ids": list(ids)}).fetchall():
        found.setdefault(id, set()).add(here)
    return found


def barred(logins: Mapping[str, set[bool]], survivor: str, losers: Sequence[str]) -> bool:
    """Whether a login of who goes is in the way: an obstacle that is called portal or users."""
    stay = logins.get(survivor, set())
    gone = set().union(*(logins.get(id, set()) for id in losers))
    return True in gone or bool(gone - stay)


WHERE = f"""
    select distinct contact_id, here
    from ({LOGINS})
    where active and contact_id in (select unnest($ids::varchar[]))
"""


def obstacles(
    db: duckdb.DuckDBPyConnection,
    kind: Mergeable,
    survivor: str,
    losers: Sequence[str],
    taken: Sequence[str | None] = (),
) -> list[Obstacle]:
    """What has to be seen to in Salesforce before or while these are merged there.

    :param taken: values that must be unique and come from a loser, such as its e-mail address
    """
    given = {"survivor": survivor, "losers": list(losers)}
    found = []
    if kind == "contact":
        named = given | {"taken": [value for value in taken if value]}
        found = [Obstacle(*row) for row in db.execute(LOGGING_IN, named).fetchall()]
        found += [Obstacle(*row) for row in db.execute(APART, given).fetchall()]
    found += [Obstacle(*row) for row in db.execute(_relations(kind), given).fetchall()]
    turns = -(-len(losers) // (AT_ONCE - 1))
    if turns > 1:
        found.append(Obstacle("turns", survivor, str(turns)))
    return found


# A portal user who is not kept; a username in use.
LOGGING_IN = f"""
    with login as (
        select *, contact_id = $survivor as mine
        from ({LOGINS})
        where active and (contact_id = $survivor or contact_id in $losers)
    )
    select 'portal', contact_id, username
    from login
    where not mine and here not in (select here from login where mine)
    union
    select 'users', id, username
    from login
    where not mine and here and exists (from login where mine and here)
    union all
    select 'username', contact.id, contact.username
    from contact
    where contact.id in $losers and folded(contact.username) in (
        select folded(value) from (select unnest($taken) as value)
    )
    order by 1, 2
"""


# Salesforce merges no contacts of two accounts when one of them is a portal user.
APART = """
    with merged as (
        select id, account_id
        from upstream.contact
        where id = $survivor or id in $losers
    )
    select 'accounts', merged.id, coalesce(account.name, merged.account_id, '')
    from merged
    left join upstream.account as account on account.id = merged.account_id
    where merged.id <> $survivor
        and merged.account_id is distinct from (
            select account_id from merged where id = $survivor
        )
        and exists (
            select 1
            from upstream.portal_user
            where contact_id in (select id from merged) and coalesce(active, true)
        )
    order by merged.id
"""


def _relations(kind: Mergeable) -> str:
    """The query of the relations that go first: of each pair that would be there twice all but
    one. One of a contact with its own account cannot go, and need not where both are such."""
    side, other, name = "contact_id", "account_id", "account.name"
    if kind == "account":
        side, other = "account_id", "contact_id"
        name = "called(first_name, middle_name, last_name, email, contact.id)"
    return f"""
        with pair as (
            select id, contact_id, account_id
            from relation
            where {side} in $losers + [$survivor] and not starts_with(id, '{OWN_KEY}')
            union all
            -- Not every export has the relation with one's own account.
            select null, contact.id, contact.account_id
            from contact
            anti join relation on relation.contact_id = contact.id
                and relation.account_id = contact.account_id
            where contact.{"id" if kind == "contact" else side} in $losers + [$survivor]
        ), ordered as (
            select
                pair.id,
                coalesce({name}, pair.{other}) as name,
                contact.account_id is not distinct from pair.account_id as own,
                row_number() over (
                    partition by pair.{other}
                    order by own desc, pair.{side} = $survivor desc, pair.id
                ) as place
            from pair
            left join contact on contact.id = pair.contact_id
            left join account on account.id = pair.account_id
        )
        select 'relation', id, name from ordered where place > 1 and not own order by name, id
    """
