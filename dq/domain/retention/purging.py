"""What is not kept for longer than the settings say: uploads and the details of old loads go, their
counts stay; people who left long ago are named, and go by nobody but a person.

Tested in tests/domain/retention/test_purging.py.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from dq import settings
from dq.store import door, logs, rewriting

OLD = "command = 'load' and moment < $before and edits::varchar <> '[]'"
# How the folders of the inbox are called: by the moment.
STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Leaver:
    """Somebody who left longer ago than cards are kept, and the last day: `noted`, or that of the
    last change in Salesforce; and of how many projects they approve something still."""

    id: str
    name: str
    last_day: date
    noted: bool
    projects: int


def leavers(db: duckdb.DuckDBPyConnection, today: date) -> list[Leaver]:
    """Who left longer ago than the team keeps cards, the longest first; where nobody noted the last
    day, by the last change in Salesforce."""
    rows = db.execute(
        """
        select
            contact.id, called(first_name, middle_name, last_name, email, contact.id),
            coalesce(departure.last_day, contact.modified::date) as left_on,
            departure.last_day is not null,
            (select count(distinct project_id) from approval where contact_id = contact.id)
        from contact
        left join departure on departure.id = contact.id
        where contact.status = 'left' and left_on < $today::date - to_months($months)
        order by left_on, contact.id
        """,
        {"today": today, "months": int(str(settings.get(db, "keep_leavers")))},
    ).fetchall()
    return [Leaver(*row) for row in rows]


def run(db: duckdb.DuckDBPyConnection, today: date, actor: str) -> tuple[int, list[Path]]:
    """Let go of what is older than the settings say: of so many loads the values that they wrote,
    and these files. What a load counted stays, as does what waits to be loaded."""
    before = today - timedelta(weeks=int(str(settings.get(db, "keep_loads"))))
    asked = {"before": before}
    [(number,)] = db.execute(f"select count(*) from change where {OLD}", asked).fetchall()
    store = logs.file(db)
    old = list(_files(store, before)) if store else []
    if number:
        rewriting.ask(db)
    if number or old:
        with door.writing(db, "purge", actor) as ledger:
            db.execute(f"update change set edits = '[]' where {OLD}", asked)
            ledger.told = {"loads": number, "files": len(old), "before": before}
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return number, old


def _files(store: Path, before: date) -> Iterator[Path]:
    """The folders of the inbox that were done with by then, and files of rejected rows."""
    for name in ("done", "failed"):
        place = store.parent / "inbox" / name
        for path in sorted(place.iterdir()) if place.is_dir() else []:
            if (made := _moment(path.name)) and made.date() < before:
                yield path
    for path in sorted(store.parent.glob("rejected-*.csv")):
        if date.fromtimestamp(path.stat().st_mtime) < before:
            yield path


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[:15], STAMP)
    except ValueError:
        return None
