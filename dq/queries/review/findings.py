"""Findings: filtered, a page at a time, and one with the record that it is about."""

from dataclasses import dataclass
from typing import Any

import duckdb

from dq.objects import Mergeable
from dq.queries.review.named import COLUMNS, STATES, Finding, State, links, named

__all__ = ["PAGE", "STATES", "Filter", "Finding", "State"]

PAGE = 50

# What is wrong and of which no repair is under way.
OPEN = (
    "finding.solved_load is null and finding.under_way is null and finding.disposed is null"
    " and finding.check_id not in (from switched_off)"
)
# `newest` is the number of the newest load.
IN_STATE = {
    None: OPEN,
    "new": f"{OPEN} and finding.returned_load is null and finding.first_load = $newest",
    "returned": f"{OPEN} and finding.returned_load = $newest",
    "earlier": f"{OPEN} and coalesce(finding.returned_load, finding.first_load) < $newest",
    "under_way": "finding.solved_load is null and finding.under_way",
    "accepted": "finding.solved_load is null and finding.disposed = 'accepted'",
    "later": "finding.solved_load is null and finding.disposed = 'later'",
    "solved_now": "finding.solved_load = $newest",
    "solved_before": "finding.solved_load < $newest",
}
# A card, an account or a project that a filter asks for; findings about what hangs on a card or
# an account follow.
WANTED = {
    "owner": ("account.owner = $owner",) * 3,
    "team": ("lower(account.owner) in (select lower(unnest($team::varchar[])))",) * 3,
    "tree": ("account.id in (select account_id from family where root_id = $tree)",) * 3,
    "account": (
        "(contact.account_id = $account or contains(lower(account.name), lower($account)))",
        *("(account.id = $account or contains(lower(account.name), lower($account)))",) * 2,
    ),
    "text": (
        "(contains(lower(concat_ws(' ', contact.first_name, contact.middle_name,"
        " contact.last_name, contact.email, contact.username)), lower($text))"
        " or contact.id = $text)",
        "(contains(lower(account.name), lower($text)) or account.id = $text)",
        "(contains(lower(project.name), lower($text)) or project.id = $text)",
    ),
}


@dataclass(frozen=True)
class Filter:
    """Which findings to show; `checks` are the allowed check ids in the order to show them, `team`
    the account owners of a team, `tree` the top account of what is wanted."""

    checks: tuple[str, ...]
    state: State | None = None
    account: str | None = None
    owner: str | None = None
    text: str | None = None
    team: tuple[str, ...] = ()
    tree: str | None = None


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
    return search(db, chosen, number, size)[1]


def search(
    db: duckdb.DuckDBPyConnection, chosen: Filter, number: int = 1, size: int = PAGE
) -> tuple[int, list[Finding]]:
    """How many findings pass the filter, and page `number` of them: one look at the cards."""
    where, parameters = _where(db, chosen)
    # Counting along would keep every row; where no card is read, a count of its own is cheap.
    total = "count(*) over ()" if _reads_cards(chosen) else "0"
    rows = db.execute(
        f"""
        select {COLUMNS}, {total}
        from finding
        where {where}
        order by
            list_position($checks, check_id),
            coalesce(solved_load, returned_load, first_load) desc,
            record_kind, record_id, other_id
        limit $size
        offset $skip
        """,
        parameters | {"size": size, "skip": (number - 1) * size},
    ).fetchall()
    counted = rows[0][-1] if rows and _reads_cards(chosen) else count(db, chosen)
    return counted, named(db, [row[:-1] for row in rows])


def _reads_cards(chosen: Filter) -> bool:
    return any(getattr(chosen, name) for name in WANTED)


def one(db: duckdb.DuckDBPyConnection, key: str) -> Finding | None:
    """The finding with this `key`, open or solved, or None."""
    parts = key.split("~")
    if len(parts) != 4:
        return None
    check_id, kind, record_id, other_id = parts
    rows = db.execute(
        f"""
        select {COLUMNS}
        from finding
        where check_id = $check_id
            and record_kind = $kind
            and record_id = $record_id
            and coalesce(other_id, '') = $other_id
        """,
        {"check_id": check_id, "kind": kind, "record_id": record_id, "other_id": other_id},
    ).fetchall()
    found = named(db, rows)
    return found[0] if found else None


def about(db: duckdb.DuckDBPyConnection, kind: Mergeable, record_id: str) -> list[Finding]:
    """Open findings on a record and on its relations, and those that point at it, unless it has
    the same about the other itself."""
    hanging = links(db, f"{kind}_id = $id")
    rows = db.execute(
        f"""
        select {COLUMNS}
        from finding
        where {OPEN}
            and (
                (record_kind = $kind and record_id = $id)
                or (
                    record_kind = $kind
                    and other_id = $id
                    and (check_id, record_id) not in (
                        select mine.check_id, mine.other_id
                        from open_finding as mine
                        where mine.record_kind = $kind
                            and mine.record_id = $id
                            and mine.other_id is not null
                    )
                )
                or (record_kind, record_id) in (select kind, id from ({hanging}))
            )
        order by check_id, record_kind, record_id, other_id
        """,
        {"kind": kind, "id": record_id},
    ).fetchall()
    return named(db, rows)


def of_case(db: duckdb.DuckDBPyConnection, case_id: str) -> list[Finding]:
    """The open findings on the records of a case."""
    rows = db.execute(
        f"""
        select {COLUMNS}
        from open_finding
        where (record_kind, record_id) in (
            select (record_kind, record_id) from case_record where case_id = $case
        )
        order by check_id, record_kind, record_id, other_id
        """,
        {"case": case_id},
    ).fetchall()
    return named(db, rows)


def owners(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Every account owner by name."""
    rows = db.execute(
        "select distinct owner from account where owner is not null order by owner"
    ).fetchall()
    return [owner for (owner,) in rows]


def _newest(db: duckdb.DuckDBPyConnection) -> int:
    [(newest,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
    return newest


def _where(db: duckdb.DuckDBPyConnection, chosen: Filter) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {"checks": list(chosen.checks)}
    state = IN_STATE[chosen.state]
    if "$newest" in state:
        parameters["newest"] = _newest(db)
    where = f"finding.check_id in $checks and {state}"
    given = {name: value for name in WANTED if (value := getattr(chosen, name))}
    if not given:
        return where, parameters
    card = " and ".join(WANTED[name][0] for name in given)
    account = " and ".join(WANTED[name][1] for name in given)
    project = " and ".join(WANTED[name][2] for name in given)
    hanging = links(db, "contact_id in (from person) or account_id in (from firm)")
    given = {name: [*value] if name == "team" else value for name, value in given.items()}
    return (
        f"""{where} and (record_kind, record_id) in (
            with person as materialized (
                    select contact.id
                    from contact
                    left join account on account.id = contact.account_id
                    where {card}
                ),
                firm as materialized (select account.id from account where {account})
            select 'contact', id from person
            union all
            select 'account', id from firm
            union all
            select 'project', project.id
            from project
            left join account on account.id = project.account_id
            where {project}
            union all
            select kind, id from ({hanging})
        )""",
        parameters | given,
    )
