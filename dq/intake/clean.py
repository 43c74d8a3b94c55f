"""Cells become values: one SQL expression per kind of field, over whole columns."""

import duckdb

from dq.intake import vocabulary
from dq.intake.batch import Sheet

# How Salesforce ids of the objects that we keep start; custom objects with a and a digit.
SALESFORCE_ID = "(00[1356]|07k|80[01]|a[0-9][0-9a-z])[0-9a-z]{12}([0-9a-z]{3})?"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def with_suffix(value: str) -> str:
    """SQL for the 18 characters of a 15-character id: per five, which are capitals.

    Source: https://gammone.com/en/programming/how-to-convert-salesforce-id-from-15-to-18-chars
    """
    groups = []
    for start in (1, 6, 11):
        bits = " + ".join(
            f"({value}[{start + bit}] between 'A' and 'Z')::integer * {1 << bit}"
            for bit in range(5)
        )
        groups.append(f"'{LETTERS}'[1 + {bits}]")
    return f"{value} || " + " || ".join(groups)


def recased(value: str) -> str:
    """SQL for the 15 characters that an 18-character id had before its case was lost."""
    return " || ".join(
        f"case when (strpos('{LETTERS}', upper({value}[{16 + place // 5}])) - 1)"
        f" >> {place % 5} & 1 = 1"
        f" then upper({value}[{place + 1}]) else lower({value}[{place + 1}]) end"
        for place in range(15)
    )


# Spaces, line ends, no-break and zero-width spaces and byte order marks round a value.
BLANK = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279)"
MACROS = f"""
create or replace temp macro intake_text(cell) as
    case
        when cell < '!' or right(cell, 1) < '!' or right(cell, 1) in (chr(160), chr(8203))
            or left(cell, 1) in (chr(160), chr(8203), chr(65279))
        then nullif(nullif(nullif(trim(cell, {BLANK}), ''), '#N/A'), '#N/B')
        else cell
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
    fields = [
        field for field in sheet.columns if vocabulary.kind(field, sheet.object or "") == "key"
    ]
    looks = [
        f"coalesce(bool_or(intake_{look}(intake_text({sheet.columns[field]}))), false)"
        for field in fields
        for look in ("short", "lost")
    ]
    found = (
        db.execute(f"select {', '.join(looks)} from {sheet.table}").fetchall()[0] if looks else []
    )
    short = [field for field, some in zip(fields, found[::2], strict=True) if some]
    lost = [field for field, some in zip(fields, found[1::2], strict=True) if some]
    cased = "".join(
        f", case when intake_lost({field}) then {recased(field)} end as {field}_cased"
        for field in lost
    )
    cases = {field: "" for field in fields if field in short or field in lost}
    for field in short:
        cases[field] += f" when intake_short({field}) then {with_suffix(field)}"
    for field in lost:
        # A capital on the place of a digit: it only looked like a Salesforce id.
        whole = with_suffix(f"{field}_cased")
        cases[field] += f" when upper({whole}) = upper({field}) then {whole}"
    replaced = ", ".join(
        f"case {case} else {field} end as {field}" for field, case in cases.items()
    )
    return f"""
        cased as (select *{cased} from trimmed),
        keyed as (select * {f"replace ({replaced})" if replaced else ""} from cased)
    """


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
