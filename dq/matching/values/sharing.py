"""Which addresses and numbers serve a team and not a person.

Tested in tests/matching/values/test_normalise.py.
"""

import numpy as np


def shared(codes: np.ndarray, users: np.ndarray | None, several: int = 3) -> np.ndarray:
    """Rows whose value serves `several` users or more: a team's or a head office's, not one's."""
    known = np.zeros(0, np.int64) if users is None else np.flatnonzero((codes >= 0) & (users != 0))
    if users is None or not len(known):
        return np.zeros(len(codes), bool)
    counts = np.bincount(codes[codes >= 0])
    known = known[counts[codes[known]] >= several]
    order = np.lexsort((users[known], codes[known]))
    code, user = codes[known][order], users[known][order]
    new = np.ones(len(code), bool)
    new[1:] = (code[1:] != code[:-1]) | (user[1:] != user[:-1])
    different = np.bincount(code[new], minlength=len(counts))
    return np.append(different >= several, False)[np.where(codes < 0, -1, codes)]
