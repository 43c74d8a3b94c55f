"""Names of people made ready for comparison: both cells, whichever way round they were typed."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pyarrow as pa

from dq.matching import lists, normalise, spelling
from dq.matching.columns import Coded, compact, encode, hashes, pc, recode
from dq.matching.rarity import rarities
from dq.matching.whole import Whole


@dataclass(frozen=True)
class Names:
    """Given names and surnames as codes into one list of values, so that they can be swapped.

    `swapped` tells the records whose cells were put the right way round. `called` is the given
    name where there is one, and what the e-mail address tells of it where there are only initials.
    `whole` is what is known of the file that the records are a part of, if they are.
    """

    given: np.ndarray
    surname: np.ndarray
    generation: np.ndarray
    swapped: np.ndarray
    values: pa.Array
    called: np.ndarray
    whole: Whole | None = None

    @cached_property
    def texts(self) -> np.ndarray:
        """The values, with "" at the end for code -1."""
        return np.array([*self.values.to_pylist(), "", ""], dtype=object)[:-1]

    @cached_property
    def lengths(self) -> np.ndarray:
        """The letters of each value, without spaces."""
        return np.array([len(text) for text in self.squeezed])

    @cached_property
    def squeezed(self) -> np.ndarray:
        """The values without spaces."""
        return np.array([text.replace(" ", "") for text in self.texts], dtype=object)

    @cached_property
    def spelt(self) -> np.ndarray:
        """The values without spaces, with "ij" as "y", which Dutch confuses."""
        return np.array([text.replace("ij", "y") for text in self.squeezed], dtype=object)

    @cached_property
    def spelt_lengths(self) -> np.ndarray:
        """The letters of each value of `spelt`."""
        return np.array([len(text) for text in self.spelt])

    @cached_property
    def words(self) -> tuple[np.ndarray, list[str]]:
        """See `spelling.words`; the last row is that of code -1."""
        found, distinct = spelling.words(self.values)
        return np.append(found, np.full((1, found.shape[1]), -1, np.int32), axis=0), distinct

    @cached_property
    def tokens(self) -> np.ndarray:
        """Up to three words of each value as codes; -1 where there are fewer."""
        return self.words[0]

    def _of_first_word(self, of_words: np.ndarray, none: np.ndarray) -> np.ndarray:
        """What is known of each value's first word; `none` (one row) where there is no word."""
        return np.concatenate([of_words, none])[self.tokens[:, 0]]

    @cached_property
    def groups(self) -> np.ndarray:
        """Up to ten lines of the nickname list that each value's first word is on; -1 = none."""
        known = lists.nicknames()
        words = self.words[1]
        found = np.full((len(words), 10), -1, np.int16)
        for row, word in enumerate(words):
            if word in known:
                found[row, : len(known[word])] = known[word][:10]
        return self._of_first_word(found, np.full((1, 10), -1, np.int16))

    @cached_property
    def letters(self) -> np.ndarray:
        """The first letters of the first two words; 0 where there is none."""
        return np.array([*(ord(word[0]) for word in self.words[1]), 0], np.int32)[
            self.tokens[:, :2]
        ]

    @cached_property
    def initials(self) -> np.ndarray:
        """Whether a value is initials only."""
        single = np.array([len(word) == 1 for word in self.words[1]], bool)
        return self._of_first_word(single, np.zeros(1, bool))

    @cached_property
    def hearsay(self) -> tuple[np.ndarray, np.ndarray]:
        """Records whose cell has initials or nothing, and those for whom there is a call name."""
        short = self.initials.copy()
        short[-1] = True
        return short[self.given], ~short[self.called]

    @cached_property
    def formal(self) -> np.ndarray:
        """The letters that a value's initial may be, as bits: "Coby" may be J. for Jacoba."""
        lines = _initials_of_lines()
        first = self.letters[:, 0]
        plain = (first >= 97) & (first <= 122)
        found = np.where(plain, np.int64(1) << np.where(plain, first - 97, 0), 0)
        for row in np.flatnonzero(self.groups[:, 0] >= 0).tolist():
            for group in self.groups[row].tolist():
                if group >= 0:
                    found[row] |= lines[group]
        return found

    @cached_property
    def sounds(self) -> np.ndarray:
        """A key per value of how it sounds; 0 for the empty one."""
        return np.append(hashes(spelling.sounds(self.values)), np.uint64(0))

    @cached_property
    def callnames(self) -> np.ndarray:
        """A key per value that call names share: the first nickname line, or the first word."""
        known = lists.nicknames()
        shared = [f"\0{known[w][0]}" if w in known else w for w in self.words[1]]
        return self._of_first_word(hashes(pa.array(shared, pa.string())), np.zeros(1, np.uint64))

    @cached_property
    def hashes(self) -> np.ndarray:
        """A key per value; 0 for the empty one."""
        return np.append(hashes(self.values), np.uint64(0))

    @cached_property
    def given_counts(self) -> np.ndarray:
        """How many records have each value as their given name."""
        return np.bincount(self.given[self.given >= 0], minlength=len(self.texts))

    @cached_property
    def surname_counts(self) -> np.ndarray:
        """How many records have each value as their surname."""
        return np.bincount(self.surname[self.surname >= 0], minlength=len(self.texts))

    @cached_property
    def given_rarity(self) -> np.ndarray:
        """How rare each value is as a given name."""
        return self._rarity("given_name", self.given_counts)

    @cached_property
    def surname_rarity(self) -> np.ndarray:
        """How rare each value is as a surname."""
        return self._rarity("surname", self.surname_counts)

    @cached_property
    def either_rarity(self) -> np.ndarray:
        """How rare each value is in the role that it is commoner in."""
        return self._rarity("either_name", np.maximum(self.given_counts, self.surname_counts))

    def _rarity(self, name: str, counts: np.ndarray) -> np.ndarray:
        if self.whole is None:
            return rarities(counts)
        known = self.whole.frequencies[name]
        return rarities(known.of(self.hashes), known)


@cache
def _initials_of_lines() -> dict[int, int]:
    """Per line of the nickname list the letters that its names begin with, as bits."""
    lines: dict[int, int] = {}
    for name, groups in lists.nicknames().items():
        for group in groups:
            lines[group] = lines.get(group, 0) | _bit(name)
    return lines


def _bit(text: str) -> int:
    return 1 << (ord(text[0]) - 97) if text and "a" <= text[0] <= "z" else 0


def read(
    first: Coded,
    last: Coded,
    local: Callable[[], Coded | None],
    whole: Whole | None = None,
) -> Names:
    """Both name columns in normal form, and what the local parts of addresses add.

    A whole name in the surname cell is taken apart, swapped cells are put right.

    :param local: waits for the local parts, which are read meanwhile; None where there are none
    """
    first, last, swapped = unswapped(first, last, whole)
    parsed = [normalise.surname(text) for text in last.values.to_pylist()]
    given_texts = [normalise.given_name(text) for text in first.values.to_pylist()]
    every = given_texts + [p.surname for p in parsed] + [p.given for p in parsed]
    shared = encode(pa.array(every, pa.string()))
    sizes = np.cumsum([len(given_texts), len(parsed)])
    of_given, of_surname, of_inner = np.split(shared.codes, sizes)
    given = np.append(of_given, np.int32(-1))[first.codes]
    inner = np.append(of_inner, np.int32(-1))[last.codes]
    given = np.where((given < 0) & (inner >= 0), inner, given).astype(np.int32)
    surname = np.append(of_surname, np.int32(-1))[last.codes]
    ranks = np.array([p.generation for p in parsed] + [0], np.int8)
    values, called = shared.values, given
    if (addresses := local()) is not None:
        values, called = _called(values, given, surname, addresses, whole)
    return Names(given, surname, ranks[last.codes], swapped, values, called, whole)


_INITIALS = r"^(?:[A-Za-z]\.[ -]?)+[A-Za-z]?$|^(?:[A-Za-z] )*[A-Za-z]$|^[B-DF-HJ-NP-TV-XZ]{2,4}$"
_PARTICLE_FIRST = r"(?i)^(?:van|v\.? ?d|v\.|de|den|der|ter|ten|te|op|'[st])[ .]+\S"
# How many times likelier the names must be the other way round before they are turned.
CERTAIN = 30.0


def unswapped(
    first: Coded, last: Coded, whole: Whole | None = None
) -> tuple[Coded, Coded, np.ndarray]:
    """Columns with first and last name put right where they were typed in each other's cell.

    Initials for a last name and tussenvoegsels before a first name are plain. Else the file
    itself tells: "Smit" is elsewhere a last name, "Martin" a first name.
    """
    both = (first.codes >= 0) & (last.codes >= 0)
    if not both.any():
        return first, last, both
    texts = [pc.utf8_lower(pc.utf8_trim_whitespace(c.values)) for c in (first, last)]
    everything = encode(pa.concat_arrays(texts))
    of_first, of_last = np.split(everything.codes, [len(first.values)])
    size = len(everything.values)
    as_first = np.bincount(of_first, weights=first.counts, minlength=size)
    as_last = np.bincount(of_last, weights=last.counts, minlength=size)
    if whole is not None and whole.roles is not None:
        as_first, as_last = whole.counts_by_role(everything.values)
    f = np.append(of_first, np.int32(0))[first.codes]
    l = np.append(of_last, np.int32(0))[last.codes]  # noqa: E741
    # A record is no witness in its own case: it is counted out, and half a time added everywhere.
    turned = (as_first[l] + 0.1) * (as_last[f] + 0.1)
    straight = (as_first[f] - 1 + 0.1) * (as_last[l] - 1 + 0.1)
    swap = (as_first[l] >= 2) & (turned > CERTAIN * straight)
    initials = pc.match_substring_regex(last.values, _INITIALS).to_numpy(zero_copy_only=False)
    particle = pc.match_substring_regex(first.values, _PARTICLE_FIRST)
    swap |= np.append(initials, False)[last.codes] & ~_initials_too(first)
    swap |= np.append(particle.to_numpy(zero_copy_only=False), False)[first.codes]
    swap &= both
    if not swap.any():
        return first, last, swap
    values = pa.concat_arrays([first.values, last.values])
    moved = np.where(last.codes >= 0, last.codes + len(first.values), -1)
    return (
        compact(recode(values, np.where(swap, moved, first.codes))),
        compact(recode(values, np.where(swap, first.codes, moved))),
        swap,
    )


def _initials_too(column: Coded) -> np.ndarray:
    found = pc.match_substring_regex(column.values, _INITIALS).to_numpy(zero_copy_only=False)
    return np.append(found, False)[column.codes]


def _called(
    values: pa.Array,
    given: np.ndarray,
    surname: np.ndarray,
    local: Coded,
    whole: Whole | None = None,
) -> tuple[pa.Array, np.ndarray]:
    """Given names from addresses such as sandra.beekman@, for records with initials or nothing."""
    texts = np.array([*values.to_pylist(), ""], dtype=object)
    initials = np.array([not t or len(t.split(" ", 1)[0]) == 1 for t in texts], bool)
    rows = np.flatnonzero(initials[given] & (local.codes >= 0) & (surname >= 0))
    common = np.bincount(given[given >= 0], minlength=len(texts))[: len(values)] >= 3
    in_use = whole.common if whole else frozenset(texts[:-1][common].tolist())
    known = lists.nicknames().keys() | in_use
    # Only these can tell anything; asking Arrow spares looking into each.
    texts_ = local.values.take(pa.array(local.codes[rows]))
    maybe = pc.or_(
        pc.match_substring_regex(texts_, r"^[^._\-0-9]{3,}[._-]"),
        pc.is_in(
            pc.utf8_rtrim(texts_, characters="0123456789"), value_set=pa.array(known, pa.string())
        ),
    )
    rows = rows[maybe.to_numpy(zero_copy_only=False)]
    locals_ = texts_.filter(maybe).to_pylist()
    found = [
        from_address(address, name, known)
        for address, name in zip(locals_, texts[surname[rows]], strict=True)
    ]
    if not any(found):
        return values, given
    extra = encode(pa.concat_arrays([values, pa.array(found, pa.string())]))
    called = given.copy()
    called[rows] = np.where(np.array(found, object) == "", given[rows], extra.codes[len(values) :])
    return extra.values, called


_STOPS = str.maketrans("_-", "..")


def from_address(local: str, surname: str, known: Set[str]) -> str:
    """The given name in the local part of an address, "" if it holds none.

    Either "sandra.devries" (the surname ends it) or "sandra" alone, a name that is known.
    """
    parts = local.rstrip("0123456789").translate(_STOPS).split(".")
    head = parts[0]
    if len(head) < 3 or not head.isalpha():
        return ""
    if len(parts) > 1:
        tail = surname.replace(" ", "")
        return head if tail and "".join(parts[1:]).endswith(tail) else ""
    return head if head in known and head != surname else ""
