"""What makes a load doubtful: it would take out or change more than an export usually does."""

from collections.abc import Iterable

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.intake.batch import Batch
from dq.intake.cells.stage import fields
from dq.intake.landing import preview
from dq.intake.sheet import Sheet
from dq.intake.tables import age
from dq.objects import OBJECTS
from dq.reading import vocabulary

# One record is no share of anything.
FEW = 1
REMOVES = N_(
    "{file} has {gone} of the {known} records of {object} no more, over {share} %: is the export"
    " whole? If not, load it as a part."
)
CHANGES = N_(
    "{file} changes {changed} of the {known} records of {object}, over {share} %: is it the right"
    " file, with the right columns?"
)
ADDS = N_(
    "{file} has {added} records of {object} that are not among the {known} known ones, over {share}"
    " %: is it the right file, and are its keys those of before?"
)
IDENTITY = N_(
    "{file} changes {field} of {changed} of its {rows} records of {object}: is it the right file,"
    " with the right columns?"
)
STRANGERS = N_(
    "In {file} {number} × stands a key of something else under {header}, such as {value}: is it the"
    " right column?"
)
# What moves by itself, and says nothing of the file.
VOLATILE = ("modified", "created", "last_login")
# How the keys begin that a field refers to in Salesforce.
REFERS_TO = {"account_id": "001", "contact_id": "003"}
CUT = N_("{file} ends in the middle of a row: the export was cut off. Export it again.")
OLDER = N_(
    "{file} is older than what is loaded: newer changes would be undone. Is it the right one?"
)
LACKS = N_(
    "{file} has no {headers}, which the export before had, and {instead} has the same values: is"
    " that the column, called otherwise now?"
)
DEMO = N_(
    "The demo company makes way for these files, and with it {number} changes that were made in it."
)


def of(db: duckdb.DuckDBPyConnection, batch: Batch, *, afresh: bool = False) -> list[Invalid]:
    """The reasons to look again before the batch is loaded; empty when there are none.

    :param afresh: what is in the store makes way, so that nothing can be compared with it
    """
    found = [Invalid(CUT, file=sheet.name) for sheet in batch.sheets if sheet.ready and sheet.cut]
    if afresh:
        return found + _in_demo(db)
    found += [Invalid(OLDER, file=sheet.name) for sheet in age.older(batch)]
    for name in batch.objects:
        found += [doubt for sheet in batch.of(name) for doubt in _strangers(db, sheet)]
        [(known,)] = db.execute(f"select count(*) from upstream.{name}").fetchall()
        if known:
            found += _lacks(db, batch, name) + _shares(db, batch, name, known)
    return found


def _strangers(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Invalid]:
    """Whether a reference holds keys of another object of Salesforce."""
    mine = [field for field in REFERS_TO if field in sheet.columns]
    if not mine:
        return []
    strange = ", ".join(
        f"""
        if(strlen({field}) in (15, 18)
            and regexp_full_match({field}[:3], '00[0-9a-zA-Z]|500|701|a0.')
            and not starts_with({field}, '{REFERS_TO[field]}'), {field}, null) as {field}
        """
        for field in mine
    )
    counts = ", ".join(f"count({field}), min({field})" for field in mine)
    [found_keys] = db.execute(
        f"select {counts} from (select {strange} from {sheet.stage} where flaw is null)"
    ).fetchall()
    found = []
    for field, number, value in zip(mine, found_keys[::2], found_keys[1::2], strict=True):
        if number > FEW:
            values = {"header": sheet.header(field), "number": number, "value": value}
            found.append(Invalid(STRANGERS, file=sheet.name, **values))
    return found


def of_what(doubt: Invalid) -> tuple[object, ...]:
    """What a doubt is about, whatever its figures are."""
    return doubt.message, doubt.values.get("file"), doubt.values.get("headers")


def extent(doubt: Invalid) -> int:
    """How many records or changes a doubt speaks of; who said yes did not say yes to more."""
    found = [
        doubt.values[name]
        for name in ("gone", "changed", "added", "number")
        if name in doubt.values
    ]
    return int(str(found[0])) if found else 0


def _in_demo(db: duckdb.DuckDBPyConnection) -> list[Invalid]:
    """What somebody did in the demo company would go with it."""
    [(number,)] = db.execute(
        "select count(*) from change where undone_by is null and json_array_length(edits) > 0"
    ).fetchall()
    return [Invalid(DEMO, number=number)] if number else []


def _lacks(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> list[Invalid]:
    found = []
    for sheet in batch.of(name):
        meant = preview.instead(db, sheet, preview.lacking(db, batch, sheet))
        for field, header in meant.items():
            missing = vocabulary.usual(name, field)
            found.append(Invalid(LACKS, file=sheet.name, headers=missing, instead=header))
    return found


def _shares(db: duckdb.DuckDBPyConnection, batch: Batch, name: str, known: int) -> list[Invalid]:
    sheets = batch.of(name)
    facts = {"object": name, "known": known}
    found = [doubt for sheet in sheets for doubt in _identity(db, sheet)]
    gone = sheets[0].counts.gone if all(sheet.complete for sheet in sheets) else 0
    share = int(str(settings.get(db, "load_removes")))
    if gone > FEW and 100 * gone > share * known:
        found.append(Invalid(REMOVES, file=sheets[0].name, gone=gone, share=share, **facts))
    changes = {sheet.name: _changed(db, sheet) for sheet in sheets}
    file, changed = max(changes, key=lambda one: changes[one]), sum(changes.values())
    share = int(str(settings.get(db, "load_changes")))
    if changed > FEW and 100 * changed > share * known:
        found.append(Invalid(CHANGES, file=file, changed=changed, share=share, **facts))
    file = max(sheets, key=lambda sheet: sheet.counts.new).name
    added = sum(sheet.counts.new for sheet in sheets)
    changed = sum(sheet.counts.changed for sheet in sheets)
    rest = changed + sum(sheet.counts.unchanged for sheet in sheets)
    # A company that grows brings more that is known than that is new.
    if added > max(FEW, rest) and 100 * added > share * known:
        found.append(Invalid(ADDS, file=file, added=added, share=share, **facts))
    return found


def _changed(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> int:
    """How many records a sheet changes in more than what moves by itself."""
    telling = [field for field in fields(sheet) if field not in VOLATILE]
    [number] = _differing(db, sheet, [" or ".join(map(_differs, telling)) or "false"])
    return number


def _identity(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Invalid]:
    """Whether most records of a sheet get another name, address, status or account."""
    # A list of something else that is loaded as this object changes what its records are known by.
    mine = [name for name in OBJECTS[sheet.object or ""].identity if name in sheet.columns]
    rows = sheet.counts.changed + sheet.counts.unchanged
    if not mine:
        return []
    numbers = dict(zip(mine, _differing(db, sheet, map(_differs, mine)), strict=True))
    field = max(mine, key=lambda one: numbers[one])
    if numbers[field] <= FEW or 2 * numbers[field] <= rows:
        return []
    values = {"object": sheet.object, "field": field, "changed": numbers[field], "rows": rows}
    return [Invalid(IDENTITY, file=sheet.name, **values)]


def _differs(field: str) -> str:
    return f"staged.{field} is distinct from known.{field}"


def _differing(db: duckdb.DuckDBPyConnection, sheet: Sheet, conditions: Iterable[str]) -> list[int]:
    """How many known records differ in each of these ways."""
    listed = list(conditions)
    if not sheet.counts.changed:
        return [0] * len(listed)
    counts = ", ".join(f"count(*) filter (where {one})" for one in listed)
    [numbers] = db.execute(
        f"select {counts} from {sheet.difference} as staged"
        f" join upstream.{sheet.object} as known on known.id = staged.id where not staged.new"
    ).fetchall()
    return list(numbers)
