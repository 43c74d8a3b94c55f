"""How names are written in their cells: in capitals, and a whole name in the cell of the last name.

Tested in tests/matching/values/test_written.py.
"""

import re
from collections.abc import Set
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, compact, encode, hashes, pc, recode
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.values import lists, name_cells, normalise

_INITIALS = re.compile(r"^(?:[A-Za-z]\.?){1,4}$")


class Called(NamedTuple):
    """Texts in small letters that first names may be, and how many cards have each: in the
    first-name cell and not all in capitals, or before the rest of a last-name cell beside an empty
    one. `filled` is how many first-name cells there are.
    """

    texts: pa.Array
    cells: np.ndarray
    begins: np.ndarray
    filled: int


def called(first: Coded, last: Coded) -> Called:
    """What cards may be called."""
    plain = pc.utf8_trim_whitespace(first.values)
    small = pc.utf8_is_upper(plain).to_numpy(zero_copy_only=False) == 0
    begins = pc.list_element(pc.split_pattern(last.values, " ", max_splits=1), 0)
    several = pc.match_substring_regex(last.values, r"^[^, ]+ +[^, ]")
    alone = last.codes[(first.codes < 0) & (last.codes >= 0)]
    counts = np.bincount(alone, minlength=len(last.values))
    counts = np.where(several.to_numpy(zero_copy_only=False), counts, 0)
    texts = encode(pc.utf8_lower(pa.concat_arrays([plain, begins.cast(pa.string())])))
    of_first, of_last = np.split(texts.codes, [len(plain)])
    found = (
        np.bincount(of[of >= 0], some[of >= 0], len(texts.values)).astype(np.int64)
        for of, some in ((of_first, np.where(small, first.counts, 0)), (of_last, counts))
    )
    return Called(texts.values, *found, filled=int((first.codes >= 0).sum()))


def frequencies(first: Coded, last: Coded) -> Frequencies:
    """How many cards have each text as their first name, of those that several have.

    Where the first-name column is empty a name begins with it.
    """
    found = called(first, last)
    counts = found.cells if found.filled else found.begins
    return Frequencies.several(hashes(found.texts), counts)


def taken_apart(
    first: Coded,
    last: Coded,
    known: Frequencies,
    nicknames: lists.Lines = (),
    people: np.ndarray | None = None,
) -> tuple[Coded, Coded]:
    """The columns with a whole name in the last-name cell ("Ahmed Noorderstraten") in both cells,
    where the first-name cell is empty and the name begins with a first name.

    :param known: see `frequencies`
    :param people: which rows are of people; left out: all
    """
    alone = (first.codes < 0) & (last.codes >= 0)
    if people is not None:
        alone &= people
    asked = np.unique(last.codes[alone])
    texts = [text.split() for text in last.values.take(pa.array(asked)).to_pylist()]
    heads = ["".join(normalise.words(words[0])) if words else "" for words in texts]
    uses = known.of(hashes(pa.array(heads, pa.string())), 0).tolist()
    listed = lists.nicknames(nicknames).keys()
    parted = [
        _parted(words, bool(used) or head in listed, listed)
        for words, head, used in zip(texts, heads, uses, strict=True)
    ]
    if not any(parted):
        return first, last
    firsts, lasts = ([one[side] if one else None for one in parted] for side in (0, 1))
    of = np.full(len(last.values) + 1, -1)
    of[asked] = np.where([bool(one) for one in parted], np.arange(len(asked)), -1)
    place = np.where(alone, of[last.codes], -1)
    return _with(first, firsts, place), _with(last, lasts, place)


def _parted(words: list[str], begins: bool, listed: Set[str]) -> tuple[str, str] | None:
    """First and last name of the words of a cell.

    :param begins: whether the first word is known as a first name
    """
    if len(words) < 2 or any("," in word for word in words) or name_cells.particle(words[0]):
        return None
    if not begins and not (_INITIALS.match(words[0]) and words[0].isupper()):
        return None
    size = 1
    while len(words) - size > 1 and _more(words[size], listed):
        size += 1
    rest = words[size:]
    titles = lists.generations().keys() | lists.words("titles")
    name = [word for word in rest if not titles.issuperset(normalise.words(word))]
    if not name or all(map(name_cells.particle, name)):
        return None
    return " ".join(words[:size]), " ".join(rest)


def _more(word: str, listed: Set[str]) -> bool:
    """Whether a word after the first name is part of it."""
    plain = "".join(normalise.words(word))
    return plain in listed or (len(plain) == 1 and not name_cells.particle(word))


def _with(column: Coded, texts: list[str | None], place: np.ndarray) -> Coded:
    """The column with the text at this place (-1 = as it was) in each row."""
    values = pa.concat_arrays([column.values, pa.array(texts, pa.string())])
    return compact(recode(values, np.where(place >= 0, place + len(column.values), column.codes)))


def in_capitals(
    cells: list[str], names: list[str], known: Frequencies, nicknames: lists.Lines
) -> list[str]:
    """The names with a few capitals apart, where nobody writes them as a name: "EC" is E.C.

    :param names: the cells in normal form
    """
    places = [
        place
        for place, (cell, name) in enumerate(zip(cells, names, strict=True))
        if 1 < len(name) <= 4 and cell.isupper() and name.isalpha()
    ]
    uses = known.of(hashes(pa.array([names[place] for place in places], pa.string())), 0)
    listed, found = lists.nicknames(nicknames), list(names)
    for place, used in zip(places, uses.tolist(), strict=True):
        if not used and names[place] not in listed:
            found[place] = name_cells.given_name(cells[place], capitals=True)
    return found
