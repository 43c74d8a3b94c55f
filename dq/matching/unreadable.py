"""Records that matching stumbles over: found by halving the file, left out, and named."""

import logging
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pyarrow as pa

Made = TypeVar("Made")
Work = Callable[[pa.Table], Made]

log = logging.getLogger("kaartenbak")
# With more than these it is not the records.
MOST = 100


def spared(table: pa.Table, work: Work[Made]) -> tuple[Made, list[str]]:
    """What `work` makes of the table, and the ids of the records (column id) that it was spared.

    :raises Exception: what `work` raised, where leaving out a few records does not help
    """
    try:
        return work(table), []
    except MemoryError:
        raise
    except Exception:
        log.exception("Looking for the records that this is about")
        rows = _failing(table, work, 0)
        if not rows or len(rows) > MOST:
            raise
    ids = table["id"].take(pa.array(rows)).cast(pa.string()).to_pylist()
    log.error("Left out of matching and search: %s", ", ".join(map(str, ids)))
    kept = np.ones(len(table), bool)
    kept[rows] = False
    return work(_alone(table.filter(pa.array(kept)))), ids


def _alone(part: pa.Table) -> pa.Table:
    """A part of a table without the values that only other rows have."""
    columns = [
        column.cast(pa.string()).dictionary_encode()
        if pa.types.is_dictionary(column.type)
        else column
        for column in part.columns
    ]
    return pa.table(columns, part.column_names)


def _failing(table: pa.Table, work: Work[Made], first: int) -> list[int]:
    """The rows on which the work fails, counted from `first`; not all where they are many."""
    try:
        work(_alone(table))
    except MemoryError:
        raise
    except Exception:
        log.debug("Failed from row %s", first, exc_info=True)
    else:
        return []
    if len(table) < 2:
        return [first] * len(table)
    half = len(table) // 2
    found = _failing(table.slice(0, half), work, first)
    if len(found) <= MOST:
        found += _failing(table.slice(half), work, first + half)
    return found
