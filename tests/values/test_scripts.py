"""Every character of Unicode, asked of DuckDB and of Python."""

import sys
import unicodedata

import duckdb
import pytest

from dq.values.scripts import DIGIT, LETTER, SCRIPTS


def matched(kind):
    """The characters that DuckDB takes for one of the class."""
    rows = duckdb.execute(
        """
        select code
        from range(1, ?) as every(code)
        where code not between 55296 and 57343 and regexp_matches(chr(code::integer), ?)
        """,
        [sys.maxunicode + 1, f"[{kind}]"],
    ).fetchall()
    return {code for (code,) in rows}


def of(*kinds):
    """The characters of these categories, by their code."""
    return {
        code
        for code in range(1, sys.maxunicode + 1)
        if unicodedata.category(chr(code)).startswith(kinds)
    }


def of_scripts():
    """The characters of the blocks that are of scripts as a whole."""
    pairs = [one.split("-") for one in SCRIPTS.split()]
    return {code for one, two in pairs for code in range(int(one, 16), int(two, 16) + 1)}


def test_every_letter_is_one_and_nothing_else_but_what_belongs_to_a_script():
    found = matched(LETTER)
    assert of("L") - found == set()
    assert (found - of_scripts()) & of("N", "P", "S", "Z", "Cc", "Cf", "Co") == set()


def test_every_digit_is_one_or_belongs_to_a_script():
    found = matched(DIGIT)
    assert of("N") - found - of_scripts() == set()
    assert found & of("L", "P", "S", "Z", "Cc", "Cf", "Co") == set()


SIGNS = ["-", "--", "—", "…", "?", "•", "№", "™", "€", "→", "✓", "☎", "、", "／", "📞", "\xa0"]
PRIVATE = ["\uf0b7", "\ue000"]  # of a font: Word's bullet is one


@pytest.mark.parametrize("text", SIGNS + PRIVATE)
def test_a_text_of_signs_alone_has_none(text):
    [(found,)] = duckdb.execute(
        "select regexp_matches(?, ?)", [text, f"[{LETTER}{DIGIT}]"]
    ).fetchall()
    assert not found
