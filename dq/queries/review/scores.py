"""Scores: of everything, and per account owner, team or account tree, worked out from what was
counted of each load; and how long findings stay open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import duckdb

from dq import settings
from dq.settings import teams

PAGE = 50
# How many loads a trend goes back.
MOST = 26

Grouping = Literal["owner", "team", "tree"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
# The lowest score first, or that in which the most is lost: where groups are small, those differ.
Order = Literal["lowest", "most"]
ORDERS: tuple[Order, ...] = get_args(Order)
ORDERED = {
    "lowest": "now.value, now.lost desc, now.member",
    "most": "now.lost desc, now.value, now.member",
}
# Whose numbers are added up: of everything, or of a group.
Whose = tuple[Literal["all"] | Grouping, str]
ALL: Whose = ("all", "")

# Per load, member and dimension the records asked about, by the worst of each; and what is lost.
# A team has what its people have together.
ADDED = """
    part as (
        select load_id, {member} as member, tally.* exclude (load_id, member)
        from tally
        {join}
        where grouping = '{grouping}' and {only}
    ),
    added as (
        select
            load_id, member, dimension, sum(asked) as asked, sum(errors) as errors,
            sum(warnings) as warnings, sum(notices) as notices,
            bool_or(coalesce(estimated, false)) as estimated,
            (
                $error * sum(errors) + $warning * sum(warnings) + $notice * sum(notices)
            ) / 100 as lost
        from part
        group by load_id, member, dimension
    ),
    valued as (
        select
            load_id, member, avg(1 - lost / asked) as value, sum(lost) as lost,
            sum(asked) as asked, sum(errors) as errors, sum(warnings) as warnings,
            sum(notices) as notices, bool_or(estimated) as estimated
        from added
        group by load_id, member
    )
"""
IN_TEAMS = """
    join (
        select unnest($teams::varchar[]) as team, unnest($people::varchar[]) as person
    ) on lower(person) = lower(member)
"""
# The newest load with numbers, and the one before.
RECENT = """
    recent as (
        select load_id, row_number() over (order by load_id desc) as age
        from (select distinct load_id from tally)
    )
"""


@dataclass(frozen=True)
class Score:
    """One dimension: the records asked about, those with at worst an error, a warning or a notice,
    the score (0..1), and that of the load before, as far as there is one."""

    dimension: str
    asked: int
    errors: int
    warnings: int
    notices: int
    value: float
    before: float | None
    estimated: bool


@dataclass(frozen=True)
class Group:
    """An account owner, team or account tree: its score (0..1) over all dimensions, and that of the
    load before; records are counted per dimension. No `member` is whatever has no owner or tree."""

    member: str
    name: str | None
    value: float
    before: float | None
    errors: int
    warnings: int
    notices: int


@dataclass(frozen=True)
class Duration:
    """How many findings a load solved and how many are open, the median days of either, and how
    many came back."""

    solved: int
    solved_days: float | None
    open: int
    open_days: float | None
    returned: int


def weights(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The share (per cent) of a record that is lost, by the severity of its worst finding."""
    return {
        name: int(str(settings.get(db, f"weight_{name}")))
        for name in ("error", "warning", "notice")
    }


def scores(
    db: duckdb.DuckDBPyConnection, whose: Whose = ALL, base: int | None = None
) -> list[Score]:
    """The score per dimension of the newest load.

    :param base: the load to compare with, if not the one before
    """
    sql, given = _added(db, whose[0], whose[1])
    rows = db.execute(
        f"""
        with {RECENT}, {sql}
        select
            now.dimension, now.asked, now.errors, now.warnings, now.notices,
            1 - now.lost / now.asked, 1 - before.lost / before.asked, now.estimated
        from added as now
        left join added as before
            on before.dimension = now.dimension
            and before.load_id = coalesce($base, (select load_id from recent where age = 2))
        where now.load_id = (select load_id from recent where age = 1)
        order by now.dimension
        """,
        {**given, "base": base},
    ).fetchall()
    return [Score(*row) for row in rows]


def history(db: duckdb.DuckDBPyConnection, whose: Whose = ALL) -> list[tuple[int, date, float]]:
    """The score (0..1) over all dimensions per load, with its day, oldest first."""
    sql, given = _added(db, whose[0], whose[1])
    return db.execute(
        f"""
        with {sql}
        select load.id, load.exported, valued.value
        from valued
        join load on load.id = valued.load_id
        order by load.id
        """,
        given,
    ).fetchall()


def trend(db: duckdb.DuckDBPyConnection, whose: Whose = ALL) -> list[tuple[date, float]]:
    """The same of the newest loads, without their numbers."""
    return [(day, value) for _id, day, value in history(db, whose)[-MOST:]]


def estimated(db: duckdb.DuckDBPyConnection) -> date | None:
    """The day of the newest export of which the score was worked out from an earlier formula."""
    [(day,)] = db.execute(
        "select max(exported) from load where id in (select load_id from tally where estimated)"
    ).fetchall()
    return day


def groups(
    db: duckdb.DuckDBPyConnection,
    grouping: Grouping,
    number: int = 1,
    member: str | None = None,
    order: Order = "lowest",
) -> tuple[int, list[Group]]:
    """How many groups there are, and page `number` (from 1) of them: the worst first, and last
    what is of none.

    :param member: only this one
    """
    sql, given = _added(db, grouping, member, recent=True)
    named = "left join main.account as account on account.id = now.member"
    rows = db.execute(
        f"""
        with {RECENT}, {sql}
        select
            now.member, {"account.name" if grouping == "tree" else "nullif(now.member, '')"},
            now.value, before.value, now.errors, now.warnings, now.notices, count(*) over ()
        from valued as now
        left join valued as before
            on before.member = now.member
            and before.load_id = (select load_id from recent where age = 2)
        {named if grouping == "tree" else ""}
        where now.load_id = (select load_id from recent where age = 1)
        order by now.member = '', {ORDERED[order]}
        limit {PAGE}
        offset {PAGE * (number - 1)}
        """,
        given,
    ).fetchall()
    return (rows[0][-1] if rows else 0), [Group(*row[:-1]) for row in rows]


def duration(db: duckdb.DuckDBPyConnection) -> Duration | None:
    """How long findings stay open, at the newest load of which that is known."""
    rows = db.execute(
        """
        select solved, solved_days, open, open_days, returned
        from duration
        order by load_id desc
        limit 1
        """
    ).fetchall()
    return Duration(*rows[0]) if rows else None


def _added(
    db: duckdb.DuckDBPyConnection, grouping: str, member: str | None, *, recent: bool = False
) -> tuple[str, Mapping[str, object]]:
    """The queries that add up, and their parameters.

    :param recent: of the newest two loads alone
    """
    given: dict[str, object] = {**weights(db)}
    only = ["true"]
    if recent:
        only.append("load_id in (select load_id from recent where age <= 2)")
    if grouping == "team":
        pairs = [(name, person) for name, people in teams.every(db).items() for person in people]
        given |= {"teams": [one for one, _ in pairs], "people": [person for _, person in pairs]}
    if member is not None:
        only.append(f"{'team' if grouping == 'team' else 'member'} = $member")
        given["member"] = member
    sql = ADDED.format(
        member="team" if grouping == "team" else "member",
        join=IN_TEAMS if grouping == "team" else "",
        grouping="owner" if grouping == "team" else grouping,
        only=" and ".join(only),
    )
    return sql, given
