"""Keys that a spreadsheet wrote with decimals (1001.0) or with separators (1.001.234).

Tested in tests/intake/cells/test_numerals.py.
"""

from typing import NamedTuple

import duckdb

from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.cells import spaces
from dq.intake.sheet import Remark, Sheet

BARED = N_("{header}: separators or decimals were taken out: {number} ×, such as {value}.")
DECIMALS = r"\d+[.,]0{1,2}"
END, HEAD = r"(?:[.,]0{1,2})?", r"[1-9]\d{0,2}"
# One of them stands between the thousands of all keys; in SQL.
SEPARATORS = (".", ",", " ", "''")


class Form(NamedTuple):
    """A way to write amounts: which cells are so, the SQL of a `cell` without what tells nothing,
    and whether all `cells` are plainly written so."""

    pattern: str
    bare: str
    plain: str


def _grouped(sign: str) -> Form:
    """Amounts with this sign between the thousands; one with two of them has no decimals there."""
    groups = f"{HEAD}(?:[{sign}]\\d{{3}})"
    return Form(
        f"{groups}+{END}|\\d+[.,]0{{1,2}}",
        f"replace(regexp_replace(cell, '(\\d)[.,]0{{1,2}}$', '\\1'), '{sign}', '')",
        f"bool_or(regexp_full_match(cell, '{groups}{{2,}}{END}'))"
        f" and bool_and(regexp_full_match(cell, '\\d+{END}|{groups}+{END}'))",
    )


FORMS = (
    *map(_grouped, SEPARATORS),
    Form(
        DECIMALS,
        "regexp_extract(cell, '\\d+')",
        "not bool_or(regexp_full_match(cell, '\\d+[.,]\\d+')"
        f" and not regexp_full_match(cell, '{DECIMALS}'))",
    ),
)
ANY = "|".join(form.pattern for form in FORMS)


def bare(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, field: str) -> str:
    """SQL for the cells of a field as keys; the column itself where they are no amounts.

    An id and all that refers to it are judged together, and by what the store knows: a key that is
    known as it is written is no amount, and one that is known without its separators is. Where it
    knows neither, all of them must be plainly amounts.
    """
    column = sheet.columns[field]
    some = ", ".join(f"bool_or(regexp_full_match(cell, '{form.pattern}'))" for form in FORMS)
    [found] = db.execute(
        f"select {some} from (select trim({column}) as cell from {sheet.table})"
    ).fetchall()
    if not any(found):
        return column
    cells, known = _cells(batch, sheet, field), _known(batch, sheet, field)
    for form in (form for form, so in zip(FORMS, found, strict=True) if so):
        [(as_written, without, both, plain)] = db.execute(
            f"""
            with cells as materialized ({cells}), known as materialized (
                {known}
                union
                select cell from cells where own and not regexp_full_match(cell, '{ANY}')
            ), amounts as (
                select cell, own, {form.bare} as bare
                from cells
                where regexp_full_match(cell, '{form.pattern}')
            )
            select
                count(*) filter (cell in (from known)),
                count(*) filter (bare in (from known)),
                count(*) filter (own and bare in (select cell from cells where own)),
                (select {form.plain} from cells)
            from amounts
            """
        ).fetchall()
        if not as_written and not both and (without or plain):
            written = f"trim({column})"
            return (
                f"case when regexp_full_match({written}, '{form.pattern}')"
                f" then {form.bare.replace('cell', written)} else {column} end"
            )
    return column


def _cells(batch: Batch, sheet: Sheet, field: str) -> str:
    """The query of what stands in the columns of a key: columns cell, own."""
    return " union ".join(
        f"select trim({one.sheet.columns[one.field]}) as cell, {one.own} as own"
        f" from {one.sheet.table} where trim({one.sheet.columns[one.field]}) <> ''"
        for one in spaces.columns(batch, sheet, field)
    )


def _known(batch: Batch, sheet: Sheet, field: str) -> str:
    """The query of the keys in the store; where it has none of them, of what refers to them."""
    thing, column = spaces.space(sheet, field)
    home = f"upstream.{thing}"
    referring = {
        (one.sheet.object, one.field) for one in spaces.columns(batch, sheet, field) if not one.own
    }
    parts = [f"select {column} as key from {home}"] + [
        f"select {name} from upstream.{table} where not exists (from {home})"
        for table, name in sorted(referring)
    ]
    return " union ".join(parts)


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Remark]:
    """Which keys were written as amounts."""
    found = []
    for field, key in sheet.bared.items():
        column = sheet.columns[field]
        [(number, value)] = db.execute(
            f"select count(*), arg_min({column}, rowid) from {sheet.table}"
            f" where trim({column}) <> {key}"
        ).fetchall()
        if number:
            values = {"header": sheet.header(field), "number": number, "value": value}
            found.append(Remark(BARED, values))
    return found
