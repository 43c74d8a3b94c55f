"""Comparing e-mail addresses: slips, tags, numbers at the end, one mailbox name at two domains.

Tested in tests/matching/pairs/test_compare.py.
"""

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching.columns.columns import Coded, pc
from dq.matching.comparing.texts import distance
from dq.matching.values.emails import Email

EXACT, SHARED, CLOSE, SAME_MAILBOX, REPEATS_NAME, NUMBERED, OWN_NAMES, SAME_DOMAIN, DIFFERENT = (
    range(1, 10)
)


def compare(email: Email, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `EMAIL` and term frequency."""
    one, two = email.address.codes[left], email.address.codes[right]
    firm, local, base = email.firm, email.local.codes, email.base
    filled = (one >= 0) & (two >= 0)
    levels = np.where(filled, DIFFERENT, 0).astype(np.int8)
    same_domain = filled & (firm[left] == firm[right])
    levels[same_domain] = SAME_DOMAIN
    same = filled & (one == two)
    personal = ~same & ~(email.mailbox[left] | email.mailbox[right])
    # What follows is about unequal addresses of persons, ever fewer of them.
    rows = np.flatnonzero(same_domain & personal)
    l, r = left[rows], right[rows]  # noqa: E741
    levels[rows[(email.stem[l] == email.stem[r]) & (email.stem[l] >= 0)]] = NUMBERED
    # jan+crm@ reads the mailbox of jan@; two different tags were made to tell apart.
    tag = (base[l] == base[r]) & (email.tagged[l] != email.tagged[r])
    levels[rows[tag]] = CLOSE
    # At two domains of one company one address is as good as the other.
    elsewhere = email.domain.codes[l] != email.domain.codes[r]
    levels[rows[elsewhere & (local[l] == local[r])]] = EXACT
    rows = rows[levels[rows] == SAME_DOMAIN]
    levels[rows[_slip(email.local, left[rows], right[rows])]] = CLOSE
    rows = np.flatnonzero(filled & personal & ~same_domain)
    rows, others = _split(rows, local[left[rows]] == local[right[rows]])
    levels[rows] = np.where(_mistyped(email.domain, left[rows], right[rows]), CLOSE, SAME_MAILBOX)
    levels[others[_slips(email.address, left[others], right[others])]] = CLOSE
    # A number stays one when the domain is mistyped: jansen1@alfa.nl and jansen2@alfaa.nl.
    l, r = left[others], right[others]  # noqa: E741
    others = others[(email.stem[l] == email.stem[r]) & (email.stem[l] >= 0)]
    levels[others[_mistyped(email.domain, left[others], right[others])]] = NUMBERED
    levels[same] = np.where(email.mailbox[left[same]], SHARED, EXACT)
    return levels, _term_frequency(email, levels, left)


def letters(email: Email, rows: np.ndarray) -> np.ndarray:
    """The local parts of some rows, without digits at the end and marks between."""
    texts = email.local.values.take(pa.array(email.local.codes[rows]))
    bare = pc.replace_substring_regex(texts, r"[._-]|\d+$", "")
    return bare.to_numpy(zero_copy_only=False)


def _mistyped(domain: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether one domain is a mistyped other: alike, and rare where the other is not.

    Two domains that are both in use, such as zeta.nl and eta.nl, are two companies.
    """
    one = domain.frequencies[domain.codes[left]]
    two = domain.frequencies[domain.codes[right]]
    rare = np.minimum(one, two)
    rows = np.flatnonzero((rare <= 2) | (20 * rare <= np.maximum(one, two)))
    result = np.zeros(len(left), bool)
    result[rows] = distance(domain, left[rows], right[rows], 2) <= 2
    return result


def _split(rows: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return rows[mask], rows[~mask]


def _term_frequency(email: Email, levels: np.ndarray, left: np.ndarray) -> np.ndarray:
    """An address that more cards have says less; so does a common local part elsewhere."""
    term_frequency = np.zeros(len(levels), np.float32)
    same = np.flatnonzero((levels == EXACT) | (levels == SHARED))
    if len(same):
        uses = email.address.frequencies[email.address.codes[left[same]]]
        term_frequency[same] = -np.log2(np.maximum(uses, 2) / 2.0)
    elsewhere = np.flatnonzero(levels == SAME_MAILBOX)
    if len(elsewhere):
        common = np.minimum(email.local.term_frequency, 0.0)
        term_frequency[elsewhere] = common[email.local.codes[left[elsewhere]]]
    return term_frequency


def _slip(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which values are one slip apart; the first letter, often an initial, must be the same."""
    one, two = column.codes[left], column.codes[right]
    length, start = column.lengths, column.starts
    maybe = np.flatnonzero(
        (start[one, 0] == start[two, 0])
        & (np.abs(length[one] - length[two]) <= 1)
        & (np.minimum(length[one], length[two]) >= 5)
    )
    return _within(column, one, two, maybe, 1)


def _slips(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which values are two slips apart, with the same two letters in front."""
    one, two = column.codes[left], column.codes[right]
    length, start = column.lengths, column.starts
    maybe = np.flatnonzero(
        (start[one] == start[two]).all(axis=1)
        & (np.abs(length[one] - length[two]) <= 2)
        & (np.minimum(length[one], length[two]) >= 8)
    )
    return _within(column, one, two, maybe, 2)


def _within(
    column: Coded, one: np.ndarray, two: np.ndarray, maybe: np.ndarray, most: int
) -> np.ndarray:
    a = column.values.take(pa.array(one[maybe])).to_pylist()
    b = column.values.take(pa.array(two[maybe])).to_pylist()
    found = process.cpdist(a, b, scorer=OSA.distance, score_cutoff=most)
    result = np.zeros(len(one), bool)
    result[maybe] = np.asarray(found) <= most
    return result
