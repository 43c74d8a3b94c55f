"""Statistics of a whole file, so that a few of its records can be read as they are among all."""

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, encode, hashes
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.values.records import Records
from dq.matching.values.swapped import by_role


def of(table: pa.Table, records: Records) -> Population:
    """What `records`, which are all of `table`, say together."""
    names = records.names
    frequencies: dict[str, Frequencies] = {}
    words: dict[str, Frequencies] = {}
    shared: dict[str, np.ndarray] = {}
    if names is not None:
        most = np.maximum(names.given_counts, names.surname_counts)
        frequencies["given_name"] = _counted(names.hashes, names.given_counts)
        frequencies["surname"] = _counted(names.hashes, names.surname_counts)
        frequencies["either_name"] = _counted(names.hashes, most)
    for one in records.recipe.fields:
        if one.kind == "email":
            email = records.email(one.name)
            frequencies[one.name] = _of(email.address)
            frequencies[f"{one.name}.local"] = _of(email.local)
            frequencies[f"{one.name}.domain"] = _of(email.domain)
            shared[one.name] = np.unique(email.address.hashes[email.mailbox])
        elif one.kind in ("phone", "mobile"):
            phone = records.phone(one.name)
            keys, counts = np.unique(phone.number, return_counts=True)
            frequencies[one.name] = _counted(keys.astype(np.uint64), counts)
            shared[one.name] = np.unique(phone.number[phone.shared]).astype(np.uint64)
        elif one.kind not in ("given_name", "surname", "account", "salutation"):
            frequencies[one.name] = _of(records.text(one.name))
            words[one.name] = _words(records.text(one.name))
    known = records.stratum_hashes[records.stratum >= 0]
    frequencies["stratum"] = _counted(*np.unique(known, return_counts=True))
    return Population(
        frequencies=frequencies,
        words=words,
        shared=shared,
        common=_common(records),
        roles=_roles(table, records) if names is not None else None,
    )


def _of(column: Coded) -> Frequencies:
    return _counted(hashes(column.values), column.counts)


def _counted(keys: np.ndarray, counts: np.ndarray) -> Frequencies:
    counts = counts.astype(np.int64)
    several = np.flatnonzero(counts >= 2)
    several = several[np.argsort(keys[several])]
    return Frequencies(
        keys[several],
        counts[several],
        total=int(counts.sum()),
        squares=int((counts**2).sum()),
        distinct=int((counts > 0).sum()),
    )


def _words(column: Coded, most: int = 10) -> Frequencies:
    """In how many distinct values each word is, of the first `most` of each value."""
    split = (dict.fromkeys(text.split()[:most]) for text in column.values.to_pylist())
    coded = encode(pa.array([word for words in split for word in words], pa.string()))
    return _counted(hashes(coded.values), coded.counts)


def _common(records: Records) -> frozenset[str]:
    names = records.names
    if names is None:
        return frozenset()
    return frozenset(names.texts[:-1][names.given_counts[: len(names.values)] >= 3].tolist())


def _roles(table: pa.Table, records: Records) -> tuple[Frequencies, Frequencies]:
    """How often each text is in the first-name cell, and how often in the last-name cell."""
    columns = {one.kind: one.columns[0] for one in reversed(records.recipe.fields)}
    given, surname = (
        encode(table[columns[kind]]) if kind in columns else encode(pa.array([""]))
        for kind in ("given_name", "surname")
    )
    roles = by_role(given, surname)
    first, last = (side.astype(np.int64) for side in (roles.as_first, roles.as_last))
    keys = hashes(roles.values)
    # A text that is only a last name is found with 0 for the one and its count for the other.
    order = np.argsort(keys)
    keys, first, last = keys[order], first[order], last[order]
    return Frequencies(keys, first, 0, 0, 0), Frequencies(keys, last, 0, 0, 0)
