"""Phone numbers: read from all notations, told apart from a team's number, and compared.

Tested in tests/matching/values/test_normalise.py.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import numbered, pc, text_bytes
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.values.sharing import shared

# Fewer digits are no number.
LEAST = 6
# Numbers that nobody has: one digit again and again.
_SAME = {size: np.array([int(digit * size) for digit in "0123456789"]) for size in (6, 7, 8)}


@dataclass(frozen=True)
class Phone:
    """Numbers as integers, national where Dutch; 0 = empty. `shared` marks a team's number.

    `codes` number the numbers, -1 = empty.
    """

    number: np.ndarray
    codes: np.ndarray
    shared: np.ndarray
    known: Frequencies | None = None

    @cached_property
    def frequencies(self) -> np.ndarray:
        """Per row how many records of the whole file have its number; 0 where it has none."""
        if self.known is not None:
            return self.known.of(self.number.astype(np.uint64))
        counts = np.bincount(self.codes[self.codes >= 0], minlength=1)
        return np.where(self.codes >= 0, counts[np.maximum(self.codes, 0)], 0)


def read(columns: list[np.ndarray], mobile: bool) -> Phone:
    """The first number of the right sort (mobile or not) of several columns; of one column all."""
    number = columns[0] if len(columns) == 1 else np.zeros(len(columns[0]), np.int64)
    for column in columns if len(columns) > 1 else ():
        number = np.where((number == 0) & (_is_mobile(column) == mobile), column, number)
    rows = np.flatnonzero(number)
    codes = np.full(len(number), -1, np.int32)
    codes[rows], _ = numbered(number[rows])
    return Phone(number, codes, np.zeros(len(number), bool))


def among(
    phone: Phone, name: str, users: np.ndarray | None, population: Population | None
) -> Phone:
    """Numbers with what the file as a whole says: which are shared, how common each is."""
    if population is None:
        return replace(phone, shared=shared(phone.codes, users))
    team = population.is_shared(name, phone.number.astype(np.uint64))
    return replace(phone, shared=team, known=population.frequencies.get(name))


def _is_mobile(number: np.ndarray) -> np.ndarray:
    return (number >= 600_000_000) & (number < 700_000_000)


def numbers(column: pa.ChunkedArray) -> np.ndarray:
    """The last nine digits, so without country and trunk code; fewer than six are no number."""
    texts = pc.fill_null(column.combine_chunks().cast(pa.string()), "")
    inner = pc.match_substring(texts, "(0)")  # the trunk code between brackets, also abroad
    if pc.any(inner).as_py():
        national = pc.replace_substring(texts.filter(inner), "(0)", "")
        texts = pc.replace_with_mask(texts, inner, national)
    offsets, letters = text_bytes(texts)
    digit = (letters >= 48) & (letters < 58)
    digits = letters[digit] - np.uint8(48)
    # How many digits come before each text, and so where its digits end.
    before = np.append(0, np.cumsum(digit, dtype=np.int32))[offsets]
    rows = np.flatnonzero(np.diff(before) >= LEAST)
    start, end = before[:-1][rows], before[1:][rows]
    found = np.zeros(len(rows), np.int32)  # nine digits fit
    for place in range(1, 10):
        spot = end - place
        part = digits[spot] * np.int32(10 ** (place - 1))
        if place > LEAST:
            part[spot < start] = 0
        found += part
    number = np.zeros(len(texts), np.int64)
    number[rows] = found
    return number


def number(text: str) -> int:
    """The same of one text; 0 where it is no number."""
    return int(numbers(pa.chunked_array([[text]]))[0])


def believed_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """The numbers of a column that somebody may have; 0 for the others."""
    return believed(numbers(column))


def believed(number: np.ndarray) -> np.ndarray:
    """Numbers, with 0 for those that only fill the cell: 06-00000000, 1111111.

    Of a number of more than eight digits the last eight tell.
    """
    # By their last three digits nearly all other numbers are known to be none of these.
    rows = np.flatnonzero((number % 1000 % 111 == 0) & (number > 0))
    found = number[rows]
    filling = np.isin(found % 100_000_000, _SAME[8])
    filling |= np.isin(found, np.append(_SAME[6], _SAME[7]))
    if not filling.any():
        return number
    number = number.copy()
    number[rows[filling]] = 0
    return number


def compare(phone: Phone, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `PHONE`, and term frequencies."""
    one, two = phone.codes[left], phone.codes[right]
    known = (one >= 0) & (two >= 0)
    levels = np.where(known, np.int8(4), np.int8(0))
    equal = one == two
    same, others = np.flatnonzero(known & equal), np.flatnonzero(known & ~equal)
    near = _one_digit_off(phone.number[left[others]], phone.number[right[others]])
    levels[others[near]] = 3
    levels[same] = np.where(phone.shared[left[same]], 2, 1)
    term_frequency = np.zeros(len(left), np.float32)
    term_frequency[same] = -np.log2(np.maximum(phone.frequencies[left[same]], 2) / 2.0)
    return levels, term_frequency


def _one_digit_off(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Whether numbers differ in one digit, or in two neighbours that changed places."""
    result = np.zeros(len(one), bool)
    # Nearly all such pairs are equal in their first four or their last five digits.
    maybe = np.flatnonzero((one // 100_000 == two // 100_000) | (one % 100_000 == two % 100_000))
    result[maybe] = _digits_off(one[maybe], two[maybe])
    return result


def _digits_off(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    result = np.zeros(len(one), bool)
    difference = np.abs(one - two)
    step = 1
    for _ in range(9):
        # One digit: the difference is d * 10^k; neighbours: d * 9 * 10^k.
        digits, remainder = np.divmod(difference, step)
        exact = (remainder == 0) & (digits > 0)
        high_same = one // (step * 10) == two // (step * 10)
        result |= exact & high_same & (digits < 10)
        a, b = one // step % 100, two // step % 100
        turned = (a % 10 == b // 10) & (a // 10 == b % 10)
        result |= exact & (one // (step * 100) == two // (step * 100)) & turned
        step *= 10
    return result
