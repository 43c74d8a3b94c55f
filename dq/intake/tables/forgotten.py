"""Rows of people who were removed here are left out of an upload, which says so.

Who was made here and sent to Salesforce comes back under a key of there, and is known by what was
sent; the key is remembered with the load. A row of theirs that names somebody else by now, such as
an approval that was given on, is of that other one.

Tested in tests/intake/tables/test_forgotten.py.
"""

import duckdb

from dq.domain import forgotten
from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.cells import keys, lists, several
from dq.intake.sheet import Remark, Sheet
from dq.objects import BELONGS, LIST_KEY
from dq.settings.names import eighteen

LEFT_OUT = N_(
    "{number} rows are of somebody who was removed here ({ids}) and were left out. They are still"
    " where this file comes from: remove them there too."
)
# So many characters of a key of Salesforce tell it; the other three follow from them, and tell it
# where a system writes all in capitals.
TELLING = 15


def leave_out(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """Take the rows out before anything reads them."""
    if not sheet.object or not (known := forgotten.keys(db)):
        return
    if sheet.object == "contact":
        _recognise(db, sheet)
    if sheet.listed:
        _from_list(db, sheet, known.get("contact", set()))
    cards = {*known.get("contact", ()), *_recognised(batch)}
    ids = cards if sheet.object == "contact" else known.get(sheet.object, set())
    refers = [
        _key(sheet, field)
        for field, of in BELONGS[sheet.object].items()
        if of == "contact" and field in sheet.columns
    ]
    for column in refers:
        _delete(db, sheet, column, cards)
    if "id" in sheet.columns:
        nobody = "".join(f" and {column} is null" for column in refers)
        _delete(
            db,
            sheet,
            _key(sheet, "id"),
            ids,
            nobody + _of_nobody_else(sheet.object, _key(sheet, "id")),
        )


def _key(sheet: Sheet, field: str) -> str:
    """SQL for a key as it is read: the first of several, without quotes or the link round it."""
    column = sheet.key(field)
    return f"({keys.text(column if field == 'id' else several.first(column))})"


def _told(key: str) -> str:
    """SQL for what tells a key; a system may write all of it in capitals besides."""
    salesforce = f"regexp_full_match({key}, '{keys.SALESFORCE_ID}', 'i')"
    return f"if({salesforce}, left({key}, {TELLING}), {key})"


def _of_nobody_else(name: str, column: str) -> str:
    """A condition without the rows that are another card's here by now."""
    refers = [field for field, of in BELONGS[name].items() if of == "contact"]
    if not refers:
        return ""
    others = " or ".join(f"{field} in (select id from main.contact)" for field in refers)
    return f" and {_told(column)} not in (select {_told('id')} from main.{name} where {others})"


def _delete(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, column: str, ids: set[str], only: str = ""
) -> None:
    rows = db.execute(
        f"delete from {sheet.table} where ({_told(column)} in"
        f" (select {_told('id')} from (select unnest($ids::varchar[]) as id)) or upper({column}) in"
        f" (select upper(unnest($ids::varchar[])))){only} returning {column}",
        {"ids": sorted(ids)},
    ).fetchall()
    _left_out(sheet, [id for (id,) in rows])


def _left_out(sheet: Sheet, ids: list[str]) -> None:
    for id in ids:
        sheet.forgotten[id] = sheet.forgotten.get(id, 0) + 1


def _from_list(db: duckdb.DuckDBPyConnection, sheet: Sheet, cards: set[str]) -> None:
    """Of a list without keys, by the keys that its rows would get."""
    texts = ", ".join(
        f"intake_value({column}) as {field}" for field, column in sheet.columns.items()
    )
    rows = db.execute(
        f"select row, key from (select row, {lists.key(sheet)} as key"
        f" from (select rowid as row, {texts} from {sheet.table}))"
        " where key in (select unnest($ids::varchar[]))",
        {"ids": [id for id in cards if id.startswith(LIST_KEY)]},
    ).fetchall()
    if rows:
        db.execute(
            f"delete from {sheet.table} where rowid in (select unnest($rows))",
            {"rows": [row for row, _ in rows]},
        )
        _left_out(sheet, [key for _, key in rows])


def _recognise(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Find who was made here and removed among the rows under new keys."""
    made = [one for one in forgotten.listed(db) if one.made]
    if not made or "id" not in sheet.columns:
        return
    signs = [f"intake_value({sheet.columns.get(field, 'null')})" for field in forgotten.SIGNS]
    key = _key(sheet, "id")
    rows = db.execute(
        f"select {key}, {', '.join(signs)} from {sheet.table}"
        f" where {_told(key)} not in (select {_told('id')} from upstream.contact)"
    ).fetchall()
    for id, *values in rows:
        row = dict(zip(forgotten.SIGNS, values, strict=True))
        for one in made:
            if id and forgotten.signs(row, one.made[0]) & {*one.made[1:]}:
                sheet.recognised[eighteen(id)] = one.change_id


def _recognised(batch: Batch) -> set[str]:
    return {id for sheet in batch.of("contact") for id in sheet.recognised}


def note(db: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Remember the keys under which somebody came back."""
    for sheet in batch.of("contact"):
        for id, change_id in sheet.recognised.items():
            forgotten.known_as(db, change_id, id)


def tell(sheet: Sheet) -> None:
    """Say how many rows were left out, and of whom."""
    if sheet.forgotten:
        ids = ", ".join(sorted(sheet.forgotten))
        number = sum(sheet.forgotten.values())
        sheet.remarks.append(Remark(LEFT_OUT, {"number": number, "ids": ids}))
