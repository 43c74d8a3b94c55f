"""Invented words: names of people, companies and places that can be said, and are nobody's.

Tested in tests/domain/masking/test_masks.py.
"""

import hashlib
import random
import re
import unicodedata
from dataclasses import dataclass, field

LETTERS = "ABDEFGHIJKLMNOPRSTUVWZ"
VOWELS = ("a", "e", "o", "i", "u")
MIDDLES = (
    *("l", "r", "n", "m", "d", "v", "nd", "rl", "lm", "rt"),
    *("nn", "ld", "rn", "ns", "ss", "lk", "st", "mm", "lv", "rd"),
)
# How the words of each style end.
ENDS = {
    "first": (
        *("a", "o", "e", "in", "is", "an", "on", "ine", "ette", "us", "ik", "ie", "elle", "ert"),
        *("ard", "uin", "ora", "ina", "eke", "emar"),
    ),
    "last": (
        *("berg", "bosch", "dijk", "veld", "man", "sma", "stra", "horst", "kamp", "voort", "huis"),
        *("brink", "laar", "hof", "schot", "beek", "wijk", "burg", "meer", "donk", "poel", "haar"),
    ),
    "company": ("ex", "or", "aq", "ico", "um", "ent", "ado", "ix", "eon", "ura", "tec", "via"),
    "place": ("dam", "drecht", "veen", "loo", "hoven", "wolde", "rade", "gouw", "oord", "kerk"),
}
LINKS = ("", "e", "er", "en")
# One spelling for another, so that two words that sound alike still do.
ALIKE = (
    *(("nn", "n"), ("n", "nn"), ("ij", "y"), ("oo", "o"), ("ee", "e"), ("aa", "a"), ("ck", "k")),
    *(("d", "dt"), ("s", "z"), ("k", "ck"), ("e", "ee"), ("o", "oo"), ("a", "aa"), ("i", "ie")),
    *(("m", "mm"), ("l", "ll"), ("r", "rr"), ("u", "uu"), ("v", "f"), ("t", "th")),
)


def folded(text: str) -> str:
    """The letters and digits of a word, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def sound(word: str) -> str:
    """What two spellings of one name share; short words have it to themselves."""
    if len(word) < 5:
        return word
    same = re.sub("ph", "f", re.sub("ck|c|q", "k", re.sub("z", "s", re.sub("dt|th", "t", word))))
    return same[0] + re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyj]", "", same[1:]))


@dataclass
class Words:
    """Gives each word an invented one, the same each time, of which nothing tells what it stands
    for: `salt` is known to one run alone."""

    salt: bytes
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    _bases: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _taken: set[tuple[str, str]] = field(default_factory=set)

    def chance(self, *of: str) -> int:
        """A number below 2^512, which is the same for the same texts and tells nothing of them."""
        text = "\0".join(of).encode("utf-8", "replace")
        return int.from_bytes(hashlib.blake2b(text, key=self.salt).digest())

    def initial(self, letter: str) -> str:
        """The letter with which the words begin that stand for those with this one."""
        return LETTERS[self.chance("initial", letter[:1].casefold()) % len(LETTERS)]

    def word(self, style: str, text: str) -> str:
        """An invented word of a style for one word, written in capitals or not as that is."""
        plain = folded(text)
        if len(plain) == 1 and plain.isalpha():
            found = self.initial(plain)
        elif (style, plain) in self.known:
            found = self.known[style, plain]
        else:
            found = self.known[style, plain] = self._made(style, plain)
        if text.isupper() and len(plain) > 1:
            return found.upper()
        return found.lower() if text.islower() else found.capitalize()

    def _made(self, style: str, plain: str) -> str:
        group = self._bases.setdefault((style, sound(plain)), [])
        made = self._new(style, plain) if not group else self._like(style, group[0], len(group))
        group.append(made)
        self._taken.add((style, made))
        return made

    def _new(self, style: str, plain: str) -> str:
        chance = random.Random(self.chance(style, sound(plain)))
        first = self.initial(plain)
        while True:
            start = first if first in "AEIOU" else first + chance.choice(VOWELS)
            link = chance.choice(LINKS) if style in ("last", "place") else ""
            made = (start + chance.choice(MIDDLES) + link + chance.choice(ENDS[style])).lower()
            made = re.sub(r"(.)\1\1", r"\1\1", made)
            if (style, made) not in self._taken:
                return made
            first = chance.choice(LETTERS) if chance.random() < 0.1 else first

    def _like(self, style: str, base: str, number: int) -> str:
        """The same word in another spelling, which is nobody else's yet."""
        for before, after in ALIKE[number % len(ALIKE) :] + ALIKE:
            made = base[:1] + base[1:].replace(before, after, 1)
            if made != base and (style, made) not in self._taken:
                return made
        return self._new(style, f"{base}{number}")
