"""The recipe from records to groups: normalise, block, compare, weigh, cluster.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from dq.errors import N_
from dq.matching.columns.memory import let_go
from dq.matching.columns.population import Population
from dq.matching.columns.threads import workers
from dq.matching.kind import Key
from dq.matching.pairs import budget
from dq.matching.pairs.block import Dropped, Pairs, candidates
from dq.matching.pairs.compare import Compared, compare
from dq.matching.pairs.keys import Atoms
from dq.matching.recipe import Recipe
from dq.matching.records import statistics
from dq.matching.records.records import Records, prepare
from dq.matching.weighing import cluster, learn, lessons, weigh
from dq.matching.weighing.scored_pairs import ScoredPairs, score_pairs
from dq.progress import Progress

CHUNK = 250_000


@dataclass(frozen=True)
class Decisions:
    """What people decided: pairs of ids that are one, and that are not."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Result:
    """All of a run: scored pairs, groups, what was left out, and the blocking keys with the caps
    that the file afforded."""

    records: Records
    pairs: ScoredPairs
    groups: cluster.Groups
    model: weigh.Model
    dropped: Dropped
    keys: tuple[Key, ...]


def match(
    table: pa.Table,
    recipe: Recipe,
    *,
    decisions: Decisions | None = None,
    taught: lessons.Lessons | None = None,
    model: weigh.Model | None = None,
    population: Population | None = None,
    keys: Sequence[Key] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Find the duplicates among the rows of `table` (column `id` and the recipe's columns).

    :param taught: decided pairs to fit the weights further on, where that helps
    :param model: weights to use instead of learning them from these records
    :param population: statistics to use instead of counting these records
    :param keys: keys to use instead of those that these records afford
    """
    tell = progress or (lambda fraction, message: None)
    let_go()
    tell(0.0, N_("Reading names and addresses"))
    records = prepare(table, recipe, population)
    if taught is not None and taught.enough and model is None:
        population = population or statistics.of(table, records)
    del table  # a large part of all memory, where the caller does not keep it
    let_go()
    tell(0.2, N_("Looking for pairs that may be the same"))
    with workers(len(records), 1) as beside:  # finding pairs leaves much of a core idle
        start = None if model else beside.submit(learn.Start.of, records, len(records))
        atoms = Atoms(records, lasting=False)
        keys = budget.plan(recipe, atoms, len(records)) if keys is None else keys
        pairs, dropped = candidates(records, keys, atoms)
        del atoms
    tell(0.4, N_("Comparing pairs"))
    compared = _compare_all(records, pairs)
    tell(0.7, N_("Weighing the evidence"))
    if model is None:
        assert start is not None
        model = learn.weights(records, pairs, compared, start.result())
        if population is not None:
            model = lessons.refined(model, taught, recipe, population)
    scored = ScoredPairs.of(records, pairs, compared, weigh.spend(records, compared, pairs, model))
    del compared  # its term frequencies are points now
    tell(0.9, N_("Forming groups"))
    judge = Judge(records, model, decisions or Decisions())
    scored = judge.decide(scored)
    found = cluster.groups(len(records), scored.rows, scored.link, judge.bits)
    tell(1.0, N_("Done"))
    return Result(records, scored, found, model, dropped, tuple(keys))


def _compare_all(records: Records, pairs: Pairs) -> Compared:
    left, right = pairs
    first = compare(records, left[:CHUNK], right[:CHUNK])
    if len(left) <= CHUNK:
        return first
    shape = len(first.fields), len(left)
    levels, term_frequency = np.empty(shape, np.int8), np.empty(shape, np.float32)

    def keep(part: slice, found: Compared) -> None:
        levels[:, part], term_frequency[:, part] = found.levels, found.term_frequency

    def rest(start: int) -> None:
        part = slice(start, start + CHUNK)
        keep(part, compare(records, left[part], right[part]))

    keep(slice(CHUNK), first)

    # The first part has filled what records remember; numpy and rapidfuzz let threads run beside.
    with workers(len(left)) as pool:
        list(pool.map(rest, range(CHUNK, len(left), CHUNK)))
    return Compared(first.fields, levels, term_frequency)


class Judge:
    """Scores any pair of rows with a model, and knows what people decided."""

    def __init__(self, records: Records, model: weigh.Model, decisions: Decisions) -> None:
        self.records, self.model = records, model
        index = {}
        if decisions.same or decisions.different:
            wanted = {i for pair in decisions.same | decisions.different for i in pair}
            ids = records.ids.to_pylist()
            index = {value: row for row, value in enumerate(ids) if value in wanted}
        self.same = _rows(decisions.same, index)
        self.different = _rows(decisions.different, index)

    def bits(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Log2 odds of pairs that blocking did not bring together; name alone is no link."""
        found = score_pairs(self.records, (left, right), self.model)
        return self._with_decisions(found).link

    def _with_decisions(self, pairs: ScoredPairs) -> ScoredPairs:
        if not (self.same or self.different):
            return pairs
        left, right = pairs.rows
        packed = zip(left.tolist(), right.tolist(), strict=True)
        always = np.array([pair in self.same for pair in packed], bool)
        never = self.barred(pairs.rows)
        link = np.where(never, cluster.NEVER, np.where(always, cluster.ALWAYS, pairs.link))
        return replace(pairs, link=link)

    def barred(self, pairs: Pairs) -> np.ndarray:
        """Which pairs people decided to be different."""
        packed = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
        return np.array([pair in self.different for pair in packed], bool)

    def decide(self, pairs: ScoredPairs) -> ScoredPairs:
        """The pairs with decided ones that blocking missed, and the decisions in `link`."""
        left, right = pairs.rows
        present = set(zip(left.tolist(), right.tolist(), strict=True)) if self.same else set()
        absent = sorted(self.same - present)
        if absent:
            rows = np.array(absent, np.int32).T
            more = score_pairs(self.records, (rows[0].copy(), rows[1].copy()), self.model)
            # People saw more than the name.
            pairs = pairs.and_also(replace(more, name_only=np.zeros(len(more), bool)))
        return self._with_decisions(pairs)


def _rows(decided: Iterable[tuple[str, str]], index: dict[str, int]) -> set[tuple[int, int]]:
    found = set()
    for one, two in decided:
        if one in index and two in index:
            left, right = index[one], index[two]
            found.add((min(left, right), max(left, right)))
    return found
