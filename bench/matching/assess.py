"""From a tool's answer to figures: quality, kinds of pairs found and wrongly merged, bands."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench import corpora, quality
from bench.corpora import Corpus
from bench.matching.tools import Answer, kaartenbak_answer, rows

FIXED = (0.5, 0.9, 0.95)
BANDS = (0.5, 0.7, 0.9, 0.99, 1.0)


class Truth:
    """What is known of a corpus: each record's entity, and the pairs planted in generated ones."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpora.read(corpus.truth)
        self.ids = table[0].combine_chunks()
        self.entity = table[1].combine_chunks().dictionary_encode().indices.to_numpy()
        self.pairs = quality.pairs(np.bincount(self.entity))
        self.planted: dict[str, Planted] = {}
        if corpus.generated:
            for name in ("duplicates", "negatives"):
                self.planted[name] = Planted(corpus.path / f"truth_{name}.csv", self.ids)


class Planted:
    """Pairs of rows that were planted, by kind; one pair may be of several."""

    def __init__(self, path: Path, ids: pa.Array) -> None:
        table = corpora.read(path)
        self.left, self.right = rows(table["left_id"], ids), rows(table["right_id"], ids)
        self.kind = np.array(table["kind"].to_pylist())

    def together(self, found: np.ndarray) -> dict[str, list[float]]:
        """Per kind the share of pairs that are in one group, and how many pairs there are."""
        same = found[self.left] == found[self.right]
        return {
            str(kind): [float(same[self.kind == kind].mean()), int((self.kind == kind).sum())]
            for kind in np.unique(self.kind)
        }


def assess(answer: Answer, truth: Truth) -> dict[str, Any]:
    """All figures of an answer, as they are kept."""
    chained = answer.left, answer.right, answer.weight
    cuts = quality.sweep(*chained, truth.entity)
    best = max(cuts, key=lambda cut: (cut.quality.f1, cut.threshold))
    default = quality.of_groups(answer.found, truth.entity)
    at_best = quality.chained(len(truth.ids), *chained, best.threshold)
    return {
        "default": figures(default),
        "best": figures(best.quality) | {"threshold": best.threshold},
        "fixed": {str(p): figures(_at(cuts, p)) for p in FIXED},
        "bands": bands(answer, truth.entity),
        "pairs": len(answer.left),
        "kinds": {name: kinds.together(answer.found) for name, kinds in truth.planted.items()},
        "kinds_best": {name: kinds.together(at_best) for name, kinds in truth.planted.items()},
    }


def accounts(corpus: Corpus, folder: Path) -> dict[str, Any]:
    """The quality of the groups of accounts, at the product's own threshold; and of the accounts
    that are one, and of those in one building, which share is in one group."""
    table = corpora.read(corpus.path / "truth_accounts.csv")
    ids, entity = table[0].combine_chunks(), table[1].combine_chunks().dictionary_encode()
    found = kaartenbak_answer(folder, ids).found
    kinds: dict[str, list[float]] = {}
    for name in ("account_duplicates", "account_negatives"):
        kinds |= Planted(corpus.path / f"truth_{name}.csv", ids).together(found)
    return figures(quality.of_groups(found, entity.indices.to_numpy())) | {"kinds": kinds}


def figures(measured: quality.Quality) -> dict[str, float]:
    """A quality as numbers by name."""
    return asdict(measured) | {"f1": measured.f1, "b3": measured.b3}


def _at(cuts: list[quality.Cut], probability: float) -> quality.Quality:
    """The quality of linking what is at least this probable; cuts come the highest first."""
    weight = np.log2(probability / (1 - probability))
    return [cut for cut in cuts if cut.threshold >= weight][-1].quality


def bands(answer: Answer, entity: np.ndarray) -> list[list[float]]:
    """Per band of probability: from, to, how many pairs, the share that is right."""
    probability = 1 / (1 + np.exp2(-answer.weight))
    right = entity[answer.left] == entity[answer.right]
    found = []
    for low, high in zip(BANDS, BANDS[1:], strict=False):
        inside = (probability >= low) & ((probability < high) | (high == 1.0))
        found.append(
            [low, high, int(inside.sum()), float(right[inside].mean() if any(inside) else 0)]
        )
    return found
