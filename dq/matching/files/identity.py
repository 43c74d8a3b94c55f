"""Ids in a file must be there and be unique: pairs and groups are told by them.

Tested in tests/matching/files/test_headers.py.
"""

import pyarrow as pa

from dq.errors import N_, Invalid
from dq.matching.columns.columns import pc


def identified(table: pa.Table, file: str, column: str) -> pa.Table:
    """The table as it is, if its column `id` can tell its rows apart.

    :param table: ordered by id, so that equal ids are neighbours
    :param column: what the file calls its ids
    :raises Invalid: a row has no id, or that of another
    """
    ids = table["id"].combine_chunks()
    if ids.null_count:
        raise Invalid(
            N_("{file} has no id in column {column} for {count} of its rows."),
            file=file,
            column=column,
            count=ids.null_count,
        )
    again = pc.indices_nonzero(pc.equal(ids[1:], ids[: max(len(ids) - 1, 0)]))
    if len(again):
        raise Invalid(
            N_("{file} has the id {id} more than once in column {column}."),
            file=file,
            id=ids[again[0].as_py()].as_py(),
            column=column,
        )
    return table
