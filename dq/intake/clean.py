"""Cells become values: trimmed texts, yes and no, and the codes that words stand for."""

from collections.abc import Iterable

import duckdb

from dq.intake import vocabulary
from dq.intake.batch import Sheet

# What stands round a value; what nobody sees was taken out of the whole file, see dq/invisible.py.
BLANK = "' ' || chr(9) || chr(10) || chr(13)"
# Only what begins or ends with something else than a visible ASCII character costs time.
TEXT = f"""
create or replace temp macro intake_text(cell) as
    case
        when cell between '!' and '~' and right(cell, 1) between '!' and '~' then cell
        else nullif(nullif(nullif(trim(cell, {BLANK}), ''), '#N/A'), '#N/B')
    end
"""

# What exporters write where there is nothing, in columns where it can be nothing else; somebody may
# be called Null, so names are none of these.
NOTHING = (
    "null", "(null)", "<null>", "\\n", "n/a", "#n/a", "#n/b", "nan", "none", "nil", "-", "--",
)  # fmt: skip
PLAIN = frozenset(["phone", "mobile", "website", "street", "postal_code", "city"])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(quoted(word) for word in words)


def quoted(text: str) -> str:
    """A text as it stands in SQL, for where a parameter cannot."""
    return "'" + text.replace("'", "''") + "'"


VALUE = f"""
create or replace temp macro intake_value(cell) as
    case
        -- Nothing of these has more letters, and to look only at the short ones is much faster.
        when strlen(cell) > 6 and cell between '!' and '~' and right(cell, 1) between '!' and '~'
            then cell
        when lower(trim(cell, {BLANK})) in ({_listed(NOTHING)}) then null
        else intake_text(cell)
    end
"""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Give this cursor the macros that trim a cell."""
    db.execute(TEXT).fetchall()
    db.execute(VALUE).fetchall()


def trimmed(thing: str, field: str, column: str) -> str:
    """SQL for the trimmed text of a cell; null where it says that there is nothing."""
    value = vocabulary.kind(field, thing) != "text" or field in PLAIN
    return f"intake_{'value' if value else 'text'}({column})"


def expression(thing: str, field: str) -> str:
    """SQL that makes the field's value of its trimmed text; null where it cannot be read."""
    kind = vocabulary.kind(field, thing)
    if kind == "number":
        return (
            f"case when right({field}, 1) in (',', '.')"
            f" then regexp_replace({field}, '^(\\d+)[.,]$', '\\1') else {field} end"
        )
    return boolean(field) if kind == "boolean" else field


def boolean(text: str) -> str:
    """SQL for the yes or no that the SQL of a trimmed text says; null where it says neither."""
    words = vocabulary.codes("boolean")
    return (
        f"case when lower({text}) in ({_listed(words['true'])}) then true"
        f" when lower({text}) in ({_listed(words['false'])}) then false end"
    )


def blocked(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> str:
    """SQL for whether Business Central blocks a contact.

    On cards of customers it is an option: nothing, Ship, Invoice or All, or 0 to 3. Only the last
    blocks all that there is; 1 is no yes there.
    """
    column = sheet.columns["blocked"]
    words = vocabulary.codes("blocked")
    every = [word for listed in words.values() for word in listed]
    [(option,)] = db.execute(
        f"select coalesce(bool_or(lower(intake_text({column})) in ({_listed(every)})), false)"
        f" from {sheet.table} where strlen({column}) < 30"
    ).fetchall()
    plain = boolean("blocked")
    if not option:
        return plain
    return (
        f"case when lower(blocked) in ({_listed(words['all'])}) then true"
        f" when lower(blocked) in ({_listed([*words['some'], '0', '1'])}) then false"
        f" else {plain} end"
    )


def decoded(db: duckdb.DuckDBPyConnection, sheet: Sheet, field: str) -> str:
    """SQL for the code that a text stands for; an unknown one stays, but as the kind of a card.

    The texts are few, so they are looked up here, one by one, and not per row.
    """
    name = vocabulary.CODES[sheet.object or "", field]
    column = sheet.columns[field]
    meaning = {word: code for code, words in vocabulary.codes(name).items() for word in words}
    texts = db.execute(
        f"select distinct intake_text({column}) from {sheet.table} where {column} is not null"
    ).fetchall()
    cases = "".join(
        f" when {quoted(text)} then {quoted(meaning[vocabulary.normalised(text)])}"
        for (text,) in texts
        if text and vocabulary.normalised(text) in meaning
    )
    verbatim = "null::varchar" if name == "kind" else field
    return f"case {field}{cases} else {verbatim} end" if cases else verbatim
