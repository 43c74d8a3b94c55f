"""Cells become values: one SQL expression per kind of field, over whole columns."""

import duckdb

from dq.intake import vocabulary
from dq.intake.batch import Sheet

# How Salesforce ids of the objects that we keep start; custom objects with a and a digit.
SALESFORCE_ID = "(00[1356]|07k|80[01]|a[0-9][0-9a-z])[0-9a-z]{12}([0-9a-z]{3})?"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def suffix(value: str) -> str:
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


def masks(value: str) -> str:
    """SQL columns with what an id's last three characters say of the others' case."""
    return ", ".join(
        f"case when intake_lost({value}) then strpos('{LETTERS}', upper({value}[{place}])) - 1 end"
        f" as {value}_mask{group}"
        for group, place in enumerate((16, 17, 18))
    )


def recased(value: str) -> str:
    """SQL for the 15 characters that an 18-character id had before its case was lost."""
    characters = ", ".join(
        f"case when {value}_mask{place // 5} & {1 << place % 5} = 0"
        f" then lower({value}[{place + 1}]) else upper({value}[{place + 1}]) end"
        for place in range(15)
    )
    least = f"least({value}_mask0, {value}_mask1, {value}_mask2)"
    return f"case when {least} >= 0 then concat({characters}) end"


# Spaces, line ends, no-break and zero-width spaces and byte order marks round a value.
BLANK = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279)"
MACROS = f"""
create or replace temp macro intake_text(cell) as
    -- Only what begins or ends with something else than a visible ASCII character costs time.
    case
        when cell between '!' and '~' and right(cell, 1) between '!' and '~' then cell
        else nullif(nullif(nullif(trim(cell, {BLANK}), ''), '#N/A'), '#N/B')
    end;
create or replace temp macro intake_short(value) as
    strlen(value) = 15 and regexp_full_match(value, '{SALESFORCE_ID}', 'i');
create or replace temp macro intake_lost(value) as
    strlen(value) = 18 and (value = upper(value) or value = lower(value))
    and regexp_full_match(value, '{SALESFORCE_ID}', 'i');
create or replace temp macro intake_number(value) as
    case when right(value, 1) in (',', '.') then regexp_replace(value, '^(\\d+)[.,]$', '\\1')
    else value end;
create or replace temp macro intake_parts(value) as regexp_extract(
    value,
    '^(\\d{{1,2}})[-/. ](\\d{{1,2}})[-/. ](\\d{{4}}|\\d{{2}})'
    || '(?:,?[ T]+(\\d{{1,2}}):(\\d{{2}})(?::(\\d{{2}}))?(?:[.,]\\d+)?'
    || '\\s*([AaPp])?\\.?[Mm]?\\.?)?$',
    ['first', 'second', 'year', 'hour', 'minute', 'second_of', 'half']
);
create or replace temp macro intake_from_parts(part, american) as try_cast(
    case
        when strlen(part.year) = 4 then part.year
        when part.year::integer >= 50 then '19' || part.year
        else '20' || part.year
    end
    || '-' || case when american then part.first else part.second end
    || '-' || case when american then part.second else part.first end
    || ' ' || case
        when part.hour = '' then '00'
        when lower(part.half) = 'p' and part.hour::integer < 12 then part.hour::integer + 12
        when lower(part.half) = 'a' and part.hour::integer = 12 then 0
        else part.hour::integer
    end::varchar
    || ':' || case when part.minute = '' then '00' else part.minute end
    || ':' || case when part.second_of = '' then '00' else part.second_of end
    as timestamp
);
create or replace temp macro intake_iso(value) as
    case
        when regexp_matches(value, '[0-9][-+][0-9]{{2}}:?[0-9]{{2}}$')
            and not regexp_matches(value, '[-+]00:?00$') and value[14] = ':'
            then timezone('UTC', try_cast(value as timestamptz))
        else try_cast(value as timestamp)
    end;
create or replace temp macro intake_moment(value, american) as
    case
        when value[5] = '-' then intake_iso(value)
        when regexp_matches(value, '^\\d{{1,2}}[-/. ]\\d')
            then intake_from_parts(intake_parts(value), american)
        when regexp_full_match(value, '\\d{{8}}') then try_strptime(value, '%Y%m%d')
        -- Excel counts days since the last of 1899.
        when regexp_full_match(value, '\\d{{5}}([.,]\\d+)?')
            then timestamp '1899-12-30'
                + to_seconds(round(replace(value, ',', '.')::double * 86400)::bigint)
        when value[5] = '/' then try_cast(value as timestamp)
    end;
"""
# A date outside these years is a system's way to say that there is none (0001, 1753, 9999).
YEARS = (1900, 2200)


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Give this cursor the macros that the expressions use."""
    db.execute(MACROS)


def american(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> set[str]:
    """The date fields whose column writes the month first, as its own values show.

    7/22/70 can only be; where nothing tells, the day comes first, as the Dutch write it.
    """
    found = set()
    for field, column in sheet.columns.items():
        if vocabulary.kind(field, sheet.object or "") not in ("date", "moment"):
            continue
        [(day_first, month_first)] = db.execute(
            f"""
            select
                count(*) filter (where try_cast(part.first as integer) > 12),
                count(*) filter (where try_cast(part.second as integer) > 12)
            from (
                select intake_parts(intake_text({column})) as part
                from {sheet.table}
                where {column}[5] <> '-'
            )
            """
        ).fetchall()
        if month_first > day_first:
            found.add(field)
    return found


def keys(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> str:
    """SQL steps from `trimmed` to `keyed`, in which Salesforce ids have their 18 characters.

    Most files have them already, and then there is nothing to compute.
    """
    short, lost = _suspect_keys(db, sheet)
    steps = ["masked as (select *{} from trimmed)", "cased as (select *{} from masked)"]
    masked = "".join(f", {masks(field)}" for field in lost)
    cased = "".join(f", {recased(field)} as {field}_cased" for field in lost)
    cases = dict.fromkeys([*short, *lost], "")
    for field in short:
        cases[field] += f" when intake_short({field}) then {field} || {suffix(field)}"
    for field in lost:
        cases[field] += (
            f" when {field}_cased is not null then {field}_cased || upper(right({field}, 3))"
        )
    replaced = ", ".join(f"case{when} else {field} end as {field}" for field, when in cases.items())
    return ", ".join(
        [
            steps[0].format(masked),
            steps[1].format(cased),
            f"keyed as (select * {f'replace ({replaced})' if replaced else ''} from cased)",
        ]
    )


def _suspect_keys(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[list[str], list[str]]:
    """The key fields with cells as long as an id without suffix, or without its own case."""
    fields = {
        field: column
        for field, column in sheet.columns.items()
        if vocabulary.kind(field, sheet.object or "") == "key"
    }
    # A few more than 15 and 18, since spaces are not taken off yet.
    looks = ", ".join(
        f"bool_or(strlen({column}) between 15 and 17),"
        f" bool_or(strlen({column}) between 18 and 24"
        f" and ({column} = upper({column}) or {column} = lower({column})))"
        for column in fields.values()
    )
    [found] = db.execute(f"select {looks or 'null'} from {sheet.table}").fetchall()
    short = [field for field, some in zip(fields, found[::2], strict=False) if some]
    lost = [field for field, some in zip(fields, found[1::2], strict=False) if some]
    return short, lost


def expression(thing: str, field: str, month_first: bool = False) -> str:
    """SQL that makes the field's value of its trimmed text; null where it cannot be read."""
    kind = vocabulary.kind(field, thing)
    if kind == "number":
        return f"intake_number({field})"
    if kind in ("date", "moment"):
        moment = f"intake_moment({field}, {str(month_first).lower()})"
        return f"{moment}::date" if kind == "date" else moment
    if kind == "boolean":
        words = vocabulary.codes("boolean")
        return (
            f"case when lower({field}) in ({_listed(words['true'])}) then true"
            f" when lower({field}) in ({_listed(words['false'])}) then false end"
        )
    return field


def quoted(text: str) -> str:
    """A text as it stands in SQL, for where a parameter cannot."""
    return "'" + text.replace("'", "''") + "'"


def _listed(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def codes(db: duckdb.DuckDBPyConnection, sheet: Sheet, field: str, column: str) -> dict[str, str]:
    """What each different text in a column of codes means; texts without a code are not here."""
    name = vocabulary.CODES[sheet.object or "", field]
    meaning = {word: code for code, words in vocabulary.codes(name).items() for word in words}
    texts = db.execute(
        f"select distinct intake_text({column}) from {sheet.table} where {column} is not null"
    ).fetchall()
    found = {text: meaning.get(vocabulary.normalised(text)) for (text,) in texts if text}
    return {text: code for text, code in found.items() if code is not None}
