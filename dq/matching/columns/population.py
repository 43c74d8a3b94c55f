"""What a part of a file cannot tell of itself: statistics over all of the file's records.

Tested in tests/matching/searching/test_lookup.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import hashes
from dq.matching.columns.term_frequency import Frequencies

NO_HASHES = np.zeros(0, np.uint64)


@dataclass(frozen=True)
class Population:
    """Statistics over all records, so that a few of them are read as they would be among all.

    `frequencies` per field (an address's local part as "email.local", the company as "stratum",
    a name in its commoner role as "either_name") and `words` per field of several words: in how
    many distinct values each word is. `shared` has the keys, ascending, of addresses and numbers
    that several people use, `common` the first names in use. `roles` tells of texts in the
    first-name cell how often they are in that one and in the last-name cell, `small` how often they
    are in the first-name cell and not all in capitals.
    """

    frequencies: Mapping[str, Frequencies] = field(default_factory=dict)
    words: Mapping[str, Frequencies] = field(default_factory=dict)
    shared: Mapping[str, np.ndarray] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    roles: tuple[Frequencies, Frequencies] | None = None
    small: Frequencies | None = None

    def is_shared(self, name: str, keys: np.ndarray) -> np.ndarray:
        """Whether several people use the address or number with each key."""
        known = self.shared.get(name, NO_HASHES)
        if not len(known):
            return np.zeros(len(keys), bool)
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return known[place] == keys

    def counts_by_role(self, values: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """How often each value is in the first-name cell, and how often in the last-name cell.

        One that is there once only, in the first-name cell, need not be in `roles`.
        """
        assert self.roles is not None
        keys = hashes(values)
        first, last = self.roles
        return first.of(keys).astype(float), last.of(keys, 0).astype(float)
