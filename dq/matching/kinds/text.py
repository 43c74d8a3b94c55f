"""Plain text, such as a job title; and how all kinds work whose column is text.

Tested in tests/matching/kinds/test_kinds.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dq.matching.columns.columns import Coded, encode, hashes
from dq.matching.columns.population import Population
from dq.matching.comparing import texts
from dq.matching.kind import Cells, ColumnKind, Counted, Level, beside_name, keyed
from dq.matching.values import normalise


def words(text: str) -> set[str]:
    """The words of a text, numbers and the shortest aside, and each two neighbouring ones."""
    split = text.split()
    found = {word for word in split if len(word) > 2 and not word.isdigit()}
    return found | {f"{a} {b}" for a, b in zip(split, split[1:], strict=False)}


def term_frequency(column: Coded) -> np.ndarray:
    """Per value how rare it is."""
    return column.term_frequency


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(ColumnKind[Coded]):
    """A kind whose column is text.

    `normal` gives a value's normal form (left out: as it is), `levels_of` the levels of pairs of
    rows, `rare` per value what an equal one brings (left out: nothing), `parts` what of a value is
    a key by itself.
    """

    normal: Callable[[str], str] | None
    levels_of: texts.Comparison
    rare: Callable[[Coded], np.ndarray] | None = term_frequency
    parts: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def read(self, cells: Cells, columns: tuple[str, ...]) -> Coded:
        column = encode(cells.table[columns[0]])
        return column if self.normal is None else column.map(self.normal)

    def among(
        self, column: Coded, name: str, users: np.ndarray | None, population: Population | None
    ) -> Coded:
        if population is None:
            return column
        known, words = population.frequencies.get(name), population.words.get(name)
        return replace(column, known=known, words=words)

    def compare(
        self, column: Coded, left: np.ndarray, right: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        levels = self.levels_of(column, left, right)
        found = np.zeros(len(left), np.float32)
        if self.rare is not None:
            exact = levels == 1
            found[exact] = self.rare(column)[column.codes[left[exact]]]
        return levels, found

    def atom(self, column: Coded, part: str, lasting: bool) -> np.ndarray:
        return keyed(column.map(self.parts[part]) if part else column, lasting)

    def counted(self, column: Coded, name: str) -> list[Counted]:
        if self.rare is None:
            return []
        return [Counted(name, hashes(column.values), column.counts, column.values)]


TEXT = Text(
    name="text",
    levels=(
        Level("exact", 0.60, 0.01, least=0.0),
        Level("close", 0.15, 0.005, least=0.0),
        Level("alike", 0.10, 0.02),
        Level("different", 0.15, 0.965, most=0.0),
    ),
    local=True,
    household=True,
    beyond_name=False,
    normal=normalise.free_text,
    levels_of=texts.text,
    person=beside_name,
    tokens=words,
    by_words=True,
)
