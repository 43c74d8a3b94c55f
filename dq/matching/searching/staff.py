"""Who is at which account: people by a name and the name of a company, and how many there are.

Tested in tests/matching/searching/test_search.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dq.matching.searching.accounts import Accounts
from dq.matching.searching.nearby import Sorted

MOST_WORDS = 6  # of a text are looked at
SHORTEST_NAME, SHORTEST_COMPANY = 2, 3  # letters


@dataclass(frozen=True)
class Staff:
    """Per card (row) the row of its account in `accounts`, -1 = none; and the cards by their names.

    `given` has the first name and the last as one text, `surname` the other way round.
    """

    accounts: Accounts
    account: np.ndarray
    given: Sorted
    surname: Sorted

    def called(self, words: Sequence[str], most: int) -> np.ndarray:
        """Rows of the name in these words at the company in them, whichever is written first."""
        found = [np.zeros(0, np.int32)]
        for cut in range(1, min(len(words), MOST_WORDS)):
            begin, end = words[:cut], words[cut:]
            found += [self._at_company(begin, end, most), self._at_company(end, begin, most)]
        return np.concatenate(found)

    def _at_company(self, name: Sequence[str], company: Sequence[str], most: int) -> np.ndarray:
        if len("".join(name)) < SHORTEST_NAME or len("".join(company)) < SHORTEST_COMPANY:
            return np.zeros(0, np.int32)
        rows = self._named(name)
        there = self.accounts.named(company) if len(rows) else rows
        if not len(there):
            return there
        account = self.account[rows]
        return rows[self.accounts.within(there)[account] & (account >= 0)][:most]

    def _named(self, words: Sequence[str]) -> np.ndarray:
        """All rows whose name begins so."""
        text, turned = (
            "".join(some).encode("ascii", "ignore") for some in (words, [words[-1], *words[:-1]])
        )
        everybody = len(self.account)
        found = [self.given.begun(text, everybody), self.surname.begun(text, everybody)]
        if turned != text:
            found.append(self.surname.begun(turned, everybody))
        return np.concatenate(found)

    @cached_property
    def numbers(self) -> np.ndarray:
        """How many cards each account has."""
        return self.counts(np.arange(len(self.account)))

    def counts(self, rows: np.ndarray) -> np.ndarray:
        """How many of these cards each account has."""
        account = self.account[rows]
        return np.bincount(account[account >= 0], minlength=len(self.accounts.ids))
