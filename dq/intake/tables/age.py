"""How old an export is: the newest change in it, and whether the store knows newer ones."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import duckdb

from dq.intake.batch import Batch
from dq.intake.cells import dates
from dq.intake.sheet import Sheet
from dq.reading import vocabulary

# From this many days on an export is told to be old.
OLD_DAYS = 8


def judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Set, for each sheet of one object, its newest change and whether newer ones are loaded."""
    before = _newest_loaded(db, name)
    for sheet in batch.of(name):
        sheet.newest = newest(db, sheet)
        newer, older = _by_row(db, sheet)
        if newer or older:
            sheet.older = older > newer
        else:
            sheet.older = bool(sheet.complete and before and sheet.newest and sheet.newest < before)


def newest(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> datetime | None:
    """The last moment at which a row of the sheet was changed or made, in UTC; None without one."""
    words = vocabulary.objects()["contact"].fields
    found = {field: sheet.place(frozenset(words[field])) for field in ("modified", "created")}
    places = {field: place for field, place in found.items() if place}
    if not places:
        return None
    field, cell = next(iter(places.items()))
    look = _looks(db, sheet, places)[field]
    # Of texts in plain ISO the last is the newest; to read each would cost a second a million.
    value = "modified" if look.other or look.offset else "max(modified) as modified"
    [(latest,)] = db.execute(
        f"""
        with keyed as (select {value} from (select intake_text({cell}) as modified
            from {sheet.table})),
        {dates.step({"modified": look})}
        select max({dates.in_range("moment")})
        from (select {dates.expression("modified", look)} as moment from dated)
        where moment < ?
        """,
        [datetime.now() + timedelta(days=2)],
    ).fetchall()
    return latest


def _looks(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, places: dict[str, str]
) -> dict[str, dates.Look]:
    """How these columns are written, which the others of the file tell as well. Not every object
    has a field for them."""
    if places.keys() <= sheet.dates.keys() and places.items() <= sheet.columns.items():
        return sheet.dates
    others = {header: field for header, field in sheet.mapping.items() if field not in places}
    return dates.looks(db, replace(sheet, mapping=others), places)


def _by_row(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[int, int]:
    """Of how many records the sheet has a newer version than the store, and an older one."""
    if "modified" not in sheet.columns or not sheet.counts.changed:
        return 0, 0
    [counts] = db.execute(
        f"""
        select
            count(*) filter (where staged.modified > known.modified),
            count(*) filter (where staged.modified < known.modified)
        from {sheet.difference} as staged
        join upstream.{sheet.object} as known on known.id = staged.id
        where not staged.new
        """
    ).fetchall()
    return counts


def _newest_loaded(db: duckdb.DuckDBPyConnection, name: str) -> datetime | None:
    """The newest change in the last export of this object."""
    for (files,) in db.execute("select files from load order by id desc").fetchall():
        found = [file for file in json.loads(files or "[]") if file["object"] == name]
        if found:
            moments = [file["newest"] for file in found if file.get("newest")]
            return datetime.fromisoformat(max(moments)) if moments else None
    return None


def days(batch: Batch, now: datetime | None = None) -> int | None:
    """How many days ago the newest change in the upload was; None where nothing tells."""
    moments = [sheet.newest for sheet in batch.sheets if sheet.ready and sheet.newest]
    return max(((now or datetime.now()) - max(moments)).days, 0) if moments else None


def older(batch: Batch) -> list[Sheet]:
    """The sheets that are older than what is loaded."""
    return [sheet for sheet in batch.sheets if sheet.ready and sheet.older]
