"""A sheet's cells become the rows to load, and the rows that are left out with their reasons."""

import duckdb

from dq.errors import N_
from dq.intake import clean, vocabulary
from dq.intake.batch import Batch, Reject, Sheet
from dq.intake.mapping import DERIVED
from dq.intake.vocabulary import kind

NO_KEY = N_("The row has no key.")
TWICE = N_("The key {value} is there twice with different content; the first row is used.")
MISSING = N_("The row has no {field}, without which it means nothing.")
UNKNOWN_CODE = N_("{value} is not a known kind of approval.")
UNREADABLE = {
    "boolean": N_("{value} in {header} is not a yes or no."),
    "date": N_("{value} in {header} is not a date."),
}


def fill(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """Make the sheet's stage: columns row, id, the mapped fields and flaw; set its rejects.

    `flaw` is null for a row to load, else its place in the sheet's list of flaws.
    """
    flaws = _flaws(sheet)
    _clean(db, sheet, flaws)
    _drop_repeats(db, sheet)
    for earlier in batch.of(sheet.object or ""):
        if earlier is sheet:
            break
        _compare_with(db, sheet, earlier)
    sheet.rejects = sorted(
        [*sheet.broken, *_rejects(db, sheet, flaws)], key=lambda reject: reject.line
    )
    sheet.counts.rejected = len(sheet.rejects)


def fields(sheet: Sheet) -> list[str]:
    """The fields that the sheet has, its key left out."""
    return [field for field in sheet.columns if field != "id"]


def _flaws(sheet: Sheet) -> list[tuple[str, str | None, str]]:
    """What can be wrong with a row: (condition on the typed row, field, message)."""
    thing = vocabulary.objects()[sheet.object or ""]
    found: list[tuple[str, str | None, str]] = []
    if "id" in sheet.columns:
        found.append(("id is null", "id", NO_KEY))
    for field in thing.needs:
        unknown = kind(field, thing.name) == "code"
        given = f"{field}_text is null" if unknown else f"{field} is null"
        found.append((given, field, MISSING))
        if unknown:
            found.append((f"{field} is null", field, UNKNOWN_CODE))
    for field in sheet.columns:
        message = UNREADABLE.get(kind(field, thing.name))
        if message:
            found.append((f"{field} is null and {field}_text is not null", field, message))
    return [*found, ("false", "id", TWICE)]


def _clean(db: duckdb.DuckDBPyConnection, sheet: Sheet, flaws: list) -> None:
    """Three steps over whole columns: trimmed texts, typed values, what is wrong with each row."""
    thing, columns = sheet.object or "", sheet.columns
    american = clean.american(db, sheet)
    trimmed = ", ".join(f"intake_text({column}) as {field}" for field, column in columns.items())
    typed = []
    for field, column in columns.items():
        if kind(field, thing) == "code":
            value = _decoded(field, clean.codes(db, sheet, field, column))
        else:
            value = clean.expression(thing, field, field in american)
        typed.append(f"{value} as {field}")
        if kind(field, thing) in ("code", "boolean", "date"):
            typed.append(f"{field} as {field}_text")
    cases = " ".join(
        f"when {condition} then {number}" for number, (condition, _, _) in enumerate(flaws)
    )
    kept = ", ".join(_in_range(field, kind(field, thing)) for field in fields(sheet))
    db.execute(
        f"""
        create or replace temp table {sheet.stage} as
        with trimmed as (
            select rowid as row, {trimmed}
            from {sheet.table}
            where coalesce({", ".join(sheet.cells)}) is not null
        ),
        {clean.keys(db, sheet)},
        typed as (select row, {", ".join(typed)} from keyed)
        select row, {_key(sheet)} as id{", " if kept else ""}{kept},
            case {cases} end::tinyint as flaw
        from typed
        """
    ).fetchall()
    if "id" not in columns:
        _known_keys(db, sheet)


def _decoded(field: str, meaning: dict[str, str]) -> str:
    """SQL for the code of each text; elsewhere than in statuses an unknown text has none."""
    verbatim = field if field == "status" else "null"
    if not meaning:
        return f"{verbatim}::varchar"
    cases = " ".join(f"when {_quoted(text)} then {_quoted(code)}" for text, code in meaning.items())
    return f"case {field} {cases} else {verbatim} end"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _in_range(field: str, how: str) -> str:
    if how not in ("date", "moment"):
        return field
    first, last = clean.YEARS
    return f"case when year({field}) between {first} and {last} then {field} end as {field}"


def _key(sheet: Sheet) -> str:
    if "id" in sheet.columns:
        return "id"
    parts = DERIVED[sheet.object or ""]
    return (
        "lower(" + " || ' ' || ".join(parts) + ")" if len(parts) == 1 else " || ' ' || ".join(parts)
    )


def _known_keys(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Where the file has no keys, give its rows those under which they are known."""
    parts = DERIVED[sheet.object or ""]
    db.execute(
        f"""
        update {sheet.stage} as staged
        set id = known.id
        from (
            select {", ".join(parts)}, min(id) as id
            from upstream.{sheet.object}
            group by {", ".join(parts)}
        ) as known
        where {" and ".join(f"known.{part} = staged.{part}" for part in parts)}
        """
    ).fetchall()


def _drop_repeats(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Of rows with one key keep the first; others are left out, as a flaw when they differ."""
    [(rows, keys)] = db.execute(
        f"select count(id), count(distinct id) from {sheet.stage} where flaw is null"
    ).fetchall()
    if rows == keys:
        return
    db.execute(
        f"""
        create or replace temp table {sheet.stage}_first as
        select id, min(row) as row
        from {sheet.stage}
        where flaw is null
        group by id
        having count(*) > 1
        """
    ).fetchall()
    _mark(
        db, sheet, sheet.stage, f"join {sheet.stage}_first as f on f.row = first.row", fields(sheet)
    )
    db.execute(f"drop table {sheet.stage}_first")


def _compare_with(db: duckdb.DuckDBPyConnection, sheet: Sheet, earlier: Sheet) -> None:
    """Leave out what an earlier file of the same upload has too, as a flaw when it differs."""
    common = [field for field in fields(sheet) if field in earlier.columns]
    same = set(fields(sheet)) == set(common)
    _mark(db, sheet, earlier.stage, "", common, drop=same)


def _mark(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    other: str,
    join: str,
    common: list[str],
    drop: bool = True,
) -> None:
    """Mark rows that differ from the first with their key, and delete those that do not."""
    twice = len(_flaws(sheet)) - 1
    differs = " or ".join(f"staged.{field} is distinct from first.{field}" for field in common)
    apart = "and staged.row <> first.row" if other == sheet.stage else ""
    both = f"from {other} as first {join} where first.id = staged.id and first.flaw is null {apart}"
    if common:
        db.execute(
            f"update {sheet.stage} as staged set flaw = {twice} {both} and ({differs})"
            " and staged.flaw is null"
        ).fetchall()
    if drop:
        db.execute(
            f"delete from {sheet.stage} as staged where flaw is null and exists (select 1 {both})"
        ).fetchall()


def _rejects(db: duckdb.DuckDBPyConnection, sheet: Sheet, flaws: list) -> list[Reject]:
    """The rows with a flaw, each with its own cells."""
    rows = db.execute(
        f"""
        select staged.row, staged.flaw, [{", ".join(f"raw.{cell}" for cell in sheet.cells)}]
        from {sheet.stage} as staged
        join {sheet.table} as raw on raw.rowid = staged.row
        where staged.flaw is not null
        order by staged.row
        """
    ).fetchall()
    headers = {field: header for header, field in sheet.mapping.items() if field is not None}
    columns = {field: int(column[1:]) for field, column in sheet.columns.items()}
    found = []
    for row, flaw, cells in rows:
        _, field, message = flaws[flaw]
        cells = [cell or "" for cell in cells]
        values: dict[str, object] = {}
        if message != NO_KEY:
            values = {"field": field, "header": headers.get(field, field)}
            values["value"] = cells[columns[field]].strip() if field in columns else ""
        found.append(Reject(sheet.line(row), message, values, cells))
    return found
