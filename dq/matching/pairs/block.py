"""Blocking: which pairs of records are worth comparing, by keys that duplicates tend to share.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dq.matching.columns.columns import combine, positions
from dq.matching.columns.threads import workers
from dq.matching.pairs.keys import Atoms, Key, token_fields, tokens
from dq.matching.records.records import Records

Pairs = tuple[np.ndarray, np.ndarray]
# The biggest block of records that share a word.
TOKEN_CAP = 30


@dataclass
class Dropped:
    """What the caps kept from comparison: per key the number of blocks and of records in them."""

    blocks: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)


def candidates(
    records: Records, wanted: Sequence[Key], atoms: Atoms | None = None
) -> tuple[Pairs, Dropped]:
    """Pairs of row numbers (left < right), each once and ascending, and what was left out."""
    atoms = atoms or Atoms(records, lasting=False)
    dropped = Dropped()
    size = max(len(records), 2)
    for name in dict.fromkeys(atom for key in wanted for atom in (*key.atoms, *key.finer)):
        atoms[name]  # made here, before threads ask for it at once
    # Sorting and counting leave the interpreter, so two threads are nearly twice as fast.
    with workers(size) as pool:
        made = list(pool.map(lambda key: _pairs_of(key, atoms, size), wanted))
    found = [pairs for pairs, _, _ in made]
    for key, (_, blocks, left_out) in zip(wanted, made, strict=True):
        if left_out:
            name = "+".join(key.atoms)
            dropped.blocks[name], dropped.records[name] = blocks, left_out
    del made
    found += [_token_pairs(records, name, size) for name in token_fields(records.recipe)]
    packed = np.concatenate(found) if found else np.zeros(0, np.uint64)
    del found
    left, right = _unpack(once(packed), size)
    if records.apart is not None:
        together = records.apart[left] == records.apart[right]
        left, right = left[together], right[together]
    return (left, right), dropped


def once(packed: np.ndarray) -> np.ndarray:
    """Ascending, each once; `packed` itself is sorted for it.

    Sorting is much faster here than numpy's hashing `unique`.
    """
    packed.sort()
    new = np.ones(len(packed), bool)
    new[1:] = packed[1:] != packed[:-1]
    return packed[new]


def _pairs_of(key: Key, atoms: Atoms, size: int) -> tuple[np.ndarray, int, int]:
    """The pairs of one key, packed, and how many blocks and records its cap left out."""
    value = combine(*(atoms[name] for name in key.atoms))
    rows = np.flatnonzero(value)
    pairs, rest = _in_blocks(value[rows], rows, key.cap, size)
    value = value[rest]
    if len(rest) and key.finer:
        value = combine(value, *(atoms[name][rest] for name in key.finer))
        more, left_out = _in_blocks(value[value != 0], rest[value != 0], key.last_cap, size)
        pairs = np.concatenate([pairs, more])
        value = value[np.isin(rest, left_out)]
    return pairs, len(np.unique(value)), len(value)


def _in_blocks(
    value: np.ndarray, rows: np.ndarray, cap: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of rows with one value, packed; and the rows of blocks over `cap`."""
    bits = np.uint64(max(size - 1, 1).bit_length())
    # One sort of key and row together is several times faster than argsort. The key loses its
    # lowest bits, so once in a while two blocks become one: a few pairs more, never less.
    packed = block_of(value, size)
    packed |= rows.astype(np.uint64)
    packed.sort()
    block = packed >> bits
    start = np.flatnonzero(np.append(True, block[1:] != block[:-1])) if len(block) else rows[:0]
    lengths = np.diff(np.append(start, len(block)))
    packed &= ~(~np.uint64(0) << bits)
    big, small = lengths > cap, (lengths > 1) & (lengths <= cap)
    rest = packed[members(start[big], lengths[big])].astype(np.int64)
    row = packed[members(start[small], lengths[small])]
    left, right = within(lengths[small])
    one, two = row[left], row[right]
    return np.minimum(one, two) * np.uint64(size) + np.maximum(one, two), rest


def members(start: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The places of all members of blocks that begin at `start`."""
    return np.repeat(start, lengths) + positions(lengths)


def within(lengths: np.ndarray) -> Pairs:
    """The places of all pairs inside blocks of these lengths that lie one after the other."""
    after = np.repeat(lengths, lengths) - 1 - positions(lengths)
    # Row i of a block meets every later row: repeat it as often, and count upwards from it.
    left = np.repeat(np.arange(len(after)), after)
    return left, left + 1 + positions(after)


def block_of(value: np.ndarray, size: int) -> np.ndarray:
    """The block of each key, in the high bits: as many as row numbers below `size` leave."""
    bits = np.uint64(max(size - 1, 1).bit_length())
    return mix_high(value) >> bits << bits


def mix_high(value: np.ndarray) -> np.ndarray:
    """Spread a key over the high bits, which are the ones that sorting keeps."""
    with np.errstate(over="ignore"):
        return value * np.uint64(0x9E3779B97F4A7C15)


def _unpack(packed: np.ndarray, size: int) -> Pairs:
    left, right = np.divmod(packed, np.uint64(size))
    return left.astype(np.int32), right.astype(np.int32)


def _token_pairs(records: Records, name: str, size: int) -> np.ndarray:
    """Pairs that share an uncommon word, or two neighbouring ones, of a name or text."""
    keys, rows = tokens(records, name)
    pairs, _ = _in_blocks(keys, rows, TOKEN_CAP, size)
    one, two = np.divmod(pairs, np.uint64(size))
    return pairs[one != two]
