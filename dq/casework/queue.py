"""The queue: the cases that are to be decided on, in the order of work, and how long that takes.

Tested in tests/casework/test_queue.py.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import duckdb

from dq.settings import teams

Whose = Literal["mine", "team", "nobody", "all"]
WHOSE: tuple[Whose, ...] = get_args(Whose)
# Seconds that a decision takes, as long as nobody took any here: to look and press a key; to type
# something; to fill in a form.
FIRST_SECONDS = 15.0
TYPED_SECONDS, FORM_SECONDS = 25.0, 60.0
TYPED = ("missing_title", "missing_name", "missing_email", "invalid_email", "invalid_phone")
FORMS = (
    "shared_mailbox_on_person",
    "general_card_missing",
    "leaver_still_approves",
    "leaver_without_successor",
)
# So many of the last decisions of a kind say how long the next one takes.
RECENT = 50


@dataclass(frozen=True)
class Entry:
    """A case in the queue; `check_id` is its worst check, `owner` the account's, `assignee` who
    was given it, by `due`."""

    id: str
    check_id: str
    findings: int
    owner: str | None
    assignee: str | None
    due: date | None


def entries(db: duckdb.DuckDBPyConnection, whose: Whose, me: str) -> list[Entry]:
    """The cases: mine first (given to me, or of my accounts) and those last that somebody else was
    given, by check, then the oldest.

    :param me: the name of who reviews; "" as long as nobody said
    """
    rows = db.execute(
        """
        with assigned as (
            select
                case_record.case_id,
                -- As one: the day is of whoever was given it last, also where they have none.
                arg_max(
                    {'who': given.assignee, 'due': given.due}, (given.version, given.id)
                ) as last
            from given
            join case_record using (record_kind, record_id)
            group by case_record.case_id
        ), known as (
            select
                review_case.*, assigned.last.who as assignee, assigned.last.due as due,
                folded(coalesce(assignee, review_case.owner)) = folded($me) as mine
            from review_case
            left join assigned on assigned.case_id = review_case.id
        )
        select id, check_id, findings, owner, assignee, due
        from known
        where $whose = 'all'
            or ($whose = 'mine' and coalesce(mine, false))
            or (
                $whose = 'team'
                and folded(coalesce(assignee, owner)) in (
                    select folded(unnest($team::varchar[]))
                )
            )
            or ($whose = 'nobody' and assignee is null)
        order by
            coalesce(mine, false) desc,
            -- What somebody else sees to comes last.
            assignee is not null and not coalesce(mine, false),
            due nulls last, place, since, id
        """,
        {"whose": whose, "me": me, "team": teams.colleagues(db, me) if whose == "team" else []},
    ).fetchall()
    return [Entry(*row) for row in rows]


def begun(db: duckdb.DuckDBPyConnection, me: str) -> tuple[int, int]:
    """How many cases a review begins with, mine or else everybody's, and how many minutes that
    is."""
    listed = entries(db, "mine", me) or entries(db, "all", "")
    return len(listed), minutes(db, listed)


def containing(db: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """The case that has the record with this key (its kind and id with ~ between), or None."""
    kind, _, id = key.partition("~")
    rows = db.execute(
        "select case_id from case_record where record_kind = ? and record_id = ?", [kind, id]
    ).fetchall()
    return rows[0][0] if rows else None


def minutes(db: duckdb.DuckDBPyConnection, listed: list[Entry]) -> int:
    """How long these cases take, by the median time that decisions of their kind took here."""
    rows = db.execute(
        """
        select check_id, median(seconds)
        from (
            from pace
            qualify row_number() over (partition by check_id order by rowid desc) <= $recent
        )
        group by check_id
        """,
        {"recent": RECENT},
    ).fetchall()
    known = dict(rows)
    seconds = sum(known.get(one.check_id, _first(one.check_id)) for one in listed)
    return max(1, round(seconds / 60)) if listed else 0


def _first(check_id: str) -> float:
    if check_id in FORMS:
        return FORM_SECONDS
    return TYPED_SECONDS if check_id in TYPED else FIRST_SECONDS


def took(db: duckdb.DuckDBPyConnection, check_id: str, seconds: float) -> None:
    """Note how long somebody looked at a case before they decided."""
    db.execute("insert into pace (check_id, seconds) values (?, ?)", [check_id, seconds])
