"""The review at a glance: open findings per check, and what changed."""

from dataclasses import dataclass

import duckdb

from dq.domain.demo import ACTOR
from dq.queries.settings import ruled as settings


@dataclass(frozen=True)
class Tile:
    """A check's open findings now, and by how many the newest load changed them: those that it
    brought and brought back, less those that it solved (None: not known, as of the first load)."""

    check_id: str
    open: int
    change: int | None


@dataclass(frozen=True)
class Since:
    """Findings that the newest load brought, solved and brought back, and those that are put right
    here and wait for an export that shows so."""

    new: int
    solved: int
    returned: int
    under_way: int


# What the load in `newest` brought, brought back and solved: a row per finding. What was put right
# here since, or is not needed, is none of it.
MOVED = """
    select check_id, how, if(how = 'solved', -1, 1) as step
    from (
        select
            check_id,
            case
                when solved_load = newest.id then 'solved'
                when solved_load is not null or under_way is not null or disposed is not null
                then null
                when returned_load = newest.id then 'returned'
                when first_load = newest.id and returned_load is null then 'new'
            end as how
        from finding, newest
        where check_id not in (from switched_off)
    ) as moved
    where how is not null
"""


def tiles(db: duckdb.DuckDBPyConnection) -> dict[str, Tile]:
    """Every check at the newest judged load, by check id, but those that failed then."""
    rows = db.execute(
        f"""
        with newest as (
            select coalesce(max(id), 0) as id from load
        ), recent as (
            select load_id, row_number() over (order by load_id desc) as age
            from (select distinct load_id from measure)
        ), moved as (
            select check_id, sum(step) as change
            from ({MOVED})
            group by check_id
        )
        select
            now.check_id,
            now.open,
            case
                when exists (from recent where age = 2)
                    and (before.check_id is null or before.open is not null)
                then coalesce(moved.change, 0)::integer
            end
        from measure as now
        join recent on recent.load_id = now.load_id and recent.age = 1
        left join moved on moved.check_id = now.check_id
        left join measure as before
            on before.check_id = now.check_id
            and before.load_id = (select load_id from recent where age = 2)
        where now.open is not null
        order by now.check_id
        """
    ).fetchall()
    return {row[0]: Tile(*row) for row in rows}


def failed(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The checks that could not be worked out at the newest judged load, by id."""
    rows = db.execute(
        """
        select check_id
        from measure
        where open is null and load_id = (select max(load_id) from measure)
        order by check_id
        """
    ).fetchall()
    return [check_id for (check_id,) in rows]


def ruled(db: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The settings (message ids) that were changed since the newest load, with which it is compared
    to the one before all the same; none at the first."""
    known = db.execute("select distinct load_id from measure order by 1 desc limit 2").fetchall()
    return settings.since(db, known[1][0]) if len(known) == 2 else ()


def outdated(db: duckdb.DuckDBPyConnection, most: int) -> int | None:
    """How many days ago the newest export was, if that is more than `most` and no demo's."""
    rows = db.execute(
        """
        select current_date - exported
        from load
        where exported = (select max(exported) from load)
        group by exported
        having bool_or(actor is distinct from $demo) and current_date - exported > $most
        """,
        {"demo": ACTOR, "most": most},
    ).fetchall()
    return rows[0][0] if rows else None


def age(db: duckdb.DuckDBPyConnection) -> int | None:
    """How many days ago the newest export was; None before the first."""
    [(days,)] = db.execute("select current_date - max(exported) from load").fetchall()
    return days


def unsettled(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Of checks with findings that are not open and not solved either, in which states they are:
    under way, accepted or later."""
    rows = db.execute(
        """
        select check_id, list(distinct coalesce(disposed, 'under_way') order by 1)
        from finding
        where solved_load is null and (under_way or disposed is not null)
        group by check_id
        """
    ).fetchall()
    return {check_id: tuple(states) for check_id, states in rows}


def since(db: duckdb.DuckDBPyConnection) -> Since:
    """What the newest load changed in the findings."""
    [row] = db.execute(
        f"""
        with newest as (select coalesce(max(id), 0) as id from load)
        select
            count(*) filter (how = 'new'),
            count(*) filter (how = 'solved'),
            count(*) filter (how = 'returned'),
            (
                select count(*)
                from finding
                where under_way and solved_load is null and check_id not in (from switched_off)
            )
        from ({MOVED})
        """
    ).fetchall()
    return Since(*row)
