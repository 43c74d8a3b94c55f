"""What can be wrong with a row: why it is left out, or which of its cells are left empty."""

from dataclasses import dataclass

import duckdb

from dq.errors import N_
from dq.intake.cells.clean import quoted
from dq.intake.sheet import Remark, Sheet
from dq.reading import vocabulary
from dq.reading.rejects import Reject
from dq.reading.vocabulary import kind

NO_KEY = N_("The row has no key.")
NOBODY = N_("The row has neither an e-mail address nor a name to know somebody by.")
HEADER = N_("The row repeats the header.")
UNLIKE = N_(
    "{value} is no key like those of the other rows: the row adds up others, or its cells have"
    " shifted."
)
TWICE = N_(
    "The key {value} is there twice in these files with different content; the first row of the"
    " newest file is used."
)
MISSING = N_("The row has no {field}, without which it means nothing.")
DATE = N_("{header}: no date, so left empty: {number} ×, such as {value} in row {line}.")
# What becomes of a cell that is not understood; the row stays.
UNREADABLE = {
    "boolean": N_(
        "{header}: neither yes nor no, so left empty: {number} ×, such as {value} in row {line}."
    ),
    "date": DATE,
    "moment": DATE,
    "code": N_(
        "{header}: no known word, so left empty: {number} ×, such as {value} in row {line}."
    ),
}
UNKNOWN_KIND = N_(
    "{header}: no known kind of approval, and kept as it is: {number} ×, such as {value} in row"
    " {line}."
)
UNKNOWN_WORD = N_(
    "{header}: no known word, and kept as it is: {number} ×, such as {value} in row {line}."
)
# Codes of which an unknown one stays; of the last two companies have lists of their own, in which
# such a word is no exception.
KEPT = {"approval": UNKNOWN_KIND, "status": UNKNOWN_WORD, "project": UNKNOWN_WORD}
# So many rows that were left out are kept to be shown.
MOST = 100_000


@dataclass(frozen=True)
class Flaw:
    """A SQL condition on a typed row (each field beside its `<field>_text`), and its message."""

    condition: str
    field: str
    message: str


def flaws(sheet: Sheet) -> list[Flaw]:
    """Why this sheet's rows can be left out, the gravest first; TWICE is the last."""
    thing = vocabulary.objects()[sheet.object or ""]
    found = []
    if "id" in sheet.columns:
        found.append(Flaw("id is null", "id", NO_KEY))
        found.append(Flaw(f"lower(id) = {quoted(sheet.header('id').lower())}", "id", HEADER))
    if sheet.alike:
        known = f"id in (select id from upstream.{sheet.object})"
        found.append(Flaw(f"strlen(id) not in (15, 18) and not {known}", "id", UNLIKE))
    if sheet.listed:
        found.append(Flaw("id is null", "id", NOBODY))
    found += [Flaw(f"{field} is null", field, MISSING) for field in thing.needs]
    return [*found, Flaw("false", "id", TWICE)]


def doubts(sheet: Sheet) -> list[Flaw]:
    """Which of its cells can be other than they should be."""
    name = sheet.object or ""
    found = []
    for field in sheet.columns:
        how = kind(field, name)
        code = vocabulary.CODES.get((name, field), "")
        if code in KEPT:
            known = ", ".join(f"'{word}'" for word in vocabulary.codes(code))
            found.append(Flaw(f"{field} not in ({known})", field, KEPT[code]))
        elif message := UNREADABLE.get(how):
            condition = f"{field} is null and {field}_text is not null"
            found.append(Flaw(condition, field, message))
    return found


def doubtful(sheet: Sheet) -> str:
    """SQL for whether a typed row has a cell that is other than it should be."""
    return " or ".join(f"coalesce({one.condition}, false)" for one in doubts(sheet)) or "false"


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet, steps: str) -> list[Remark]:
    """What is to be said of cells, a remark per column.

    :param steps: SQL for the steps up to `typed`
    """
    possible = doubts(sheet)
    if not possible:
        return []
    asked = ", ".join(
        f"count(*) filter (where {one.condition}),"
        f" arg_min({one.field}_text, row) filter (where {one.condition}),"
        f" min(row) filter (where {one.condition}), count({one.field})"
        for one in possible
    )
    [seen] = db.execute(f"with {steps} select {asked} from typed").fetchall()
    found = []
    for place, one in enumerate(possible):
        number, value, row, filled = seen[4 * place : 4 * place + 4]
        # Where no word at all is known the column may be another one.
        usual = one.message == UNKNOWN_WORD and 2 * number > filled > number
        if number and not usual:
            values = {"number": number, "header": sheet.header(one.field), "value": value}
            found.append(Remark(one.message, values | {"line": sheet.line(row)}))
    return found


def rejects(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Reject]:
    """The sheet's rows with a flaw, each with its own cells."""
    rows = db.execute(
        f"""
        select staged.row, staged.flaw, [{", ".join(f"raw.{cell}" for cell in sheet.cells)}]
        from {sheet.stage} as staged
        join {sheet.table} as raw on raw.rowid = staged.row
        where staged.flaw is not null
        order by staged.row
        limit {MOST}
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
