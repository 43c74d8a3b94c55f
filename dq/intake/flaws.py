"""What can be wrong with a row, and the rows that are left out because of it."""

from dataclasses import dataclass

import duckdb

from dq.errors import N_
from dq.intake import vocabulary
from dq.intake.batch import Reject, Sheet
from dq.intake.vocabulary import kind

NO_KEY = N_("The row has no key.")
NOBODY = N_("The row has neither an e-mail address nor a name to know somebody by.")
TWICE = N_("The key {value} is there twice with different content; the first row is used.")
MISSING = N_("The row has no {field}, without which it means nothing.")
UNKNOWN_CODE = N_("{value} is not a known kind of approval.")
UNREADABLE = {
    "boolean": N_("{value} in {header} is not a yes or no."),
    "date": N_("{value} in {header} is not a date."),
}


@dataclass(frozen=True)
class Flaw:
    """A SQL condition on a typed row (each field beside its `<field>_text`), and its message."""

    condition: str
    field: str
    message: str


def flaws(sheet: Sheet) -> list[Flaw]:
    """Every flaw that this sheet's rows can have, the gravest first; TWICE is the last."""
    thing = vocabulary.objects()[sheet.object or ""]
    found = []
    if "id" in sheet.columns:
        found.append(Flaw("id is null", "id", NO_KEY))
    if sheet.listed:
        found.append(Flaw("id is null", "id", NOBODY))
    for field in thing.needs:
        if kind(field, thing.name) == "code":
            found.append(Flaw(f"{field}_text is null", field, MISSING))
            found.append(Flaw(f"{field} is null", field, UNKNOWN_CODE))
        else:
            found.append(Flaw(f"{field} is null", field, MISSING))
    for field in sheet.columns:
        message = UNREADABLE.get(kind(field, thing.name))
        if message:
            condition = f"{field} is null and {field}_text is not null"
            found.append(Flaw(condition, field, message))
    return [*found, Flaw("false", "id", TWICE)]


def rejects(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Reject]:
    """The sheet's rows with a flaw, each with its own cells."""
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
    places = {field: int(column[1:]) for field, column in sheet.columns.items()}
    possible = flaws(sheet)
    found = []
    for row, number, cells in rows:
        flaw = possible[number]
        cells = [cell or "" for cell in cells]
        values: dict[str, object] = {}
        if flaw.message != NO_KEY:
            values = {"field": flaw.field, "header": headers.get(flaw.field, flaw.field)}
            values["value"] = cells[places[flaw.field]].strip() if flaw.field in places else ""
        found.append(Reject(sheet.line(row), flaw.message, values, cells))
    return found
