"""How a text file is written: encoding, delimiter, where its header is and where it ends."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dq.errors import N_, Invalid
from dq.reading import footers, vocabulary
from dq.values import invisible

DELIMITERS = ",;\t|"
EMPTY = N_("{file} is empty; a header row with column names was expected.")
# The most usual of what says that a cell is empty, besides nothing at all.
NULL_STRINGS = ("#N/A", "#N/B", "\\N")
# Title rows above the header are few; beyond this a header is not looked for.
HEADER_WITHIN = 25
SAMPLE = 1 << 18
# What of a long file tells how it is written.
HEAD, END = 2 * SAMPLE, 4 * footers.TAIL
# What is decoded at once: more than a processor keeps near takes three times as long.
BLOCK = 1 << 16
# Bytes that text seldom has.
CONTROLS = bytes([*range(9), *range(14, 32)])


@dataclass(frozen=True)
class Dialect:
    """A UTF-8 file that DuckDB can read: `skip` records down to and with the header.

    `headers` are the file's own words, made unique; `sample` the first rows below them;
    `invisible` says how many signs that nobody sees were taken out of the text.
    """

    path: Path
    delimiter: str
    skip: int
    headers: list[str]
    sample: list[list[str]]
    invisible: int = 0


def sniff(
    path: Path,
    scratch: Path,
    name: str,
    known: Collection[str] | None = None,
    *,
    as_it_is: bool = False,
) -> Dialect:
    """Find out how the file is written; what DuckDB cannot read is rewritten in `scratch`.

    :param known: the normalised headers that it may have; left out, those of the vocabulary
    :param as_it_is: it is not rewritten for signs that nobody sees alone: its reader takes them out
    :raises Invalid: it is not a table of text
    """
    data = path.read_bytes()
    text = _rewritten(data, name)
    if text is not None:
        data = text.encode("utf-8")
    elif as_it_is and len(data) > HEAD + END:
        ends, _ = invisible.without(data[:HEAD] + data[-END:])
        found, end = _found(ends, path, name, known)
        if end == len(ends):
            return found
    data, removed = invisible.without(data)
    found, end = _found(data, path, name, known)
    if text is not None or removed or end < len(data):
        path = scratch / "plain.csv"
        path.write_bytes(data[:end])
    return replace(found, path=path, invisible=removed)


def _found(
    data: bytes, path: Path, name: str, known: Collection[str] | None
) -> tuple[Dialect, int]:
    """How the text is written, and where it ends without what a report puts below its rows."""
    sample = data[:SAMPLE].decode("utf-8-sig", "replace")
    if len(data) > SAMPLE:  # the last row of the sample may be cut
        sample = sample[: sample.rfind("\n") + 1] or sample
    if not sample.strip():
        raise Invalid(EMPTY, file=name)
    words = frozenset(vocabulary.headers() if known is None else known)
    _, delimiter, row, rows = max(
        (_header(sample, delimiter, words) for delimiter in DELIMITERS), key=lambda found: found[0]
    )
    headers, below = unique(rows[row]), rows[row + 1 :][:200]
    keys = footers.Keys(headers, below)
    end = footers.start(data, delimiter, keys) if len(headers) > 1 else len(data)
    return Dialect(path, delimiter, row + 1, headers, below), end


def _rewritten(data: bytes, name: str) -> str | None:
    """The text of a file that is not UTF-8, or None for one that can be read as it is.

    Source: byte order mark, else strict UTF-8, else cp1252; guessing by letter frequency
    takes Dutch cp1252 for DOS code pages.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").removeprefix("\ufeff")
    if b"\0" in data:
        return _with_nuls(data, name)
    if data.isascii() or _utf8(data):
        return None
    broken, whole = _utf8_lines(data)
    if whole > broken:  # UTF-8 with a few broken lines, which are rejected one by one
        return None
    return data.decode("cp1252", "replace")


def _with_nuls(data: bytes, name: str) -> str:
    """The text of a file with NULs: every other byte in UTF-16, a few stray ones in others."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) >= 10 * min(even, odd) and max(even, odd) >= len(sample) // 5:
        return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    if 20 * len(sample.translate(None, CONTROLS)) < 19 * len(sample):
        raise Invalid(
            N_("{file} is not text; a .csv, .tsv, .tab, .txt, .xlsx or .zip was expected."),
            file=name,
        )
    return data.decode("utf-8" if _utf8(data) else "cp1252", "replace")


def _utf8(data: bytes) -> bool:
    # Bit by bit: a text takes up to four times the room of its bytes.
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), BLOCK):
            decoder.decode(view[start : start + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_lines(data: bytes) -> tuple[int, int]:
    """How many lines with other letters than ASCII are broken UTF-8, and how many whole."""
    broken = whole = 0
    for line in data.splitlines():
        if not line.isascii():
            if _utf8(line):
                whole += 1
            else:
                broken += 1
    return broken, whole


def _header(
    sample: str, delimiter: str, words: frozenset[str]
) -> tuple[tuple[int, int], str, int, list[list[str]]]:
    """How well the sample reads with this delimiter: (known words, width), and the header row."""
    rows = list(_rows(sample, delimiter)) or [[""]]
    names = [{vocabulary.normalised(cell) for cell in row} - {""} for row in rows[:HEADER_WITHIN]]
    known = [len(found & words) for found in names]
    if max(known):
        # The first row that is about as good as the best: a later one is data with our words.
        row = next(index for index, count in enumerate(known) if count > max(known) * 0.6)
    else:
        row = max(range(len(names)), key=lambda index: (len(names[index]), -index))
    return (known[row], len(names[row])), delimiter, row, rows


def _rows(sample: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for index, row in enumerate(reader):
            if index > HEADER_WITHIN + 200:
                return
            yield row
    except csv.Error:  # a cell without end: what came before is sample enough
        return


def unique(headers: list[str]) -> list[str]:
    """The header's own words, trimmed; empty and repeated ones get their place or a number."""
    found: dict[str, int] = {}
    for index, header in enumerate(headers, 1):
        name = word = " ".join(header.replace("\ufeff", "").split()) or f"({index})"
        number = found.get(word, 0)
        while name in found:
            number += 1
            name = f"{word} ({number})"
        found[word] = max(number, 1)
        found.setdefault(name, 1)
    return list(found)
