"""First and last names that were typed in each other's cell, put right.

Tested in tests/matching/values/test_normalise.py.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, compact, encode, pc, recode
from dq.matching.columns.population import Population
from dq.matching.values import lists

_INITIALS = r"^(?:[A-Za-z]\.[ -]?)+[A-Za-z]?$|^(?:[A-Za-z] )*[A-Za-z]$|^[B-DF-HJ-NP-TV-XZ]{2,4}$"
# "V. M." are initials, so what is cut short needs a whole name after it.
_PARTICLE = (
    r"(?:(?:van|de|den|der|ter|ten|te|op|'[st])[ .]+\S|(?:v\.? ?d|v\.)[ .]+(?:de[nr]? )?\pL{3,})"
)
# How many times likelier the names must be the other way round before they are turned.
CERTAIN = 30.0


def unswapped(
    first: Coded, last: Coded, population: Population | None = None
) -> tuple[Coded, Coded, np.ndarray]:
    """Columns with first and last name put right where they were typed in each other's cell.

    Initials for a last name and tussenvoegsels before a first name are plain. Else the file
    itself tells: "Smit" is elsewhere a last name, "Martin" a first name.
    """
    roles = by_role(first, last)
    f = np.append(roles.of_first, np.int32(-1))[first.codes]
    l = np.append(roles.of_last, np.int32(-1))[last.codes]  # noqa: E741
    both = (f >= 0) & (l >= 0)
    if not both.any():
        return first, last, both
    as_first, as_last = roles.as_first, roles.as_last
    if population is not None and population.roles is not None:
        as_first, as_last = population.counts_by_role(roles.values)
    # A record is no witness in its own case: it is counted out, and half a time added everywhere.
    turned = (as_first[l] + 0.1) * (as_last[f] + 0.1)
    straight = (as_first[f] - 1 + 0.1) * (as_last[l] - 1 + 0.1)
    swap = (as_first[l] >= 2) & (turned > CERTAIN * straight)
    initials = pc.match_substring_regex(last.values, _INITIALS).to_numpy(zero_copy_only=False)
    particle = _particle_first(first.values)
    swap |= np.append(initials, False)[last.codes] & ~_initials_too(first)
    swap |= np.append(particle, False)[first.codes]
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


class Roles(NamedTuple):
    """The texts of two columns of names in small letters, and what is known of each.

    `of_first` and `of_last` give the text of each value of the columns, -1 = blank; `as_first` and
    `as_last` how often each text is in the first-name column, and in the last-name column.
    """

    values: pa.Array
    of_first: np.ndarray
    of_last: np.ndarray
    as_first: np.ndarray
    as_last: np.ndarray


def by_role(first: Coded, last: Coded) -> Roles:
    """What two columns of names say of each text in them."""
    texts = [pc.utf8_lower(pc.utf8_trim_whitespace(c.values)) for c in (first, last)]
    everything = encode(pa.concat_arrays(texts))
    values, (of_first, of_last) = everything.values, np.split(everything.codes, [len(first.values)])

    def counted(of: np.ndarray, column: Coded) -> np.ndarray:
        there = of >= 0
        return np.bincount(of[there], weights=column.counts[there], minlength=len(values))

    return Roles(values, of_first, of_last, counted(of_first, first), counted(of_last, last))


@cache
def _titles() -> str:
    """Titles before a name: "de heer" is none of a tussenvoegsel and a name."""
    words = sorted(lists.words("titles"), key=len, reverse=True)
    return rf"(?i)^(?:(?:{'|'.join(words)})(?:[. ]+|$))*"


def _particle_first(values: pa.Array) -> np.ndarray:
    """Which first-name cells begin with a tussenvoegsel, titles aside."""
    found = pc.match_substring_regex(values, _titles() + _PARTICLE).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(found)  # few: "de" may be one, or begin "de heer"
    bare = pc.replace_substring_regex(values.take(pa.array(rows)), _titles(), "")
    again = pc.match_substring_regex(bare, "(?i)^" + _PARTICLE)
    found = found.copy()
    found[rows] = again.to_numpy(zero_copy_only=False)
    return found


def _initials_too(column: Coded) -> np.ndarray:
    found = pc.match_substring_regex(column.values, _INITIALS).to_numpy(zero_copy_only=False)
    return np.append(found, False)[column.codes]
