"""The demo company: it fills an empty store, and makes way for the first files of one's own."""

from datetime import date
from pathlib import Path

import duckdb

from dq.intake.batch import Batch

FOLDER = Path(__file__).resolve().parent.parent / "data" / "demo"


def weeks() -> list[tuple[date, list[Path]]]:
    """The demo company's weekly exports: the day and the files of each, oldest first."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return [(date.fromisoformat(path.name), sorted(path.iterdir())) for path in folders]


def mark(db: duckdb.DuckDBPyConnection) -> None:
    """Remember that the store holds the demo company."""
    db.execute("insert into setting values ('demo', 'true')")


def held(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store holds the demo company."""
    return db.execute("select count(*) from setting where name = 'demo'").fetchall() == [(1,)]


def makes_way(db: duckdb.DuckDBPyConnection, batch: Batch) -> bool:
    """Whether `batch` is of another company than the demo, which is then removed first.

    The demo's own next week shares most of its records with the store, a real company none.
    """
    known = sum(sheet.counts.changed + sheet.counts.unchanged for sheet in batch.sheets)
    return bool(batch.objects) and not known and held(db)
