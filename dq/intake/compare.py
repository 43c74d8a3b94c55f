"""What a sheet would change: its rows against the last load."""

import duckdb

from dq.intake.batch import Batch, Sheet
from dq.intake.stage import fields

# So many known records must be missing, and over half of them, before a file is a part.
FEW = 20


def count(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> None:
    """Set the counts of every sheet of one object, and whether they look complete."""
    sheets = batch.of(name)
    if not sheets:
        return
    for sheet in sheets:
        counts = sheet.counts
        counts.new, counts.changed, counts.unchanged = difference(db, sheet)
    [(known,)] = db.execute(f"select count(*) from upstream.{name}").fetchall()
    gone = missing(db, sheets, known)
    rows = sum(s.counts.new + s.counts.changed + s.counts.unchanged for s in sheets)
    for sheet in sheets:
        sheet.counts.gone = gone if sheet is sheets[0] else 0
        sheet.complete = rows > 0 and (gone <= FEW or 2 * gone <= known)


def difference(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[int, int, int]:
    """Find the new and changed rows, over the columns that the file has; (new, changed, same)."""
    differs = " or ".join(
        f"staged.{field} is distinct from known.{field}" for field in fields(sheet)
    )
    db.execute(
        f"""
        create or replace temp table {sheet.difference} as
        select staged.id, known.id is null as new
        from {sheet.stage} as staged
        left join upstream.{sheet.object} as known on known.id = staged.id
        where staged.flaw is null and (known.id is null or {differs or "false"})
        """
    ).fetchall()
    [(new, changed, rows)] = db.execute(
        f"""
        select
            count(*) filter (where new),
            count(*) filter (where not new),
            (select count(*) from {sheet.stage} where flaw is null)
        from {sheet.difference}
        """
    ).fetchall()
    return new, changed, rows - new - changed


def missing(db: duckdb.DuckDBPyConnection, sheets: list[Sheet], known: int) -> int:
    """How many known records are in none of the sheets; rejected rows count as present."""
    if not known:
        return 0
    [(gone,)] = db.execute(
        f"select count(*) from upstream.{sheets[0].object} as known where {absent(db, sheets)}"
    ).fetchall()
    return gone


def absent(db: duckdb.DuckDBPyConnection, sheets: list[Sheet]) -> str:
    """SQL condition on `known`: no sheet has its key, not even in a rejected row."""
    conditions = [
        f"not exists (select 1 from {sheet.stage} as staged where staged.id = known.id)"
        for sheet in sheets
    ]
    # The cells of rows that could not be read are as they are in the file, so 15 will do.
    keys = {key[:15].lower() for sheet in sheets for key in _broken_keys(sheet) if key}
    if keys:
        listed = ", ".join("'" + key.replace("'", "''") + "'" for key in sorted(keys))
        conditions.append(f"lower(known.id[:15]) not in ({listed})")
    return " and ".join(conditions)


def _broken_keys(sheet: Sheet) -> list[str]:
    """The keys of rows that were not even read, where their cell is there."""
    if "id" not in sheet.columns:
        return []
    place = int(sheet.columns["id"][1:])
    return [reject.cells[place].strip() for reject in sheet.broken if len(reject.cells) > place]
