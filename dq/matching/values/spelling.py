"""The words of names and how they sound, for many names at once.

Tested in tests/matching/values/test_normalise.py.
"""

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc, text_bytes
from dq.matching.values import normalise

# What `normalise.SINGLE` makes of each byte; 0 = it goes.
_BYTE = np.arange(256, dtype=np.uint8)
for _letter, _by in normalise.SINGLE.items():
    _BYTE[_letter] = _by or 0


def words(values: pa.Array, most: int = 3) -> tuple[np.ndarray, list[str]]:
    """The first words of each value as codes (-1 = fewer) into the distinct words, and these."""
    split = pc.split_pattern(values, " ")
    row = pc.list_parent_indices(split).to_numpy()
    coded = pc.list_flatten(split).dictionary_encode()
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(values)))[row]
    kept = place < most
    found = np.full((len(values), most), -1, np.int32)
    found[row[kept], place[kept]] = coded.indices.to_numpy()[kept]
    return found, coded.dictionary.to_pylist()


def sounds(values: pa.Array) -> pa.Array:
    """`normalise.sound` of each value."""
    keys = values
    for pair, by in normalise.PAIRS:
        keys = pc.replace_substring(keys, pair, by)
    offsets, letters = text_bytes(keys)
    offsets, letters = _kept(offsets, _BYTE[letters], _BYTE[letters] != 0)
    # A letter goes when the one before it, in the same name, is the same.
    new = np.ones(len(letters), bool)
    new[1:] = letters[1:] != letters[:-1]
    new[offsets[:-1][np.diff(offsets) > 0]] = True
    offsets, letters = _kept(offsets, letters, new)
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(letters)]
    keys = pa.Array.from_buffers(pa.string(), len(values), buffers)
    silent = pc.equal(pc.binary_length(keys), 0)
    keys = pc.if_else(silent, pc.utf8_slice_codeunits(values, 0, 1), keys)
    foreign = pc.invert(pc.string_is_ascii(values))
    if pc.any(foreign).as_py():
        some = [normalise.sound(text) for text in values.filter(foreign).to_pylist()]
        keys = pc.replace_with_mask(keys, foreign, pa.array(some, pa.string()))
    return keys


def _kept(
    offsets: np.ndarray, letters: np.ndarray, mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Texts with only the masked letters."""
    return np.append(0, np.cumsum(mask, dtype=np.int64))[offsets], letters[mask]
