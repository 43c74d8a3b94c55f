"""Looking up: who in the file is this one, with the same features and weights as matching."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dq.matching import pipeline
from dq.matching.columns.columns import combine
from dq.matching.columns.population import Population
from dq.matching.columns.tables import plain
from dq.matching.pairs.keys import Atoms, Key, keys, token_fields, tokens
from dq.matching.recipe import Recipe
from dq.matching.records import statistics
from dq.matching.records.records import Records, prepare
from dq.matching.weighing import weigh
from dq.matching.weighing.scored_pairs import score_pairs

# A bigger block than this, or than matching compares, is looked into by its finer key, or not at
# all.
MOST = 60


@dataclass(frozen=True)
class Found:
    """A record that may be the one looked for: its id, the probability (0..1), and the evidence.

    `name_only` tells that nothing but the name speaks for it, at another company.
    """

    id: str
    score: float
    bits: float
    evidence: list[dict[str, object]]
    name_only: bool


@dataclass(frozen=True)
class Block:
    """The rows of each value of one key, sorted by value; and by the finer key of the big ones."""

    key: Key
    values: np.ndarray
    rows: np.ndarray
    finer_values: np.ndarray
    finer_rows: np.ndarray

    def rows_of(self, atoms: Atoms) -> np.ndarray:
        """The rows that share the key of the one record in `atoms`."""
        value = combine(*(atoms[name] for name in self.key.atoms))
        if not value[0]:
            return self.rows[:0]
        found = _equal(self.values, self.rows, value[0])
        if len(found) <= max(MOST, self.key.cap) or not self.key.finer:
            return found if len(found) <= max(MOST, self.key.cap) else found[:0]
        finer = combine(value, *(atoms[name] for name in self.key.finer))
        found = _equal(self.finer_values, self.finer_rows, finer[0])
        return found if finer[0] and len(found) <= max(MOST, self.key.last_cap) else found[:0]


def _equal(values: np.ndarray, rows: np.ndarray, value: np.uint64) -> np.ndarray:
    start, stop = np.searchsorted(values, value, "left"), np.searchsorted(values, value, "right")
    return rows[start:stop]


@dataclass(frozen=True)
class Index:
    """A file made ready to look records up in; building it takes about as long as blocking."""

    recipe: Recipe
    table: pa.Table
    population: Population
    model: weigh.Model
    blocks: tuple[Block, ...]
    tokens: Mapping[str, tuple[np.ndarray, np.ndarray]]

    @staticmethod
    def of(table: pa.Table, result: pipeline.Result) -> "Index":
        """The index of a table and what matching found in it."""
        population = statistics.of(table, result.records)
        return Index.read(table, result.records, result.model, population)

    @staticmethod
    def read(
        table: pa.Table, records: Records, model: weigh.Model, population: Population
    ) -> "Index":
        """The index of a table that `population` and `model` may know more of than it holds."""
        atoms = Atoms(records)
        words = {}
        for name in token_fields(records.recipe):
            values, rows = tokens(records, name)
            order = np.argsort(values, kind="stable")
            words[name] = values[order], rows[order]
        return Index(
            recipe=records.recipe,
            table=plain(table).combine_chunks(),
            population=population,
            model=model,
            blocks=tuple(_block(key, atoms) for key in keys(records.recipe)),
            tokens=words,
        )

    def find(self, card: Mapping[str, str | None], most: int = 10) -> list[Found]:
        """The records that are likeliest the one described, best first, at most `most`.

        :param card: values by column of the recipe; what is left out is unknown. With "id" the
            record of that id is not found itself.
        """
        query = self.one(card)
        rows = self._rows(prepare(query, self.recipe, self.population))
        if not len(rows):
            return []
        near = pa.concat_tables([self.table.take(pa.array(rows)), query])
        records = prepare(near, self.recipe, self.population)
        left = np.arange(len(rows), dtype=np.int32)
        right = np.full(len(rows), len(rows), np.int32)
        scored = score_pairs(records, (left, right), self.model)
        ids = records.ids.to_pylist()
        order = np.argsort(-scored.bits, kind="stable").tolist()
        best = [row for row in order if ids[row] != card.get("id") and _may(records, row)][:most]
        evidence = scored.evidence(np.array(best, np.int64))
        score, bits = scored.score.tolist(), scored.bits.tolist()
        return [
            Found(ids[row], score[row], bits[row], items, bool(scored.name_only[row]))
            for row, items in zip(best, evidence, strict=True)
        ]

    def one(self, card: Mapping[str, str | None]) -> pa.Table:
        """A card by column as a table of one row, with the columns of all."""
        values = {"apart": "person"} if self.recipe.person else {"apart": None}
        values |= {name: value or None for name, value in card.items()}
        schema = self.table.schema
        return pa.table({one.name: pa.array([values.get(one.name)], one.type) for one in schema})

    def _rows(self, records: Records) -> np.ndarray:
        atoms = Atoms(records)
        found = [block.rows_of(atoms) for block in self.blocks]
        for name, (values, rows) in self.tokens.items():
            for value in np.unique(tokens(records, name)[0]):
                some = _equal(values, rows, value)
                if len(some) <= MOST:
                    found.append(some)
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _may(records: Records, row: int) -> bool:
    """Whether the record at `row` can be the one asked for, which is the last."""
    return records.apart is None or bool(records.apart[row] == records.apart[-1])


def _block(key: Key, atoms: Atoms) -> Block:
    value = combine(*(atoms[name] for name in key.atoms))
    rows = np.flatnonzero(value).astype(np.int32)
    values, rows = _sorted(value[rows], rows)
    empty = values[:0], rows[:0]
    finer = empty
    if key.finer and len(values):
        start = np.append(True, values[1:] != values[:-1])
        sizes = np.diff(np.append(np.flatnonzero(start), len(values)))
        big = rows[np.repeat(sizes, sizes) > MOST]
        within = combine(value[big], *(atoms[name][big] for name in key.finer))
        finer = _sorted(within[within != 0], big[within != 0])
    return Block(key, values, rows, *finer)


def _sorted(values: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(values, kind="stable")
    return values[order], rows[order]
