"""Rows by a sorted key, and texts by their halves: what a search looks values up in."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching.columns.columns import encode, hashes

# So many rows of one key are looked at.
MOST_OF_KEY = 100
# Texts that share a half are looked at up to this many.
MOST_HALVES = 3_000


@dataclass(frozen=True)
class Sorted:
    """Rows by a key, ascending, so that all rows of a key lie together."""

    values: np.ndarray
    rows: np.ndarray

    @staticmethod
    def of(values: np.ndarray, rows: np.ndarray | None = None) -> "Sorted":
        """From a key per row; 0 and empty texts are left out."""
        rows = np.arange(len(values)) if rows is None else rows
        filled = values != values.dtype.type()
        values, rows = values[filled], rows[filled]
        order = np.argsort(values, kind="stable")
        return Sorted(values[order], rows[order].astype(np.int32))

    def equal(self, value: np.uint64, most: int = MOST_OF_KEY) -> np.ndarray:
        """The first rows of a key."""
        start = np.searchsorted(self.values, value, "left")
        stop = np.searchsorted(self.values, value, "right")
        return self.rows[start : min(stop, start + most)]

    def begun(self, text: bytes, most: int) -> np.ndarray:
        """The first rows whose text starts so, as far as texts are kept."""
        # A text wider than the column would make NumPy copy the column into a wider one.
        text = text[: self.values.itemsize - 1]
        start = np.searchsorted(self.values, text, "left")
        stop = np.searchsorted(self.values, text + b"\xff", "left")
        return self.rows[start : min(stop, start + most)]


@dataclass(frozen=True)
class Ranked:
    """Rows by a text that many share: each text once, in order."""

    texts: np.ndarray
    rows: Sorted

    @staticmethod
    def of(texts: pa.Array, codes: np.ndarray) -> "Ranked":
        """From distinct texts, and the text of each row (-1 = none)."""
        values = np.array([*(text.encode("ascii", "ignore") for text in texts.to_pylist()), b""])
        order = np.argsort(values[:-1], kind="stable")
        rank = np.zeros(len(values), np.int64)
        rank[order] = np.arange(1, len(values))
        return Ranked(values[order], Sorted.of(rank[codes]))

    def begun(self, text: bytes, most: int) -> np.ndarray:
        """The first rows whose text starts so; of the longest text of all, all but its end."""
        text = text[: self.texts.itemsize - 1]
        start = np.searchsorted(self.texts, text, "left")
        stop = np.searchsorted(self.texts, text + b"\xff", "left")
        start, stop = np.searchsorted(self.rows.values, [start + 1, stop + 1], "left")
        return self.rows.rows[start : min(stop, start + most)]


@dataclass(frozen=True)
class Halves:
    """Texts by both their halves: of two texts that are one slip apart one half is the same.

    Source: the pigeonhole principle, see docs/matching.md
    """

    texts: pa.Array
    rows: Sorted
    keys: Sorted

    @staticmethod
    def of(texts: pa.Array, codes: np.ndarray) -> "Halves":
        """From distinct texts, and the text of each row (-1 = none)."""
        values = texts.to_pylist()
        head = hashes(pa.array([text[: len(text) // 2] for text in values], pa.string()))
        tail = hashes(pa.array(["\0" + text[len(text) // 2 :] for text in values], pa.string()))
        places = np.arange(len(values))
        keys = Sorted.of(np.concatenate([head, tail]), np.concatenate([places, places]))
        return Halves(texts, Sorted.of((codes + 1).astype(np.int64)), keys)

    @staticmethod
    def of_rows(texts: np.ndarray) -> "Halves":
        """From the text of each row, as bytes."""
        coded = encode(pa.array(texts).cast(pa.string()))
        return Halves.of(coded.values, coded.codes)

    def near(self, text: str) -> np.ndarray:
        """Rows whose text is a slip or two from this one, the nearest first."""
        allowed = slips(text)
        middle = len(text) // 2
        # Two neighbours that changed places across the middle are in both halves.
        keys = {text[: max(middle - 1, 0)] + text[middle : middle + 1]}
        for length in (len(text) - 1, len(text), len(text) + 1):
            keys |= {text[: length // 2], "\0" + text[len(text) - length + length // 2 :]}
        wanted = hashes(pa.array(sorted(keys), pa.string()))
        places = np.unique(np.concatenate([self.keys.equal(key, MOST_HALVES) for key in wanted]))
        texts = self.texts.take(pa.array(places)).to_pylist()
        if not texts:
            return np.zeros(0, np.int32)
        apart = process.cdist([text], texts, scorer=OSA.distance, score_cutoff=allowed)[0]
        order = np.argsort(apart, kind="stable")
        close = places[order[apart[order] <= allowed]]
        found = [self.rows.equal(place + 1) for place in close]
        return np.concatenate(found) if found else np.zeros(0, np.int32)


def slips(text: str) -> int:
    """How many slips a text may have: in a short one a single slip makes another word."""
    return 0 if len(text) < 7 else 1 if len(text) < 12 else 2
