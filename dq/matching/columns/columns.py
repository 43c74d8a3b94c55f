"""Text columns as numbers: every distinct value once, and an array of codes that point at it.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute

from dq.matching.columns.term_frequency import Frequencies, term_frequencies

# Its functions are made at import, so the type checker cannot see them.
pc: Any = pyarrow.compute

Made = TypeVar("Made")

_PRIME = np.uint64(0x100000001B3)
_BASIS = np.uint64(0xCBF29CE484222325)


@dataclass(frozen=True)
class Coded:
    """A text column: `codes` (int32, -1 = empty) into distinct `values`.

    `known` and `words` are the frequencies of values and words in the whole file, where this
    column is a part of it. What has been made of the values is kept in `_made`.
    """

    codes: np.ndarray
    values: pa.Array
    known: Frequencies | None = None
    words: Frequencies | None = None
    _made: dict[Callable, Any] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def texts(self) -> np.ndarray:
        """The values as an array of Python strings."""
        return np.array([*self.values.to_pylist(), ""], dtype=object)[:-1]

    @cached_property
    def lengths(self) -> np.ndarray:
        """The number of characters of each value; 0 for code -1."""
        return np.append(pc.utf8_length(self.values).to_numpy(), 0)

    @cached_property
    def starts(self) -> np.ndarray:
        """The first two letters of each value as numbers; 0 for code -1."""
        heads = pc.utf8_slice_codeunits(self.values, 0, 2).dictionary_encode()
        letters = [[ord(c) for c in head.ljust(2)] for head in heads.dictionary.to_pylist()]
        table = np.array([*letters, [0, 0]], np.int32)
        return np.concatenate([table[heads.indices.to_numpy()], table[-1:]])

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows have each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    @cached_property
    def frequencies(self) -> np.ndarray:
        """How many records of the whole file have each value."""
        return self.counts if self.known is None else self.known.of(hashes(self.values))

    @cached_property
    def term_frequency(self) -> np.ndarray:
        """How rare each value is, see `term_frequencies`."""
        return term_frequencies(self.frequencies, self.known)

    @cached_property
    def rarest(self) -> float:
        """The term frequency of a value that two records share and no other."""
        return float(
            term_frequencies(np.array([2]), self.known or Frequencies.of_counts(self.counts))[0]
        )

    @cached_property
    def hashes(self) -> np.ndarray:
        """A 64-bit key of each row's value that depends on the value alone; 0 = empty."""
        return np.append(hashes(self.values), np.uint64(0))[self.codes]

    def each(self, change: Callable[[str], str]) -> np.ndarray:
        """`change` of each distinct value, remembered; "" for code -1."""
        if change not in self._made:
            texts = [*map(change, self.values.to_pylist()), ""]
            self._made[change] = np.array(texts, dtype=object)
        return self._made[change]

    def once(self, make: Callable[["Coded"], Made]) -> Made:
        """What `make` makes of the column, remembered."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def map(self, change: Callable[[str], str]) -> "Coded":
        """The column with `change` done to each distinct value; "" becomes empty."""
        return recode(pa.array([change(text) for text in self.values.to_pylist()]), self.codes)


def cut(column: pa.ChunkedArray, most: int) -> pa.ChunkedArray:
    """A column of texts with the first `most` characters of each; of most columns the same."""
    coded = pa.types.is_dictionary(column.type)
    texts = [part.dictionary if coded else part.cast(pa.string()) for part in column.chunks]
    if all((pc.max(pc.binary_length(part)).as_py() or 0) <= most for part in texts):
        return column
    plain = column.cast(pa.string())
    short = pc.utf8_slice_codeunits(plain, 0, most)
    return short.dictionary_encode() if coded else short


def encode(column: pa.Array | pa.ChunkedArray) -> Coded:
    """Number a text column's values in order of appearance; null and "" are empty."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    values = column.dictionary
    empty = pc.index(values, "").as_py()
    if empty >= 0:
        values = pa.concat_arrays([values[:empty], values[empty + 1 :]])
        codes = np.where(codes > empty, codes - 1, np.where(codes == empty, -1, codes))
    return Coded(codes.astype(np.int32, copy=False), values)


def numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Equal keys (not negative) numbered in order of appearance, and whether a row is the first."""
    rows, new = _by_key(keys, int(keys.max(initial=0)) + 1)
    first = np.zeros(len(keys), bool)
    first[rows[new]] = True
    number = (np.cumsum(first, dtype=np.int32) - 1)[rows[new]]
    codes = np.empty(len(keys), np.int32)
    codes[rows] = number[np.cumsum(new, dtype=np.int32) - 1]
    return codes, first


def positions(lengths: np.ndarray) -> np.ndarray:
    """0, 1, .. length - 1 for each length, one after the other."""
    total = int(lengths.sum())
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.arange(total) - starts


def ranked(keys: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys (0 to `size` - 1) in ascending order, and the place of each key there."""
    if size <= 4 * len(keys):
        there = np.zeros(size, bool)
        there[keys] = True
        return np.flatnonzero(there), (np.cumsum(there, dtype=np.int32) - 1)[keys]
    rows, new = _by_key(keys, size)
    place = np.empty(len(keys), np.int32)
    place[rows] = np.cumsum(new, dtype=np.int32) - 1
    return keys[rows[new]], place


def _by_key(keys: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows ordered by key, those of one key ascending, and where a new key begins."""
    new = np.ones(len(keys), bool)
    bits = np.uint64(max(len(keys) - 1, 1).bit_length())
    if (size - 1).bit_length() + int(bits) > 64:
        rows = np.argsort(keys, kind="stable")
        new[1:] = keys[rows[1:]] != keys[rows[:-1]]
        return rows.astype(np.int32), new
    # One sort of key and row together is several times faster than argsort.
    packed = (keys.astype(np.uint64) << bits) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    rows = (packed & ~(~np.uint64(0) << bits)).astype(np.int32)
    packed >>= bits
    new[1:] = packed[1:] != packed[:-1]
    return rows, new


def compact(column: Coded) -> Coded:
    """The column with only the values that some row has, in the same order."""
    used = np.zeros(len(column.values) + 1, bool)
    used[column.codes] = True
    used[-1] = False
    place = np.append(np.cumsum(used[:-1]) - 1, -1).astype(np.int32)
    return Coded(place[column.codes], column.values.filter(pa.array(used[:-1])))


def recode(values: pa.Array, codes: np.ndarray) -> Coded:
    """A column of `codes` into `values` that may hold the same value twice, or "" or null."""
    inner = encode(values)
    return Coded(np.append(inner.codes, np.int32(-1))[codes], inner.values)


def hashes(values: pa.Array) -> np.ndarray:
    """FNV-1a over the bytes of each value, all values one byte further per round; never 0."""
    if not len(values):
        return np.zeros(0, np.uint64)
    offsets, raw = text_bytes(values)
    length = np.diff(offsets)
    order = np.argsort(-length, kind="stable")
    result = np.full(len(values), _BASIS)
    start, longest_first = offsets[:-1][order], length[order]
    running = np.full(len(values), _BASIS)
    places = np.arange(longest_first[0])
    longer = np.searchsorted(-longest_first, -places, side="left")  # than each place
    with np.errstate(over="ignore"):
        for place, busy in zip(places.tolist(), longer.tolist(), strict=True):
            part = running[:busy]
            part ^= raw[start[:busy] + place]
            part *= _PRIME
    result[order] = mix(running)
    return result


def text_bytes(values: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where each text starts (and the last one ends) in the bytes of all texts, and these."""
    values = pa.concat_arrays([values])  # an offset of zero
    _, offsets, data = values.buffers()
    starts = np.frombuffer(offsets, np.int32)[: len(values) + 1].astype(np.int64)
    letters = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return starts, letters[: starts[-1]]


def mix(key: np.ndarray) -> np.ndarray:
    """Spread the bits of 64-bit keys (the finaliser of splitmix64); 0 stays 0."""
    with np.errstate(over="ignore"):
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return key ^ (key >> np.uint64(31))


def combine(*parts: np.ndarray) -> np.ndarray:
    """One 64-bit key of several; 0 (empty) where any part is empty."""
    with np.errstate(over="ignore"):
        key = parts[0].copy()
        for part in parts[1:]:
            key = mix(key * np.uint64(0x9E3779B97F4A7C15) + part)
    for part in parts:
        key[part == 0] = 0
    return key
