"""Keys of values, 64 bits wide, there and back: Spark has no unsigned numbers.

Tested in tests/matching/test_engines.py.
"""

import numpy as np
import pyarrow as pa


def signed(keys: np.ndarray) -> pa.Array:
    """Keys as Spark knows them."""
    return pa.array(np.ascontiguousarray(keys).view(np.int64))


def unsigned(column: pa.ChunkedArray) -> np.ndarray:
    """Keys as they are everywhere else."""
    return column.to_numpy().astype(np.int64).view(np.uint64)


def by_key(table: pa.Table, *columns: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """The keys of a table in ascending order, and these columns in the same order."""
    keys = unsigned(table["key"])
    order = np.argsort(keys)
    return keys[order], [table[name].to_numpy()[order] for name in columns]
