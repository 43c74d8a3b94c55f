"""Comparing organisations' names: the same, spelt otherwise, alike; and what chance would bring.

Tested in tests/matching/pairs/test_compare.py.
"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from math import prod
from os.path import commonprefix
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching.columns.columns import Coded, hashes
from dq.matching.comparing.names import distinct
from dq.matching.comparing.texts import levels_of, spelling, word_overlap
from dq.matching.values import lists

EXACT, SPELLING, SLIPPED, CLOSE, ALIKE, DIFFERENT = range(1, 7)
# How many times rarer than the word that was meant a slip is at least.
SLIP = 50
# The words of a name that are counted.
MOST = 10
# Letters that a word must have before one of them may be a slip, and before two may.
ONE_SLIP, TWO_SLIPS = 4, 9
# One letter in so many may be another one in a word that is meant for the other.
MEANT = 4
# Two names that are compared are two of those that have what both have.
PAIR = 2
# The chance that takes nothing from an equal name and adds nothing, see `coincidence`.
USUAL = 3.0
# Few names are one word, and that is made up for it.
ALONE = 6.0
_NUMERALS = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"])
_ARTICLES = frozenset(["de", "den", "der"])


class Telling(NamedTuple):
    """What a name tells: its words without those that say little, and the numbers among them."""

    words: tuple[str, ...]
    numbers: str

    @property
    def joined(self) -> str:
        """The words as one."""
        return "".join(self.words)

    @property
    def in_any_order(self) -> str:
        """The words as one, whatever their order was: "Blom Bouw" and "Bouw Blom"."""
        return "".join(sorted(self.words))


@cache
def _weak() -> frozenset[str]:
    return lists.words("weak_words")


def telling(text: str) -> Telling:
    """A company's name in normal form without what firms add or leave out at will.

    "van de", "van den", "van der" and "vd" are written for one another more often than any other
    words, so they read the same.
    """
    words: list[str] = []
    for word in text.split():
        if words and words[-1] == "van" and word in _ARTICLES:
            words[-1] = "vd"
        elif word not in _weak():
            words.append(word)
    words = words or text.split()
    numbers = [word for word in words if word in _NUMERALS or any(map(str.isdigit, word))]
    return Telling(tuple(words), " ".join(numbers))


def company(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 written otherwise, 3 a slip apart, 4 close, 5 alike, 6 different.

    Written otherwise: other spaces, another order, or words that say little. A slip makes a word
    that no other name has: "Bakke" is Bakker, but Jansen and Janssen are two. Two that have a
    number each are two, and with one number they are alike at most.
    """
    names, joined, orders, numbers = column.once(_read)

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        slips = np.asarray(
            process.cpdist(
                joined[a].tolist(), joined[b].tolist(), scorer=OSA.distance, score_cutoff=2
            )
        )
        numbered = (numbers[a] != numbers[b]).astype(bool)
        two_numbers = numbered & (numbers[a] != "").astype(bool) & (numbers[b] != "").astype(bool)
        same = ((slips == 0) | (orders[a] == orders[b]).astype(bool)) & ~numbered
        # Of few pairs it is looked at word by word.
        slipped = _which((slips <= 2) & ~same & ~numbered, column, names, (a, b), _slips)
        shared = word_overlap(column, a, b)
        likeness = spelling(column, a, b)
        close = ((likeness >= 0.94) | (shared >= 0.85)) & ~same & ~slipped & ~numbered
        close = _which(close, column, names, (a, b), _meant)
        alike = ((likeness >= 0.9) | (shared >= 0.5)) & ~two_numbers
        return np.select(
            [same, slipped, close, alike], [SPELLING, SLIPPED, CLOSE, ALIKE], DIFFERENT
        ).astype(np.int8)

    return levels_of(column, left, right, unequal)


def two_names(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether two rows' names are made of words that others have: each has one that the other
    lacks, and what both have a third name would have by chance.

    "Noorder Scheepvaart" and "Atlas Scheepvaart" are two; "Fosco Center" and "Fosco Park" share
    what nobody else has.
    """
    names, *_ = column.once(_read)
    (one, two), back = distinct(column.codes[left], column.codes[right])
    words = {code: set(names[code].words) for code in {*one.tolist(), *two.tolist()}}
    used = _used(column, set().union(*words.values()))
    number = max(_distinct(column), 2)

    def apart(a: set[str], b: set[str]) -> bool:
        if a <= b or b <= a or min(used[word] for word in a ^ b) <= 1:
            return False
        return number * prod(used[word] / number for word in a & b) > PAIR

    found = [apart(words[a], words[b]) for a, b in zip(one.tolist(), two.tolist(), strict=True)]
    return np.array(found, bool)[back]


def _read(column: Coded) -> tuple[list[Telling], np.ndarray, np.ndarray, np.ndarray]:
    """What each value tells: all of it, as one word, as one in any order, and its numbers."""
    names = [telling(text) for text in column.texts]
    joined = np.array([one.joined for one in names], object)
    orders = np.array([one.in_any_order for one in names], object)
    return names, joined, orders, np.array([one.numbers for one in names], object)


def _which(
    near: np.ndarray,
    column: Coded,
    names: list[Telling],
    pairs: tuple[np.ndarray, np.ndarray],
    asked: Callable[[list[str], list[str], dict[str, int]], bool],
) -> np.ndarray:
    """Of which of the pairs that are `near` what is `asked` is true, of the words that differ
    between their two names and of how often each is used."""
    rows = np.flatnonzero(near)
    one, two = (side[rows].tolist() for side in pairs)
    differing = [_differing(names[a], names[b]) for a, b in zip(one, two, strict=True)]
    used = _used(column, {word for pair in differing for side in pair for word in side})
    found = np.zeros(len(near), bool)
    found[rows] = [asked(*pair, used) for pair in differing]
    return found


def _used(column: Coded, words: set[str]) -> dict[str, int]:
    """In how many names each of these words is."""
    listed = sorted(words)
    return dict(zip(listed, words_used(column, listed).tolist(), strict=True))


def _differing(one: Telling, two: Telling) -> tuple[list[str], list[str]]:
    """The words that each has and the other lacks."""
    return (
        list((Counter(one.words) - Counter(two.words)).elements()),
        list((Counter(two.words) - Counter(one.words)).elements()),
    )


def _slips(one: list[str], two: list[str], used: dict[str, int]) -> bool:
    if len(one) != len(two):  # a space is lost, or too many
        return min(used[word] for word in one + two) <= 1 and _typed("".join(one), "".join(two))
    return all(_slip(meant, made, used) for meant, made in zip(one, two, strict=True))


def _meant(one: list[str], two: list[str], used: dict[str, int]) -> bool:
    """Whether words may be meant for one another, or left out: words that other names have as well
    are neither (North and South, Jansen and Janssen), nor are KVT and KVD."""
    mine, theirs = "".join(one), "".join(two)
    size = max(len(mine), len(theirs))
    if min((used[word] for word in one + two), default=1) > 1:
        return False
    if mine.startswith(theirs) or theirs.startswith(mine):
        return True
    return size >= ONE_SLIP and OSA.distance(mine, theirs) <= max(2, size // MEANT)


def _slip(one: str, two: str, used: dict[str, int]) -> bool:
    """Whether the word that is used less is the other with a slip in it."""
    less, more = sorted((used[one], used[two]))
    if less > max(1, more // SLIP):
        return False
    return _typed(one, two) or (more >= SLIP and OSA.distance(one, two) == 1)


def _typed(meant: str, made: str) -> bool:
    """Whether either word may be the other with slips in it, by its letters.

    Few slips are in a word's first letter (Pollock and Zamora 1984), and words of two or three
    letters that differ in one are most often two names. Two slips are apart: what differs in
    letters side by side is another word ("Zwarteboer", "Zwarteberg"). Letters turned round make
    no other name.
    """
    distance, size = OSA.distance(meant, made), max(len(meant), len(made))
    if len(meant) == len(made) and sorted(meant) == sorted(made):
        return distance == 1
    if len(meant) == len(made) and meant[0] != made[0]:
        return False
    apart = _window(meant, made)
    return size >= ONE_SLIP if distance == 1 else distance == 2 and size >= TWO_SLIPS and apart > 3


def _window(one: str, two: str) -> int:
    """The letters from the first difference to the last."""
    start = len(commonprefix([one, two]))
    one, two = one[start:], two[start:]
    return max(len(one), len(two)) - len(commonprefix([one[::-1], two[::-1]]))


def words_used(column: Coded, words: list[str]) -> np.ndarray:
    """In how many names of the whole file each word is, of the first `MOST` of each name."""
    if column.words is not None:
        return column.words.of(hashes(pa.array(words, pa.string())))
    counts = Counter(word for text in column.texts for word in set(text.split()[:MOST]))
    return np.array([counts[word] for word in words], np.int64)


def coincidence(column: Coded) -> np.ndarray:
    """How little chance there is that two organisations bear each name (log2, -6 to 4).

    If names were words drawn one by one, a name would be drawn again by n p1 p2 .. of the other
    n organisations, p being the shares of its words: "De Vries Bouw" often, "Harbrinkhoek Bouw"
    once in a hundred files. 0 is once in 2^`USUAL` files. The last value is for code -1.
    """
    names = [set(text.split()[:MOST]) - _weak() for text in column.texts]
    words = sorted(set().union(*names))
    number = max(_distinct(column), 2)
    # A word that is in one name only is rarer than one in all names.
    share = np.log2(np.maximum(words_used(column, words) - 0.5, 0.5) / number)
    weight = dict(zip(words, share.tolist(), strict=True))
    drawn = [
        np.log2(number) + sum(weight[word] for word in name) - ALONE * (len(name) == 1)
        for name in names
    ]
    return np.append(np.clip(-USUAL - np.array(drawn), -6.0, 4.0), 0.0).astype(np.float32)


def _distinct(column: Coded) -> int:
    return column.known.distinct if column.known is not None else len(column.values)
