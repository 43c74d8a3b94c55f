"""Arrow tables of records: in order of their ids, texts as dictionaries or plain.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc
from dq.matching.columns.threads import workers


def by_id(table: pa.Table, coded: Sequence[str]) -> pa.Table:
    """The table ordered by column `id`, with the columns `coded` as dictionaries, numbered in order
    of appearance (as they are already, where they are dictionaries).

    Random samples, and with them the weights, must not depend on the order of the file.
    """
    ids = table["id"].combine_chunks()
    order = None if in_order(ids) else pc.sort_indices(ids)
    del ids
    # Each column is let go as soon as it is in order: together they are the peak of memory.
    names, size = table.column_names, len(table)
    columns = dict(zip(names, table.columns, strict=True))
    del table

    def ordered(name: str) -> pa.Array:
        column = columns.pop(name).combine_chunks()
        if name in coded:
            column = column.dictionary_encode()
        if order is None:
            return column
        if name not in coded:
            return column.take(order)
        return _by_appearance(column.indices.take(order), column.dictionary)

    # Arrow does this outside the interpreter.
    with workers(size) as pool:
        return pa.table(list(pool.map(ordered, names)), names)


def in_order(ids: pa.Array) -> bool:
    """Whether ids are ascending."""
    return not ids.null_count and pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py() is not False


def _by_appearance(codes: pa.Array, values: pa.Array) -> pa.Array:
    """A dictionary array whose values are numbered in order of appearance."""
    numbers = codes.fill_null(len(values)).to_numpy()
    first = np.full(len(values) + 1, len(numbers), np.int32)
    first[numbers[::-1]] = np.arange(len(numbers), dtype=np.int32)[::-1]
    order = np.argsort(first[:-1])
    place = np.empty(len(values), np.int32)
    place[order] = np.arange(len(values), dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(place).take(codes), values.take(pa.array(order)))


def plain(table: pa.Table) -> pa.Table:
    """The table with texts in the place of dictionaries, to take a few rows from."""
    return pa.table(
        [
            column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for column in table.columns
        ],
        table.column_names,
    )
