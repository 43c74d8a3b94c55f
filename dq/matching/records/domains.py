"""Which company an e-mail domain is of, for cards without an account.

Tested in tests/matching/test_domains.py.
"""

import numpy as np

from dq.matching.columns.columns import Coded, hashes
from dq.matching.columns.population import Domains

# So many cards of a company must have a domain before it is the company's.
SEVERAL = 2


def learned(domain: Coded, company: Coded) -> Domains:
    """The company of each domain of which most cards with a company have the same."""
    both = (domain.codes >= 0) & (company.codes >= 0)
    size = len(company.values) + 1
    packed = domain.codes[both].astype(np.int64) * size + company.codes[both]
    pairs, counts = np.unique(packed, return_counts=True)
    of, at = np.divmod(pairs, size)
    return most(hashes(domain.values)[of], hashes(company.values)[at], counts)


def most(domain: np.ndarray, company: np.ndarray, counts: np.ndarray) -> Domains:
    """The same of counted pairs of the keys of a domain and a company, each pair once."""
    order = np.lexsort((company, domain))
    domain, company, counts = domain[order], company[order], counts[order]
    of, place = np.unique(domain, return_inverse=True)
    total = np.bincount(place, counts, len(of))
    own = (counts >= SEVERAL) & (2 * counts > total[place])
    return Domains(domain[own], company[own])


def with_domains(company: Coded, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes and keys of companies, where a card without one has the one found (a key; 0 = none)."""
    codes, keys = company.codes, company.hashes
    rows = np.flatnonzero((codes < 0) & (found != 0))
    if not len(rows):
        return codes, keys
    known = hashes(company.values)
    every, place = np.unique(np.concatenate([known, found[rows]]), return_inverse=True)
    number = np.full(len(every), -1, np.int64)
    number[place[: len(known)]] = np.arange(len(known))
    new = number < 0
    number[new] = len(known) + np.arange(int(new.sum()))
    codes, keys = codes.copy(), keys.copy()
    codes[rows], keys[rows] = number[place[len(known) :]], found[rows]
    return codes, keys
