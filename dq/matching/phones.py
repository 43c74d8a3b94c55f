"""Phone numbers: read from all notations, told apart from a team's number, and compared."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching.columns import encode, pc
from dq.matching.rarity import Frequencies
from dq.matching.recipe import Field
from dq.matching.sharing import shared
from dq.matching.whole import Whole


@dataclass(frozen=True)
class Phone:
    """Numbers as integers, national where Dutch; 0 = empty. `shared` marks a team's number."""

    number: np.ndarray
    shared: np.ndarray
    known: Frequencies | None = None

    @cached_property
    def frequencies(self) -> np.ndarray:
        """Per row how many records of the whole file have its number."""
        if self.known is not None:
            return self.known.of(self.number.astype(np.uint64))
        _, codes, counts = np.unique(self.number, return_inverse=True, return_counts=True)
        return counts[codes]


def read(
    one: Field, parsed: dict[str, np.ndarray], users: np.ndarray | None, whole: Whole | None
) -> Phone:
    """The first number of the right sort (mobile or not) among the field's columns.

    :param parsed: the numbers of each column
    """
    found = [parsed[name] for name in one.columns if name in parsed]
    number = np.zeros(len(found[0]), np.int64)
    if len(found) == 1:
        number = found[0]
    for column in found if len(found) > 1 else ():
        right_sort = _is_mobile(column) == (one.kind == "mobile")
        number = np.where((number == 0) & right_sort, column, number)
    if whole is not None:
        team = whole.is_shared(one.name, number.astype(np.uint64))
        return Phone(number, team, whole.frequencies.get(one.name))
    _, codes = np.unique(number, return_inverse=True)
    codes = np.where(number == 0, -1, codes).astype(np.int32)
    return Phone(number, shared(codes, users))


def _is_mobile(number: np.ndarray) -> np.ndarray:
    return (number >= 600_000_000) & (number < 700_000_000)


def numbers(column: pa.ChunkedArray) -> np.ndarray:
    """The last nine digits without country and trunk code; fewer than six are no number."""
    coded = encode(column)
    digits = pc.replace_substring_regex(coded.values, r"\(0\)|[^0-9]", "")
    digits = pc.replace_substring_regex(digits, r"^(?:0031|31|0)0?(\d{9})$", r"\1")
    digits = pc.utf8_slice_codeunits(digits, -9)
    long = pc.greater_equal(pc.utf8_length(digits), 6)
    digits = pc.if_else(long, digits, "0")
    return np.append(digits.cast(pa.int64()).to_numpy(), 0)[coded.codes]


def compare(phone: Phone, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `recipe.LEVELS["phone"]`."""
    one, two = phone.number[left], phone.number[right]
    known = (one > 0) & (two > 0)
    levels = np.where(known, 4, 0).astype(np.int8)
    same = known & (one == two)
    others = np.flatnonzero(known & ~same)
    levels[others[_one_digit_off(one[others], two[others])]] = 3
    levels[same] = np.where(phone.shared[left[same]], 2, 1)
    rarity = np.zeros(len(left), np.float32)
    rarity[same] = -np.log2(np.maximum(phone.frequencies[left[same]], 2) / 2.0)
    return levels, rarity


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
