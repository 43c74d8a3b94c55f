"""What of a card's own name its e-mail address spells: p.fokkerink@ of P. Fokkerink.

Tested in tests/matching/values/test_in_address.py.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import pyarrow as pa
from numpy.lib.stride_tricks import sliding_window_view

from dq.matching.columns.columns import Coded, hashes, pc, text_bytes
from dq.matching.values import lists
from dq.matching.values.names import Names

# Letters that are looked at of an address and of a name; few have more.
WIDTH = 24
# Rows are read in parts that fit in the processor's cache.
CHUNK = 100_000
# Shorter last names are in too many addresses by chance.
SHORTEST = 3
# As many letters before a last name are initials, more are a name.
MOST_INITIALS = 3
_VAN = re.compile(r"(?<=.)(?:van(?:de[nr]?|t)?|vd)$")
_LEADING_VAN = re.compile(r"^(?:van(?:de[nr]?|t)?|vd)(?=.{3})")
_LEADING_DE = re.compile(r"^(?:de[nr]?|te[nr]?)(?=.{3})")
_PARTICLE = r"^(?:van[._-]?(?:de[nr]?|t)?|vd|de[nr]?|te[nr]?)[._-]*"
# RE2, which Arrow has, looks not ahead: the letter after "de" is put back.
_DE = r"^de([nr])"
# Behind the last name, or behind initials there: berg.vanden.j@, berg.j.vanden@, bergjvanden@.
_BEHIND = r"[._-]+(?:van[._-]?(?:de[nr]?|t)?|vd|de[nr]?|te[nr]?)([._-]|$)|(?:van(?:de[nr]?|t)?|vd)$"
_STOPS = re.compile(r"[._-]+")
_MARKS = re.compile(r"[^a-z]")
# Letters of a last name that is sought in somebody's address.
LEAST = 4


@dataclass(frozen=True)
class InAddress:
    """Per row what the local part of the address spells.

    `surname`: the card's own last name; `given`: its own first name in full; `letter`: its own
    initial (0 = none). `own`: it is made of the card's own names and nothing else is in it.
    `rest`: a few letters beside the last name, as a number (0 = none). `other`: keys (0 = none) of
    what may be another last name in it, with and without "de".
    """

    surname: np.ndarray
    given: np.ndarray
    letter: np.ndarray
    own: np.ndarray
    rest: np.ndarray
    other: np.ndarray

    @cached_property
    def anything(self) -> np.ndarray:
        """Whether it spells anything of the card's own name."""
        return self.surname | self.given | (self.rest > 0)


def read(names: Names, local: Coded) -> InAddress:
    """What the local parts spell, row by row; nothing where there is no address or last name."""
    size = len(names.surname)
    other = np.zeros((size, 2), np.uint64)
    kinds = bool, bool, np.uint8, bool, np.uint32
    found = InAddress(*(np.zeros(size, kind) for kind in kinds), other)
    rows = np.flatnonzero((local.codes >= 0) & (names.surname >= 0))
    known = Letters.of(names.values)
    begun = [np.zeros(0, np.int64)]
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        texts = local.values.take(pa.array(local.codes[some]))
        begun.append(_read(found, some, texts, names, known))
    _without(found, np.concatenate(begun), _BEHIND, r"\1", local, names, known)
    # Few begin with a tussenvoegsel: vandam.s@, devries@; "deruiter" is De Ruiter, not Der Uiter.
    for particle, kept in ((_PARTICLE, ""), (_DE, r"\1")):
        rows = rows[~found.surname[rows] & ~found.own[rows]]
        _without(found, rows, particle, kept, local, names, known)
    rows = rows[~found.surname[rows]]
    texts = local.values.take(pa.array(local.codes[rows])).to_pylist()
    given = names.squeezed[names.called[rows]]
    others = [_other(*both) for both in zip(texts, given, strict=True)]
    for column in (0, 1):
        keys = hashes(pa.array([both[column] for both in others], pa.string()))
        other[rows, column] = np.where([bool(both[column]) for both in others], keys, 0)
    return found


def _without(
    found: InAddress,
    rows: np.ndarray,
    particle: str,
    kept: str,
    local: Coded,
    names: Names,
    known: "Letters",
) -> None:
    """Fill in the rows that have a tussenvoegsel in their address, by what is left without it."""
    texts = local.values.take(pa.array(local.codes[rows]))
    bare = pc.replace_substring_regex(texts, particle, kept)
    new = pc.not_equal(texts, bare)
    _read(found, rows[new.to_numpy(zero_copy_only=False)], bare.filter(new), names, known)


def _other(local: str, given: str) -> tuple[str, str]:
    """What may be the last name in a local part, with and without "de"; "" where it is too short.

    :param given: the card's first name or initials
    """
    parts = [_MARKS.sub("", part) for part in _STOPS.split(local)]
    head, tail = parts[0], "".join(parts[1:])
    if len(tail) < LEAST and len(parts) > 1:
        tail = head  # altena.m@
    elif len(parts) == 1:
        whole = len(given) >= SHORTEST and head.startswith(given)
        tail = head[len(given) :] if whole else head[1:] if head[:1] == given[:1] else head
    tail = _LEADING_VAN.sub("", tail)
    bare = _LEADING_DE.sub("", tail)
    return (tail if len(tail) >= LEAST else "", bare if len(bare) >= LEAST else "")


@dataclass(frozen=True)
class Letters:
    """Texts as their letters a to z alone, from the first on (`starts`) and up to the last
    (`ends`): a row per text, 0 where there is no letter. The last row is that of code -1."""

    starts: np.ndarray
    ends: np.ndarray
    lengths: np.ndarray

    @staticmethod
    def of(values: pa.Array) -> "Letters":
        """The letters of each text."""
        offsets, raw = text_bytes(values)
        kept = (raw >= 97) & (raw <= 122)
        offsets = np.append(0, np.cumsum(kept, dtype=np.int32))[offsets]
        lengths, place = np.diff(offsets), np.arange(WIDTH, dtype=np.int32)
        around = np.zeros(WIDTH, np.uint8)
        # As many letters from each place on, of which those of the text itself are left.
        windows = sliding_window_view(np.concatenate([around, raw[kept], around]), WIDTH)
        starts, ends = (np.zeros((len(values) + 1, WIDTH), np.uint8) for _ in range(2))
        starts[:-1] = windows[offsets[:-1] + WIDTH]
        starts[:-1] *= place < lengths[:, None]
        ends[:-1] = windows[offsets[1:]]
        ends[:-1] *= place >= WIDTH - lengths[:, None]
        return Letters(starts, ends, np.append(lengths, 0))

    def begin(self, codes: np.ndarray, other: "Letters", of: np.ndarray) -> np.ndarray:
        """Which of these texts begin with the other ones, of those that are not empty."""
        return _covered(self.starts[codes], other.starts[of]) & (other.lengths[of] > 0)

    def end(self, codes: np.ndarray, other: "Letters", of: np.ndarray) -> np.ndarray:
        """Which of these texts end with the other ones, of those that are not empty."""
        return _covered(self.ends[codes], other.ends[of]) & (other.lengths[of] > 0)


def _covered(text: np.ndarray, part: np.ndarray) -> np.ndarray:
    return ((text == part) | (part == 0)).all(axis=1)


def _read(
    found: InAddress, rows: np.ndarray, values: pa.Array, names: Names, known: Letters
) -> np.ndarray:
    """Fill in some rows with a last name and an address, of which `values` are the local parts.

    Returns the rows of which the address begins with the last name, and goes on with what is none
    of the card's own names.
    """
    text, at = Letters.of(values), np.arange(len(rows))
    surname, given = names.surname[rows], names.called[rows]
    length, of_surname, of_given = text.lengths[at], known.lengths[surname], known.lengths[given]
    long = of_surname >= SHORTEST
    # A name that only the address tells may be mistyped in it.
    full = (given >= 0) & ~names.initials[given]
    full &= (given == names.given[rows]) | names.in_use[given]
    last, first = text.end(at, known, surname) & long, text.begin(at, known, surname) & long
    head, tail = text.begin(at, known, given) & full, text.end(at, known, given) & full
    both = length >= of_surname + of_given
    alone = head & (length == of_given)
    bits = np.where(given >= 0, names.formal[given], -1)
    beside = length - of_surname
    few = (beside > 0) & (beside <= MOST_INITIALS)
    initial = text.ends[at, WIDTH - np.clip(beside, 1, MOST_INITIALS)]
    after = first & few & _fits(bits, initial)
    after &= (beside == 1) | _marked(values, after & (beside > 1), of_surname)
    found.given[rows] = alone | (both & ((last & head) | (first & tail)))
    found.surname[rows] = last | after | (first & ((length == of_surname) | (both & tail)))
    short = few & _fits(bits, text.starts[at, 0])
    called = _called(rows, values, names, last & ~found.given[rows], beside)
    before = found.given[rows] | short | called
    letter = np.where(last & before, text.starts[at, 0], 0)
    found.letter[rows] = np.where(after & (letter == 0), initial, letter)
    rest = _few(text, last, first, beside)
    found.rest[rows] = np.where(rest > 0, rest, found.rest[rows])
    bare = found.surname[rows] & (length == of_surname)
    found.own[rows] = found.given[rows] | (found.letter[rows] > 0) | bare
    return rows[first & ~found.surname[rows]]


def _marked(values: pa.Array, asked: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Which of the local parts asked for have a mark behind so many letters, or no mark at all:
    smit.sa@ and smitsa@ may be S.A. Smit's, smits.a@ is not."""
    result = np.zeros(len(asked), bool)
    some = np.flatnonzero(asked)
    for place, text in zip(some.tolist(), values.take(pa.array(some)).to_pylist(), strict=True):
        parts = [len(_MARKS.sub("", part)) for part in _STOPS.split(text)]
        result[place] = len(parts) == 1 or lengths[place] in accumulate(parts)
    return result


def _few(text: Letters, last: np.ndarray, first: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The letters before a last name or after it as a number, where they are few; else 0."""
    few = (size > 0) & (size <= MOST_INITIALS)
    place = np.arange(MOST_INITIALS)
    before = np.where(place < size[:, None], text.starts[:-1, :MOST_INITIALS], 0)
    after = np.where(place >= MOST_INITIALS - size[:, None], text.ends[:-1, -MOST_INITIALS:], 0)
    letters = np.where(last[:, None], before, after).astype(np.uint32)
    return np.where(few & (last | first), letters @ np.array([65536, 256, 1], np.uint32), 0)


def _fits(bits: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Whether a letter may be the initial of a name, by the bits of `Names.formal`."""
    return (bits >> np.clip(letters.astype(np.int64) - 97, 0, 25)) & 1 == 1


def _called(
    rows: np.ndarray, values: pa.Array, names: Names, asked: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """Which of the rows asked for have a call name or initials, and "van", before the last name."""
    result = np.zeros(len(rows), bool)
    some = np.flatnonzero(asked & (before > MOST_INITIALS))
    calls = lists.nicknames(names.nicknames)
    texts = values.take(pa.array(some)).to_pylist()
    codes = names.called[rows[some]]
    # A name that the address alone tells may be mistyped in it.
    sure = (codes == names.given[rows[some]]) | names.in_use[codes]
    given = np.where(sure, names.texts[codes], "")
    for place, text, name in zip(some.tolist(), texts, given, strict=True):
        head = _VAN.sub("", _MARKS.sub("", text)[: before[place]])
        word = name.split(" ", 1)[0]
        short = len(head) <= MOST_INITIALS and head[0] == (name or head)[0]
        same = not set(calls.get(head, ())).isdisjoint(calls.get(word, ()))
        result[place] = short or same or (len(word) > 1 and head == word)
    return result
