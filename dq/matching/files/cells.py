"""What a cell of a file says: its text without signs that nobody sees and outer spaces, or nothing.

Tested in tests/matching/files/test_plain.py.
"""

from functools import reduce

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc
from dq.matching.columns.tables import plain
from dq.reading.dialect import NULL_STRINGS
from dq.values import invisible

# What stands for nothing in a reference, as Salesforce writes it.
REFERENCES = dict.fromkeys(("account_id", "parent_id"), "^0{15}(AAA)?$")
TEXT = pa.string()
_NONE = pa.nulls(1, TEXT)[0]
_SIGNS = "".join(("[", *(rf"\x{{{ord(sign):x}}}" for sign in sorted(invisible.EVERY)), "]"))


def read(table: pa.Table) -> pa.Table:
    """Texts as they stand in a file's cells, as both engines take them; empty ones are null.

    A row without an id that is empty otherwise, as spreadsheets write them, is left out.
    """
    columns = [_read(column.combine_chunks(), name) for name, column in _columns(table)]
    return filled(pa.table(columns, table.column_names))


def _columns(table: pa.Table) -> list[tuple[str, pa.ChunkedArray]]:
    return list(zip(table.column_names, table.columns, strict=True))


def _read(values: pa.Array, name: str) -> pa.Array:
    values = visible(values)
    values = pc.if_else(pc.is_in(values, pa.array(["", *NULL_STRINGS])), _NONE, values)
    return trimmed(values, REFERENCES.get(name))


def visible(values: pa.Array) -> pa.Array:
    """The texts without signs that nobody sees."""
    has = pc.fill_null(pc.match_substring_regex(values, _SIGNS), False)
    few = values.filter(has).to_pylist()
    if not few:
        return values
    return pc.replace_with_mask(values, has, pa.array(list(map(invisible.text, few)), TEXT))


def trimmed(values: pa.Array, nothing: str | None = None) -> pa.Array:
    """The texts without outer spaces; null where that leaves nothing, or what stands for nothing.

    :param nothing: a pattern of what stands for nothing
    """
    texts = pc.ascii_trim(values, " ")
    odd = _size(texts) < _size(values)
    if nothing is not None:
        odd |= pc.any(pc.match_substring_regex(texts, nothing)).as_py() or False
    if not odd:
        return values
    empty = pc.equal(texts, "")
    if nothing is not None:
        empty = pc.or_(empty, pc.match_substring_regex(texts, nothing))
    return pc.if_else(empty, _NONE, texts)


def _size(values: pa.Array) -> int:
    """The bytes of all texts together."""
    starts = np.frombuffer(values.buffers()[1], np.int32)
    return int(starts[values.offset + len(values)] - starts[values.offset]) if len(values) else 0


def filled(table: pa.Table) -> pa.Table:
    """The table without rows that have no id and are empty otherwise."""
    if "id" not in table.column_names or not table["id"].null_count:
        return table
    some = reduce(pc.or_, (pc.is_valid(column) for column in table.columns))
    return plain(table).filter(some)
