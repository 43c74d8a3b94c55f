"""Blocking: which pairs of records are worth comparing, by keys that duplicates tend to share."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dq.matching.columns import Coded, combine, encode
from dq.matching.compare_companies import telling
from dq.matching.recipe import Recipe
from dq.matching.records import Records
from dq.matching.threads import workers

Pairs = tuple[np.ndarray, np.ndarray]
# The biggest block of records that share a word.
TOKEN_CAP = 30


@dataclass(frozen=True)
class Key:
    """A blocking key: atoms that must all be equal, the biggest block compared as a whole, and
    the atom that splits a bigger one."""

    atoms: tuple[str, ...]
    cap: int
    finer: tuple[str, ...] = ()


@dataclass
class Dropped:
    """What the caps kept from comparison: per key the number of blocks and of records in them."""

    blocks: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)


def keys(recipe: Recipe) -> list[Key]:
    """The keys that follow from the recipe's kinds."""
    found: list[Key] = []
    if recipe.stratum and recipe.person:
        found += [
            Key(("stratum", "sound"), 40, ("initial",)),
            Key(("stratum", "callname"), 30, ("sound1",)),
            Key(("stratum", "unordered"), 30),
            Key(("stratum", "sound_of_given"), 30, ("initial_of_surname",)),
        ]
    if recipe.person:
        found += [
            Key(("unordered",), 8, ("stratum",)),
            Key(("callname", "sound"), 6),
        ]
    if recipe.person and not recipe.stratum:
        found += [Key(("sounds",), 30), Key(("sound", "initial"), 30), Key(("callname",), 20)]
    for one in recipe.fields:
        name = one.name
        if one.kind == "email":
            found.append(Key((name,), 30, ("sound",) if recipe.person else ()))
            if recipe.person:
                found.append(Key((f"{name}.local", "sound"), 20))
            if not recipe.stratum:
                found.append(Key((f"{name}.local",), 30))
        elif one.kind in ("phone", "mobile"):
            if recipe.person:
                found += [Key((name,), 30, ("sound",))]
            else:
                found += [Key((name,), 40)]
        elif one.kind in ("identifier", "website"):
            found += [Key((name,), 40)]
        elif one.kind == "date":
            if recipe.person:
                found += [Key((name,), 40, ("initial",)), Key((f"{name}.year", "sound"), 30)]
                found += [Key((f"{name}.month_day", "callname"), 30)]
                found += [Key((f"{name}.month_day", "initial"), 30)]
                found += [Key((f"{name}.year", "callname"), 30)]
        elif one.kind == "place" and recipe.person and not recipe.stratum:
            found += [Key((name, "sound"), 30), Key((name, "callname"), 30)]
        elif one.kind == "postcode":
            if recipe.person:
                found += [Key((name, "sound"), 30)]
                if not recipe.stratum:
                    found += [Key((name, "callname"), 40)]
        elif one.kind == "company" and not recipe.person:
            found += [Key((name,), 60), Key((f"{name}.squeezed",), 40)]
        elif one.kind == "department" and recipe.stratum:
            found += [Key(("stratum", name), 60), Key(("stratum", f"{name}.squeezed"), 40)]
        elif one.kind in ("text", "address") and recipe.person and not recipe.stratum:
            found += [Key((name, "callname"), 30), Key((name, "sound"), 30)]
    return found


class Atoms:
    """The 64-bit keys of records, made when first asked for; 0 = empty.

    :param lasting: keys that depend on the value alone, to compare with those of other records;
        else they only tell these records apart, which costs no look at each letter
    """

    def __init__(self, records: Records, *, lasting: bool = True) -> None:
        self.records, self.lasting = records, lasting
        self.known: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.known:
            self.known[name] = self._make(name)
        return self.known[name]

    def _make(self, name: str) -> np.ndarray:
        records = self.records
        if name == "stratum":
            return records.stratum_hashes
        head, _, part = name.partition(".")
        if head not in records.columns:
            return self._of_name(name)
        kind = next(f.kind for f in records.recipe.fields if f.name == head)
        if kind == "email":
            email = records.email(head)
            return self._of(email.local if part else email.whole)
        if kind in ("phone", "mobile"):
            return records.phone(head).number.astype(np.uint64)
        column = records.text(head)
        if part:
            column = column.map(_PARTS[part])
        return self._of(column)

    def _of(self, column: Coded) -> np.ndarray:
        return column.hashes if self.lasting else (column.codes + 1).astype(np.uint64)

    def _of_name(self, name: str) -> np.ndarray:
        names = self.records.names
        assert names is not None, name
        if name == "sound":
            return names.sounds[names.surname]
        if name == "sound1":
            return names.letters[names.surname, 0].astype(np.uint64)
        if name == "callname":
            return names.callnames[names.given]
        if name == "initial":
            return names.letters[names.given, 0].astype(np.uint64)
        if name == "sound_of_given":
            return names.sounds[names.given]
        if name == "initial_of_surname":
            return names.letters[names.surname, 0].astype(np.uint64)
        if name == "sounds":
            one, two = names.sounds[names.given], names.sounds[names.surname]
            return combine(np.minimum(one, two), np.maximum(one, two))
        assert name == "unordered", name
        given, surname = names.hashes[names.given], names.hashes[names.surname]
        return combine(np.minimum(given, surname), np.maximum(given, surname))


_PARTS = {
    "year": lambda text: text[:4],
    "month_day": lambda text: text[4:],
    "squeezed": lambda text: text.replace(" ", "")[:12],
}


def candidates(records: Records, atoms: Atoms | None = None) -> tuple[Pairs, Dropped]:
    """Pairs of row numbers (left < right), each once and ascending, and what was left out."""
    atoms = atoms or Atoms(records, lasting=False)
    dropped = Dropped()
    size = max(len(records), 2)
    wanted = keys(records.recipe)
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
    left, right = _unpack(_once(packed), size)
    if records.apart is not None:
        together = records.apart[left] == records.apart[right]
        left, right = left[together], right[together]
    return (left, right), dropped


def token_fields(recipe: Recipe) -> list[str]:
    """Fields whose single words are keys as well."""
    if recipe.person:
        return []
    return [one.name for one in recipe.fields if one.kind in ("company", "text", "address")]


def _once(packed: np.ndarray) -> np.ndarray:
    """Ascending, each once; sorting is much faster here than numpy's hashing `unique`."""
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
        more, left_out = _in_blocks(value[value != 0], rest[value != 0], key.cap, size)
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
    rest = packed[_members(start[big], lengths[big])].astype(np.int64)
    row = packed[_members(start[small], lengths[small])]
    left, right = within(lengths[small])
    one, two = row[left], row[right]
    return np.minimum(one, two) * np.uint64(size) + np.maximum(one, two), rest


def _members(start: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The places of all members of blocks that begin at `start`."""
    return np.repeat(start, lengths) + _positions(lengths)


def within(lengths: np.ndarray) -> Pairs:
    """The places of all pairs inside blocks of these lengths that lie one after the other."""
    after = np.repeat(lengths, lengths) - 1 - _positions(lengths)
    # Row i of a block meets every later row: repeat it as often, and count upwards from it.
    left = np.repeat(np.arange(len(after)), after)
    return left, left + 1 + _positions(after)


def block_of(value: np.ndarray, size: int) -> np.ndarray:
    """The block of each key, in the high bits: as many as row numbers below `size` leave."""
    bits = np.uint64(max(size - 1, 1).bit_length())
    return mix_high(value) >> bits << bits


def mix_high(value: np.ndarray) -> np.ndarray:
    """Spread a key over the high bits, which are the ones that sorting keeps."""
    with np.errstate(over="ignore"):
        return value * np.uint64(0x9E3779B97F4A7C15)


def _positions(lengths: np.ndarray) -> np.ndarray:
    """0, 1, .. length - 1 for each length, one after the other."""
    total = int(lengths.sum())
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.arange(total) - starts


def _unpack(packed: np.ndarray, size: int) -> Pairs:
    left, right = np.divmod(packed, np.uint64(size))
    return left.astype(np.int32), right.astype(np.int32)


def _token_pairs(records: Records, name: str, size: int) -> np.ndarray:
    """Pairs that share an uncommon word, or two neighbouring ones, of a name or text."""
    keys, rows = tokens(records, name)
    pairs, _ = _in_blocks(keys, rows, TOKEN_CAP, size)
    one, two = np.divmod(pairs, np.uint64(size))
    return pairs[one != two]


def _one_letter_less(text: str) -> set[str]:
    """A name without spaces as it is, with its words in order of the alphabet, and with each
    letter left out: two names that are one slip apart share at least one of these. Marked, so as
    not to be taken for words."""
    told = telling(text)
    name = told.whole
    less = (f"-{name[:at]}{name[at + 1 :]}" for at in range(len(name)))
    return {f"-{name}", f"={told.in_any_order}", *less}


def tokens(records: Records, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A key for each word, and each two neighbouring words, of each row; and that row.

    An organisation's name has a key for each slip in it as well.
    """
    column = records.text(name)
    organisation = any(f.name == name and f.kind == "company" for f in records.recipe.fields)
    owner: list[int] = []
    words: list[str] = []
    for code, text in enumerate(column.texts):
        tokens = text.split()
        found = {t for t in tokens if len(t) > 2 and not t.isdigit()}
        found |= {f"{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False)}
        if organisation:
            found |= _one_letter_less(text)
        owner += [code] * len(found)
        words += sorted(found)
    coded = encode(pa.array(words, pa.string()))
    order = np.argsort(column.codes, kind="stable")
    counts = column.counts
    first = np.cumsum(counts) - counts + int((column.codes < 0).sum())
    of = np.array(owner, np.int64)
    repeat = counts[of]
    rows = order[np.repeat(first[of], repeat) + _positions(repeat)]
    return np.repeat(coded.hashes, repeat), rows
