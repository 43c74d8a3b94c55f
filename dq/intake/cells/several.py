"""Cells with several keys, as HubSpot writes them: the first is the record's own."""

import duckdb

from dq.errors import N_
from dq.intake.columns import of_kind
from dq.intake.sheet import Remark, Sheet
from dq.reading import vocabulary

FIRST = N_(
    "{header}: of several keys the first is used: {number} ×, such as {value} in row {line}."
)
# A name with a semicolon in it is none.
ONE = rf"\s*{vocabulary.ONE_KEY}\s*"


def references(sheet: Sheet) -> dict[str, str]:
    """The fields that hold the key of another record, and their columns."""
    return {field: column for field, column in of_kind(sheet, "key").items() if field != "id"}


def first(column: str) -> str:
    """SQL for the first of the keys in a cell."""
    return f"case when {_several(column)} then trim(split_part({column}, ';', 1)) else {column} end"


def _several(column: str) -> str:
    # The expression is only for those few with a semicolon.
    return f"contains({column}, ';') and regexp_full_match({column}, '{ONE}(;{ONE})+')"


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Remark]:
    """What is to be said of cells with several keys, a remark per column."""
    found = []
    for field, column in references(sheet).items():
        [(number, value, row)] = db.execute(
            f"select count(*), arg_min({column}, rowid), min(rowid) from {sheet.table}"
            f" where {_several(column)}"
        ).fetchall()
        if number:
            values = {"header": sheet.header(field), "number": number, "value": value}
            found.append(Remark(FIRST, values | {"line": sheet.line(row)}))
    return found
