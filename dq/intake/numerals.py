"""Keys that are numbers, as they were before a spreadsheet wrote them as amounts.

It puts decimals behind them (1001.0), separators into them (1.001.234), and takes the zeros off
their front (000123 becomes 123). A reference to 0 is none where nothing has that key.
"""

import duckdb

from dq.errors import N_
from dq.intake import vocabulary
from dq.intake.batch import Batch, Remark, Sheet

ZEROS = N_("{header}: the first zeros were put back: {number} ×, such as {value}.")
# Where the key that a field names stands: in which object, under which field.
NAMED = {
    "account_id": ("account", "id"),
    "parent_id": ("account", "id"),
    "contact_id": ("contact", "id"),
    "successor_id": ("contact", "id"),
    "salesforce_id": ("contact", "id"),
    "project_id": ("project", "id"),
}
DECIMALS = r"\d+[.,]0{1,2}"
# One of them stands between the thousands of a whole column.
SEPARATORS = (".", ",", " ", "''")
# A reference to nobody, in systems that number their records from 1.
NOBODY = "'0', '0.0', '0,0'"
# Salesforce ids, which are most keys, are no shorter.
SHORT = 15


def restore(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """Set `spelt`, the SQL of the sheet's keys that were written as amounts; `pointed`, the fields
    with keys that may be so; and `zeros`.

    `zeros` has per field how wide its keys are that lost their first zeros, 0 where they are of
    different widths, so that nobody can tell.
    """
    sheet.spelt, sheet.pointed, sheet.zeros = {}, set(), {}
    fields = {
        field: column
        for field, column in sheet.columns.items()
        if vocabulary.kind(field, sheet.object or "") in ("key", "number")
    }
    if not fields:
        return
    looks = ", ".join(
        f"bool_or(contains({column}, '.') or contains({column}, ',')"
        f" or contains({column}, ' ') or contains({column}, chr(39))),"
        f" bool_or(strlen({column}) < {SHORT} and {column} between '1' and '9~'),"
        f" bool_or(strlen({column}) between 2 and {SHORT} and ltrim({column})[1] = '0'),"
        f" bool_or(strlen({column}) < 6 and trim({column}) in ({NOBODY}))"
        for column in fields.values()
    )
    [found] = db.execute(f"select {looks} from {sheet.table}").fetchall()
    for place, (field, column) in enumerate(fields.items()):
        pointed, short, zero, nobody = found[4 * place : 4 * place + 4]
        if pointed:
            sheet.pointed.add(field)
        spelt = _bare(db, sheet, column) if pointed else column
        if short and not zero:
            width = _width(db, batch, sheet, field, spelt)
            if width is not None:
                sheet.zeros[field] = width
                spelt = _padded(spelt, width)
        if nobody and field in NAMED and not _there(db, batch, sheet, field):
            spelt = f"nullif(trim({spelt}), '0')"
        if spelt != column:
            sheet.spelt[field] = spelt


def _bare(db: duckdb.DuckDBPyConnection, sheet: Sheet, column: str) -> str:
    """SQL for the cells of a column without decimals and separators that tell nothing.

    They are no amounts where a number has decimals that tell something, or a cell another form.
    """
    end, head = "(?:[.,]0{1,2})?", "[1-9]\\d{0,2}"
    forms = ", ".join(
        f"bool_or(regexp_full_match(cell, '{head}(?:[{sign}]\\d{{3}}){{2,}}{end}')) and"
        f" bool_and(regexp_full_match(cell, '\\d+{end}|{head}(?:[{sign}]\\d{{3}})+{end}'))"
        for sign in SEPARATORS
    )
    [(decimals, *grouped)] = db.execute(
        f"""
        select
            bool_or(regexp_full_match(cell, '{DECIMALS}'))
                and not bool_or(regexp_full_match(cell, '\\d+[.,]\\d+')
                    and not regexp_full_match(cell, '{DECIMALS}')),
            {forms}
        from (select nullif(trim({column}), '') as cell from {sheet.table})
        """
    ).fetchall()
    if sign := next((s for s, all_so in zip(SEPARATORS, grouped, strict=True) if all_so), None):
        whole = f"regexp_replace(trim({column}), '(\\d)[.,]0{{1,2}}$', '\\1')"
        return f"replace({whole}, '{sign}', '')"
    if decimals:
        return (
            f"case when regexp_full_match(trim({column}), '{DECIMALS}')"
            f" then regexp_extract({column}, '\\d+') else {column} end"
        )
    return column


def _width(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, field: str, spelt: str
) -> int | None:
    """How wide the known keys are of which some stand here without their first zeros, else None.

    0 where they are not all of one width.
    """
    known = _known(batch, sheet, field)
    [(some,)] = db.execute(
        f"select bool_or(strlen(key) between 2 and {SHORT} and key[1] = '0') from ({known})"
    ).fetchall()
    if not some:
        return None
    [(lost, least, most)] = db.execute(
        f"""
        with known as materialized (
            select key from ({known}) where regexp_full_match(key, '\\d{{1,{SHORT}}}')
        ), here as (
            select distinct trim({spelt}) as key
            from {sheet.table}
            where regexp_full_match(trim({spelt}), '[1-9]\\d*')
        )
        select
            (
                select count(*)
                from here
                semi join (select ltrim(key, '0') as key from known where key[1] = '0') as bare
                    on bare.key = here.key
                anti join known on known.key = here.key
            ),
            min(strlen(key)),
            max(strlen(key))
        from known
        """
    ).fetchall()
    if not lost:
        return None
    return most if least == most else 0


def _there(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, field: str) -> bool:
    """Whether something that the field can name has the key 0."""
    [(there,)] = db.execute(
        f"select count(*) > 0 from ({_known(batch, sheet, field)}) where key in ({NOBODY})"
    ).fetchall()
    return there


def _known(batch: Batch, sheet: Sheet, field: str) -> str:
    """The query of the keys that this field may have: in the store, and in the other files."""
    thing, column = NAMED.get(field, (sheet.object or "", field))
    parts = [f"select {column} as key from upstream.{thing}"]
    parts += [
        f"select trim({other.columns[column]}) from {other.table}"
        for other in batch.of(thing)
        if column in other.columns and (other is not sheet or column != field)
    ]
    return " union all ".join(parts)


def _padded(spelt: str, width: int) -> str:
    """SQL for a number with its zeros in front; a longer one stays."""
    if not width:
        return spelt
    return (
        f"case when regexp_full_match(trim({spelt}), '[1-9]\\d{{0,{max(0, width - 2)}}}')"
        f" then lpad(trim({spelt}), {width}, '0') else {spelt} end"
    )


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Remark]:
    """Which keys got their first zeros back."""
    told = []
    for field, width in sheet.zeros.items():
        if not width:
            continue
        [(number, value)] = db.execute(
            f"""
            select count(*), min(key)
            from (select {sheet.spelt[field]} as key from {sheet.table})
            where key[1] = '0'
            """
        ).fetchall()
        values = {"header": sheet.header(field), "number": number, "value": value}
        told.append(Remark(ZEROS, values))
    return told


def unclear(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[str, str] | None:
    """A field whose keys lost their first zeros and cannot get them back, and one of them."""
    for field, width in sheet.zeros.items():
        if not width:
            column = sheet.columns[field]
            [(value,)] = db.execute(
                f"select min({column}) from {sheet.table}"
                f" where regexp_full_match(trim({column}), '[1-9].*')"
            ).fetchall()
            return field, value
    return None
