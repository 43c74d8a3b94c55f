"""The demo company: it fills an empty store, and makes way for the first files of one's own."""

from datetime import date
from pathlib import Path

import duckdb

from dq.objects import OBJECTS

# Who loads the demo company.
ACTOR = "demo"
# The demo came first, and every later load knew some of its records, as its own last week does.
HELD = """
    with one as (
        select id, actor, list_sum(list_transform(
            files::json[],
            lambda file: (file ->> 'changed')::integer + (file ->> 'unchanged')::integer
        )) as known
        from load
    )
    select exists (from setting where name = 'demo') or coalesce(
        arg_min(actor, id) = $demo and bool_and(actor = $demo or coalesce(known, 0) > 0), false
    )
    from one
"""
DERIVED = (
    *("load", "email_fact", "phone_fact", "text_fact", "finding", "measure", "tally", "duration"),
    *("pair", "cluster", "perhaps", "matching"),
    *("merged", "package", "package_row", "clash", "accepted"),
)
FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"


def weeks() -> list[tuple[date, list[Path]]]:
    """The demo company's weekly exports: the day and the files of each, oldest first."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return [(date.fromisoformat(path.name), sorted(path.iterdir())) for path in folders]


def missing(db: duckdb.DuckDBPyConnection) -> list[tuple[date, list[Path]]]:
    """The weeks that a first start has still to load, all but the last: into an empty store, or
    one in which there is nothing yet but the weeks before."""
    [(alone, newest)] = db.execute(
        """
        select
            not exists (from load where actor <> $demo)
                and not exists (from change where actor <> $demo)
                and not exists (from setting where name = 'demo'),
            (select max(exported) from load)
        """,
        {"demo": ACTOR},
    ).fetchall()
    return [week for week in weeks()[:-1] if alone and (newest is None or week[0] > newest)]


def held(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store holds the demo company and nobody else.

    The loads say so. Older stores say it by a setting, made after the last of the demo's loads.
    """
    return db.execute(HELD, {"demo": ACTOR}).fetchall() == [(True,)]


def give_way(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Remove every record, load and finding, in the transaction that writes others; how many
    records of each there were. Settings, mappings and the history stay."""
    counted = {
        name: db.execute(f"select count(*) from main.{name}").fetchall()[0][0] for name in OBJECTS
    }
    for name in OBJECTS:
        db.execute(f"delete from upstream.{name}")
    for name in (*OBJECTS, *DERIVED, "judged"):
        db.execute(f"delete from main.{name}")
    # So older stores say that they hold the demo company.
    db.execute("delete from setting where name = 'demo'")
    return counted
