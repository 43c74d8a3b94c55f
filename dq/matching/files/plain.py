"""Plain CSV files, which Arrow reads in parts of whole records, several of them at once.

A file is plain where every quotation mark is around a cell or doubled inside one, and lines end in
one way; what Arrow makes of others differs from what DuckDB does, so that reads these.

Tested in tests/matching/files/test_plain.py.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from dq.matching.columns.threads import FEW, THREADS, workers
from dq.matching.files import cells
from dq.matching.files.cells import TEXT
from dq.reading.dialect import NULL_STRINGS, Dialect
from dq.values import invisible

# Bytes that are read at once.
PART = 1 << 22
QUOTE = ord('"')
CODED = pa.dictionary(pa.int32(), TEXT)


class Odd(Exception):
    """The file is not plain."""


def read(
    found: Dialect,
    columns: Mapping[str, str],
    coded: Collection[str] = (),
    nothing: Mapping[str, str] | None = None,
) -> pa.Table:
    """Columns of a file as trimmed texts, rows in the file's order; empty cells are null.

    Signs that nobody sees are taken out here, as `dialect.sniff` does.

    :param columns: our name of each, and the file's header
    :param coded: which are to be dictionaries, numbered in order of appearance
    :param nothing: a pattern of what stands for nothing, of some columns
    :raises Odd: it is not plain
    """
    if len(found.headers) < 2:
        raise Odd
    of = Read(found, columns, coded, nothing or {})
    several = found.path.stat().st_size > PART
    tables: list[pa.Table] = []
    waiting: deque[Future[pa.Table]] = deque()
    with workers(FEW if several else 0) as pool:
        for part in _parts(found.path, found.skip):
            if len(waiting) > THREADS:
                tables.append(waiting.popleft().result())
            waiting.append(pool.submit(of.table, part))
        tables += [one.result() for one in waiting]
    if not tables:
        tables = [of.table(b"")]
    return pa.concat_tables(tables).unify_dictionaries()


class Read:
    """How parts of one file are read."""

    def __init__(
        self,
        found: Dialect,
        columns: Mapping[str, str],
        coded: Collection[str],
        nothing: Mapping[str, str],
    ) -> None:
        self.nothing, self.columns = nothing, list(columns)
        self.names = [f"c{place}" for place in range(len(found.headers))]
        # Two columns of ours may be one of the file, which Arrow gives once.
        self.places = {own: f"c{found.headers.index(header)}" for own, header in columns.items()}
        self.kinds = {place: CODED if own in coded else TEXT for own, place in self.places.items()}
        self.coded = coded
        self.delimiter = found.delimiter
        self.beside = np.zeros(256, bool)
        self.beside[[*b'"\r\n', ord(found.delimiter)]] = True

    def table(self, part: bytes) -> pa.Table:
        """The table of whole records.

        :raises Odd: they are not plain
        """
        part, _ = invisible.without(part, begins=False)
        if not self._plain(part):
            raise Odd
        if not part.strip():
            kinds = [CODED if own in self.coded else TEXT for own in self.columns]
            return pa.table([pa.nulls(0, kind) for kind in kinds], self.columns)
        try:
            table = csv.read_csv(
                pa.py_buffer(part),
                csv.ReadOptions(
                    use_threads=False, block_size=len(part) + 1, column_names=self.names
                ),
                csv.ParseOptions(delimiter=self.delimiter),
                csv.ConvertOptions(
                    column_types=self.kinds,
                    include_columns=list(dict.fromkeys(self.places.values())),
                    null_values=["", *NULL_STRINGS],
                    strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid as error:
            raise Odd from error
        return pa.table([self._column(own, table) for own in self.columns], self.columns)

    def _plain(self, part: bytes) -> bool:
        if _other_ends(part):
            return False
        raw = np.frombuffer(part, np.uint8)
        at = np.flatnonzero(raw == QUOTE)
        if len(at) % 2:
            return False
        # They open and close by turns: a doubled one closes, and opens again.
        at[::2] -= 1
        at[1::2] += 1
        # Clipped to a mark itself: before the first byte and behind the last one may be anything.
        return bool(self.beside[raw.take(at, mode="clip")].all())

    def _column(self, own: str, table: pa.Table) -> pa.Array:
        """A column, with cells that hold nothing but spaces, or what stands for nothing, empty."""
        column = table[self.places[own]].combine_chunks()
        coded = pa.types.is_dictionary(column.type)
        values = column.dictionary if coded else column
        texts = cells.trimmed(values, self.nothing.get(own))
        if texts is not values:
            if not coded:
                return texts
            coded_again = texts.dictionary_encode()  # two may be one now
            codes = coded_again.indices.take(column.indices)
            column = pa.DictionaryArray.from_arrays(codes, coded_again.dictionary)
        return column.dictionary_encode() if own in self.coded else column.cast(TEXT)


def _parts(path: Path, skip: int) -> Iterator[bytes]:
    """The file below its header in parts of whole records.

    :param skip: the records down to and with the header
    :raises Odd: one of these has a line end in a cell, or another line end
    """
    with path.open("rb") as file:
        block = file.read(PART)
        rest, block = b"", block[_below(block, skip) :]
        while block:
            data = rest + block
            end = _end(data)
            if end:
                yield data[:end]
            rest, block = data[end:], file.read(PART)
    if rest:
        yield rest


def _below(data: bytes, skip: int) -> int:
    """Where the records below these begin, which are a line each."""
    end = 0
    for _ in range(skip):
        begin, end = end, data.find(b"\n", end) + 1 or len(data)
        if data.count(b'"', begin, end) % 2 or _other_ends(data[begin:end]):
            raise Odd
    return end


def _other_ends(part: bytes) -> bool:
    """Whether there are line ends as on an old Mac."""
    return b"\r" in part and part.count(b"\r") != part.count(b"\r\n")


def _end(data: bytes) -> int:
    """Behind the last line end that is not in a cell; 0 where there is none."""
    raw, end = np.frombuffer(data, np.uint8), data.rfind(b"\n") + 1
    # Many times faster than counting as bytes do.
    while end and np.count_nonzero(raw[:end] == QUOTE) % 2:
        end = data.rfind(b"\n", 0, data.rfind(b'"', 0, end)) + 1
    return end
