"""One number, address or name in every way in which people write it, and no other."""

import re

import pytest

from dq.domain.telling import notations
from dq.domain.telling.notations import Number, words


def has(patterns, text):
    return any(re.search(one, notations.folded(text)) for one in patterns)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+31 6 12345678", Number("31", "612345678")),
        ("0031612345678", Number("31", "612345678")),
        ("06-12345678", Number("31", "612345678")),
        ("+31 (0)6 1234 5678", Number("31", "612345678")),
        ("+49 171 1234567", Number("49", "1711234567")),
        ("020-1234567 tst 12", Number("31", "201234567", "12")),
        ("0612345", Number("31", "612345")),
        ("4321", None),
        ("geen", None),
    ],
)
def test_a_number_is_one_in_every_notation(text, number):
    assert notations.number(text) == number


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("bel 06-12345678.", True),
        ("+31612345678/0687654321", True),
        ("tel:(06)1234-5678", True),
        ("0031 (0) 6 12 34 56 78", True),
        ("\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", True),
        ("106123456789", False),
        ("06-123456780", False),
        ("06-12345, 678", False),
    ],
)
def test_a_number_in_a_text(said, there):
    assert has(notations.of_numbers({Number("31", "612345678")}), said) is there


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("Mail JAN@x.example.", True),
        ("<jan@x.example>", True),
        ("mailto:jan@x.example?subject", True),
        ("piet.jan@x.example", False),
        ("jan@x.example.nl", False),
        ("jan@x.example-b", False),
    ],
)
def test_an_address_in_a_text(said, there):
    assert has(notations.of_addresses(["Jan@X.example"]), said) is there


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("Jan Piet van der Berg-Bos", True),
        ("JAN BERG BOS", True),
        ("Berg-Bos, Jan van der", True),
        ("J.P. v.d. Berg-Bos", True),
        ("j.p.m. van der berg bos", True),
        ("JP Berg-Bos", True),
        ("Berg-Bos", False),
        ("Piet Berg-Bos", False),
        ("Jan Bergbos", False),
        ("Marjan Berg-Bos", False),
    ],
)
def test_a_whole_name_in_a_text(said, there):
    firsts, lasts = [words("Jan Piet")], [words("Berg-Bos")]
    given = [*notations.first(firsts), *notations.initials(firsts)]
    assert has(notations.of_whole(given, lasts), said) is there


@pytest.mark.parametrize(
    ("said", "there"),
    [("de Bos is weg", True), ("BOS.csv", True), ("bos_2026", True), ("Bosch", False),
     ("003000000000001BOS", False), ("bosjes", False), ("Bo\u0308s", True)],
)  # fmt: skip
def test_a_last_name_is_a_word(said, there):
    assert has(notations.of_last([words("Bos")]), said) is there


def test_a_last_name_is_without_what_stands_before():
    assert notations.surname(words("van der Berg")) == ("berg",)
    assert notations.surname(words("Berg van Dijk")) == ("berg", "van", "dijk")
    assert notations.surname(words("Van")) == ("van",)
