"""Comparing texts, places, dates, numbers and organisations' names, on distinct values only.

Tested in tests/matching/pairs/test_compare.py.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from dq.matching.columns.columns import Coded, hashes
from dq.matching.comparing.names import distinct
from dq.matching.values import organisations

Comparison = Callable[[Coded, np.ndarray, np.ndarray], np.ndarray]


def distance(column: Coded, left: np.ndarray, right: np.ndarray, most: int) -> np.ndarray:
    """Typing errors (OSA) between two rows' values; anything over `most` is `most` + 1."""
    (one, two), back = distinct(column.codes[left], column.codes[right])
    texts = column.texts
    found = process.cpdist(
        texts[one].tolist(), texts[two].tolist(), scorer=OSA.distance, score_cutoff=most
    )
    return np.asarray(found)[back]


def levels_of(
    column: Coded,
    left: np.ndarray,
    right: np.ndarray,
    unequal: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray:
    """0 where a side is empty, 1 where equal, else what `unequal` says of the distinct values."""
    one, two = column.codes[left], column.codes[right]
    known = (one >= 0) & (two >= 0)
    levels = (known & (one == two)).astype(np.int8)
    rows = np.flatnonzero(known & (one != two))
    (a, b), back = distinct(one[rows], two[rows])
    levels[rows] = unequal(a, b)[back]
    return levels


def _cpdist(
    column: Coded, a: np.ndarray, b: np.ndarray, scorer: Callable, cutoff: float
) -> np.ndarray:
    texts = column.texts
    return np.asarray(
        process.cpdist(texts[a].tolist(), texts[b].tolist(), scorer=scorer, score_cutoff=cutoff)
    )


def spelling(column: Coded, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How alike distinct values are spelt (Jaro-Winkler, 0..1); 0 below 0.8."""
    return _cpdist(column, a, b, JaroWinkler.similarity, 0.8)


def same(column: Coded, left: np.ndarray, right: np.ndarray, other: int = 2) -> np.ndarray:
    """1 the same, `other` different."""
    one, two = column.codes[left], column.codes[right]
    known = (one >= 0) & (two >= 0)
    return np.where(known, np.where(one == two, np.int8(1), np.int8(other)), np.int8(0))


def code(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 one slip apart, 3 different: identifiers, places, dates."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        close = _cpdist(column, a, b, OSA.distance, 1) <= 1
        return np.where(close, 2, 3).astype(np.int8)

    return levels_of(column, left, right, unequal)


def date(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 one slip apart or day and month swapped, 3 two of year, month and day equal, 4 two
    slips or one year, 5 different."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        slips = _cpdist(column, a, b, OSA.distance, 2)
        texts = column.texts
        turned = (column.each(_month_first)[a] == texts[b]).astype(bool)
        same = _equal(column, _first_four, a, b)
        parts = same + _equal(column, _month, a, b) + _equal(column, _day, a, b)
        found = [(slips <= 1) | turned, parts >= 2, (slips <= 2) | (same > 0)]
        return np.select(found, [2, 3, 4], 5).astype(np.int8)

    return levels_of(column, left, right, unequal)


def _month_first(text: str) -> str:
    """yyyymmdd with day and month swapped."""
    return text[:4] + text[6:] + text[4:6] if len(text) == 8 else text


def _equal(column: Coded, part: Callable[[str], str], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """1 where a part of two values is the same and there, else 0."""
    of = column.each(part)
    return ((of[a] == of[b]) & (of[a] != "")).astype(bool).astype(np.int8)


def _month(text: str) -> str:
    return text[4:6] if len(text) == 8 else ""


def _day(text: str) -> str:
    return text[6:] if len(text) == 8 else ""


def _first_four(text: str) -> str:
    return text[:4]


def _area(text: str) -> str:
    """The four digits of a Dutch postcode."""
    return text[:4] if len(text) == 6 else text


def _number(text: str) -> str:
    """The first word of an address that is a number."""
    return next((word for word in text.split() if word[0].isdigit()), "")


def _street(text: str) -> str:
    """An address without its numbers."""
    return " ".join(word for word in text.split() if not word[0].isdigit())


def place(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 alike by Jaro-Winkler, 3 different."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.where(_cpdist(column, a, b, JaroWinkler.similarity, 0.9) >= 0.9, 2, 3).astype(
            np.int8
        )

    return levels_of(column, left, right, unequal)


def postcode(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 one slip apart or the same four digits, 3 different."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        area = column.each(_area)
        close = (area[a] == area[b]).astype(bool)
        rest = np.flatnonzero(~close)
        close[rest] = _cpdist(column, a[rest], b[rest], OSA.distance, 1) <= 1
        return np.where(close, 2, 3).astype(np.int8)

    return levels_of(column, left, right, unequal)


def text(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 close (spelling, or all telling words), 3 alike, 4 different."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        shared = word_overlap(column, a, b)
        likeness = spelling(column, a, b)
        close = (likeness >= 0.94) | (shared >= 0.85)
        alike = (likeness >= 0.9) | (shared >= 0.5)
        return np.where(close, 2, np.where(alike, 3, 4)).astype(np.int8)

    return levels_of(column, left, right, unequal)


def website(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 one name in two countries (acme.nl, acme.be), 3 different."""

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        name = column.each(organisations.site)
        same = (name[a] == name[b]) & (name[a] != "")
        return np.where(same.astype(bool), 2, 3).astype(np.int8)

    return levels_of(column, left, right, unequal)


def address(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 exact, 2 same number and street, 3 same number or same street, 4 different.

    Two numbers in one street are two addresses, however alike they are spelt; and one number in two
    streets makes these no more alike.
    """

    def unequal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        shared = word_overlap(column, a, b, _street)
        likeness = spelling(column, a, b)
        number = column.each(_number)
        same = (number[a] == number[b]).astype(bool)
        close = same & ((likeness >= 0.93) | (shared >= 0.5))
        alike = (same & (number[a] != "").astype(bool)) | (shared >= 0.8)
        return np.where(close, 2, np.where(alike, 3, 4)).astype(np.int8)

    return levels_of(column, left, right, unequal)


def word_overlap(
    column: Coded,
    a: np.ndarray,
    b: np.ndarray,
    of: Callable[[str], str] = lambda text: text,
    most: int = 10,
) -> np.ndarray:
    """Cosine of the word sets (0..1), each word weighed by its rarity (tf-idf).

    :param of: the part of a value whose words count
    """
    words: dict[str, int] = {}
    table = np.full((len(column.values) + 1, most), -1, np.int32)
    for row, value in enumerate(column.texts):
        for spot, word in enumerate(dict.fromkeys(of(value).split()[:most])):
            table[row, spot] = words.setdefault(word, len(words))
    used = np.bincount(table[table >= 0], minlength=max(len(words), 1))
    distinct = len(column.values)
    if column.words is not None and column.known is not None:
        used = column.words.of(hashes(pa.array(list(words), pa.string())))
        distinct = column.known.distinct
    weight = np.append(np.log(1 + distinct / np.maximum(used, 1)) ** 2, 0.0)
    norm = np.sqrt(weight[table].sum(axis=1))
    total = np.zeros(len(a))
    for i in range(most):
        one = table[a, i]
        if not (one >= 0).any():
            break
        hit = ((table[b] == one[:, None]) & (one >= 0)[:, None]).any(axis=1)
        total += np.where(hit, weight[one], 0.0)
    return total / np.maximum(norm[a] * norm[b], 1e-9)
