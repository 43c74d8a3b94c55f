"""Pairs with their points: which have the name alone, which are certainly two, and the evidence.

Tested in tests/matching/test_reference.py.
"""

from dataclasses import dataclass

import numpy as np

from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.department import DEPARTMENT
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.compare import Compared, compare
from dq.matching.recipe import Field
from dq.matching.records.records import Records
from dq.matching.weighing import cluster, weigh
from dq.matching.weighing.curve import Curve

# A pair that is more likely than not is proposed; docs/matching.md shows what a threshold costs.
THRESHOLD = 0.5
# Points that something beyond the name must bring before two companies' cards are one person.
BEYOND_NAME = 3.0
# The bits below which a contradiction is certain.
CERTAIN = -5.0


@dataclass(frozen=True)
class ScoredPairs:
    """Pairs of row numbers, what was seen of each and what it is worth.

    `levels` and `parts` (points) are fields x pairs, `bits` the log2 odds of each pair. `name_only`
    marks pairs that agree on the name alone, which are never in a group. `link` has the bits that
    count for groups. `curve` says what the points mean as a chance, where that was learned.
    """

    rows: Pairs
    fields: tuple[Field, ...]
    levels: np.ndarray
    parts: np.ndarray
    bits: np.ndarray
    name_only: np.ndarray
    link: np.ndarray
    curve: Curve | None = None

    @staticmethod
    def of(
        records: Records, rows: Pairs, compared: Compared, scored: weigh.Scored
    ) -> "ScoredPairs":
        """Pairs that were compared and weighed."""
        name_only = _on_name_only(records, rows, compared.fields, scored.parts, scored.bits)
        link = _linking(records, rows, compared, scored.bits, name_only)
        return ScoredPairs(
            rows,
            compared.fields,
            compared.levels,
            scored.parts,
            scored.bits,
            name_only,
            link,
            scored.curve,
        )

    @property
    def score(self) -> np.ndarray:
        """The probability (0..1) that both records are one and the same."""
        return weigh.probability(self.bits if self.curve is None else self.curve(self.bits))

    @property
    def likely(self) -> np.ndarray:
        """The pairs that are proposed for themselves: over the threshold, by more than the name."""
        return (self.score >= THRESHOLD) & ~self.name_only

    def __len__(self) -> int:
        return len(self.bits)

    def and_also(self, others: "ScoredPairs") -> "ScoredPairs":
        """These pairs and those after them."""
        one, two = zip(self.rows, others.rows, strict=True)
        return ScoredPairs(
            (np.concatenate(one), np.concatenate(two)),
            self.fields,
            np.concatenate([self.levels, others.levels], axis=1),
            np.concatenate([self.parts, others.parts], axis=1),
            np.concatenate([self.bits, others.bits]),
            np.concatenate([self.name_only, others.name_only]),
            np.concatenate([self.link, others.link]),
            self.curve,
        )

    def evidence(self, places: np.ndarray | None = None) -> list[list[dict[str, object]]]:
        """Per pair, all or those at these places, a list of {field, level, points}, heaviest
        first."""
        places = np.arange(len(self)) if places is None else places
        names = [(one.name, [level.name for level in one.kind.levels]) for one in self.fields]
        found = []
        levels, points = self.levels[:, places].T.tolist(), self.parts[:, places].T.tolist()
        for seen, worth in zip(levels, points, strict=True):
            items: list[dict[str, object]] = [
                {"field": field, "level": level[number - 1], "points": round(bits, 2)}
                for (field, level), number, bits in zip(names, seen, worth, strict=True)
                if number
            ]
            items.sort(key=lambda item: -abs(float(str(item["points"]))))
            found.append(items)
        return found


def score_pairs(records: Records, rows: Pairs, model: weigh.Model) -> ScoredPairs:
    """Compare and weigh some pairs of rows."""
    compared = compare(records, *rows)
    return ScoredPairs.of(records, rows, compared, weigh.score(records, compared, rows, model))


def _on_name_only(
    records: Records, rows: Pairs, fields: tuple[Field, ...], parts: np.ndarray, bits: np.ndarray
) -> np.ndarray:
    """Pairs across companies that nothing but the name speaks for."""
    if not records.recipe.person:
        return _on_description(fields, parts, bits)
    if not records.recipe.stratum:
        return np.zeros(len(rows[0]), bool)
    beyond = _for_it(parts, [row for row, one in enumerate(fields) if one.kind.beyond_name])
    return (weigh.strata(records, rows) == 0) & (beyond < BEYOND_NAME)


def _on_description(fields: tuple[Field, ...], parts: np.ndarray, bits: np.ndarray) -> np.ndarray:
    """Pairs of organisations that the name alone would not make one, and nothing but a description
    (a line of business) speaks for besides."""
    named = [row for row, one in enumerate(fields) if one.kind in (COMPANY, DEPARTMENT)]
    described = [row for row, one in enumerate(fields) if not one.kind.beyond_name]
    rest = [row for row in range(len(fields)) if row not in (*named, *described)]
    vague = _for_it(parts, rest) < BEYOND_NAME
    return vague & (bits > 0) & (bits - _for_it(parts, described) <= 0)


def _for_it(parts: np.ndarray, rows: list[int]) -> np.ndarray:
    """The points of these fields that speak for each pair."""
    return np.maximum(parts[rows], 0.0).sum(axis=0)


def _contradicted(records: Records, compared: Compared, bits: np.ndarray) -> np.ndarray:
    """Pairs that are certainly two: a level that two persons are the reason of, and few points.

    A vague third card, which agrees with both, must not bring them into one group. Without
    companies first names are no such level: see `weigh`, which has no relatives there either.
    """
    found = np.zeros(len(bits), bool)
    for row, one in enumerate(compared.fields if records.recipe.stratum else ()):
        for level in one.kind.contradicting:
            found |= compared.levels[row] == level
    return found & (bits < CERTAIN)


def _linking(
    records: Records, rows: Pairs, compared: Compared, bits: np.ndarray, name_only: np.ndarray
) -> np.ndarray:
    """The bits that count for groups: name alone is no link, and a contradiction is final, as is
    what sets two records apart."""
    bits = np.where(name_only, np.minimum(bits, cluster.NAME_ONLY), bits)
    bits[_contradicted(records, compared, bits)] = cluster.NEVER
    if records.apart is not None:
        bits[records.apart[rows[0]] != records.apart[rows[1]]] = cluster.NEVER
    return bits
