"""One address, number or name in every way in which people write it, as patterns over folded text.

Tested in tests/domain/telling/test_notations.py.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from dq.values import infixes, phones

# What stands between the digits of a number, the words of a name, the parts of one.
WITHIN = r"[^\w,;@]{0,5}"
BETWEEN = r"[\W_]{1,4}"
WORD = re.compile(r"[^\W\d_]+")
# What stands over and under letters.
ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that are written with a sign through or beside them, as people write them without.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The same, and umlauts, as Germans and Scandinavians do.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
# What one such letter may have become.
VOWELS = {"a": "aa?e?", "o": "oe?", "u": "ue?"}
# A key of Salesforce in a text, whose letters are no name.
KEY = re.compile(r"\b(?:0\w|a\d)(?=\w*[a-z])[0-9a-z]{13}(?:[0-9a-z]{3})?\b")
# Fewer digits are a number of nobody, and a shorter last name stands in other words.
FEWEST, SHORTEST = 6, 3
Words = tuple[str, ...]


class Number(NamedTuple):
    """A phone number: the country's, what follows it, and the number inside the building."""

    country: str
    national: str
    inside: str = ""


def folded(text: str) -> str:
    """The same without keys of Salesforce, whose letters are no words."""
    return KEY.sub("#", plain(text))


def plain(text: str) -> str:
    """A text without capitals and accents; every sign in its usual width."""
    if text.isascii():
        return text.lower()
    signs = unicodedata.normalize("NFKD", text.casefold())
    return ACCENTS.sub("", signs).translate(LETTERS)


def readings(text: str) -> tuple[str, ...]:
    """A text with umlauts once with, and once without the letter that stands for them."""
    if text.isascii():
        return (text,)
    other = unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)
    return (text, other)


def spelt(word: str) -> str:
    """A word as a pattern: ij and y are one."""
    return re.sub("ij|y", "(?:ij|y)", word)


def misspelt(word: str) -> str:
    """The same where an umlaut may have been lost, or written out."""
    return re.sub("aa?e?|oe?|ue?", lambda part: VOWELS[part[0][0]], spelt(word))


def words(name: str | None) -> Words:
    """The words of a name."""
    return tuple(WORD.findall(folded(name or "")))


def number(text: str) -> Number | None:
    """What a phone number is in whatever notation; None for what is none."""
    inside = phones.EXTENSION.search(text)
    valid, whole = phones.verdict(text)
    before = unicodedata.normalize("NFKC", text[: inside.start()] if inside else text)
    digits = re.sub(r"\D", "", before)
    country, national = str(phones.DUTCH), re.sub(r"^(?:00)?(?:31)?0?", "", digits)
    if valid and whole:
        country, national = phones.split(whole)
    if len(national) < FEWEST:
        return None
    return Number(country, national, inside[1] if inside else "")


def mobile(one: Number) -> bool:
    """Whether a number is of one telephone that somebody carries, as far as it can be told."""
    return int(one.country) != phones.DUTCH or one.national.startswith("6")


def surname(name: Words) -> Words:
    """A last name without the tussenvoegsels before it."""
    start = next((at for at, word in enumerate(name) if word not in infixes.words()), len(name))
    return name[start:] or name


def escaped(address: str) -> str:
    """An address as a pattern."""
    return re.escape(plain(address))


def loose(word: str) -> str:
    """A word as a pattern for DuckDB, which knows fewer letters as those of others."""
    return re.sub("ss|ij|y|aa?e?|[ou]e?|[^a-z]", lambda part: _loose(part[0]), word)


def _loose(part: str) -> str:
    if part[0] in VOWELS:
        return VOWELS[part[0]]
    return {"ss": "(?:ss|ß)", "ij": "(?:ij|y|ĳ)", "y": "(?:ij|y|ĳ)"}.get(part, ".")


def of_addresses(addresses: Iterable[str]) -> list[str]:
    """Addresses, as no part of a longer one."""
    return [rf"(?<![\w.+-]){escaped(one)}(?![\w-])(?!\.\w)" for one in sorted(addresses)]


def of_numbers(numbers: Iterable[Number]) -> list[str]:
    """Numbers with and without their country, and whatever stands between the digits."""
    found = []
    for country, national, inside in sorted(numbers):
        digits = WITHIN.join(national)
        before = rf"(?:(?:00)?{WITHIN.join(country)}{WITHIN})?(?:0{WITHIN})?"
        after = rf"[^\d@]{{1,20}}{inside}" if inside else ""
        found.append(rf"(?<!\d){before}{digits}{after}(?!\d)")
    return found


def of_last(lasts: Iterable[Words]) -> list[str]:
    """Last names, with or without tussenvoegsels."""
    return [_alone(_infixes() + _spelt(one)) for one in sorted(lasts)]


def like_last(lasts: Iterable[Words]) -> list[str]:
    """The same, and those that may be spelt otherwise."""
    return [
        _alone(_infixes() + BETWEEN.join(misspelt(word) for word in one)) for one in sorted(lasts)
    ]


def _spelt(name: Words) -> str:
    return BETWEEN.join(spelt(word) for word in name)


def of_whole(given: Iterable[str], lasts: Iterable[Words]) -> list[str]:
    """First names or initials (patterns) beside last names, in either order."""
    before = "|".join(given)
    if not before:
        return []
    found = []
    for one in sorted(lasts):
        last = _spelt(one)
        found.append(_alone(rf"(?:{before}){BETWEEN}{_infixes()}{last}"))
        found.append(_alone(rf"{last}{BETWEEN}(?:{before})"))
        found.append(_alone(rf"{last}{BETWEEN}{_infixes()}(?:{before})"))
    return found


def of_wholes(names: Iterable[Words]) -> list[str]:
    """Names of which nobody says what the last name is."""
    return [_alone(_spelt(one)) for one in sorted(names)]


def first(names: Iterable[Words]) -> list[str]:
    """First names as a pattern each: all of them, or the first alone."""
    forms = {form for name in names if name for form in (name, name[:1]) if len(form[-1]) > 1}
    return [_spelt(form) for form in sorted(forms, reverse=True)]


def initials(names: Iterable[Words]) -> list[str]:
    """The initials of first names, with others after the first."""
    letters = sorted({name[0][0] for name in names if name})
    glued = sorted({"".join(word[0] for word in name) for name in names if len(name) > 1})
    return [*glued, *(rf"{letter}\.?(?:[\W_]{{0,2}}[^\W\d_](?![^\W\d_])\.?){{0,3}}"
                      for letter in letters)]  # fmt: skip


def _infixes() -> str:
    known = "|".join(sorted(infixes.words(), key=lambda word: (-len(word), word)))
    return rf"(?:(?:{known}){BETWEEN}){{0,3}}"


def _alone(pattern: str) -> str:
    return rf"(?<![^\W\d_]){pattern}(?![^\W\d_])"
