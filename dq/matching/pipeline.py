"""The recipe from records to groups: normalise, block, compare, weigh, cluster."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from dq.errors import N_
from dq.matching.columns.population import Whole
from dq.matching.columns.threads import workers
from dq.matching.comparing.compare import Compared, compare
from dq.matching.pairs.block import Dropped, Pairs, candidates
from dq.matching.recipe import LEVELS, Recipe
from dq.matching.values.records import Records, prepare
from dq.matching.weighing import cluster, learn, weigh
from dq.progress import Progress

# Points that something beyond the name must bring before two companies' cards are one person.
BEYOND_NAME = 3.0
NAME_KINDS = ("given_name", "surname", "generation", "order", "salutation", "text", "account")
CHUNK = 250_000
# Levels of which one of two persons is the likely reason, and the bits below which it is certain.
CONTRADICTIONS = {
    "given_name": ("same_initial", "different"),
    "generation": ("conflict",),
    "email": ("numbered",),
}
CERTAIN = -5.0


@dataclass(frozen=True)
class Decisions:
    """What people decided: pairs of ids that are one, and that are not."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Result:
    """All of a run: scored pairs, groups, and what was left out.

    `pairs` are row numbers, `compared` has no rarity any more; `perhaps` marks pairs that agree
    on the name alone, which are never in a group.
    """

    records: Records
    pairs: Pairs
    compared: Compared
    scored: weigh.Scored
    perhaps: np.ndarray
    groups: cluster.Groups
    model: weigh.Model
    dropped: Dropped


def match(
    table: pa.Table,
    recipe: Recipe,
    *,
    decisions: Decisions | None = None,
    model: weigh.Model | None = None,
    whole: Whole | None = None,
    progress: Progress | None = None,
) -> Result:
    """Find the duplicates among the rows of `table` (column `id` and the recipe's columns).

    :param model: weights to use instead of learning them from these records
    :param whole: statistics to use instead of counting these records
    """
    tell = progress or (lambda fraction, message: None)
    tell(0.0, N_("Reading names and addresses"))
    records = prepare(table, recipe, whole)
    del table  # a large part of all memory, where the caller does not keep it
    tell(0.2, N_("Looking for pairs that may be the same"))
    with workers(len(records), 1) as beside:  # finding pairs leaves much of a core idle
        start = None if model else beside.submit(learn.Start.of, records, len(records))
        pairs, dropped = candidates(records)
    tell(0.4, N_("Comparing pairs"))
    compared = _compare_all(records, pairs)
    tell(0.7, N_("Weighing the evidence"))
    if model is None:
        assert start is not None
        model = learn.weights(records, pairs, compared, start.result())
    scored = weigh.score(records, compared, pairs, model, into=compared.rarity)
    perhaps = name_only(records, compared, scored, pairs)
    tell(0.9, N_("Forming groups"))
    rule = decisions or Decisions()
    judged = Judge(records, model, rule)
    bits = linking(records, compared, scored.bits, perhaps, pairs)
    pairs, bits, scored, compared, perhaps = judged.decide(pairs, bits, scored, compared, perhaps)
    found = cluster.groups(len(records), pairs, bits, judged.bits)
    tell(1.0, N_("Done"))
    compared = replace(compared, rarity=compared.rarity[:, :0])
    return Result(records, pairs, compared, scored, perhaps, found, model, dropped)


def _compare_all(records: Records, pairs: Pairs) -> Compared:
    left, right = pairs
    first = compare(records, left[:CHUNK], right[:CHUNK])
    if len(left) <= CHUNK:
        return first
    shape = len(first.fields), len(left)
    levels, rarity = np.empty(shape, np.int8), np.empty(shape, np.float32)

    def keep(part: slice, found: Compared) -> None:
        levels[:, part], rarity[:, part] = found.levels, found.rarity

    def rest(at: int) -> None:
        part = slice(at, at + CHUNK)
        keep(part, compare(records, left[part], right[part]))

    keep(slice(CHUNK), first)

    # The first part has filled what records remember; numpy and rapidfuzz let threads run beside.
    with workers(len(left)) as pool:
        list(pool.map(rest, range(CHUNK, len(left), CHUNK)))
    return Compared(first.fields, first.kinds, levels, rarity)


def name_only(
    records: Records, compared: Compared, scored: weigh.Scored, pairs: Pairs
) -> np.ndarray:
    """Pairs across companies that nothing but the name speaks for."""
    if not records.recipe.person or not records.recipe.stratum:
        return np.zeros(len(pairs[0]), bool)
    beyond = [row for row, kind in enumerate(compared.kinds) if kind not in NAME_KINDS]
    bits, more = np.zeros((2, len(pairs[0])), np.float32)
    for row in beyond:
        bits += np.maximum(scored.parts[row], 0.0, out=more)
    return (weigh.strata(records, pairs) == 0) & (bits < BEYOND_NAME)


def contradicted(records: Records, compared: Compared, bits: np.ndarray) -> np.ndarray:
    """Pairs that are certainly two: a level that two persons are the reason of, and few points.

    A vague third card, which agrees with both, must not bring them into one group. Without
    companies first names are no such level: see `weigh`, which has no relatives there either.
    """
    found = np.zeros(len(bits), bool)
    for row, kind in enumerate(compared.kinds):
        for name in CONTRADICTIONS.get(kind, ()) if records.recipe.stratum else ():
            level = 1 + [level.name for level in LEVELS[kind]].index(name)
            found |= compared.levels[row] == level
    return found & (bits < CERTAIN)


def linking(
    records: Records, compared: Compared, bits: np.ndarray, perhaps: np.ndarray, pairs: Pairs
) -> np.ndarray:
    """The bits that count for groups: name alone is no link, and a contradiction is final, as is
    what sets two records apart."""
    bits = np.where(perhaps, np.minimum(bits, cluster.NAME_ONLY), bits)
    bits[contradicted(records, compared, bits)] = cluster.NEVER
    if records.apart is not None:
        bits[records.apart[pairs[0]] != records.apart[pairs[1]]] = cluster.NEVER
    return bits


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
        compared = compare(self.records, left, right)
        scored = weigh.score(self.records, compared, (left, right), self.model)
        alone = name_only(self.records, compared, scored, (left, right))
        bits = linking(self.records, compared, scored.bits, alone, (left, right))
        return self._with_decisions(left, right, bits)

    def _with_decisions(self, left: np.ndarray, right: np.ndarray, bits: np.ndarray) -> np.ndarray:
        if not (self.same or self.different):
            return bits
        packed = zip(left.tolist(), right.tolist(), strict=True)
        always = np.array([pair in self.same for pair in packed], bool)
        never = self.barred((left, right))
        return np.where(never, cluster.NEVER, np.where(always, cluster.ALWAYS, bits))

    def barred(self, pairs: Pairs) -> np.ndarray:
        """Which pairs people decided to be different."""
        packed = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
        return np.array([pair in self.different for pair in packed], bool)

    def decide(
        self,
        pairs: Pairs,
        bits: np.ndarray,
        scored: weigh.Scored,
        compared: Compared,
        perhaps: np.ndarray,
    ) -> tuple[Pairs, np.ndarray, weigh.Scored, Compared, np.ndarray]:
        """Add decided pairs that blocking missed, and put the decisions in the bits."""
        present = (
            set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)) if self.same else set()
        )
        absent = sorted(self.same - present)
        if absent:
            left = np.array([one for one, _ in absent], np.int32)
            right = np.array([two for _, two in absent], np.int32)
            more = compare(self.records, left, right)
            extra = weigh.score(self.records, more, (left, right), self.model)
            pairs = np.concatenate([pairs[0], left]), np.concatenate([pairs[1], right])
            bits = np.concatenate([bits, extra.bits])
            scored = weigh.Scored(
                np.concatenate([scored.bits, extra.bits]),
                np.concatenate([scored.parts, extra.parts], axis=1),
                np.concatenate([scored.prior, extra.prior]),
            )
            levels = np.concatenate([compared.levels, more.levels], axis=1)
            compared = replace(compared, levels=levels)
            perhaps = np.concatenate([perhaps, np.zeros(len(left), bool)])
        return pairs, self._with_decisions(*pairs, bits), scored, compared, perhaps


def _rows(decided: Iterable[tuple[str, str]], index: dict[str, int]) -> set[tuple[int, int]]:
    found = set()
    for one, two in decided:
        if one in index and two in index:
            left, right = index[one], index[two]
            found.add((min(left, right), max(left, right)))
    return found


def evidence(
    compared: Compared, scored: weigh.Scored, rows: np.ndarray
) -> list[list[dict[str, object]]]:
    """Per pair, by its place, a list of {field, level, points}, heaviest first."""
    parts = scored.parts
    names = [[level.name for level in LEVELS[kind]] for kind in compared.kinds]
    found = []
    levels, points = compared.levels[:, rows].T.tolist(), parts[:, rows].T.tolist()
    for level, point in zip(levels, points, strict=True):
        items: list[dict[str, object]] = [
            {"field": field, "level": names[row][level[row] - 1], "points": round(point[row], 2)}
            for row, field in enumerate(compared.fields)
            if level[row]
        ]
        items.sort(key=lambda item: -abs(float(str(item["points"]))))
        found.append(items)
    return found
