"""What the weights are learned from."""

import numpy as np

from dq.matching import pipeline
from dq.matching.pairs.sampling import random_pairs
from dq.matching.recipe import CONTACTS


def test_a_random_pair_is_drawn_once():
    companies = np.repeat([0, 1, 2, -1], [2, 3, 40, 5])
    for stratum in (0, 1):
        left, right = random_pairs(companies, stratum)
        assert (left < right).all()
        assert len(set(zip(left.tolist(), right.tolist(), strict=True))) == len(left)
        again = random_pairs(companies, stratum)
        assert (left == again[0]).all() and (right == again[1]).all()
    # Of a company of two there is one pair, and it is among those of colleagues.
    assert ((left < 2) & (right < 2)).sum() == 1


def test_cards_of_one_person_do_not_teach_what_two_persons_share(register, table):
    """Each person has their own account; a fifth is there ten times, of whom a third has no
    address. All pairs of colleagues are of one person, and there are few of them."""
    alone = [
        row | {"account_id": row["id"], "company_id": row["id"], "mobile": None}
        for row in register[:300]
    ]
    for row in alone[::15]:
        row["email"] = None
    copies = [row | {"id": f"{row['id']}+{copy}"} for row in alone[::5] for copy in range(9)]
    found = pipeline.match(table(alone + copies), CONTACTS).groups.of
    assert (found >= 0).sum() == 10 * len(alone[::5])
    assert len(np.unique(found[found >= 0])) == len(alone[::5])
