"""What Excel does to numbers that are no amounts: keys that it damages, phones that it shortens."""

from dataclasses import dataclass

import duckdb

from dq.errors import N_, Invalid
from dq.intake.sheet import Remark, Sheet
from dq.reading import vocabulary

DAMAGED = N_(
    "The keys in {header} of {file} were damaged by Excel, such as {value}; export it again and"
    " upload it without opening it in Excel."
)
REPAIRED = N_("{header}: a first zero or a plus was put back: {number} ×, such as {value}.")
DOUBTFUL = N_(
    "{header}: a number that Excel may have damaged, left as it is: {number} ×, such as {value} in"
    " row {line}."
)
# 1.11015E+11, with a comma in Dutch, or 1.11015E11 in other programs; 1E5 may be a key.
SCIENTIFIC = r"\d(?:[.,]\d+[eE]\+?|[eE]\+)\d+"
# Excel keeps this many digits of a number, and makes zeros of the others.
DIGITS = 15
# Keys that end in four zeros, and so many of the others too, were once in scientific notation.
ZEROS = "0000"
# So many keys that end in zeros are no accident.
MANY = 5
# A number that is no key: where it can be put right it is, else it is told.
REGISTERED = "kvk_number"


def damage(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> Invalid | None:
    """Why the keys of this sheet cannot be trusted, or None: Excel took them for numbers."""
    keys = {
        field: sheet.key(field)
        for field in sheet.columns
        if field in ("id", "company_number") or vocabulary.kind(field, sheet.object or "") == "key"
    }
    if not keys:
        return None
    # Few keys have a plus or end in a zero, so hardly any is looked at closely.
    suspects = ", ".join(
        f"min({column}) filter (where case when {_maybe(sheet, field, column)}"
        f" then regexp_full_match(trim({column}), '{SCIENTIFIC}') end),"
        f" bool_or(case when right({column}, 1) = '0' and strlen({column}) >= 10"
        f" then regexp_full_match({column}, '\\d+') end)"
        for field, column in keys.items()
    )
    [found] = db.execute(f"select {suspects} from {sheet.table}").fetchall()
    for place, (field, column) in enumerate(keys.items()):
        value = found[2 * place]
        if found[2 * place + 1]:
            value = value or _rounded(db, sheet, column, field == "id")
        if value:
            return Invalid(DAMAGED, header=sheet.header(field), file=sheet.name, value=value)
    for field, value in sheet.unclear.items():
        return Invalid(DAMAGED, header=sheet.header(field), file=sheet.name, value=value)
    return None


def _maybe(sheet: Sheet, field: str, column: str) -> str:
    """SQL for whether a key can be in scientific notation."""
    return "true" if field in sheet.pointed else f"contains({column}, '+')"


def _rounded(db: duckdb.DuckDBPyConnection, sheet: Sheet, column: str, unique: bool) -> str | None:
    """A key that was rounded, where hardly any other was not.

    :param unique: whether two rows should never have the same
    """
    [(rounded, zeros)] = db.execute(
        f"""
        select
            min({column}) filter (
                where strlen({column}) > {DIGITS} and ltrim({column}[{DIGITS + 1}:], '0') = ''
            ),
            min({column}) filter (where right({column}, {len(ZEROS)}) = '{ZEROS}')
        from {sheet.table}
        where strlen({column}) >= 10 and right({column}, 1) = '0'
            and regexp_full_match({column}, '\\d+')
        """
    ).fetchall()
    if rounded is None and (zeros is None or not unique):
        return None
    [(keys, different, long, cut, ends)] = db.execute(
        f"""
        select
            count({column}), count(distinct {column}),
            count(*) filter (where strlen({column}) > {DIGITS}),
            count(*) filter (
                where strlen({column}) > {DIGITS} and ltrim({column}[{DIGITS + 1}:], '0') = ''
            ),
            count(*) filter (
                where strlen({column}) >= 10 and right({column}, {len(ZEROS)}) = '{ZEROS}'
            )
        from {sheet.table}
        """
    ).fetchall()
    repeated = unique and different < keys
    if cut and cut >= 0.9 * long and (cut >= MANY or repeated):
        return rounded
    return zeros if repeated and 2 * ends >= keys else None


@dataclass(frozen=True)
class Look:
    """How a column of phones came out of Excel: some need a repair; no first zero was kept."""

    damaged: bool = False
    stripped: bool = False


def looks(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, Look]:
    """How each of the sheet's columns of phones, or of numbers at the Chamber of Commerce, is
    written; most are as they were."""
    columns = {
        field: column
        for field, column in sheet.columns.items()
        if field == REGISTERED or vocabulary.kind(field, sheet.object or "") == "phone"
    }
    if not columns:
        return {}
    # Only bare digits can have been a number in Excel; phones are mostly written otherwise.
    questions = ", ".join(
        f"coalesce(bool_or(case strlen({column})"
        f" when 9 then regexp_full_match({column}, '[1-9]\\d{{8}}')"
        f" when 11 then regexp_full_match({column}, '31\\d{{9}}|[1-9]\\d{{8}}[.,]0')"
        f" else contains({column}, 'E+') or ends_with({column}, '.0') end), false),"
        f" not coalesce(bool_or(case when strlen({column}) = 10 and {column}[1] = '0'"
        f" then regexp_full_match({column}, '\\d+') end), false)"
        for column in columns.values()
    )
    [found] = db.execute(f"select {questions} from {sheet.table}").fetchall()
    return {
        field: Look(damaged=found[2 * index], stripped=found[2 * index + 1])
        for index, field in enumerate(columns)
    }


def mended(field: str, look: Look, text: str = "") -> str:
    """SQL for the number that a trimmed text was before Excel took it for an amount.

    Only where it can have been no other: a Dutch mobile number, one with 31 before it, or a number
    of nine digits in a column where no number has its first zero. From 46 on it may be a Belgian
    mobile number.

    :param text: the SQL of the text, where it is not called as the field
    """
    name, field = field, text or field
    if not look.damaged:
        return field
    if name == REGISTERED:
        return _exact(field)
    digits = f"regexp_replace({_exact(field)}, '[.,]0$', '')"
    usual = r"|[1-357]\d{8}|4[0-5]\d{7}" if look.stripped else ""
    return (
        f"case when regexp_full_match({digits}, '6[1-58]\\d{{7}}{usual}') then '0' || {digits}"
        f" when regexp_full_match({digits}, '31[1-9]\\d{{8}}') then '+' || {digits}"
        f" else {field} end"
    )


def _exact(field: str) -> str:
    """SQL for the digits of a number in scientific notation that has all of them."""
    parts = (
        f"regexp_extract({field}, '^(\\d)[.,]?(\\d*)[eE]\\+(\\d+)$', ['first', 'rest', 'power'])"
    )
    return (
        f"case when contains({field}, '+')"
        f" and strlen({parts}.rest) = try_cast({parts}.power as integer)"
        f" then {parts}.first || {parts}.rest else {field} end"
    )


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet, found: dict[str, Look]) -> list[Remark]:
    """Which phones were put right, and which may be wrong."""
    noted = []
    for field, look in found.items():
        if not look.damaged:
            continue
        repaired, doubtful = "after <> before", _doubtful("after")
        [(whole, example, left, other, row)] = db.execute(
            f"""
            with cells as (select rowid as row, intake_text({sheet.columns[field]}) as before
                           from {sheet.table}),
            numbers as (select row, before, {mended(field, look, "before")} as after from cells)
            select
                count(*) filter (where {repaired}),
                arg_min(after, row) filter (where {repaired}),
                count(*) filter (where {doubtful}),
                arg_min(after, row) filter (where {doubtful}),
                min(row) filter (where {doubtful})
            from numbers
            """
        ).fetchall()
        header = sheet.header(field)
        if whole and field != REGISTERED:
            noted.append(Remark(REPAIRED, {"header": header, "number": whole, "value": example}))
        if left:
            values = {"header": header, "number": left, "value": other, "line": sheet.line(row)}
            noted.append(Remark(DOUBTFUL, values))
    return noted


def _doubtful(value: str) -> str:
    """SQL for whether this is still a number as Excel writes it."""
    return f"regexp_full_match({value}, '{SCIENTIFIC}|[1-9]\\d{{8}}(?:[.,]0)?')"
