"""Salesforce ids get the 18 characters that identify whatever the case, GUIDs small letters
without braces; an id in a link is taken out, and other keys stay."""

import duckdb

from dq.intake.cells import clean, several
from dq.intake.columns import of_kind
from dq.intake.sheet import Sheet

# How ids of the objects that we keep start; those of custom objects with a and a digit.
SALESFORCE_ID = "(?:00[1356]|07k|80[01]|a[0-9][0-9a-z])[0-9a-z]{12}(?:[0-9a-z]{3})?"
GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# As other systems write it, with braces or brackets round it.
ANY_FORM = f"[\\s({{]*{GUID}[\\s)}}]*"
# Nothing shorter can have a GUID or a link in it.
LONG = 30
# An empty reference, as Salesforce's Data Export Service writes it.
NO_REFERENCE = "0{15}(AAA|000)?"
# The same in other systems.
NO_GUID = "00000000-0000-0000-0000-000000000000"
# What may stand in a key or around it and is no part of it: ="001…", '001…, 001Kb 0000000007.
STRAY = "' \"''=' || chr(9) || chr(10) || chr(13)"
# From this share of keys on that are Salesforce's all should be.
MOSTLY = 0.5
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def trimmed(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, str]:
    """SQL per key field for its text without what is no part of it, null where it names nothing.

    Most columns need nothing of this, which is seen in one look; of the others the texts are put
    into the sheet's table, for they are asked several times.
    """
    fields, references = _fields(sheet), several.references(sheet)
    odd = ", ".join(
        f"bool_or(strlen({column}) not in (15, 18) or starts_with({column}, '000000000000')"
        f" or right({column}, 1) < '0' or contains({column}, ' ')),"
        f" {field in references} and bool_or(contains({column}, ';'))"
        for field, column in fields.items()
    )
    if not odd:
        return {}
    [found] = db.execute(f"select {odd} from {sheet.table}").fetchall()
    texts, kept = dict(fields), {}
    for place, (field, column) in enumerate(fields.items()):
        strange, many = found[2 * place : 2 * place + 2]
        if not (strange or many or field in sheet.spelt):
            continue
        [(plain, long)] = db.execute(f"select {_plain(column)} from {sheet.table}").fetchall()
        if many or field in sheet.spelt or not plain:
            texts[field] = f"key_{field}"
            kept[texts[field]] = text(several.first(column) if many else column, long=bool(long))
    for name in kept:
        db.execute(f"alter table {sheet.table} add column if not exists {name} varchar")
    if kept:
        values = ", ".join(f"{name} = {value}" for name, value in kept.items())
        db.execute(f"update {sheet.table} set {values}")
    return texts


def _plain(column: str) -> str:
    """SQL for whether every key is another system's and as it is, and whether any is long."""
    return (
        f"bool_and({clean.as_it_is('intake_value', column)} and strlen({column}) <= {LONG}"
        f" and strlen(translate({column}, {STRAY}, '')) not in (15, 18)),"
        f" bool_or(strlen({column}) > {LONG})"
    )


def text(column: str, *, long: bool = True) -> str:
    """SQL for a key's text without what is no part of it, null where it names nothing.

    :param long: whether it may hold a GUID or a link; without them it is planned in a third of the
        time
    """
    bare = f"translate({column}, {STRAY}, '')"
    return (
        f"case when strlen({bare}) in (15, 18) and regexp_full_match({bare}, '{NO_REFERENCE}', 'i')"
        f" then null when strlen({bare}) in (15, 18)"
        f" and regexp_full_match({bare}, '{SALESFORCE_ID}', 'i') then {bare}"
        f" {_long(column) if long else ''} else intake_value({column}) end"
    )


def _long(column: str) -> str:
    """Cases of SQL for a GUID in its one form, and the one id in a link."""
    guid = f"nullif(lower(regexp_extract({column}, '{GUID}', 0, 'i')), '{NO_GUID}')"
    # Of a link, or of the formula that Excel makes of it: ="001…", /001…/view, ?id=001….
    ids = (
        f"list_distinct(regexp_extract_all({column},"
        f" '[/=\"]({SALESFORCE_ID}|%7B{GUID}|\\{{?{GUID})(?:[^0-9A-Za-z]|$)', 1, 'i'))"
    )
    return (
        f"when strlen({column}) > {LONG} and regexp_full_match({column}, '{ANY_FORM}', 'i')"
        f" then {guid} when strlen({column}) > {LONG} and contains({column}, '://')"
        f" and len({ids}) = 1 then"
        f" case when contains({ids}[1], '-') then {guid} else {ids}[1] end"
    )


def _fields(sheet: Sheet) -> dict[str, str]:
    return {field: sheet.key(field) for field in of_kind(sheet, "key")}


def steps(db: duckdb.DuckDBPyConnection, sheet: Sheet, texts: dict[str, str]) -> str:
    """SQL steps from `trimmed` to `keyed`, in which Salesforce ids have their 18 characters.

    Most files have them already, and then there is nothing to compute.

    :param texts: per key field its text, of `trimmed`
    """
    short, lost = _suspects(db, sheet, texts)
    masks = "".join(f", {_masks(field)}" for field in lost)
    cased = "".join(f", {_recased(field)} as {field}_cased" for field in lost)
    cases = dict.fromkeys([*short, *lost], "")
    for field in short:
        cases[field] += (
            f" when strlen({field}) = 15 and regexp_full_match({field}, '{SALESFORCE_ID}', 'i')"
            f" then {field} || {_suffix(field)}"
        )
    for field in lost:
        cases[field] += (
            f" when {field}_cased is not null then {field}_cased || upper(right({field}, 3))"
        )
    whole = ", ".join(f"case{when} else {field} end as {field}" for field, when in cases.items())
    return f"""
        masked as (select *{masks} from trimmed),
        cased as (select *{cased} from masked),
        keyed as (select *{f" replace ({whole})" if whole else ""} from cased)
    """


def _suspects(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, texts: dict[str, str]
) -> tuple[list[str], list[str]]:
    """The key fields with cells as long as an id without suffix, or without its own case."""
    looks = ", ".join(
        f"bool_or(strlen({field}) = 15),"
        f" bool_or(strlen({field}) = 18 and ({field} = upper({field}) or {field} = lower({field})))"
        for field in texts
    )
    if not looks:
        return [], []
    values = ", ".join(f"{text} as {field}" for field, text in texts.items())
    [found] = db.execute(f"select {looks} from (select {values} from {sheet.table})").fetchall()
    short = [field for field, some in zip(texts, found[::2], strict=True) if some]
    lost = [field for field, some in zip(texts, found[1::2], strict=True) if some]
    return short, lost


def alike(db: duckdb.DuckDBPyConnection, sheet: Sheet, texts: dict[str, str]) -> bool:
    """Whether most keys are Salesforce's, so that one of another length is none.

    Of most files every key is one of them, or none is, as `trimmed` has seen; then it is false.
    """
    if "id" not in texts or texts["id"] == sheet.key("id"):
        return False
    [(ids, keys)] = db.execute(
        f"select count(*) filter (regexp_full_match(id, '{SALESFORCE_ID}', 'i')), count(id)"
        f" from (select {texts['id']} as id from {sheet.table})"
    ).fetchall()
    return keys > ids >= MOSTLY * keys


def _suffix(value: str) -> str:
    """SQL for the last three of an id's 18 characters: per five, which are capitals.

    Source: https://gammone.com/en/programming/how-to-convert-salesforce-id-from-15-to-18-chars
    """
    groups = []
    for start in (1, 6, 11):
        bits = " + ".join(
            f"({value}[{start + bit}] between 'A' and 'Z')::integer * {1 << bit}"
            for bit in range(5)
        )
        groups.append(f"'{LETTERS}'[1 + {bits}]")
    return f"concat({', '.join(groups)})"


def _masks(value: str) -> str:
    """SQL columns with what the last three characters say of the case of the others.

    Only for an id without capitals or without small letters, which has lost its case.
    """
    lost = (
        f"strlen({value}) = 18 and ({value} = upper({value}) or {value} = lower({value}))"
        f" and regexp_full_match({value}, '{SALESFORCE_ID}', 'i')"
    )
    return ", ".join(
        f"case when {lost} then strpos('{LETTERS}', upper({value}[{place}])) - 1 end"
        f" as {value}_mask{group}"
        for group, place in enumerate((16, 17, 18))
    )


def _recased(value: str) -> str:
    """SQL for the first 15 characters as they were."""
    characters = ", ".join(
        f"case when {value}_mask{place // 5} & {1 << place % 5} = 0"
        f" then lower({value}[{place + 1}]) else upper({value}[{place + 1}]) end"
        for place in range(15)
    )
    least = f"least({value}_mask0, {value}_mask1, {value}_mask2)"
    return f"case when {least} >= 0 then concat({characters}) end"
