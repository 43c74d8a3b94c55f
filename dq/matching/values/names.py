"""Names of people made ready for comparison: both cells, whichever way round they were typed.

Tested in tests/matching/values/test_normalise.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, encode, hashes, pc
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import term_frequencies
from dq.matching.values import lists, name_cells, names_from_email, spelling, written
from dq.matching.values.swapped import unswapped


@dataclass(frozen=True)
class Names:
    """Given names and surnames as codes into one list of values, so that they can be swapped.

    `swapped` tells the records whose cells were put the right way round. `called` is the given
    name where there is one, and what the e-mail address tells of it where there are only initials.
    `population` is what is known of the file that the records are a part of, if they are;
    `nicknames` are a team's own call names.
    """

    given: np.ndarray
    surname: np.ndarray
    generation: np.ndarray
    swapped: np.ndarray
    values: pa.Array
    called: np.ndarray
    population: Population | None = None
    nicknames: lists.Lines = ()

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
        known = lists.nicknames(self.nicknames)
        words = self.words[1]
        found = np.full((len(words), 10), -1, np.int16)
        for row, word in enumerate(words):
            if word in known:
                found[row, : len(known[word])] = known[word][:10]
        return self._of_first_word(found, np.full((1, 10), -1, np.int16))

    @cached_property
    def letters(self) -> np.ndarray:
        """The first letters of up to three words; 0 where there is none."""
        return np.array([*(ord(word[0]) for word in self.words[1]), 0], np.int32)[self.tokens]

    @cached_property
    def initials(self) -> np.ndarray:
        """Whether a value is initials only."""
        single = np.array([len(word) == 1 for word in self.words[1]], bool)
        return self._of_first_word(single, np.zeros(1, bool))

    @cached_property
    def formal(self) -> np.ndarray:
        """The letters that a value's initial may be, as bits: "Coby" may be J. for Jacoba."""
        lines = _initials_of_lines(self.nicknames)
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
        known = lists.nicknames(self.nicknames)
        shared = [f"\0{known[w][0]}" if w in known else w for w in self.words[1]]
        return self._of_first_word(hashes(pa.array(shared, pa.string())), np.zeros(1, np.uint64))

    @cached_property
    def users(self) -> np.ndarray:
        """Two keys per row of who it is: how the surname sounds, and the initial or else that."""
        sound = self.sounds[self.surname]
        initial = self.letters[self.given, 0].astype(np.uint64)
        return np.stack([sound, np.where(initial == 0, sound, initial)], axis=1)

    @cached_property
    def hashes(self) -> np.ndarray:
        """A key per value; 0 for the empty one."""
        return np.append(hashes(self.values), np.uint64(0))

    @cached_property
    def squeezed_hashes(self) -> np.ndarray:
        """A key per value without its spaces; 0 for the empty one."""
        return np.append(hashes(pa.array(self.squeezed[:-1], pa.string())), np.uint64(0))

    @cached_property
    def given_counts(self) -> np.ndarray:
        """How many records have each value as their given name."""
        return np.bincount(self.given[self.given >= 0], minlength=len(self.texts))

    @cached_property
    def surname_counts(self) -> np.ndarray:
        """How many records have each value as their surname."""
        return np.bincount(self.surname[self.surname >= 0], minlength=len(self.texts))

    @cached_property
    def given_uses(self) -> np.ndarray:
        """How many records of the whole file have each value as their given name; 2 if fewer."""
        return self._uses("given_name", self.given_counts)

    @cached_property
    def surname_uses(self) -> np.ndarray:
        """How many records of the whole file have each value as their surname; 2 if fewer."""
        return self._uses("surname", self.surname_counts)

    def _uses(self, name: str, counts: np.ndarray) -> np.ndarray:
        if self.population is not None:
            counts = self.population.frequencies[name].of(self.hashes)
        return np.maximum(counts, 2)

    @cached_property
    def listed(self) -> np.ndarray:
        """Whether each value is a given name of which call names are known."""
        known = lists.nicknames(self.nicknames)
        return np.array([text in known for text in self.texts], bool)

    @cached_property
    def in_use(self) -> np.ndarray:
        """Whether each value is a given name that others have, or that call names are known of."""
        return self.listed | (self.given_uses > 2)

    @cached_property
    def given_term_frequency(self) -> np.ndarray:
        """How rare each value is as a given name."""
        return self._term_frequency("given_name", self.given_counts)

    @cached_property
    def surname_term_frequency(self) -> np.ndarray:
        """How rare each value is as a surname."""
        return self._term_frequency("surname", self.surname_counts)

    @cached_property
    def either_term_frequency(self) -> np.ndarray:
        """How rare each value is in the role that it is commoner in."""
        return self._term_frequency(
            "either_name", np.maximum(self.given_counts, self.surname_counts)
        )

    def _term_frequency(self, name: str, counts: np.ndarray) -> np.ndarray:
        if self.population is None:
            return term_frequencies(counts)
        known = self.population.frequencies[name]
        return term_frequencies(known.of(self.hashes), known)


@cache
def _initials_of_lines(nicknames: lists.Lines) -> dict[int, int]:
    """Per line of the nickname list the letters that its names begin with, as bits."""
    lines: dict[int, int] = {}
    for name, groups in lists.nicknames(nicknames).items():
        for group in groups:
            lines[group] = lines.get(group, 0) | _bit(name)
    return lines


def _bit(text: str) -> int:
    return 1 << (ord(text[0]) - 97) if text and "a" <= text[0] <= "z" else 0


def read(
    first: Coded,
    last: Coded,
    local: Callable[[], Coded | None],
    population: Population | None = None,
    nicknames: lists.Lines = (),
    people: np.ndarray | None = None,
) -> Names:
    """Both name columns in normal form, and what the local parts of addresses add.

    A whole name in the surname cell is taken apart, swapped cells are put right. A few capitals
    that nobody is called are initials ("EC"), unless the last name is in capitals too.

    :param local: waits for the local parts, which are read meanwhile; None where there are none
    :param nicknames: a team's own call names
    :param people: which rows are of people, and not of an organisation itself; left out: all
    """
    known = population.first_names if population else written.frequencies(first, last)
    first, last, swapped = unswapped(first, last, population)
    first, last = written.taken_apart(first, last, known, nicknames, people)
    parsed = [name_cells.surname(text, nicknames) for text in last.values.to_pylist()]
    first_texts = first.values.to_pylist()
    given_texts = [name_cells.given_name(text) for text in first_texts]
    short = written.in_capitals(first_texts, given_texts, known, nicknames)
    every = given_texts + [p.surname for p in parsed] + [p.given for p in parsed] + short
    shared = encode(pa.array(every, pa.string()))
    sizes = np.cumsum([len(given_texts), len(parsed), len(parsed)])
    of_given, of_surname, of_inner, of_short = np.split(shared.codes, sizes)
    capitals = np.append(pc.utf8_is_upper(last.values).to_numpy(zero_copy_only=False), False)
    of_given, of_short = (np.append(some, np.int32(-1)) for some in (of_given, of_short))
    given = np.where(capitals[last.codes], of_given[first.codes], of_short[first.codes])
    inner = np.append(of_inner, np.int32(-1))[last.codes]
    given = np.where((given < 0) & (inner >= 0), inner, given).astype(np.int32)
    surname = np.append(of_surname, np.int32(-1))[last.codes]
    last_ranks = np.array([p.generation for p in parsed] + [0], np.int8)[last.codes]
    first_ranks = [name_cells.generation(text) for text in first_texts]
    first_ranks = np.array([*first_ranks, 0], np.int8)[first.codes]
    generation = np.where(last_ranks > 0, last_ranks, first_ranks)
    values, called = shared.values, given
    if (addresses := local()) is not None:
        values, called = names_from_email.called(
            values, given, surname, addresses, population, nicknames
        )
    return Names(given, surname, generation, swapped, values, called, population, nicknames)
