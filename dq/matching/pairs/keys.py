"""Blocking keys: what two records of one person or organisation tend to share.

Tested in tests/matching/kinds/test_kinds.py.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, combine, encode, positions
from dq.matching.kind import EQUAL, Key
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records
from dq.matching.values.names import Names


def keys(recipe: Recipe) -> list[Key]:
    """The keys that follow from the recipe's kinds."""
    found = _of_names(recipe) if recipe.person else []
    for one, kind in recipe.columned:
        of_field = kind.person if recipe.person else kind.organisation
        found += of_field(one.name, bool(recipe.stratum))
    return found


def _of_names(recipe: Recipe) -> list[Key]:
    found: list[Key] = []
    if recipe.stratum:
        found += [
            Key(("stratum", "sound"), 40, ("initial",)),
            Key(("stratum", "surname_in_address", "initial"), 30),
            Key(("stratum", "initial", "initial_of_surname"), 30),
        ]
    beside = ("stratum",) if recipe.stratum else _telling(recipe)
    found += [Key(("unordered",), 8, beside, EQUAL), Key(("callname", "sound"), 6)]
    if not recipe.stratum:
        found += [Key(("sounds",), 30), Key(("sound", "initial"), 30), Key(("callname",), 20)]
    return found


def _telling(recipe: Recipe) -> tuple[str, ...]:
    """The field that tells most of who somebody is beside the name, if there is any."""
    fields = [(-kind.tells, one.name) for one, kind in recipe.columned if kind.tells]
    return (min(fields)[1],) if fields else ()


class Atoms:
    """The 64-bit keys of records, made when first asked for; 0 = empty.

    :param lasting: keys that depend on the value alone, to compare with those of other records;
        else they only tell these records apart, which costs no look at each letter
    """

    def __init__(self, records: Records, *, lasting: bool = True) -> None:
        self.records, self.lasting = records, lasting
        self.known: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.known:
            self.known[name] = self._make(name)
        return self.known[name]

    def _make(self, name: str) -> np.ndarray:
        records = self.records
        if name == "stratum":
            return records.stratum_hashes
        if name == "everything":
            return np.ones(len(records), np.uint64)
        if name == "surname_in_address":
            return _in_address(records)
        if records.names is not None and name in OF_NAMES:
            return OF_NAMES[name](records.names)
        whole = name in records.columns
        field, _, part = (name, "", "") if whole else name.rpartition(".")
        kind = next(kind for one, kind in records.recipe.columned if one.name == field)
        return kind.atom(records.columns[field], part, self.lasting)


def _crossed(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """A key of two that is the same whichever comes first."""
    return combine(np.minimum(one, two), np.maximum(one, two))


def _initial(names: Names, codes: np.ndarray) -> np.ndarray:
    return names.letters[codes, 0].astype(np.uint64)


def _in_address(records: Records) -> np.ndarray:
    """The last name, or another that the address has: with it a woman who married is found."""
    assert records.names is not None
    own = records.names.squeezed_hashes[records.names.surname]
    spelt = records.in_address
    return own if spelt is None else np.where(spelt.other[:, 1] != 0, spelt.other[:, 1], own)


# The atoms that people's names give.
OF_NAMES: dict[str, Callable[[Names], np.ndarray]] = {
    "sound": lambda names: names.sounds[names.surname],
    "initial_of_surname": lambda names: _initial(names, names.surname),
    "callname": lambda names: names.callnames[names.given],
    "initial": lambda names: _initial(names, names.given),
    "sounds": lambda names: _crossed(names.sounds[names.given], names.sounds[names.surname]),
    "unordered": lambda names: _crossed(names.hashes[names.given], names.hashes[names.surname]),
}


def token_fields(recipe: Recipe) -> list[str]:
    """Fields whose single words are keys as well."""
    if recipe.person:
        return []
    return [one.name for one, kind in recipe.columned if kind.tokens is not None]


def tokens(records: Records, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A key for each token (see `ColumnKind`) of each row's value, and that row."""
    column = records.column(name, Coded)
    split = next(kind.tokens for one, kind in records.recipe.columned if one.name == name)
    assert split is not None, name
    owner: list[int] = []
    words: list[str] = []
    for code, text in enumerate(column.texts):
        found = sorted(split(text))
        owner += [code] * len(found)
        words += found
    coded = encode(pa.array(words, pa.string()))
    order = np.argsort(column.codes, kind="stable")
    counts = column.counts
    first = np.cumsum(counts) - counts + int((column.codes < 0).sum())
    of = np.array(owner, np.int64)
    repeat = counts[of]
    rows = order[np.repeat(first[of], repeat) + positions(repeat)]
    return np.repeat(coded.hashes, repeat), rows
