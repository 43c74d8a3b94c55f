"""What hangs on people who leave: what they approve, who else does, and who may take over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

import duckdb

NAMED = "called(first_name, middle_name, last_name, email, contact.id)"


@dataclass(frozen=True)
class Duty:
    """What somebody approves on a running project; `others` are those in service who do so too.

    `colleagues` are the ids of everybody in service who approves anything on the project.
    """

    approval_id: str
    contact_id: str
    project_id: str | None
    project: str | None
    account: str | None
    kind: str
    others: tuple[str, ...]
    colleagues: tuple[str, ...]


@dataclass(frozen=True)
class Departure:
    """What is known of somebody who left: the days, and who has the tasks as (id, name);
    `guessed` says that nobody said the last day."""

    last_day: date | None
    effective: date | None
    successors: tuple[tuple[str, str], ...]
    heir: tuple[str, str] | None
    guessed: bool = False


@dataclass(frozen=True)
class Leaver:
    """Somebody who left; `heir_id` can take over. `guessed` says that `since` is no more than the
    day of the last change."""

    id: str
    name: str
    account: str | None
    version: int
    since: date
    guessed: bool
    heir_id: str | None
    heir: str | None


def duties(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Duty]:
    """What these people approve now, by project and kind."""
    rows = db.execute(
        f"""
        with mine as (
            select id, contact_id, project_id, project_name, account_id, kind
            from approving
            where list_contains($ids, contact_id)
        ), beside as (
            select
                approving.project_id, approving.kind, approving.contact_id,
                {NAMED} as name
            from approving
            join contact on contact.id = approving.contact_id
            where approving.project_id in (select project_id from mine)
                and not list_contains($ids, approving.contact_id)
                and in_service(contact.status)
        )
        select
            mine.id, mine.contact_id, mine.project_id, mine.project_name, account.name, mine.kind,
            coalesce(
                list(distinct beside.name order by beside.name)
                    filter (where beside.kind = mine.kind),
                []
            ),
            coalesce(
                list(distinct beside.contact_id order by beside.contact_id)
                    filter (where beside.contact_id is not null),
                []
            )
        from mine
        left join account on account.id = mine.account_id
        left join beside on beside.project_id = mine.project_id
        group by
            mine.id, mine.contact_id, mine.project_id, mine.project_name, account.name, mine.kind
        order by mine.project_name, mine.project_id, mine.kind, mine.id
        """,
        {"ids": list(ids)},
    ).fetchall()
    return [Duty(*row[:6], tuple(row[6]), tuple(row[7])) for row in rows]


def proposed(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str], most: int = 4
) -> list[tuple[str, str, int]]:
    """Who may take over: colleagues who can log in and approve on the same projects already,
    those of most projects first, as (id, name, number of projects)."""
    return db.execute(
        """
        with mine as (
            select distinct project_id from approving where list_contains($ids, contact_id)
        ), beside as (
            select contact_id, count(distinct project_id) as projects
            from approving
            where project_id in (select project_id from mine)
                and not list_contains($ids, contact_id)
            group by contact_id
        )
        select card.id, card.called, beside.projects
        from beside
        join card on card.id = beside.contact_id
        where card.active and lets_in(card.id)
        order by beside.projects desc, card.last_name, card.id
        limit $most
        """,
        {"ids": list(ids), "most": most},
    ).fetchall()


def departure(db: duckdb.DuckDBPyConnection, contact_id: str) -> Departure:
    """What is known of the leaving of somebody."""
    days = db.execute(
        "select last_day, effective_date, coalesce(guessed, false) from departure where id = ?",
        [contact_id],
    ).fetchall()
    successors = db.execute(
        f"""
        select contact.id, {NAMED}
        from (
            select successor_id, 1 as place from contact where id = $id
            union all
            select successor_id, 2 from succession where contact_id = $id
        ) as taker
        join contact on contact.id = taker.successor_id
        group by contact.id, first_name, middle_name, last_name, email
        order by min(taker.place), 2, 1
        """,
        {"id": contact_id},
    ).fetchall()
    last_day, effective, guessed = days[0] if days else (None, None, False)
    return Departure(last_day, effective, tuple(successors), _heir(db, contact_id), guessed)


def _heir(db: duckdb.DuckDBPyConnection, contact_id: str) -> tuple[str, str] | None:
    """Who has the tasks where a successor left too."""
    id, name, links = _there(db, contact_id) or ("", "", 0)
    return (id, name) if links > 1 else None


def _there(db: duckdb.DuckDBPyConnection, contact_id: str) -> tuple[str, str, int] | None:
    """The first in the chain of successors who is there, as the view `heir` says it for everybody:
    id, name, and how many links away.

    Card by card, since the view reads all of them.
    """
    asked, passed = contact_id, {contact_id}
    for links in count(1):
        rows = db.execute(
            f"""
            select contact.id, {NAMED}, in_service(status)
            from contact
            where id = (select successor_id from contact where id = ?)
            """,
            [asked],
        ).fetchall()
        if not rows or rows[0][0] in passed:
            return None
        asked, name, there = rows[0]
        if there:
            return asked, name, links
        passed.add(asked)
    return None


# Leavers with something that the back office has to see to, and no tile that is not done.
WAITING = """
    from card
    left join heir on heir.contact_id = card.id and lets_in(heir.heir_id)
    left join contact as taker on taker.id = heir.heir_id
    where card.status = 'left'
        and card.id in (
            select contact_id from approving
            union
            select contact_id from portal_user where coalesce(active, true)
            union
            select contact_id from in_bc where not coalesce(blocked, false)
        )
        and card.id not in (select contact_id from board where state <> 'done')
"""


# What is known of a leaver's last day.
SINCE = """coalesce(
    (select last_day from departure where departure.id = card.id and guessed is not true),
    (
        select max(end_date)
        from relation
        where relation.contact_id = card.id and end_date <= current_date
    )
)"""


def waiting(db: duckdb.DuckDBPyConnection) -> int:
    """How many leavers have work for the back office and no tile."""
    [(number,)] = db.execute(f"select count(*) {WAITING}").fetchall()
    return number


def leaver(db: duckdb.DuckDBPyConnection, contact_id: str) -> Leaver | None:
    """Somebody who left, be there work for the back office or not; None where they did not.

    By this card alone, since the views read all of them.
    """
    rows = db.execute(
        f"""
        with known as (
            select coalesce(
                (select last_day from departure where id = $id and guessed is not true),
                (
                    select max(end_date)
                    from relation
                    where contact_id = $id and end_date <= current_date
                )
            ) as day
        )
        select
            contact.id, {NAMED}, account.name, contact.version,
            coalesce(
                known.day, contact.modified::date, (select max(exported) from load), current_date
            ),
            known.day is null
        from main.contact
        cross join known
        left join account on account.id = contact.account_id
        where contact.id = $id and contact.status = 'left'
        """,
        {"id": contact_id},
    ).fetchall()
    if not rows:
        return None
    heir_id, heir, _links = _there(db, contact_id) or (None, None, 0)
    able = heir_id and db.execute("select lets_in(?)", [heir_id]).fetchall() == [(True,)]
    return Leaver(*rows[0], *((heir_id, heir) if able else (None, None)))


def leavers(
    db: duckdb.DuckDBPyConnection, most: int, contact_id: str | None = None
) -> list[Leaver]:
    """The first of them, or this one, by account and name; `since` is the best that is known of
    the last day."""
    rows = db.execute(
        f"""
        select
            card.id, card.called, card.account_name,
            card.version,
            coalesce(
                {SINCE}, card.modified::date, (select max(exported) from load), current_date
            ),
            {SINCE} is null,
            taker.id, called(
                taker.first_name, taker.middle_name, taker.last_name, taker.email, taker.id
            )
        {WAITING}
            and ($contact is null or card.id = $contact)
        order by card.account_name, card.last_name, card.id
        limit $most
        """,
        {"most": most, "contact": contact_id},
    ).fetchall()
    return [Leaver(*row) for row in rows]
