"""Rows of people who were removed here are left out of an upload, which says so.

Tested in tests/commands/test_forget.py.
"""

import duckdb

from dq.domain import forgotten
from dq.errors import N_
from dq.intake.sheet import Remark, Sheet
from dq.objects import BELONGS

LEFT_OUT = N_(
    "{number} rows are of somebody who was removed here ({ids}) and were left out. They are still"
    " where this file comes from: remove them there too."
)
# So many characters of a key of Salesforce tell it; the other three follow from them.
TELLING = 15


def leave_out(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Take the rows out before anything reads them."""
    known = forgotten.keys(db)
    if not known or not sheet.object:
        return
    fields = {"id": known.get(sheet.object, set())}
    for field, of in BELONGS.get(sheet.object, {}).items():
        if of == "contact":
            fields[field] = known.get("contact", set())
    for field, ids in fields.items():
        if field in sheet.columns and ids:
            _delete(db, sheet, sheet.columns[field], ids)


def _delete(db: duckdb.DuckDBPyConnection, sheet: Sheet, column: str, ids: set[str]) -> None:
    rows = db.execute(
        f"delete from {sheet.table} where left(trim({column}), {TELLING}) in"
        f" (select left(unnest($ids), {TELLING})) returning trim({column})",
        {"ids": sorted(ids)},
    ).fetchall()
    for (id,) in rows:
        sheet.forgotten[id] = sheet.forgotten.get(id, 0) + 1


def tell(sheet: Sheet) -> None:
    """Say how many rows were left out, and of whom."""
    if sheet.forgotten:
        ids = ", ".join(sorted(sheet.forgotten))
        number = sum(sheet.forgotten.values())
        sheet.remarks.append(Remark(LEFT_OUT, {"number": number, "ids": ids}))
