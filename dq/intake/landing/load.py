"""Load an upload into the store: upstream as exported, main where the team has not edited it."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from dq.access import needs
from dq.domain import demo
from dq.errors import N_, Invalid
from dq.intake.batch import Batch
from dq.intake.cells.stage import fields
from dq.intake.landing import compare, doubts, opened, reconcile, replay, write
from dq.intake.sheet import Sheet
from dq.intake.tables import forgotten, mapping
from dq.intake.tables.terms import codes, headers
from dq.progress import Progress
from dq.store import copies, door, logs

NO_ROWS = N_("{file} has no rows below its header, so there is nothing to load.")
NO_GOOD_ROW = N_("{file} has no row that can be loaded.")
NONE_OURS = N_("None of the {number} tables is one of Kaartenbak: {names}.")
MAYBE = N_(
    "{file} may hold records of {object}, but it only names others and has nothing that tells so:"
    " say what it holds."
)
# So many of their names are told.
NAMED = 10


@dataclass(frozen=True)
class Load:
    """Take over the batch; `exported` is the day of which its files speak.

    `sure`: also if it would take out or change more than an export usually does.
    """

    batch: Batch
    exported: date
    sure: bool = False


def run(
    db: duckdb.DuckDBPyConnection, command: Load, actor: str, progress: Progress | None = None
) -> int:
    """The id of the new load; everything lands, or nothing. A copy of the store is made first.

    :raises Forbidden: who acts may not load
    :raises Invalid: there is nothing to load, or it is doubtful and nobody is sure
    :raises Full: there is no room on the disk
    """
    needs.see_to("load")
    batch = command.batch
    for name in batch.objects:
        compare.empty_is_partial(batch.of(name))
    if batch.empty:
        raise _nothing(batch)
    with door.alone():
        afresh = _doubtless(db, command)
        if progress and logs.file(db):
            progress(0.0, N_("Making a copy"))
        if _changes(batch):
            copies.make(db, "load")
        return _land(db, command, actor, progress, afresh)


def _doubtless(db: duckdb.DuckDBPyConnection, command: Load) -> bool:
    """Compare again if something came between; whether the demo company makes way.

    :raises Invalid: something is doubtful of which nobody said yes
    """
    batch = command.batch
    afresh, as_seen = batch.strange and demo.held(db), batch.basis == compare.basis(db)
    if command.sure and as_seen:
        return afresh
    accepted: dict[tuple[object, ...], int] = {}
    if command.sure:
        seen = doubts.of(db, batch, afresh=afresh)
        accepted = {doubts.of_what(doubt): doubts.extent(doubt) for doubt in seen}
    if not as_seen:
        compare.afresh(db, batch)
        afresh = batch.strange and demo.held(db)
    for doubt in doubts.of(db, batch, afresh=afresh):
        if accepted.get(doubts.of_what(doubt), -1) < doubts.extent(doubt):
            raise doubt
    return afresh


def _changes(batch: Batch) -> bool:
    """Whether there may be anything to take back of it afterwards."""
    counts = [sheet.counts for sheet in batch.sheets if sheet.ready]
    return any(one.new or one.changed or one.gone or one.deleted for one in counts)


def _land(
    db: duckdb.DuckDBPyConnection,
    command: Load,
    actor: str,
    progress: Progress | None,
    afresh: bool,
) -> int:
    batch = command.batch
    with door.writing(db, "load", actor) as ledger:
        gone = demo.give_way(db) if afresh else {}
        if afresh:
            compare.again(db, batch, batch.objects)
        [(last,)] = db.execute("select coalesce(max(id), 0) from load").fetchall()
        files = [_line(db, sheet) for sheet in batch.sheets if sheet.ready]
        with opened(db, batch, last + 1, ledger.id, command.exported) as landing:
            merged = replay.Replay(landing)
            compare.again(db, batch, merged.run())
            for index, name in enumerate(batch.objects):
                if progress:
                    progress(index / len(batch.objects), N_("Writing {object}"), object=name)
                write.one(landing, name)
            db.execute(
                "insert into load values (?, ?, ?, ?, ?)",
                [
                    landing.load_id,
                    datetime.now(),
                    landing.exported,
                    ledger.actor,
                    json.dumps(files),
                ],
            )
            mapping.remember(db, batch)
            forgotten.note(db, batch)
            if last:  # the first load finds nothing here to compare with
                merged.settle()
                reconcile.run(landing)
        ledger.told = {
            "load": last + 1,
            "exported": command.exported,
            "files": files,
            "merges": merged.outcomes,
        } | ({"demo": gone} if gone else {})
    if progress:
        progress(1.0, N_("Loaded"))
    return last + 1


def _nothing(batch: Batch) -> Exception:
    """Why there is not a single row to load, by what is nearest to a row."""
    for _, error in batch.refused:
        return error
    strange = (mapping.NOT_OURS, mapping.UNKNOWN)
    ours = [one for one in batch.sheets if not (one.problem and one.problem.message in strange)]
    for sheet in ours:
        if sheet.problem:
            return sheet.problem
        if sheet.rejects:
            return Invalid(NO_GOOD_ROW, file=sheet.name)
    for sheet in ours:
        return Invalid(NO_ROWS, file=sheet.name)
    for one in batch.aside:
        if one.maybe and not one.table.custom:
            return Invalid(MAYBE, file=one.name, object=one.maybe)
    names = [*(sheet.name for sheet in batch.sheets), *batch.skipped]
    if len(names) == 1 and batch.sheets and batch.sheets[0].problem:
        return batch.sheets[0].problem
    if names:
        listed = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
        return Invalid(NONE_OURS, number=len(names), names=listed)
    return Invalid(N_("There is nothing to load."))


def _line(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, object]:
    counts = asdict(sheet.counts)
    if not sheet.complete:
        counts["gone"] = 0
    called = {"headers": headers(sheet), "codes": codes(db, sheet)}
    named = {"name": sheet.name, "object": sheet.object, "fields": fields(sheet)}
    newest = {"newest": sheet.newest.isoformat()} if sheet.newest else {}
    return {**named, **called, **counts, **newest}
