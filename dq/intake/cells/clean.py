"""Cells become values: trimmed texts, yes and no, and the codes that words stand for."""

import re
from collections.abc import Iterable

import duckdb

from dq.intake.sheet import Sheet
from dq.reading import vocabulary
from dq.reading.vocabulary import contrary

# What programs write in a cell where there is nothing: Excel's faults, databases' nulls, Business
# Central's blank option, and words that no person or company is called.
FAULTS = (
    "#N/A", "#N/B", "#NV", "#NAAM?", "#NAME?", "#REF!", "#VERW!", "#BEZUG!", "#VALUE!", "#WAARDE!",
    "#WERT!", "#VALEUR!", "#NOM?", "#NULL!", "#LEEG!", "#DIV/0!", "#DEEL/0!", "#NUM!", "#GETAL!",
    "#ZAHL!", "#NOMBRE!", "\\N", "NULL", "_x0020_",
)  # fmt: skip
WORDS = (
    "(null)", "<null>", "[null]", "(leeg)", "<leeg>", "(blank)", "(empty)", "(leer)", "undefined",
    "niet ingevuld",
)  # fmt: skip
# What exporters write where there is nothing, in columns where it can be nothing else; somebody may
# be called Null, so names are none of these.
NULL_WORDS = ("null", "\\n", "#n/a", "#n/b", "n/a", "nan", "none", "nil", "-", "--")
# No word for yes or no is longer.
LONGEST = 30
# Without its accent it is another word.
SWITCHED = "activé"
# How programs write yes and no, other than with a word.
SIGNS = {
    "1.0": "1", "1,0": "1", "-1": "1", "✓": "1", "✔": "1", "☑": "1", "0.0": "0", "0,0": "0",
    "✗": "0", "✘": "0", "☐": "0",
}  # fmt: skip
PLAIN = frozenset(["phone", "mobile", "website", "street", "postal_code", "city"])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(quoted(word) for word in words)


def quoted(text: str) -> str:
    """A text as it stands in SQL, for where a parameter cannot."""
    return "'" + text.replace("'", "''") + "'"


# These stand in a query once for each column, so they are short: one pattern says what is nothing,
# one takes off what stands round a value, also Excel's way to force a text: ="0612345678".
EMPTY = "|".join(map(re.escape, FAULTS)) + "|(?i:" + "|".join(map(re.escape, WORDS)) + ")"
BARE = r"(?s)\s*(?:(?:" + EMPTY + r')?|="\s*(?:' + EMPTY + r')?\s*")\s*'
ROUND = r'(?s)^\s*(?:="\s*(.*?)\s*"|(.*?))\s*$'
# Only what begins or ends with something else than a visible ASCII character costs time, and what
# begins with a sign, as most of what says that there is nothing does.
SPELT = [form for word in ("NULL", *WORDS) for form in (word, word.upper(), word.capitalize())]
SPELT = list(dict.fromkeys(form for form in SPELT if form[0].isalpha() and form != "Null"))
AS_IT_IS = f"""
    {{0}} < '~' and right({{0}}, 1) between '!' and '~'
    and ({{0}} >= 'a' or {{0}} between 'A' and '[' or {{0}} between '+' and '<'
        or {{0}} between '(0' and '(:')
    and {{0}} not in ({_listed(SPELT)})
"""
TEXT = f"""
create or replace temp macro intake_text(cell) as
    case
        when {AS_IT_IS.format("cell")} then cell
        when regexp_full_match(cell, {quoted(BARE)}) then null
        when starts_with(cell, '="')
            then replace(regexp_replace(cell, {quoted(ROUND)}, '\\1\\2'), '""', '"')
        else regexp_replace(cell, {quoted(ROUND)}, '\\1\\2')
    end
"""
SHORT = r"(?i)\s*(?:" + "|".join(map(re.escape, NULL_WORDS)) + r")\s*"
VALUE = f"""
create or replace temp macro intake_value(cell) as
    case
        -- Nothing of these has more letters, and to look only at the short ones is much faster.
        when strlen(cell) < 8 and regexp_full_match(cell, {quoted(SHORT)}) then null
        else intake_text(cell)
    end
"""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Give this cursor the macros that trim a cell."""
    for macro in (TEXT, VALUE):
        db.execute(macro)


def trimmed(db: duckdb.DuckDBPyConnection, sheet: Sheet, *, look: bool) -> dict[str, str]:
    """SQL per field for its trimmed text; null where it says that there is nothing.

    :param look: leave as they are the columns of which every cell is so already; worth it where
        the rows are few, and planning costs more than they do
    """
    names = {field: _name(sheet, field) for field in sheet.columns}
    if not look:
        return {field: f"{name}({sheet.key(field)})" for field, name in names.items()}
    looks = ", ".join(
        f"bool_and({as_it_is(name, sheet.key(field))})" for field, name in names.items()
    )
    [found] = db.execute(f"select {looks} from {sheet.table}").fetchall()
    return {
        field: f"{name}({sheet.key(field)})" if clean is False else sheet.key(field)
        for (field, name), clean in zip(names.items(), found, strict=True)
    }


def _name(sheet: Sheet, field: str) -> str:
    """The macro that trims the cells of a field."""
    value = vocabulary.kind(field, sheet.object or "") != "text" or field in PLAIN
    return "intake_value" if value else "intake_text"


def as_it_is(name: str, cell: str) -> str:
    """SQL for whether a cell is its own text: true, false, or null where there is none."""
    if name == "intake_text":
        return AS_IT_IS.format(cell)
    return f"{AS_IT_IS.format(cell)} and lower({cell}) not in ({_listed(NULL_WORDS)})"


def expression(thing: str, field: str) -> str:
    """SQL that makes the field's value of its trimmed text; null where it cannot be read."""
    kind = vocabulary.kind(field, thing)
    if kind == "number":
        return (
            f"case when right({field}, 1) in (',', '.')"
            f" then regexp_replace({field}, '^(\\d+)[.,]$', '\\1') else {field} end"
        )
    return field


def word(text: str) -> str:
    """The word of the vocabulary that a cell says."""
    return SIGNS.get(text) or vocabulary.normalised(text)


def boolean(text: str) -> str:
    """SQL for the yes or no that the SQL of a trimmed text says; null where it says neither."""
    words = vocabulary.codes("boolean")
    said = {
        code: words[code] + [sign for sign, means in SIGNS.items() if means in words[code]]
        for code in words
    }
    return (
        f"case when lower({text}) in ({_listed(said['true'])}) then true"
        f" when lower({text}) in ({_listed(said['false'])}) then false end"
    )


def yes_or_no(db: duckdb.DuckDBPyConnection, sheet: Sheet, field: str) -> str:
    """SQL for a yes or no: what the texts of the column mean, looked up one by one.

    A word for a state says the same in a column of who is active and in one of who is blocked, and
    so it does where the header says the opposite of the field. On cards of customers in Business
    Central blocked is an option: nothing, Ship, Invoice or All, or 0 to 3, of which only the last
    blocks all that there is; 1 is a yes again where yes or no, or the option's own words stand too.
    """
    column = sheet.columns[field]
    texts = db.execute(
        f"select distinct lower(intake_text({column})) from {sheet.table}"
        f" where strlen({column}) < {LONGEST}"
    ).fetchall()
    found = {text for (text,) in texts if text}
    words = vocabulary.codes("boolean")
    turned = contrary(field, sheet.header(field))
    plain = {
        text: (word(text) in words["true"]) != turned
        for text in found
        if word(text) in sum(words.values(), [])
    }
    meant = plain | _states(field, found, switched=field != "blocked" or turned)
    if field == "blocked":
        meant |= _option(found, mixed=not plain.keys() <= {"0", "1"})
    cases = ""
    for value in (True, False):
        if same := sorted(text for text, means in meant.items() if means == value):
            cases += f" when lower({field}) in ({_listed(same)}) then {str(value).lower()}"
    return f"case{cases} end" if cases else "null::boolean"


def _states(field: str, texts: set[str], *, switched: bool) -> dict[str, bool]:
    """What the words for a state among these texts say of a field.

    :param switched: whether what is switched on can only be the record
    """
    if field not in ("active", "blocked"):
        return {}
    states = {
        one: (code == "on") == (field == "active")
        for name in ("state", "switch")[: 1 + switched]
        for code, words in vocabulary.codes(name).items()
        for one in words
    }
    said = texts if switched else texts - {SWITCHED}
    return {text: states[one] for text in said if (one := vocabulary.normalised(text)) in states}


def _option(texts: set[str], *, mixed: bool) -> dict[str, bool]:
    """What Business Central's option among these texts says.

    :param mixed: whether yes or no stand in the column too
    """
    option = vocabulary.codes("blocked")
    words = dict.fromkeys(option["all"], True) | dict.fromkeys(option["some"], False)
    said = {text: words[text] for text in texts if text in words}
    if not texts & {"2", "3"}:
        return said
    # 2 and 3 are no yes or no, so 1 is none either, unless others are.
    numbers = {"2": False, "3": True} | ({} if said or mixed else {"0": False, "1": False})
    return said | {text: numbers[text] for text in texts if text in numbers}


def decoded(db: duckdb.DuckDBPyConnection, sheet: Sheet, field: str) -> str:
    """SQL for the code that a text stands for; an unknown one stays, but as the kind of a card.

    The texts are few, so they are looked up here, one by one, and not per row.
    """
    name = vocabulary.CODES[sheet.object or "", field]
    column = sheet.columns[field]
    meaning = {one: code for code, words in vocabulary.codes(name).items() for one in words}
    texts = db.execute(
        f"select distinct intake_text({column}) from {sheet.table} where {column} is not null"
    ).fetchall()
    cases = "".join(
        f" when {quoted(text)} then {quoted(meaning[word(text)])}"
        for (text,) in texts
        if text and word(text) in meaning
    )
    verbatim = "null::varchar" if name == "kind" else field
    return f"case {field}{cases} else {verbatim} end" if cases else verbatim
