"""What a sheet would change: its rows against the last load."""

from collections.abc import Iterable

import duckdb

from dq import settings
from dq.intake.batch import Batch
from dq.intake.cells import excel, lists, numerals, stage
from dq.intake.cells.clean import quoted
from dq.intake.cells.stage import fields
from dq.intake.sheet import Sheet
from dq.intake.tables import age, beside, forgotten, keyless
from dq.reading import footers

# In a small store a few may go, whatever their share.
FEW = 2


def basis(db: duckdb.DuckDBPyConnection) -> int:
    """The newest change that put other rows into `upstream`, such as a load or going back to a
    copy: what was compared before it is to be compared again."""
    [(newest,)] = db.execute(
        "select coalesce(max(id), 0) from change where told is not null"
    ).fetchall()
    return newest


def again(db: duckdb.DuckDBPyConnection, batch: Batch, names: Iterable[str]) -> None:
    """Count these objects of a batch again; what the user said of its files stands."""
    for name in names:
        chosen = [sheet.complete for sheet in batch.of(name)]
        count(db, batch, name)
        for sheet, complete in zip(batch.of(name), chosen, strict=True):
            sheet.complete = complete


def afresh(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Judge all of a batch by the store as it is now; what the user said of it stands."""
    for name in batch.objects:
        chosen = [sheet.complete for sheet in batch.of(name)]
        for sheet in batch.of(name):
            sheet.forget()
        judge(db, batch, name)
        for sheet, complete in zip(batch.of(name), chosen, strict=True):
            sheet.complete = complete
    batch.basis = basis(db)


def judge(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Read the cells of all sheets of one object as what they are, and compare them."""
    for sheet in batch.of(name):
        numerals.restore(db, batch, sheet)
        forgotten.leave_out(db, batch, sheet)
        sheet.problem = excel.damage(db, sheet)
    for sheet in batch.of(name):
        stage.fill(db, batch, sheet)
        forgotten.tell(sheet)
    count(db, batch, name)
    beside.judge(batch, name)
    keyless.judge(batch, name)
    age.judge(db, batch, name)


def count(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Set the counts of every sheet of one object, and whether they look complete.

    What misses a large share of the records is a part of the export, as is what was cut off, and a
    list always is; a header without rows says nothing of the records that it does not have.
    """
    sheets = batch.of(name)
    if not sheets:
        return
    [(known, listed)] = db.execute(
        f"select count(*), count(*) filter (not ({lists.others(sheets)})) from upstream.{name}"
        " as known"
    ).fetchall()
    for sheet in sheets:
        difference(db, sheet, known)
    exports = [sheet for sheet in sheets if not sheet.listed]
    gone = _missing(db, exports, known - listed) if exports else 0
    rows = sum(sheet.rows for sheet in exports)
    most = int(str(settings.get(db, "load_part"))) / 100 * (known - listed)
    for sheet in sheets:
        sheet.counts.gone = gone if rows and sheet is exports[0] else 0
        whole = not any(one.cut for one in exports)
        sheet.complete = not sheet.listed and rows > 0 and whole and gone <= max(FEW, most)


def replaces(sheets: list[Sheet]) -> bool:
    """Whether known records that none of the sheets has are to go."""
    exports = [sheet for sheet in sheets if not sheet.listed]
    return any(sheet.counts.gone for sheet in exports) and all(sheet.complete for sheet in exports)


def empty_is_partial(sheets: list[Sheet]) -> None:
    """A header without rows replaces nothing, whatever the user says of it."""
    if not any(sheet.rows for sheet in sheets):
        for sheet in sheets:
            sheet.complete = False


def difference(db: duckdb.DuckDBPyConnection, sheet: Sheet, known: int) -> None:
    """Find and count the new and changed rows, over the columns that the file has."""
    counts = sheet.counts
    if not known:
        counts.new, counts.changed, counts.unchanged = sheet.rows, 0, 0
        return
    differs = " or ".join(
        f"staged.{field} is distinct from known.{field}" for field in fields(sheet)
    )
    db.execute(
        f"""
        create or replace temp table {sheet.difference} as
        select staged.*, known.id is null as new
        from {sheet.stage} as staged
        left join upstream.{sheet.object} as known on known.id = staged.id
        where staged.flaw is null and (known.id is null or {differs or "false"})
        """
    )
    [(counts.new, counts.changed)] = db.execute(
        f"select count(*) filter (where new), count(*) filter (where not new)"
        f" from {sheet.difference}"
    ).fetchall()
    counts.unchanged = sheet.rows - counts.new - counts.changed


def _missing(db: duckdb.DuckDBPyConnection, sheets: list[Sheet], known: int) -> int:
    """How many known records are in none of the sheets; rejected rows count as present."""
    if not known:
        return 0
    [only, *others] = sheets
    if not others and not only.rejects:
        return known - only.counts.changed - only.counts.unchanged
    [(gone,)] = db.execute(
        f"select count(*) from upstream.{only.object} as known where {absent(sheets)}"
    ).fetchall()
    return gone


def absent(sheets: list[Sheet]) -> str:
    """SQL condition on `known`: no sheet has its key, not even in a rejected row."""
    conditions = [lists.others(sheets)] + [
        f"not exists (select 1 from {sheet.stage} as staged where staged.id = known.id)"
        for sheet in sheets
    ]
    # The cells of rows that could not be read are as they are in the file, so 15 will do.
    keys = {key[:15].lower() for sheet in sheets for key in _broken_keys(sheet) if key}
    if keys:
        listed = ", ".join(quoted(key) for key in sorted(keys))
        conditions.append(f"lower(known.id[:15]) not in ({listed})")
    return " and ".join(conditions)


def _broken_keys(sheet: Sheet) -> list[str]:
    """The keys of rows that were not even read, where their cell is there."""
    if "id" not in sheet.columns:
        return []
    place = int(sheet.columns["id"][1:])
    rows = [footers.cells(reject.cells) for reject in sheet.broken]
    return [cells[place].strip() for cells in rows if len(cells) > place]
