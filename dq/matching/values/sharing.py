"""Which addresses and numbers serve a team and not a person.

Tested in tests/matching/values/test_normalise.py.
"""

import numpy as np


def shared(codes: np.ndarray, users: np.ndarray | None, several: int = 3) -> np.ndarray:
    """Rows whose value serves `several` users or more: a team's or a head office's, not one's.

    :param users: per row a key of whom it serves (0 = unknown), or several of which each is to be
        different: one person's name can be mistyped often
    """
    result = np.zeros(len(codes), bool)
    if users is None:
        return result
    every = users[:, None] if users.ndim == 1 else users
    known = np.flatnonzero((codes >= 0) & (every != 0).all(axis=1))
    if not len(known):
        return result
    counts = np.bincount(codes[codes >= 0])
    known = known[counts[codes[known]] >= several]
    serves = np.ones(len(counts), bool)
    for column in every.T:
        serves &= _users(codes[known], column[known], len(counts)) >= several
    return np.append(serves, False)[np.where(codes < 0, -1, codes)]


def _users(codes: np.ndarray, users: np.ndarray, size: int) -> np.ndarray:
    """How many different users each value has."""
    order = np.lexsort((users, codes))
    code, user = codes[order], users[order]
    new = np.ones(len(code), bool)
    new[1:] = (code[1:] != code[:-1]) | (user[1:] != user[:-1])
    return np.bincount(code[new], minlength=size)
