"""Accounts by the words of their name: found by the start of any, with those below them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import hashes
from dq.matching.searching.nearby import Sorted
from dq.matching.values import normalise
from dq.values import infixes

LONGEST = 32  # letters of a name that are looked at
MOST_READ = 300  # of a name, of any length, that is taken apart
DEEPEST = 3  # departments below departments


@dataclass(frozen=True)
class Accounts:
    """All accounts; `above` is the row of each one's parent, its own where it has none.

    `names` has the names without spaces, `inner` the same from each later word on.
    """

    ids: pa.Array
    by_id: Sorted
    above: np.ndarray
    names: Sorted
    inner: Sorted

    @staticmethod
    def of(table: pa.Table) -> "Accounts":
        """From columns id, parent_id and name."""
        ids = table["id"].combine_chunks().cast(pa.string())
        by_id = Sorted.of(hashes(ids))
        rows = np.arange(len(ids))
        above = rows_of(by_id, table["parent_id"])
        names = [meaning(name or "") for name in table["name"].to_pylist()]
        later = [
            ("".join(words[start:]), row)
            for row, words in enumerate(names)
            for start in range(1, len(words))
        ]
        return Accounts(
            ids,
            by_id,
            np.where(above < 0, rows, above),
            Sorted.of(_squeezed(["".join(words) for words in names])),
            Sorted.of(
                _squeezed([text for text, _row in later]), np.array([r for _, r in later], np.int32)
            ),
        )

    def find(self, text: str, words: Sequence[str], most: int) -> list[int]:
        """The rows that a text may mean, best first: by id, else by the words of the name."""
        exact = self.by_id.equal(hashes(pa.array([text], pa.string()))[0])
        rows = exact if len(exact) else self.named(words, most)
        return list(dict.fromkeys(rows.tolist()))[:most]

    def named(self, words: Sequence[str], most: int | None = None) -> np.ndarray:
        """Rows with these words in their name, the last perhaps begun, perhaps twice.

        :param most: so many of those that begin so, then so many of the others
        """
        text = "".join(words).encode("ascii", "ignore")[:LONGEST]
        if not text:
            return np.zeros(0, np.int32)
        most = len(self.inner.rows) + len(self.ids) if most is None else most
        return np.concatenate([self.names.begun(text, most), self.inner.begun(text, most)])

    def within(self, rows: np.ndarray) -> np.ndarray:
        """Per account whether it is one of these or below one."""
        marked = np.zeros(len(self.ids), bool)
        marked[rows] = True
        for _ in range(DEEPEST):
            marked |= marked[self.above]
        return marked


def meaning(text: str) -> list[str]:
    """The words of a name, without tussenvoegsels."""
    particles = infixes.words()
    return [word for word in normalise.words(text[:MOST_READ]) if word not in particles]


def rows_of(by_id: Sorted, ids: pa.ChunkedArray) -> np.ndarray:
    """The row of each id; -1 where it is empty or unknown."""
    if not len(by_id.values):
        return np.full(len(ids), -1, np.int32)
    keys = hashes(ids.combine_chunks().cast(pa.string()).fill_null(""))
    place = np.minimum(np.searchsorted(by_id.values, keys), len(by_id.values) - 1)
    return np.where(by_id.values[place] == keys, by_id.rows[place], np.int32(-1))


def _squeezed(texts: list[str]) -> np.ndarray:
    return np.array([text.encode("ascii", "ignore") for text in [*texts, ""]], f"S{LONGEST}")[:-1]
