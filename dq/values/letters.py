"""Which texts have letters that went wrong, and what they likely were.

Tested in tests/judging/facts/test_texts.py.
"""

import re
import unicodedata
from typing import NamedTuple

import ftfy
from ftfy import fixes

from dq.values import invisible
from dq.values.lookalikes import LOOKALIKES

INNER = re.compile(r"([^\W\d_])\?+([^\W\d_])")
# Letters of ours in one sign are none of these: ĳ, ǆ.
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
WORD = re.compile(r"[^\W\d_]+")
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")


class Verdict(NamedTuple):
    """Whether a text has letters that went wrong, and what it likely was, if that can be told."""

    damaged: bool
    repaired: str | None


def verdict(text: str, person: bool = False) -> Verdict:
    """What is wrong with the letters of a text.

    UTF-8 that was read as another encoding ("RenÃ©"), letters that could not be read at all
    ("Ren\ufffd", "Ren?e"), and letters of two alphabets in one word, which only look right.

    :param person: whether it is a person's name, with no question in it
    """
    decoded = invisible.text(_plain(ftfy.fix_encoding(_plain(text)))).strip()
    repaired = WORD.sub(lambda word: _one_alphabet(word.group()), decoded)
    lost = UNREADABLE in repaired or any(
        person or "".join(letters).islower() for letters in INNER.findall(repaired)
    )
    mixed = any(_mixed(word) for word in WORD.findall(repaired))
    if repaired == invisible.text(text).strip():
        return Verdict(lost or mixed, None)
    return Verdict(True, None if lost or mixed else repaired)


def _plain(text: str) -> str:
    """The text without what a web page writes for letters, and with letters of the usual width."""
    return fixes.fix_character_width(fixes.unescape_html(text)).translate(LIGATURES)


def _mixed(word: str) -> bool:
    """Whether a word has letters of more than one alphabet."""
    return not word.isascii() and len({_alphabet(letter) for letter in word} - {""}) > 1


def _one_alphabet(word: str) -> str:
    """A word of two alphabets in Latin letters alone, where all others look like one."""
    if not _mixed(word):
        return word
    latin = word.translate(LOOKALIKES)
    return word if _mixed(latin) else latin


def _alphabet(letter: str) -> str:
    if letter.isascii():
        return ALPHABETS[0]
    name = unicodedata.name(letter, "")
    return next((alphabet for alphabet in ALPHABETS if name.startswith(alphabet)), "")
