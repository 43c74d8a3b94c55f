"""What decisions bring: python -m bench.matching.learning.

Generated companies of 5,000 cards; somebody decides rightly on proposed pairs, doubtful ones first.
Prints precision, recall and F1 of the groups without and with so many decisions, and how far
certainties were off on pairs that were not learned from.
"""

import argparse
import random

import numpy as np

from bench import quality
from bench.matching import own
from bench.matching.own import Set
from dq.matching import pipeline
from dq.matching.weighing.lessons import Lessons

NUMBERS = (100, 200, 400)


def lessons(some: Set, found: pipeline.Result, number: int, seed: int) -> Lessons:
    """Right answers on `number` pairs: half of them those that are in doubt, the other half any of
    the proposed ones, as a team meets them in the review."""
    ids, answers = found.records.ids.to_pylist(), {True: set(), False: set()}
    likely = np.flatnonzero(found.pairs.likely)
    order = likely[np.argsort(found.pairs.bits[likely], kind="stable")]
    rest = order[number // 2 :].tolist()
    drawn = random.Random(seed).sample(rest, min(number - number // 2, len(rest)))
    for row in [*order[: number // 2].tolist(), *drawn]:
        left, right = (ids[side[row]] for side in found.pairs.rows)
        answers[some.entity[left] == some.entity[right]].add((left, right))
    return Lessons.of(some.table, answers[True], answers[False])


def right(some: Set, found: pipeline.Result) -> quality.Quality:
    """The quality of the groups."""
    ids, groups = found.records.ids.to_pylist(), found.groups.of
    _, entity = np.unique([some.entity[one] for one in ids], return_inverse=True)
    return quality.of_groups(np.where(groups >= 0, groups, np.arange(len(ids)) + len(ids)), entity)


def main() -> None:
    """Print a line per company and number of decisions."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.learning", description=__doc__)
    parser.add_argument("--contacts", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    options = parser.parse_args()
    for seed in options.seeds:
        some = own.crm(options.contacts, seed)
        alone = pipeline.match(some.table, some.recipe)
        tell(seed, 0, right(some, alone), "")
        for number in NUMBERS:
            taught = lessons(some, alone, number, seed * number)
            found = pipeline.match(some.table, some.recipe, taught=taught)
            check = found.model.check
            said = "too few of either answer"
            if check is not None:
                used = "used" if check.used else "not used"
                said = f"{used}, loss {check.before.loss:.3f} -> {check.after.loss:.3f} bits"
            tell(seed, number, right(some, found), said)


def tell(seed: int, number: int, found: quality.Quality, said: str) -> None:
    """Print what came of so many decisions."""
    shown = f"{found.precision:.4f} {found.recall:.4f} {found.f1:.4f}"
    print(f"seed {seed}  {number:4} decisions  {shown}  {said}", flush=True)


if __name__ == "__main__":
    main()
