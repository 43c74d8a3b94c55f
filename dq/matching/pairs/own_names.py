"""Two cards of which each has an address made of its own name: then neither name is a slip.

Tested in tests/matching/pairs/test_own_names.py.
"""

import numpy as np

from dq.matching.comparing import emails
from dq.matching.comparing.names import (
    ALIKE,
    APART,
    BY_ADDRESS,
    DIFFERENT,
    FORMAL,
    NICKNAME,
    SAME_INITIAL,
    SLIPPED,
    SURNAME_ALIKE,
    SURNAME_APART,
    SURNAME_DIFFERENT,
    SURNAME_SLIPPED,
)
from dq.matching.kinds.email import EMAIL
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs.block import Pairs
from dq.matching.records.records import Records
from dq.matching.values.emails import Email
from dq.matching.values.in_address import InAddress


def settle(records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Change levels (fields x pairs, by the recipe's `compared`) in place."""
    rows, spelt = records.recipe.rows, records.in_address
    if spelt is None or SURNAME not in rows:
        return
    email, surname = levels[rows[EMAIL]], levels[rows[SURNAME]]
    if GIVEN_NAME in rows:
        same = (email == emails.EXACT) | (email == emails.SHARED)
        _married(records, spelt, surname, levels[rows[GIVEN_NAME]], same, (left, right))
    # Of one and the same address there is nothing to tell apart.
    two = (email > 0) & (email != emails.EXACT) & (email != emails.SHARED)
    pairs = np.flatnonzero(two)
    left, right = left[pairs], right[pairs]
    near = (surname[pairs] >= SURNAME_SLIPPED) & (surname[pairs] <= SURNAME_ALIKE)
    told = near & spelt.surname[left] & spelt.surname[right]
    surname[pairs[told]] += SURNAME_APART
    if GIVEN_NAME in rows:
        given = levels[rows[GIVEN_NAME]]
        full = spelt.given[left] & spelt.given[right]
        apart = (spelt.letter[left] != spelt.letter[right]) & (spelt.letter[left] > 0)
        apart &= spelt.letter[right] > 0
        given[pairs] = _two_names(given[pairs], email[pairs] == emails.CLOSE, full, apart)
    address = records.column(records.recipe.compared[rows[EMAIL]].name, Email)
    # dekker.t@ and dekker.m@ are two, whoever's card it is: of C.C. it may have the K of Kees.
    letters = spelt.rest[left], spelt.rest[right]
    other = (letters[0] != letters[1]) & (letters[0] > 0) & (letters[1] > 0)
    # Nor are addresses alike for another reason than that the names in them are.
    email[pairs[(other | told) & (email[pairs] == emails.CLOSE)]] = emails.SAME_DOMAIN
    own = spelt.own[left] & spelt.own[right] & (address.base[left] != address.base[right])
    own &= (email[pairs] == emails.CLOSE) | (email[pairs] == emails.SAME_DOMAIN)
    email[pairs[own]] = emails.OWN_NAMES


def _married(
    records: Records,
    spelt: InAddress,
    surname: np.ndarray,
    given: np.ndarray,
    same: np.ndarray,
    rows: Pairs,
) -> None:
    """The address of one card has the last name of the other, and first names agree: she married.

    One address is no witness of whose it is: with it, another last name just says nothing.

    :param same: pairs of one address
    """
    assert records.names is not None
    left, right = rows
    pairs = np.flatnonzero((surname == SURNAME_DIFFERENT) & (given < SAME_INITIAL) & (given > 0))
    keys = records.names.squeezed_hashes[records.names.surname]
    found = np.zeros(len(pairs), bool)
    for one, other in ((left[pairs], right[pairs]), (right[pairs], left[pairs])):
        found |= (spelt.other[one] == keys[other][:, None]).any(axis=1) & (keys[other] != 0)
    pairs = pairs[found]
    surname[pairs] = np.where(same[pairs], 0, BY_ADDRESS)


def _two_names(
    given: np.ndarray, close: np.ndarray, full: np.ndarray, apart: np.ndarray
) -> np.ndarray:
    """Levels of first names, where addresses bear witness that they are two.

    :param close: the addresses are a slip apart, as anna@ and anja@, who may else be one
    :param full: each address has its own card's first name
    :param apart: the addresses have other initials
    """
    near = full & (given >= SLIPPED) & (given <= ALIKE)
    two = (full & close) | apart
    two &= (given == NICKNAME) | ((given == FORMAL) & apart)
    other = np.where(apart, DIFFERENT, SAME_INITIAL)
    return np.where(near, given + APART, np.where(two, other, given))
