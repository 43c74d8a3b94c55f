"""What one cell says of a person's name: titles, tussenvoegsels and generations apart.

Tested in tests/matching/values/test_normalise.py.
"""

import re
from functools import cache
from typing import NamedTuple

from dq.matching.values import lists, normalise
from dq.values import infixes

_GLUED = re.compile(r"^(?:vanden|vander|vande|van|vd)(?=[a-z]{3,})")
# A capital after small letters: "TerBeursken".
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def particle(word: str) -> bool:
    """Whether a word as it was typed belongs before a surname: van, 't, v.d."""
    parts = normalise.words(word)
    return bool(parts) and infixes.words().issuperset(parts)


class Name(NamedTuple):
    """What one cell says of a person's name; `given` and `surname` in normal form, "" if absent."""

    given: str = ""
    surname: str = ""
    generation: int = 0


_CELL = re.compile(r"[\s.\-/()'’,]+")


def given_name(text: str, capitals: bool = False) -> str:
    """A first-name cell: titles, jr/sr and tussenvoegsels at the end gone, initials apart ("j p").

    Capitals without a vowel are initials ("JP"), other capitals are a name ("JAN").

    :param capitals: a few capitals are initials in any case ("EC")
    """
    if text.isascii() and text.isalpha() and not text.isupper():  # most cells are one plain word
        plain = text.lower()
        return "" if plain in lists.words("titles") else plain
    found: list[str] = []
    for raw in _CELL.split(text):
        plain = "".join(normalise.words(raw))
        if not plain or plain in lists.words("titles"):
            if found and f"{found[-1]} {plain}" in lists.words("titles"):
                found.pop()  # the first word of "de heer"
            continue
        few = raw.isupper() and 1 < len(plain) <= 4
        if few and (capitals or not set(plain) & set("aeiouy")):
            found += plain
        else:
            found.append(plain)
    if len(found) > 1 and found[-1] in _after_first_names():
        found.pop()
    while len(found) > 1 and found[-1] in infixes.words() and len(found[-1]) > 1:
        found.pop()
    return " ".join(found)


def generation(text: str) -> int:
    """The generation at the end of a first-name cell ("Kees jr." is 2); 0 where there is none."""
    tokens = [] if text.isalpha() else normalise.words(text)  # most cells are one plain word
    return _after_first_names().get(tokens[-1], 0) if len(tokens) > 1 else 0


@cache
def _after_first_names() -> dict[str, int]:
    """Generations without those that are first names themselves, as in "Wei Jun"."""
    return {word: rank for word, rank in lists.generations().items() if word not in ("jun", "sen")}


@cache
def _around() -> frozenset[str]:
    """Titles and generations: words in a last-name cell that are no name."""
    return lists.words("titles") | lists.generations().keys()


@cache
def _not_surnames() -> frozenset[str]:
    return _around() | infixes.words()


def surname(text: str, nicknames: lists.Lines = ()) -> Name:
    """A last-name cell: titles and tussenvoegsels in any place and spelling gone, jr/sr apart.

    A cell that holds the whole name ("Vries, Jan de", "Jan de Vries") gives the first name too.

    :param nicknames: a team's own first names
    """
    if text.isascii() and text.isalpha():  # most cells are one plain word
        plain = text.lower()
        if plain not in _not_surnames() and (text[1:].islower() or text.isupper()):
            return Name("", _unglued(plain))
    text = _parted_humps(text)
    before, comma, after = text.partition(",")
    tokens, rest = normalise.words(before), normalise.words(after) if comma else []
    ranks, first = [], []
    particles, drop = infixes.words(), _around()
    if not drop.isdisjoint(tokens) or not drop.isdisjoint(rest):
        tokens, around = _parted(tokens)
        ranks = [lists.generations()[t] for t in around + rest if t in lists.generations()]
        rest = [t for t in rest if t not in drop]
    if comma:
        first = [t for t in rest if t not in particles]
    else:
        tokens, first = _whole_name(tokens, nicknames)
    core = [_unglued(t) for t in tokens if t not in particles]
    if not core:
        core = ["".join(tokens)] if tokens else []
    return Name(" ".join(first), " ".join(core), ranks[0] if ranks else 0)


def _parted(tokens: list[str]) -> tuple[list[str], list[str]]:
    """A last-name cell's words, and those around the name that are no part of it.

    The last word left is the name, whatever it is: "de Heer", "van der Aa", "Ma", "Sen".
    """
    titles, drop = lists.words("titles"), _around()
    name_place = -1
    if not set(tokens) - drop - infixes.words():
        dropped = [place for place, token in enumerate(tokens) if token in drop]
        titled = [place for place in dropped if tokens[place] in titles]
        name_place = next(iter(titled[-1:] + dropped), -1)
    kept = [t for place, t in enumerate(tokens) if t not in drop or place == name_place]
    return kept, [t for place, t in enumerate(tokens) if t in drop and place != name_place]


def _parted_humps(text: str) -> str:
    """A cell with a space after a tussenvoegsel that a capital shows to be one: "TerBeursken"."""
    parts = _HUMP.split(text)
    if len(parts) == 1:
        return text
    known = infixes.words()
    spaced = (f"{part} " if part.rsplit(" ", 1)[-1].lower() in known else part for part in parts)
    return "".join(spaced).strip()


def _unglued(word: str) -> str:
    return _GLUED.sub("", word) if word[0] == "v" else word


def _whole_name(tokens: list[str], nicknames: lists.Lines) -> tuple[list[str], list[str]]:
    """Surname and first-name tokens of "jan de vries": known first names before a particle."""
    particles, names = infixes.words(), lists.nicknames(nicknames)
    for place, token in enumerate(tokens):
        if token in particles and len(token) > 1:
            head = tokens[:place]
            if head and all(len(t) == 1 or t in names for t in head):
                return tokens[place:], head
            break
    return tokens, []
