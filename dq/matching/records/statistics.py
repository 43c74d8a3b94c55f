"""Statistics of a whole file, so that a few of its records can be read as they are among all.

Tested in tests/matching/searching/test_lookup.py.
"""

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import encode, hashes
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.records.records import Records, name_cells
from dq.matching.values.names import written_small
from dq.matching.values.swapped import by_role


def of(table: pa.Table, records: Records) -> Population:
    """What `records`, which are all of `table`, say together."""
    frequencies: dict[str, Frequencies] = {}
    words: dict[str, Frequencies] = {}
    shared: dict[str, np.ndarray] = {}
    if (names := records.names) is not None:
        most = np.maximum(names.given_counts, names.surname_counts)
        frequencies["given_name"] = _counted(names.hashes, names.given_counts)
        frequencies["surname"] = _counted(names.hashes, names.surname_counts)
        frequencies["either_name"] = _counted(names.hashes, most)
    for one, kind in records.recipe.columned:
        column = records.columns[one.name]
        for name, keys, counts, texts in kind.counted(column, one.name):
            frequencies[name] = _counted(keys, counts)
            if kind.by_words and texts is not None:
                words[name] = _words(texts)
        if (users := kind.shared(column)) is not None:
            keys, several = users
            shared[one.name] = np.unique(keys[several])
    known = records.stratum_hashes[records.stratum >= 0]
    frequencies["stratum"] = _counted(*np.unique(known, return_counts=True))
    return Population(
        frequencies=frequencies,
        words=words,
        shared=shared,
        common=_common(records),
        roles=_roles(table, records) if names is not None else None,
        small=written_small(name_cells(table, records.recipe)[0]) if names is not None else None,
    )


def _counted(keys: np.ndarray, counts: np.ndarray) -> Frequencies:
    return Frequencies.several(keys, counts.astype(np.int64))


def _words(values: pa.Array, most: int = 10) -> Frequencies:
    """In how many distinct values each word is, of the first `most` of each value."""
    split = (dict.fromkeys(text.split()[:most]) for text in values.to_pylist())
    coded = encode(pa.array([word for words in split for word in words], pa.string()))
    return _counted(hashes(coded.values), coded.counts)


def _common(records: Records) -> frozenset[str]:
    names = records.names
    if names is None:
        return frozenset()
    return frozenset(names.texts[:-1][names.given_counts[: len(names.values)] >= 3].tolist())


def _roles(table: pa.Table, records: Records) -> tuple[Frequencies, Frequencies]:
    """How often each text is in the first-name cell, and how often in the last-name cell."""
    roles = by_role(*name_cells(table, records.recipe))
    first, last = (side.astype(np.int64) for side in (roles.as_first, roles.as_last))
    keys = hashes(roles.values)
    # A text that is only a last name is found with 0 for the one and its count for the other.
    order = np.argsort(keys)
    keys, first, last = keys[order], first[order], last[order]
    return Frequencies(keys, first, 0, 0, 0), Frequencies(keys, last, 0, 0, 0)
