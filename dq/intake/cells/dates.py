"""Dates and moments as systems write them: ISO with a zone, Dutch, American, Excel's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dq.intake.sheet import Sheet
from dq.reading import vocabulary

# A date outside these years is a system's way to say that there is none (0001, 1753, 9999).
YEARS = (1900, 2200)
PARTS = (
    r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})"
    r"(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([AaPp])?\.?[Mm]?\.?)?$"
)
# ISO's order with other signs between.
OTHER_ISO = r"^(\d{4})[/. ](\d{1,2})[/. ](\d{1,2})($|[^\d])"
NAMES = ["one", "two", "year", "hour", "minute", "second", "half"]


@dataclass(frozen=True)
class Look:
    """How a column writes its dates: with hours from UTC, other than ISO, the month first."""

    offset: bool = False
    other: bool = False
    american: bool = False


def looks(
    db: duckdb.DuckDBPyConnection, sheet: Sheet, more: Mapping[str, str] | None = None
) -> dict[str, Look]:
    """How each of the sheet's date columns is written; most are plain ISO.

    :param more: what else has dates, by the table's column, whether or not the object has a field
        for it
    """
    columns = {
        field: column
        for field, column in sheet.columns.items()
        if vocabulary.kind(field, sheet.object or "") in ("date", "moment")
    } | dict(more or {})
    if not columns:
        return {}
    questions = ", ".join(
        f"coalesce(bool_or(strlen({column}) > 19 and right({column}, 1) <> 'Z'"
        f" and right({column}, 4) <> '0000' and right({column}, 5) <> '00:00'), false),"
        f" coalesce(bool_or(not {_year_first(column)}), false)"
        for column in columns.values()
    )
    [found] = db.execute(f"select {questions} from {sheet.table}").fetchall()
    seen = {
        field: _first(db, sheet.table, column)
        for index, (field, column) in enumerate(columns.items())
        if found[2 * index + 1]
    }
    # A column that nothing tells of is written as the rest of its file.
    days, months = (sum(one[side] for one in seen.values()) for side in (0, 1))
    return {
        field: Look(
            offset=found[2 * index],
            other=found[2 * index + 1],
            american=_american(seen.get(field, (0, 0)), (days, months)),
        )
        for index, field in enumerate(columns)
    }


def _year_first(text: str) -> str:
    """SQL for whether a text begins as ISO does, so that 28-8-2025 and 1-10-2026 do not."""
    return f"(strpos({text}, '-') = 5 and {text} between '0' and ':')"


def _american(seen: tuple[int, int], file: tuple[int, int]) -> bool:
    """Whether the month comes first; where nothing tells, the day does, as the Dutch write it."""
    day_first, month_first = seen if any(seen) else file
    return month_first > day_first


def _first(db: duckdb.DuckDBPyConnection, table: str, column: str) -> tuple[int, int]:
    """How many values of a column can only have the day first, and the month: 7/22/70."""
    [counts] = db.execute(
        f"""
        select
            count(*) filter (where try_cast(part.one as integer) > 12),
            count(*) filter (where try_cast(part.two as integer) > 12)
        from (select {_parts(f"intake_text({column})")} as part from {table})
        """
    ).fetchall()
    return counts


def _parts(value: str) -> str:
    return f"regexp_extract({value}, '{PARTS}', {NAMES})"


def step(found: dict[str, Look]) -> str:
    """SQL step from `keyed` to `dated`, which has the parts of dates other than ISO."""
    parts = "".join(
        f", {_parts(field)} as {field}_parts" for field, look in found.items() if look.other
    )
    return f"dated as (select *{parts} from keyed)"


def expression(field: str, look: Look) -> str:
    """SQL for the moment that a trimmed text says, in UTC; null where it is none."""
    iso = f"try_cast({field} as timestamp)"
    if look.offset:
        # A cast to timestamp drops the hours from UTC without a word.
        iso = (
            f"case when regexp_matches({field}, '[0-9][-+][0-9]{{2}}:?[0-9]{{2}}$')"
            f" and {field}[14] = ':' then timezone('UTC', try_cast({field} as timestamptz))"
            f" else {iso} end"
        )
    if not look.other:
        return iso
    return f"""
        case
            when {_year_first(field)} then {iso}
            when {field}_parts.year <> '' then {_assembled(f"{field}_parts", look.american)}
            when regexp_matches({field}, '{OTHER_ISO}')
                then try_cast(regexp_replace({field}, '{OTHER_ISO}', '\\1-\\2-\\3\\4') as timestamp)
            when regexp_full_match({field}, '\\d{{8}}') then try_strptime({field}, '%Y%m%d')
            -- Excel counts days since the last but one of 1899.
            when regexp_full_match({field}, '\\d{{5}}([.,]\\d+)?')
                then timestamp '1899-12-30' + to_seconds(
                    round(try_cast(replace({field}, ',', '.') as double) * 86400)::bigint
                )
        end
    """


def _assembled(part: str, american: bool) -> str:
    """SQL for the moment of which these are the parts."""
    month, day = ("one", "two") if american else ("two", "one")
    hour = f"try_cast({part}.hour as integer)"
    return f"""
        try_cast(
            concat(
                case
                    when strlen({part}.year) = 4 then ''
                    when {part}.year >= '50' then '19'
                    else '20'
                end,
                {part}.year, '-', {part}.{month}, '-', {part}.{day}, ' ',
                case
                    when lower({part}.half) = 'p' and {hour} < 12 then {hour} + 12
                    when lower({part}.half) = 'a' and {hour} = 12 then 0
                    else coalesce({hour}, 0)
                end, ':',
                coalesce(nullif({part}.minute, ''), '00'), ':',
                coalesce(nullif({part}.second, ''), '00')
            ) as timestamp
        )
    """


def in_range(value: str) -> str:
    """SQL for a date, or null where it is a way to say that there is none."""
    return f"case when year({value}) between {YEARS[0]} and {YEARS[1]} then {value} end"
