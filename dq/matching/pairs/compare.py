"""Comparing: at which level each field of each pair agrees, and how common the shared value is."""

from dataclasses import dataclass

import numpy as np

from dq.matching.comparing import names as comparing
from dq.matching.kind import ColumnKind
from dq.matching.pairs import between_fields
from dq.matching.recipe import Field
from dq.matching.records.records import Records


@dataclass(frozen=True)
class Compared:
    """Levels and term frequencies of many pairs: one row per field, one column per pair.

    `levels` (int8) counts from 1 in the order of the kind's levels, 0 = missing. `term_frequency`
    (float32) is log2 of how much rarer the shared value is than values of the field usually are, 0
    where the pair shares no value; an organisation's name shares its words where it is not equal.
    """

    fields: tuple[Field, ...]
    levels: np.ndarray
    term_frequency: np.ndarray


def compare(records: Records, left: np.ndarray, right: np.ndarray) -> Compared:
    """Compare rows `left` with rows `right`, pair by pair."""
    # Rows of this type are looked up twice as fast.
    left, right = left.astype(np.intp), right.astype(np.intp)
    fields, rows = records.recipe.compared, records.recipe.rows
    levels = np.zeros((len(fields), len(left)), np.int8)
    term_frequency = np.zeros((len(fields), len(left)), np.float32)
    cells = np.zeros(len(left), np.int8)
    if records.names is not None:
        found, cells = comparing.compare(records.names, left, right)
        for kind, row in rows.items():
            if kind.name in found:
                levels[row], term_frequency[row] = found[kind.name]
    for row, one in enumerate(fields):
        if isinstance(one.kind, ColumnKind):
            column = records.columns[one.name]
            levels[row], term_frequency[row] = one.kind.compare(column, left, right)
    between_fields.settle(records, levels, term_frequency, cells, (left, right))
    return Compared(fields, levels, term_frequency)
