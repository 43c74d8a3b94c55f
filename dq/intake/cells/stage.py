"""A sheet's cells become the rows to load: a view that cleans whole columns at once.

Tested in tests/intake/cells/test_clean.py.
"""

import duckdb

from dq.intake.batch import Batch
from dq.intake.cells import clean, dates, deleted, excel, guids, keys, lists, numerals, several
from dq.intake.cells.flaws import doubtful, flaws, rejects, remarks
from dq.intake.columns import DERIVED
from dq.intake.sheet import Sheet
from dq.reading.vocabulary import kind

# A row that says the same as one before it is no flaw; it is just not needed.
REPEATED = -1
# So many rows are cleaned in the time in which DuckDB plans how to clean them.
SMALL = 20_000


def fill(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """Make the sheet's stage: columns row, id, the mapped fields, flaw and doubt; set its rejects
    and its remarks.

    `flaw` is null for a row to load, else its place in the sheet's list of flaws. The stage is
    a view: a second copy of every cell would cost more than to clean the few that are asked. Of a
    small file it is the planning that costs, so that is cleaned once.
    """
    phones = excel.looks(db, sheet)
    [(held,)] = db.execute(f"select count(*) from {sheet.table}").fetchall()
    small = held <= SMALL
    steps, result = _steps(db, sheet, phones, small)
    select = f"with {steps} {result}"
    if small:
        db.execute(f"create or replace temp table {sheet.stage}_rows as {select}")
        select = f"select * from {sheet.stage}_rows"
    db.execute(f"create or replace temp view {sheet.stage} as {select}")
    sheets = batch.of(sheet.object or "")
    others = sheets[: sheets.index(sheet)]
    [(rows, keys, flawed, doubt)] = db.execute(
        f"""
        select
            count(*) filter (where flaw is null),
            count(distinct id) filter (where flaw is null),
            count(flaw),
            bool_or(doubt)
        from {sheet.stage}
        """
    ).fetchall()
    if rows > keys or others:
        flawed += _mark_repeats(db, sheet, others)
        rows = _with_marks(db, sheet, select)
    if len(sheets) > 1:
        _keep(db, sheet, _alike(sheet, sheets))
    sheet.counts.deleted = deleted.read(db, sheet)
    found = rejects(db, sheet) if flawed else []
    sheet.rejects = sorted([*sheet.broken, *found], key=lambda reject: reject.line)
    sheet.counts.rejected = len(sheet.broken) + flawed
    sheet.rows = rows
    sheet.remarks = remarks(db, sheet, steps) if doubt else []
    sheet.remarks += excel.remarks(db, sheet, phones) + several.remarks(db, sheet)
    sheet.remarks += numerals.remarks(db, sheet)


def fields(sheet: Sheet) -> list[str]:
    """The fields that the sheet has, its key left out."""
    return [field for field in sheet.columns if field != "id"]


def _steps(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, phones: dict[str, excel.Look], small: bool
) -> tuple[str, str]:
    """SQL in steps over whole columns: trimmed texts, keys, values; and the query of the stage."""
    columns = sheet.columns
    dated = sheet.dates = dates.looks(db, sheet)
    named = keys.trimmed(db, sheet)
    sheet.alike = keys.alike(db, sheet, named)
    texts = clean.trimmed(db, sheet, look=small) | named
    trimmed = ", ".join(f"{text} as {field}" for field, text in texts.items())
    typed = ", ".join(_typed(db, sheet, field, dated, phones) for field in columns)
    if sheet.listed:
        typed += f", {lists.key(sheet)} as id"
    wrong = " ".join(
        f"when {flaw.condition} then {number}" for number, flaw in enumerate(flaws(sheet))
    )
    spelt = guids.known(db, sheet)
    values = [
        f"{dates.in_range(f'typed.{field}')} as {field}"
        if field in dated
        else f"{_spelt(field, spelt)} as {field}"
        for field in fields(sheet)
    ]
    key, known = _key(sheet, spelt)
    known += "".join(
        f" left join ({query}) as {field}_spelt on {field}_spelt.guid = typed.{field}"
        for field, query in spelt.items()
    )
    steps = f"""
        trimmed as (
            select rowid as row, {trimmed}
            from {sheet.table}
            where coalesce({", ".join(sheet.cells)}) is not null
                and not {deleted.condition(sheet)}
        ),
        {keys.steps(db, sheet, named)},
        {dates.step(dated)},
        typed as (select row, {typed} from dated)
    """
    return (
        steps,
        f"""
        select {", ".join(["row", f"{key} as id", *values])}, case {wrong} end::tinyint as flaw,
            {doubtful(sheet)} as doubt
        from typed
        {known}
        """,
    )


def _typed(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    field: str,
    dated: dict[str, dates.Look],
    phones: dict[str, excel.Look],
) -> str:
    """SQL for a field's value, and its text where a value may be missing for a reason."""
    how = kind(field, sheet.object or "")
    if how == "code":
        return f"{clean.decoded(db, sheet, field)} as {field}, {field} as {field}_text"
    if field in dated:
        to = "::date" if how == "date" else ""
        return f"({dates.expression(field, dated[field])}){to} as {field}, {field} as {field}_text"
    if field in phones:
        return f"{excel.mended(field, phones[field])} as {field}"
    if how == "boolean":
        return f"{clean.yes_or_no(db, sheet, field)} as {field}, {field} as {field}_text"
    return f"{clean.expression(sheet.object or '', field)} as {field}"


def _spelt(field: str, spelt: dict[str, str]) -> str:
    """SQL for a value as the store writes it."""
    return f"coalesce({field}_spelt.known, typed.{field})" if field in spelt else f"typed.{field}"


def _key(sheet: Sheet, spelt: dict[str, str]) -> tuple[str, str]:
    """SQL for the key of a row, and the join that it needs."""
    if "id" in sheet.columns or sheet.listed:
        return _spelt("id", spelt), ""
    return _derived_key(sheet)


def _derived_key(sheet: Sheet) -> tuple[str, str]:
    """SQL for the key of a row in a file without keys: as it is known already, else made up."""
    parts = DERIVED[sheet.object or ""]
    made = f"lower(concat_ws(' ', {', '.join(f'typed.{part}' for part in parts)}))"
    known = f"""
        left join (
            select {", ".join(f"{part} as known_{part}" for part in parts)}, min(id) as known_id
            from upstream.{sheet.object}
            group by {", ".join(parts)}
        ) as known on {" and ".join(f"known_{part} = typed.{part}" for part in parts)}
    """
    return f"coalesce(known.known_id, {made})", known


def _mark_repeats(db: duckdb.DuckDBPyConnection, sheet: Sheet, others: list[Sheet]) -> int:
    """Note the rows whose key came before: here, or in another file; how many of them differ."""
    db.execute(f"create or replace temp table {sheet.marks} (row bigint, flaw tinyint)")
    firsts = f"""
        (
            from {sheet.stage}
            where flaw is null
            qualify row_number() over (partition by id order by row) = 1
                and count(*) over (partition by id) > 1
        )
    """
    _mark(db, sheet, firsts, fields(sheet), "and staged.row <> first.row", drop=True)
    for other in others:
        if _alike(other, others) is not other:
            continue  # its rows stand with those of the first of its kind
        common = [field for field in fields(sheet) if field in other.columns]
        # The same record with other columns adds to it.
        drop = len(common) == len(fields(sheet))
        _mark(db, sheet, other.kept, common, "", drop)
    [(differing,)] = db.execute(
        f"select count(distinct row) from {sheet.marks} where flaw <> {REPEATED}"
    ).fetchall()
    return differing


def _alike(sheet: Sheet, sheets: list[Sheet]) -> Sheet:
    """The first of the sheets that has the same fields."""
    return next(one for one in sheets if set(one.columns) == set(sheet.columns))


def _keep(db: duckdb.DuckDBPyConnection, sheet: Sheet, first: Sheet) -> None:
    """Keep the rows to load with those of the sheets before that have the same fields.

    To ask each of those anew would clean the first one again for every file after it.
    """
    how = "create or replace temp table" if first is sheet else "insert into"
    what = "as" if first is sheet else "by name"
    db.execute(
        f"{how} {first.kept} {what}"
        f" select {', '.join(['id', *fields(sheet)])} from {sheet.stage} where flaw is null"
    )


def _mark(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    first: str,
    common: list[str],
    condition: str,
    drop: bool,
) -> None:
    twice = len(flaws(sheet)) - 1
    differs = " or ".join(f"staged.{name} is distinct from first.{name}" for name in common)
    db.execute(
        f"""
        insert into {sheet.marks}
        select staged.row, case when {differs or "false"} then {twice} else {REPEATED} end
        from {sheet.stage} as staged
        join {first} as first on first.id = staged.id {condition}
        where staged.flaw is null and ({str(drop).lower()} or {differs or "false"})
        """
    )


def _with_marks(db: duckdb.DuckDBPyConnection, sheet: Sheet, select: str) -> int:
    """Make the stage again, now without repeated rows; how many rows are to be loaded."""
    db.execute(
        f"""
        create or replace temp view {sheet.stage} as
        select staged.* replace (coalesce(staged.flaw, marked.flaw) as flaw)
        from ({select}) as staged
        left join (select row, max(flaw) as flaw from {sheet.marks} group by row) as marked
            on marked.row = staged.row
        where marked.flaw is distinct from {REPEATED}
        """
    )
    [(rows,)] = db.execute(f"select count(*) from {sheet.stage} where flaw is null").fetchall()
    return rows
