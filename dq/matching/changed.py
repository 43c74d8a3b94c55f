"""After an edit: compare again only what touches the changed records, with a full run's result."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dq.matching import pipeline
from dq.matching.columns.columns import combine, pc
from dq.matching.columns.population import Population
from dq.matching.columns.tables import in_order, plain
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.keys import Atoms, Key, token_fields
from dq.matching.pairs.living import Keyed, Places
from dq.matching.pipeline import Decisions, Judge
from dq.matching.recipe import Recipe
from dq.matching.records import statistics
from dq.matching.records.records import Records, prepare
from dq.matching.weighing import cluster
from dq.matching.weighing.scored_pairs import ScoredPairs, score_pairs


@dataclass(frozen=True)
class Update:
    """What an edit changed: records whose pairs and groups are to be written anew, and those.

    `pairs` are ids, each pair at its place in `scored`; `groups` gives each touched record's group
    by id, None where it is alone.
    """

    touched: list[str]
    pairs: list[tuple[str, str]]
    scored: ScoredPairs
    groups: dict[str, str | None]


class Live:
    """A matched file that is kept up to date, edit by edit.

    Frequencies and weights stay those of the last full run; then the pairs over the threshold and
    the groups are the same as a full run's with these. Not for recipes with word keys (accounts),
    and the list of "perhaps" waits for the next full run.
    """

    def __init__(
        self, table: pa.Table, result: pipeline.Result, decisions: Decisions | None = None
    ) -> None:
        records = result.records
        if token_fields(records.recipe):
            raise ValueError("a recipe with word keys is matched in full")
        self.recipe: Recipe = records.recipe
        self.before = plain(table).combine_chunks()
        self.since = self.before.slice(0, 0)
        self.ids = self.before["id"].chunk(0) if len(table) else pa.array([], pa.string())
        self.in_order = in_order(self.ids)
        self.decisions = decisions or Decisions()
        self.population: Population = statistics.of(table, records)
        self.model = result.model
        atoms = Atoms(records)
        self.keyed = [_keyed(key, atoms) for key in result.keys]
        strong: np.ndarray = result.pairs.link > cluster.LINK
        self.left, self.right = (side[strong].astype(np.int64) for side in result.pairs.rows)
        self.bits = result.pairs.link[strong]
        self.group = result.groups.of.astype(np.int64)
        self.gone = np.zeros(len(table), bool)

    @property
    def table(self) -> pa.Table:
        """All records, and those that are gone; a row keeps its number."""
        return pa.concat_tables([self.before, self.since])

    def update(self, rows: pa.Table, removed: tuple[str, ...] = ()) -> Update:
        """Take in new and edited records (by id), forget the `removed` ones."""
        old = self._rows_of([*rows["id"].to_pylist(), *removed])
        rows = plain(rows)
        fresh = self._replace(old, rows)
        affected = np.union1d(fresh, self._rekey(old, rows))
        affected = affected[~self.gone[affected]]
        pairs = self._partners(affected)
        records, near = self._read(np.unique(np.concatenate([*pairs, affected])))
        bits = self._bits(records, near, pairs)
        seeds = self._relink(old, affected, pairs, bits)
        members = self._component(seeds)
        self._regroup(members)
        return self._updated(np.union1d(members, np.union1d(old, affected)))

    def _rows_of(self, ids: list[str]) -> np.ndarray:
        later = _among(self.since["id"], ids)
        rows = np.concatenate([self._before(ids), later + len(self.before)])
        return rows[~self.gone[rows]]

    def _before(self, ids: list[str]) -> np.ndarray:
        """The rows that had these ids from the start, ascending."""
        if not self.in_order:
            return _among(self.ids, ids)
        found = []
        for id in set(ids):
            row = bisect_left(self.ids, id, key=_text)
            if row < len(self.ids) and self.ids[row].as_py() == id:
                found.append(row)
        return np.array(sorted(found), np.int64)

    def _replace(self, old: np.ndarray, rows: pa.Table) -> np.ndarray:
        start = len(self.gone)
        rows = rows.select(self.before.column_names)
        self.since = pa.concat_tables([self.since, rows]).combine_chunks()
        self.gone[old] = True
        self.gone = np.append(self.gone, np.zeros(len(rows), bool))
        self.group = np.append(self.group, np.full(len(rows), -1))
        return np.arange(start, start + len(rows))

    def _rekey(self, old: np.ndarray, rows: pa.Table) -> np.ndarray:
        atoms = Atoms(prepare(rows, self.recipe, self.population))
        passed = [one.replace(old, *_values(one.key, atoms)) for one in self.keyed]
        return np.unique(np.concatenate(passed)).astype(np.int64)

    def _partners(self, affected: np.ndarray) -> Pairs:
        found = []
        for row in affected.tolist():
            mates = np.unique(np.concatenate([one.mates(row) for one in self.keyed]))
            mates = mates[mates != row]
            found.append(np.stack([np.minimum(mates, row), np.maximum(mates, row)]))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        both = np.unique(np.concatenate(found, axis=1), axis=1)
        return both[0], both[1]

    def _read(self, rows: np.ndarray) -> tuple[Records, np.ndarray]:
        """Some rows as records, and the rows, which are ascending."""
        return prepare(self._take(rows), self.recipe, self.population), rows

    def _take(self, rows: np.ndarray) -> pa.Table:
        """Some rows, which are ascending, of the table and what has been added to it."""
        # Apart, since Arrow copies all of a column of several pieces to take a few rows of it.
        old, new = np.split(rows, [np.searchsorted(rows, len(self.before))])
        parts = [self.before.take(pa.array(old)), self.since.take(pa.array(new - len(self.before)))]
        return pa.concat_tables(parts)

    def _bits(self, records: Records, near: np.ndarray, pairs: Pairs) -> np.ndarray:
        left, right = (np.searchsorted(near, side).astype(np.int32) for side in pairs)
        return Judge(records, self.model, self.decisions).bits(left, right)

    def _relink(
        self, old: np.ndarray, affected: np.ndarray, pairs: Pairs, bits: np.ndarray
    ) -> np.ndarray:
        """Put the new links in the place of those of changed records; return who is concerned."""
        changed = np.union1d(old, affected)
        out = np.isin(self.left, changed) | np.isin(self.right, changed)
        link = bits > cluster.LINK
        seeds = [affected, self.left[out], self.right[out], pairs[0][link], pairs[1][link]]
        self.left = np.concatenate([self.left[~out], pairs[0][link]])
        self.right = np.concatenate([self.right[~out], pairs[1][link]])
        self.bits = np.concatenate([self.bits[~out], bits[link]])
        seeds = np.unique(np.concatenate(seeds))
        return seeds[~self.gone[seeds]]

    def _component(self, seeds: np.ndarray) -> np.ndarray:
        """All rows that links connect with `seeds`."""
        inside = np.zeros(len(self.gone), bool)
        inside[seeds] = True
        while True:
            edge = inside[self.left] != inside[self.right]
            if not edge.any():
                return np.flatnonzero(inside)
            inside[self.left[edge]] = inside[self.right[edge]] = True

    def _regroup(self, members: np.ndarray) -> None:
        inside = np.isin(self.left, members)
        left = np.searchsorted(members, self.left[inside])
        right = np.searchsorted(members, self.right[inside])
        records, _ = self._read(members)
        judge = Judge(records, self.model, self.decisions)
        found = cluster.groups(len(members), (left, right), self.bits[inside], judge.bits)
        self.group[members] = np.where(found.of >= 0, members[np.maximum(found.of, 0)], -1)
        self.group[self.gone] = -1

    def _updated(self, rows: np.ndarray) -> Update:
        ids = dict(zip(rows.tolist(), self._take(rows)["id"].to_pylist(), strict=True))
        living = rows[~self.gone[rows]]
        together: dict[int, list[str]] = {}
        for row in living.tolist():
            together.setdefault(int(self.group[row]), []).append(ids[row])
        named = {key: min(members) for key, members in together.items() if key >= 0}
        groups = {ids[row]: named.get(int(self.group[row])) for row in living.tolist()}
        pairs = self._shown(living)
        records, near = self._read(living)
        left, right = (np.searchsorted(near, side).astype(np.int32) for side in pairs)
        scored = score_pairs(records, (left, right), self.model)
        named_pairs = [
            (min(ids[a], ids[b]), max(ids[a], ids[b]))
            for a, b in zip(*(side.tolist() for side in pairs), strict=True)
        ]
        return Update(sorted(set(ids.values())), named_pairs, scored, groups)

    def _shown(self, rows: np.ndarray) -> Pairs:
        """Links among `rows`, and all pairs inside one group."""
        inside = np.isin(self.left, rows)
        found = set(zip(self.left[inside].tolist(), self.right[inside].tolist(), strict=True))
        members: dict[int, list[int]] = {}
        for row in rows.tolist():
            if self.group[row] >= 0:
                members.setdefault(int(self.group[row]), []).append(row)
        for group in members.values():
            found |= {(a, b) for i, a in enumerate(group) for b in group[i + 1 :]}
        both = np.array(sorted(found), np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def _keyed(key: Key, atoms: Atoms) -> Keyed:
    values, finer = _values(key, atoms)
    return Keyed(key, Places(values), Places(finer) if key.finer else None)


def _values(key: Key, atoms: Atoms) -> tuple[np.ndarray, np.ndarray]:
    value = combine(*(atoms[name] for name in key.atoms))
    if not key.finer:
        return value, value[:0]
    return value, combine(value, *(atoms[name] for name in key.finer))


def _text(value: pa.StringScalar) -> str:
    return value.as_py()


def _among(column: pa.Array | pa.ChunkedArray, wanted: list[str]) -> np.ndarray:
    """The rows with these ids."""
    found = pc.is_in(column, value_set=pa.array(wanted, pa.string()))
    return np.flatnonzero(np.asarray(found))
