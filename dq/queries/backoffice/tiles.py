"""The back office's tiles: how far each is, and its steps with what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

import duckdb

from dq.domain.steps import Step

State = Literal["open", "busy", "done"]
STATES: tuple[State, ...] = ("open", "busy", "done")


@dataclass(frozen=True)
class Tile:
    """One tile; `guessed` says that `last_day` is an estimate, `reopened` steps were ticked and are
    not so in the export, `days` is its age."""

    id: str
    contact_id: str
    name: str
    account_id: str | None
    account: str | None
    kind: Literal["leave", "return"]
    last_day: date | None
    guessed: bool
    effective: date | None
    made: datetime
    made_by: str | None
    assignee: str | None
    state: State
    steps: int
    steps_done: int
    reopened: int
    days: int
    version: int


@dataclass(frozen=True)
class Line:
    """One step with the names of what it is about.

    `record` is what the back office types: a username, or a number in Business Central.
    `seen` and `reopened` are the days of the exports that showed it done, or not done after all.
    """

    id: str
    version: int
    place: int
    subject: str
    wanted: bool
    person_id: str
    person: str
    email: str | None
    project_id: str | None
    project: str | None
    kind: str | None
    account_id: str | None
    account: str | None
    record: str | None
    done: datetime | None
    done_by: str | None
    seen: date | None
    reopened: date | None


SELECT = """
    select
        board.id, board.contact_id,
        called(
            contact.first_name, contact.middle_name, contact.last_name, contact.email,
            board.contact_id
        ),
        contact.account_id, account.name, board.kind, departure.last_day,
        coalesce(departure.guessed, false), departure.effective_date, board.made, board.made_by,
        board.assignee, board.state, board.steps, board.steps_done,
        (
            select count(reopened_load)
            from step
            where step.tile_id = board.id and step.done is null
        ),
        date_diff('day', board.made, coalesce(board.closed, $now)), board.version
    from board
    left join contact on contact.id = board.contact_id
    left join account on account.id = contact.account_id
    left join departure on departure.id = board.contact_id
"""
MATCHES = """
    ($assignee is null or board.assignee = $assignee)
    and (
        $text is null
        or contains(
            strip_accents(lower(concat_ws(
                ' ', contact.first_name, contact.middle_name, contact.last_name, account.name
            ))),
            strip_accents(lower($text))
        )
    )
"""


def board(
    db: duckdb.DuckDBPyConnection,
    state: State,
    text: str | None = None,
    assignee: str | None = None,
    most: int = 30,
) -> list[Tile]:
    """The tiles in this state: what waits longest first, of those done the newest."""
    order = "coalesce(board.closed, board.made) desc" if state == "done" else "board.made"
    rows = db.execute(
        f"{SELECT} where board.state = $state and {MATCHES} order by {order}, board.id limit $most",
        {"state": state, "text": text, "assignee": assignee, "most": most, "now": datetime.now()},
    ).fetchall()
    return [Tile(*row) for row in rows]


def counts(
    db: duckdb.DuckDBPyConnection, text: str | None = None, assignee: str | None = None
) -> dict[State, int]:
    """How many tiles there are in each state."""
    rows = dict(
        db.execute(
            f"""
            select board.state, count(*)
            from board
            left join contact on contact.id = board.contact_id
            left join account on account.id = contact.account_id
            where {MATCHES}
            group by board.state
            """,
            {"text": text, "assignee": assignee},
        ).fetchall()
    )
    return {state: rows.get(state, 0) for state in STATES}


def unfinished(db: duckdb.DuckDBPyConnection) -> int:
    """How many tiles are not done."""
    [(number,)] = db.execute(
        "select count(distinct tile_id) from step where done is null"
    ).fetchall()
    return number


def assignees(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Everybody who has a tile."""
    rows = db.execute(
        "select distinct assignee from tile where assignee is not null order by assignee"
    ).fetchall()
    return [name for (name,) in rows]


def tile(db: duckdb.DuckDBPyConnection, tile_id: str) -> Tile | None:
    """The tile with this id, or None."""
    given = {"id": tile_id, "now": datetime.now()}
    rows = db.execute(f"{SELECT} where board.id = $id", given).fetchall()
    return Tile(*rows[0]) if rows else None


def of_contact(db: duckdb.DuckDBPyConnection, contact_id: str) -> list[Tile]:
    """The tiles about somebody, the newest first."""
    rows = db.execute(
        f"{SELECT} where board.contact_id = $id order by board.made desc, board.id desc",
        {"id": contact_id, "now": datetime.now()},
    ).fetchall()
    return [Tile(*row) for row in rows]


def lines(db: duckdb.DuckDBPyConnection, tile_id: str) -> list[Line]:
    """The steps of a tile in their order."""
    rows = db.execute(f"{LINES.format(steps='step')} where step.tile_id = ? {ORDER}", [tile_id])
    return [Line(*row) for row in rows.fetchall()]


def described(db: duckdb.DuckDBPyConnection, steps: Sequence[Step]) -> list[Line]:
    """Steps that are not part of a tile (yet), with the names of what they are about."""
    if not steps:
        return []
    given = {name: [getattr(step, name) for step in steps] for name in NAMES}
    columns = ", ".join(
        f"unnest(${name}::{'boolean' if name == 'wanted' else 'varchar'}[]) as {name}"
        for name in NAMES
    )
    unmade = f"""(
        select
            '' as id, 0 as version, null as done, null as done_by, null as seen_load,
            null as reopened_load, unnest(range({len(steps)})) as place, {columns}
    )"""
    rows = db.execute(f"{LINES.format(steps=unmade)} {ORDER}", given)
    return [Line(*row) for row in rows.fetchall()]


NAMES = [field.name for field in fields(Step)]
LINES = """
    select
        step.id, step.version, step.place, step.subject, step.wanted, step.person_id,
        called(
            person.first_name, person.middle_name, person.last_name, person.email, step.person_id
        ),
        person.email, step.project_id, called(project.name, step.project_id),
        step.approval_kind, step.account_id, called(account.name, step.account_id),
        case step.subject
            when 'login' then coalesce(portal_user.username, step.record_id)
            when 'bc' then step.record_id
        end,
        step.done, step.done_by, seen.exported, reopened.exported
    from {steps} as step
    left join contact as person on person.id = step.person_id
    left join project on project.id = step.project_id
    left join account on account.id = step.account_id
    left join portal_user on portal_user.id = step.record_id
    left join load as seen on seen.id = step.seen_load
    left join load as reopened on reopened.id = step.reopened_load and step.done is null
"""
ORDER = "order by step.place, step.id"

# Every step as a list for the back office: the tiles that wait longest first, in each its order.
LIST = """
    select
        coalesce(leaver.called, board.contact_id) as name,
        leaver.account_name as account,
        departure.last_day,
        board.assignee,
        step.place as step,
        step.subject || if(step.wanted, '_on', '_off') as task,
        coalesce(person.called, step.person_id) as person,
        person.email,
        called(project.name, step.project_id) as project,
        step.approval_kind as approves,
        called(account.name, step.account_id) as related_account,
        case step.subject
            when 'login' then coalesce(portal_user.username, step.record_id)
            when 'bc' then step.record_id
        end as record,
        step.done,
        step.done_by
    from board
    join step on step.tile_id = board.id
    left join card as leaver on leaver.id = board.contact_id
    left join departure on departure.id = board.contact_id
    left join card as person on person.id = step.person_id
    left join project on project.id = step.project_id
    left join account on account.id = step.account_id
    left join portal_user on portal_user.id = step.record_id
    where board.state <> 'done'
    order by board.made, board.id, step.place
"""
