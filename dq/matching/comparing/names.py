"""Comparing names of people: call names, initials, typing errors, double names, swapped cells.

Tested in tests/matching/pairs/test_compare.py.
"""

from collections.abc import Mapping

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from dq.matching.columns.columns import ranked
from dq.matching.values import lists
from dq.matching.values.names import Names

EXACT, NICKNAME, INITIAL, FORMAL, SLIPPED, CLOSE, ALIKE, SAME_INITIAL, DIFFERENT = range(1, 10)
SURNAME_SLIPPED, SURNAME_CLOSE, SURNAME_ALIKE, PART, BY_ADDRESS, SURNAME_DIFFERENT = range(2, 8)
# So much further is the level of names that are alike, and that their addresses tell apart.
APART, SURNAME_APART = DIFFERENT + 1 - SLIPPED, SURNAME_DIFFERENT + 1 - SURNAME_SLIPPED
# A name that is this many times rarer than another is that one with a slip in it.
RARER = 50
# What is used no more than this is rare in any file.
RARE = 2


def compare(
    names: Names, left: np.ndarray, right: np.ndarray
) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], np.ndarray]:
    """Level and term frequency per kind: given_name, surname, generation, order.

    And the levels of given_name as the cells alone tell it, without what addresses add.
    """
    given_l, given_r = names.given[left], names.given[right]
    last_l, last_r = names.surname[left], names.surname[right]
    turned = _swapped(names, given_l, last_l, given_r, last_r)
    # In a swapped pair the right record's cells trade places.
    given_r, last_r = np.where(turned, last_r, given_r), np.where(turned, given_r, last_r)
    given = given_levels(names, given_l, given_r)
    cells = given.copy()
    helped = _with_names_from_email(names, left, right, np.flatnonzero(~turned), given)
    whose = given_l.copy()
    whose[helped] = names.called[left[helped]]
    surname = surname_levels(names, last_l, last_r)
    turned_one = turned | (names.swapped[left] != names.swapped[right])
    order = np.where(turned_one, 2, 0).astype(np.int8)
    nothing = np.zeros(len(left), np.float32)
    found = {
        "given_name": (
            given,
            _term_frequency(
                names.given_term_frequency, names.either_term_frequency, given, whose, turned
            ),
        ),
        "surname": (
            surname,
            _term_frequency(
                names.surname_term_frequency, names.either_term_frequency, surname, last_l, turned
            ),
        ),
        "generation": (_generations(names, left, right), nothing),
        "order": (order, nothing),
    }
    return found, cells


def _with_names_from_email(
    names: Names, left: np.ndarray, right: np.ndarray, rows: np.ndarray, given: np.ndarray
) -> np.ndarray:
    """Where cells have initials or nothing, judge by the first names that addresses tell.

    Changes `given`; returns the pairs that it did so for.
    """
    l, r = left[rows], right[rows]  # noqa: E741
    told = (names.called[l] != names.given[l]) | (names.called[r] != names.given[r])
    rows = rows[told & (names.called[l] >= 0) & (names.called[r] >= 0)]
    one, two = names.called[left[rows]], names.called[right[rows]]
    levels = given_levels(names, one, two)
    # Equal initials stay so, whatever the address has, unless it has another name that is one.
    usual = (names.in_use[one] | names.initials[one]) & (names.in_use[two] | names.initials[two])
    kept = (given[rows] == INITIAL) & ((levels == FORMAL) | ((levels >= SAME_INITIAL) & ~usual))
    given[rows] = np.where(kept, INITIAL, levels)
    return rows[~kept]


def _swapped(
    names: Names, given_l: np.ndarray, last_l: np.ndarray, given_r: np.ndarray, last_r: np.ndarray
) -> np.ndarray:
    """Pairs whose names agree crosswise and not straight."""
    known = (given_l >= 0) & (last_l >= 0) & (given_r >= 0) & (last_r >= 0)
    sounds = names.sounds
    one = known & (given_l == last_r) & (sounds[last_l] == sounds[given_r])
    two = known & (last_l == given_r) & (sounds[given_l] == sounds[last_r])
    # With one first name missing, the lonely last name must be the other's first name.
    lonely_l = (given_l < 0) & (last_l >= 0) & (last_l == given_r)
    lonely_r = (given_r < 0) & (last_r >= 0) & (last_r == given_l)
    crossed = (one | two) & (given_l != given_r) | lonely_l | lonely_r
    return crossed & (last_l != last_r)


def given_levels(names: Names, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Levels of `GIVEN_NAME` for codes of values."""
    known = (one >= 0) & (two >= 0)
    levels = np.where(known, DIFFERENT, 0).astype(np.int8)
    rows = np.flatnonzero(known & (one != two))
    pairs, back = distinct(one[rows], two[rows])
    levels[rows] = _unequal_given(names, *pairs)[back]
    same = known & (one == two)
    levels[same] = np.where(names.initials[one[same]], INITIAL, EXACT)
    return levels


def _unequal_given(names: Names, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    levels = np.full(len(one), DIFFERENT, np.int8)
    letters, initials = names.letters, names.initials
    same_letter = letters[one, 0] == letters[two, 0]
    levels[same_letter] = SAME_INITIAL
    short = initials[one] | initials[two]
    full = np.flatnonzero(~short)
    a, b = one[full], two[full]
    near, slip = _near(names.squeezed, names.lengths, a, b, 4, 2)
    made, both = _made(names.given_uses, names.listed, a, b)
    slip &= made
    levels[full] = np.select([slip, near & both, near], [SLIPPED, ALIKE, CLOSE], levels[full])
    formal = (names.formal[one] & names.formal[two]) != 0
    levels[short & formal & ~same_letter] = FORMAL
    # J.P. and J.W. are brothers; J. and Jan may be one.
    alike = np.flatnonzero(short & same_letter)
    fits = _nested(letters[one[alike], 1:], letters[two[alike], 1:])
    levels[alike[fits]] = INITIAL
    nick = _share(names.groups, one, two) | _share(names.tokens, one, two)
    nick = np.flatnonzero(nick & ~short)
    levels[nick[~_apart(names, one[nick], two[nick])]] = NICKNAME
    maybe = full[near]
    levels[maybe[_spaced(names, one[maybe], two[maybe])]] = EXACT
    return levels


def _spaced(names: Names, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Which unequal names are one but for their spaces: Anne Marie and Annemarie."""
    return (names.squeezed[one] == names.squeezed[two]).astype(bool)


def _nested(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Whether all letters in a row of one table are in that of the other; 0 is no letter."""
    equal = one[:, :, None] == two[:, None, :]
    inside = (equal.any(axis=2) | (one == 0)).all(axis=1)
    return inside | (equal.any(axis=1) | (two == 0)).all(axis=1)


def _apart(names: Names, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Which of two double names have a part each that the other lacks: Jan-Willem and Jan-Kees."""
    known = lists.nicknames(names.nicknames)
    double = np.flatnonzero((names.tokens[one, 1] >= 0) & (names.tokens[two, 1] >= 0))
    result = np.zeros(len(one), bool)
    for place in double.tolist():
        a, b = names.texts[one[place]].split(), names.texts[two[place]].split()
        result[place] = not (_inside(a, b, known) or _inside(b, a, known))
    return result


def _inside(few: list[str], many: list[str], known: Mapping[str, tuple[int, ...]]) -> bool:
    return all(any(_one_name(word, other, known) for other in many) for word in few)


def _one_name(one: str, two: str, known: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether two words are the same, one the other's initial, or call names of one another."""
    if one == two or (1 in (len(one), len(two)) and one[0] == two[0]):
        return True
    return not set(known.get(one, ())).isdisjoint(known.get(two, ()))


def _share(table: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Whether rows `one` and `two` of a table have a number in common; -1 does not count."""
    first, second = table[one, 0], table[two, 0]
    found = (first >= 0) & (first == second)
    # Tables are filled from the left, so a column without numbers is the end.
    width = next((i for i in range(table.shape[1]) if not (table[:, i] >= 0).any()), table.shape[1])
    if width < 2:
        return found
    several = table[:, 1] >= 0
    rows = np.flatnonzero((first >= 0) & (second >= 0) & (several[one] | several[two]) & ~found)
    for i in range(width):
        a = table[one[rows], i]
        for j in range(width):
            found[rows] |= (a >= 0) & (a == table[two[rows], j])
    return found


def _near(
    texts: np.ndarray, length: np.ndarray, one: np.ndarray, two: np.ndarray, least: int, slip: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which names are near one another: a slip of the finger apart, from `least` letters on, or two
    in long ones; and which are one slip apart, from `slip` letters on."""
    shortest = np.minimum(length[one], length[two])
    slips = np.where(shortest >= 5, 2, np.where(shortest >= slip, 1, -1))
    maybe = np.flatnonzero(np.abs(length[one] - length[two]) <= slips)
    a, b = texts[one[maybe]], texts[two[maybe]]
    distance = np.asarray(
        process.cpdist(a.tolist(), b.tolist(), scorer=OSA.distance, score_cutoff=2)
    )
    close = np.flatnonzero(distance <= slips[maybe])
    alike = process.cpdist(a[close].tolist(), b[close].tolist(), scorer=JaroWinkler.similarity)
    near, slipped = np.zeros((2, len(one)), bool)
    long = shortest[maybe[close]] >= least
    near[maybe[close]] = long & ((distance[close] <= 1) | (np.asarray(alike) >= 0.85))
    slipped[maybe[close]] = distance[close] <= 1
    return near, slipped


def _made(
    uses: np.ndarray, listed: np.ndarray, one: np.ndarray, two: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of unequal names: whether the one may be made of the other by a slip, as hardly anybody is
    called so; and whether people are called either."""
    less = np.where(uses[one] < uses[two], one, two)
    more = np.where(uses[one] < uses[two], two, one)
    # Of two that are as rare the one that is on the list is a name.
    turned = listed[less] & ~listed[more] & (uses[less] == uses[more])
    less, more = np.where(turned, more, less), np.where(turned, less, more)
    rare = (uses[less] <= RARE) | (RARER * uses[less] <= uses[more])
    made = rare & ~listed[less] & (listed[more] | (uses[more] > RARE))
    return made, (listed[one] | (uses[one] > RARE)) & (listed[two] | (uses[two] > RARE)) & ~made


def surname_levels(names: Names, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Levels of `SURNAME` for codes of values."""
    known = (one >= 0) & (two >= 0)
    levels = np.where(known, SURNAME_DIFFERENT, 0).astype(np.int8)
    rows = np.flatnonzero(known & (one != two))
    (a, b), back = distinct(one[rows], two[rows])
    found = np.full(len(a), SURNAME_DIFFERENT, np.int8)
    found[_share(names.tokens, a, b)] = PART
    near, slip = _near(names.spelt, names.spelt_lengths, a, b, 3, 3)
    # "Dikj" is Dijk, which is spelt Dyk for comparison.
    spelt = names.spelt != names.squeezed
    rest = np.flatnonzero(~near & (spelt[a] | spelt[b]).astype(bool))
    near[rest], slip[rest] = _near(names.squeezed, names.lengths, a[rest], b[rest], 3, 3)
    made, both = _made(names.surname_uses, np.zeros(len(names.texts), bool), a, b)
    found = np.select(
        [slip & made, near & both, near],
        [np.int8(SURNAME_SLIPPED), np.int8(SURNAME_ALIKE), np.int8(SURNAME_CLOSE)],
        found,
    )
    levels[rows] = found[back]
    levels[known & (one == two)] = EXACT
    return levels


def distinct(one: np.ndarray, two: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Each pair of codes once (the smaller first), and where each given pair is among them."""
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
    size = int(high.max(initial=0)) + 1
    packed, back = ranked(low * size + high, size * size)
    return np.divmod(packed, size), back


def _generations(names: Names, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    one, two = names.generation[left], names.generation[right]
    levels = np.zeros(len(left), np.int8)
    levels[(one > 0) != (two > 0)] = 2
    both = (one > 0) & (two > 0)
    levels[both] = np.where(one[both] == two[both], 1, 3)
    return levels


def _term_frequency(
    straight: np.ndarray,
    either: np.ndarray,
    levels: np.ndarray,
    codes: np.ndarray,
    turned: np.ndarray,
) -> np.ndarray:
    """Of an equal name; in a swapped pair it is as common as in its commoner role."""
    # Name counts differ per role; a swapped name has only ever been seen where it does not belong.
    crossed = np.minimum(straight, either)
    result = np.zeros(len(levels), np.float32)
    exact = levels == EXACT
    chosen = codes[exact]
    result[exact] = np.where(turned[exact], crossed[chosen], straight[chosen])
    return result
