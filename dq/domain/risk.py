"""The risk that merging a group is wrong, what that costs, and when somebody looks first.

Merging is right if all records of a group are one. The chance of that is the product of the
calibrated probabilities of the strongest pairs that tie them together (a maximum spanning tree),
and no more than the probability of the weakest pair:

    risk = 1 - min(product over the tree, weakest pair)

A wrong merge costs minutes: to find out, and to pull the cards apart by hand, as Salesforce takes
none back once its recycle bin is emptied after 15 days; more for who logs in, for each approval and
for what hangs on the card. Looking pays where

    risk * cost > LOOKING

docs/matching.md says it to people. Tested in tests/queries/review/test_sureness.py.
"""

from collections.abc import Mapping, Sequence
from math import prod

# Minutes: to look at a group; to put a wrong merge right, and what comes on top of that when one of
# the records logs in, for each approval (an account's project) and each relation (its contact).
LOOKING = 0.25
WRONG, LOGIN, APPROVAL, HANGING = 60.0, 60.0, 15.0, 5.0

# By a pair of ids, how likely (0..1) the two are one.
Links = Mapping[tuple[str, str], float]


def chance(ids: Sequence[str], links: Links) -> float:
    """How likely (0..1) all of these are one; 0 where the pairs do not tie them all together."""
    above = {id: id for id in ids}

    def top(id: str) -> str:
        while above[id] != id:
            id = above[id]
        return id

    tree = []
    for (one, two), probability in sorted(links.items(), key=lambda link: (-link[1], link[0])):
        if (first := top(one)) != (second := top(two)):
            above[second] = first
            tree.append(probability)
    if len(tree) < len(ids) - 1:
        return 0.0
    return min(prod(tree), *links.values())


def cost(logs_in: bool, approvals: int, hanging: int) -> float:
    """What a wrong merge costs, in minutes."""
    return WRONG + LOGIN * logs_in + APPROVAL * approvals + HANGING * hanging


def worth_a_look(risk: float, minutes: float) -> bool:
    """Whether looking costs less than what is to be expected of merging unseen."""
    return risk * minutes > LOOKING
