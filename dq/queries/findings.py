"""Findings: filtered, a page at a time, and one with the record that it is about."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import duckdb

State = Literal["new", "returned", "earlier", "solved_now", "solved_before"]
STATES: tuple[State, ...] = get_args(State)
PAGE = 50

# `newest` is the number of the newest load.
IN_STATE = {
    None: "finding.solved_load is null",
    "new": "finding.solved_load is null and finding.returned_load is null"
    " and finding.first_load = $newest",
    "returned": "finding.solved_load is null and finding.returned_load = $newest",
    "earlier": "finding.solved_load is null"
    " and coalesce(finding.returned_load, finding.first_load) < $newest",
    "solved_now": "finding.solved_load = $newest",
    "solved_before": "finding.solved_load < $newest",
}
# A card or an account that a filter asks for; findings about their other records follow.
WANTED = {
    "owner": ("card.owner = $owner", "account.owner = $owner"),
    "account": (
        "(card.account_id = $account or contains(lower(card.account_name), lower($account)))",
        "(account.id = $account or contains(lower(account.name), lower($account)))",
    ),
    "text": (
        "(contains(lower(concat_ws(' ', card.full_name, card.email, card.username)),"
        " lower($text)) or card.id = $text)",
        "(contains(lower(account.name), lower($text)) or account.id = $text)",
    ),
}


@dataclass(frozen=True)
class Filter:
    """Which findings to show; `checks` are the allowed check ids in the order to show them."""

    checks: tuple[str, ...]
    state: State | None = None
    account: str | None = None
    owner: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Finding:
    """One finding; `name` and `account` say whom it is about, `other` whom it points at."""

    check_id: str
    record_kind: str
    record_id: str
    other_id: str | None
    detail: str | None
    state: State
    since: Any
    contact_id: str | None
    account_id: str | None
    name: str | None
    account: str | None
    other: str | None

    @property
    def key(self) -> str:
        """The finding's identity as one text, for an address."""
        return "~".join((self.check_id, self.record_kind, self.record_id, self.other_id or ""))


def count(db: duckdb.DuckDBPyConnection, chosen: Filter) -> int:
    """How many findings pass the filter."""
    where, parameters = _where(db, chosen)
    [(number,)] = db.execute(f"select count(*) from finding where {where}", parameters).fetchall()
    return number


def selected(db: duckdb.DuckDBPyConnection, chosen: Filter) -> tuple[str, dict[str, Any]]:
    """The query of all findings that pass the filter, and its parameters."""
    where, parameters = _where(db, chosen)
    return f"select finding.* from finding where {where}", parameters


def page(
    db: duckdb.DuckDBPyConnection, chosen: Filter, number: int = 1, size: int = PAGE
) -> list[Finding]:
    """Page `number` (from 1): worst check first, then the newest finding."""
    where, parameters = _where(db, chosen)
    parameters |= {"size": size, "skip": (number - 1) * size}
    return _read(
        db,
        f"""
        select finding.*
        from finding
        where {where}
        order by
            list_position($checks, check_id),
            coalesce(solved_load, returned_load, first_load) desc,
            record_kind, record_id, other_id
        limit $size
        offset $skip
        """,
        parameters,
    )


def one(db: duckdb.DuckDBPyConnection, key: str) -> Finding | None:
    """The finding with this `key`, open or solved, or None."""
    parts = key.split("~")
    if len(parts) != 4:
        return None
    check_id, kind, record_id, other_id = parts
    found = _read(
        db,
        """
        select finding.*
        from finding
        where check_id = $check_id
            and record_kind = $kind
            and record_id = $record_id
            and coalesce(other_id, '') = $other_id
        """,
        {
            "check_id": check_id,
            "kind": kind,
            "record_id": record_id,
            "other_id": other_id,
            "checks": [check_id],
            "newest": _newest(db),
        },
    )
    return found[0] if found else None


def about(db: duckdb.DuckDBPyConnection, kind: str, record_id: str) -> list[Finding]:
    """Open findings on a record, those of its relations, users and BC contacts included."""
    column = {"contact": "contact_id", "account": "account_id"}[kind]
    return _read(
        db,
        f"""
        select finding.*
        from finding
        left join ({LINKS}) as link
            on link.kind = finding.record_kind
            and link.id = finding.record_id
        where finding.solved_load is null
            and (
                (finding.record_kind = $kind and $id in (finding.record_id, finding.other_id))
                or link.{column} = $id
            )
        """,
        {"kind": kind, "id": record_id, "checks": [""], "newest": _newest(db)},
    )


def owners(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Every account owner by name."""
    rows = db.execute(
        "select distinct owner from account where owner is not null order by owner"
    ).fetchall()
    return [owner for (owner,) in rows]


# Which card and account the records that are neither hang on.
LINKS = """
    select 'relation' as kind, id, contact_id, account_id from relation
    union all
    select 'portal_user', id, contact_id, null from portal_user
    union all
    select 'bc_contact', id, salesforce_id, null from bc_contact
    union all
    select 'approval', id, contact_id, null from approval
    union all
    select 'project', id, null, account_id from project
"""


def _newest(db: duckdb.DuckDBPyConnection) -> int:
    [(newest,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
    return newest


def _where(db: duckdb.DuckDBPyConnection, chosen: Filter) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {"checks": list(chosen.checks), "newest": _newest(db)}
    given = {
        name: value for name in WANTED if (value := getattr(chosen, name)) is not None and value
    }
    state = IN_STATE[chosen.state]
    if "$newest" not in state:
        del parameters["newest"]
    where = f"finding.check_id in $checks and {state}"
    if not given:
        return where, parameters
    card = " and ".join(WANTED[name][0] for name in given)
    account = " and ".join(WANTED[name][1] for name in given)
    return (
        f"""{where} and (record_kind, record_id) in (
            with person as (select id from card where {card}),
                firm as (select id from account where {account})
            select 'contact', id from person
            union all
            select 'account', id from firm
            union all
            select kind, id from ({LINKS})
            where contact_id in (from person)
                or account_id in (from firm)
        )""",
        parameters | given,
    )


def _read(db: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> list[Finding]:
    """The findings that `sql` selects, worst check first, with the names of their records."""
    parameters = parameters | {"now": parameters.get("newest", _newest(db))}
    if "$newest" not in sql:
        parameters.pop("newest", None)
    rows = db.execute(
        f"""
        with chosen as ({sql}),
            linked as (
                select
                    chosen.*,
                    coalesce(link.contact_id, case when record_kind = 'contact' then record_id end)
                        as contact_id,
                    coalesce(link.account_id, case when record_kind = 'account' then record_id end)
                        as direct_account_id
                from chosen
                left join ({LINKS}) as link
                    on link.kind = chosen.record_kind
                    and link.id = chosen.record_id
            )
        select
            linked.check_id,
            linked.record_kind,
            linked.record_id,
            linked.other_id,
            linked.detail,
            case
                when linked.solved_load = $now then 'solved_now'
                when linked.solved_load is not null then 'solved_before'
                when linked.returned_load = $now then 'returned'
                when linked.first_load = $now then 'new'
                else 'earlier'
            end,
            load.exported,
            card.id,
            coalesce(account.id, card.account_id),
            coalesce(card.full_name, account.name),
            coalesce(account.name, card.account_name),
            coalesce(other_card.full_name, other_account.name)
        from linked
        left join card on card.id = linked.contact_id
        left join account on account.id = linked.direct_account_id
        left join card as other_card on other_card.id = linked.other_id
        left join account as other_account on other_account.id = linked.other_id
        left join load
            on load.id = coalesce(linked.solved_load, linked.returned_load, linked.first_load)
        order by
            list_position($checks, linked.check_id),
            coalesce(linked.solved_load, linked.returned_load, linked.first_load) desc,
            linked.record_kind, linked.record_id, linked.other_id
        """,
        parameters,
    ).fetchall()
    return [Finding(*row) for row in rows]
