"""Keys that are numbers, as they were before a spreadsheet wrote them as amounts.

It takes the zeros off their front (000123 becomes 123), and writes them as `amounts` has it.
A reference to 0 is none where nothing has that key.
"""

import duckdb

from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.cells import amounts
from dq.intake.cells.spaces import NAMED, space
from dq.intake.columns import of_kind
from dq.intake.sheet import Remark, Sheet
from dq.reading.headers import KEYS

ZEROS = N_("{header}: the first zeros were put back: {number} ×, such as {value}.")
# A reference to nobody, in systems that number their records from 1.
NOBODY = "'0', '0.0', '0,0'"
# Salesforce ids, which are most keys, are no shorter.
SHORT = 15
# Every number at the Chamber of Commerce is as wide. It is no key: a wrong one is let be.
REGISTERED, DIGITS = "kvk_number", 8
# Of so many keys it is no accident that they are like known ones without their zeros.
MANY = 2


def restore(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet) -> None:
    """Set `spelt`, the SQL of the sheet's keys that were changed; `pointed`, the fields with keys
    that may be amounts; `bared`, `zeros` and `unclear`.

    `bared` has per field the SQL of its keys that were amounts, `zeros` how wide those are that
    lost their first zeros, and `unclear` one of those where they are of different widths, so that
    nobody can tell.
    """
    sheet.spelt, sheet.pointed, sheet.bared, sheet.zeros, sheet.unclear = {}, set(), {}, {}, {}
    fields = of_kind(sheet, *KEYS)
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
        spelt = amounts.bare(db, batch, sheet, field) if pointed else column
        if spelt != column:
            sheet.bared[field] = spelt
        if short and not zero:
            spelt = _whole(db, batch, sheet, field, spelt)
        if nobody and field in NAMED and not _there(db, batch, sheet, field):
            spelt = f"nullif(trim({spelt}), '0')"
        if spelt != column:
            sheet.spelt[field] = spelt


def _whole(
    db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, field: str, spelt: str
) -> str:
    """SQL for the keys with their first zeros, where known keys stand here without theirs."""
    known = _known(batch, sheet, field)
    [(some,)] = db.execute(
        f"select bool_or(strlen(key) between 2 and {SHORT} and key[1] = '0') from ({known})"
    ).fetchall()
    if not some:
        return spelt
    [(lost, example, zero_led, here, least, most)] = db.execute(
        f"""
        with known as materialized (
            select key from ({known}) where regexp_full_match(key, '\\d{{1,{SHORT}}}')
        ), here as materialized (
            select distinct trim({spelt}) as key
            from {sheet.table}
            where regexp_full_match(trim({spelt}), '[1-9]\\d*')
        ), lost as (
            select here.key
            from here
            semi join (select ltrim(key, '0') as key from known where key[1] = '0') as bare
                on bare.key = here.key
            anti join known on known.key = here.key
        )
        select
            (select count(*) from lost),
            (select min(key) from lost),
            count(distinct key) filter (where key[1] = '0'),
            (select count(*) from here),
            min(strlen(key)),
            max(strlen(key))
        from known
        """
    ).fetchall()
    if not lost:
        return spelt
    if field == REGISTERED:
        least = most = DIGITS
    if least == most:
        sheet.zeros[field] = most
        return _padded(spelt, most, 1 if field == REGISTERED else most)
    if lost >= MANY and 2 * lost > min(zero_led, here):
        sheet.unclear[field] = example
    return spelt


def _there(db: duckdb.DuckDBPyConnection, batch: Batch, sheet: Sheet, field: str) -> bool:
    """Whether something that the field can name has the key 0."""
    [(there,)] = db.execute(
        f"select count(*) > 0 from ({_known(batch, sheet, field)}) where key in ({NOBODY})"
    ).fetchall()
    return there


def _known(batch: Batch, sheet: Sheet, field: str) -> str:
    """The query of the keys that this field may have: in the store, and in the other files."""
    thing, column = space(sheet, field)
    parts = [f"select {column} as key from upstream.{thing}"]
    parts += [
        f"select trim({other.columns[column]}) from {other.table}"
        for other in batch.of(thing)
        if column in other.columns and (other is not sheet or column != field)
    ]
    return " union all ".join(parts)


def _padded(spelt: str, width: int, most: int) -> str:
    """SQL for a number with its zeros in front, where no more than so many are missing."""
    fewest = max(0, width - most - 1)
    return (
        f"case when regexp_full_match(trim({spelt}), '[1-9]\\d{{{fewest},{width - 2}}}')"
        f" then lpad(trim({spelt}), {width}, '0') else {spelt} end"
    )


def remarks(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Remark]:
    """Which keys are no longer amounts, and which got their first zeros back."""
    found = amounts.remarks(db, sheet)
    for field in sheet.zeros:
        [(number, value)] = db.execute(
            f"""
            select count(*), min(key)
            from (select {sheet.spelt[field]} as key from {sheet.table})
            where key[1] = '0'
            """
        ).fetchall()
        values = {"header": sheet.header(field), "number": number, "value": value}
        found.append(Remark(ZEROS, values))
    return found
