"""Load an upload into the store: upstream as exported, main where the team has not edited it."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from dq import intake
from dq.domain import demo
from dq.errors import N_, Invalid
from dq.intake.batch import Batch, Progress, Sheet
from dq.intake.cells import deleted
from dq.intake.cells.stage import fields
from dq.intake.landing import arrive, compare, doubts, elsewhere, reconcile, replay, threeway
from dq.intake.tables import mapping
from dq.intake.tables.called import codes, headers
from dq.objects import NAMED_BY, SENT
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

    :raises Invalid: there is nothing to load, or it is doubtful and nobody is sure
    :raises Full: there is no room on the disk
    """
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
        intake.compare_again(db, batch)
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
        merged = replay.Replay(db, batch, last + 1, ledger.id)
        compare.again(db, batch, merged.run())
        arrive.prepare(db)
        for index, name in enumerate(batch.objects):
            if progress:
                progress(index / len(batch.objects), N_("Writing {object}"), object=name)
            _write(db, batch.of(name), last + 1, ledger.id)
        db.execute(
            "insert into load values (?, ?, ?, ?, ?)",
            [last + 1, datetime.now(), command.exported, actor, json.dumps(files)],
        )
        mapping.remember(db, batch)
        if last:  # the first load finds nothing here to compare with
            merged.settle()
            reconcile.run(db, batch, ledger.id, last + 1, command.exported)
        ledger.told = {
            "load": last + 1,
            "exported": command.exported,
            "files": files,
            "merges": merged.told,
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


def _write(db: duckdb.DuckDBPyConnection, sheets: list[Sheet], load: int, version: int) -> None:
    """Write one object: what disappeared, then each sheet's new and changed rows.

    `load` is the number of the load, `version` the id of its change, which the rows of main get.
    """
    name = sheets[0].object
    if compare.replaces(sheets):
        _remove(db, sheets, compare.absent(sheets))
    elif query := deleted.listing(sheets):
        _remove(db, sheets, f"known.id in (select id from ({query}))")
    for sheet in sheets:
        [(known, kept)] = db.execute(
            f"select (select count(*) from upstream.{name}), (select count(*) from main.{name})"
        ).fetchall()
        if sheet is not sheets[0]:
            # The same records with other columns: some are no longer new.
            compare.difference(db, sheet, known)
        stage = f"(select * from {sheet.stage} where flaw is null)"
        rows = f"(select * from {sheet.difference} where new)" if known else stage
        # Main before upstream: what the team edited shows against the old upstream.
        if kept and (sheet.counts.new or sheet.counts.changed):
            changed = sheet.difference if known else stage
            if fields(sheet):
                asked = threeway.changed(db, sheet, changed)
                threeway.update_main(db, sheet, asked, load, version)
                elsewhere.clashes(db, sheet, asked, load, version)
            arrive.note(db, sheet, rows)
        if sheet.counts.changed:
            _update_upstream(db, sheet)
        if sheet.counts.new:
            _insert(db, sheet, rows, "upstream")
            # What was just written need not be cleaned again.
            _insert(db, sheet, rows if known else f"upstream.{name}", "main", kept, version)


def _remove(db: duckdb.DuckDBPyConnection, sheets: list[Sheet], absent: str) -> None:
    """Records that the export no longer has go, except from main where the team edited them or
    lets something new name them.

    `absent` is the condition on `known` that says which.
    """
    name = sheets[0].object or ""
    columns = db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ?",
        [name],
    ).fetchall()
    same = " and ".join(f"kept.{one} is not distinct from known.{one}" for (one,) in columns)
    db.execute(
        f"delete from main.{name} as kept using upstream.{name} as known"
        f" where {same} and {absent} and kept.id not in ({_named(name, absent)})"
    ).fetchall()
    direct = "known.direct" if name == "relation" else "null"
    db.execute(
        f"""
        insert into lost
        select '{name}', known.id, {direct}
        from upstream.{name} as known
        where {absent} and exists (select 1 from main.{name} as kept where kept.id = known.id)
        """
    ).fetchall()
    db.execute(f"delete from upstream.{name} as known where {absent}").fetchall()


def _named(name: str, absent: str) -> str:
    """The query of those that go and are named by a row here that names another one there."""
    gone = f"select known.id from upstream.{name} as known where {absent}"
    queries = [
        f"select here.{column} from (from main.{table} where {column} in (from gone)) as here"
        f" anti join upstream.{table} as there"
        f" on there.id = here.id and there.{column} = here.{column}"
        for table, column in NAMED_BY.get(name, ())
        if table in SENT
    ]
    named = " union all ".join(queries) or "select null where false"
    return f"with gone as materialized ({gone}) {named}"


def _insert(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    rows: str,
    schema: str,
    kept: int = 0,
    version: int = 0,
) -> None:
    """Add rows; to main only those that are not there yet under that key."""
    columns = ["id", *fields(sheet)]
    named, put = (", version", f", {version}") if schema == "main" else ("", "")
    there = f"select 1 from main.{sheet.object} as kept where kept.id = staged.id"
    db.execute(
        f"""
        insert into {schema}.{sheet.object} ({", ".join(columns)}{named})
        select {", ".join(f"staged.{column}" for column in columns)}{put}
        from {rows} as staged
        {f"where not exists ({there})" if kept else ""}
        """
    ).fetchall()


def _update_upstream(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    taken = ", ".join(f"{field} = staged.{field}" for field in fields(sheet))
    db.execute(
        f"""
        update upstream.{sheet.object} as known
        set {taken}
        from {sheet.difference} as staged
        where known.id = staged.id and not staged.new
        """
    ).fetchall()
